"""Answers graded: to one cell, or to one step and those before it.

diagnose(sheet, step, answers) is the way in. answers maps names of results to rows of typed text in the
result's shape; results of earlier steps are welcome, since they show what a later number follows from. Right
answers are never diagnosed, and no sentence tells a number that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from app.core.cached_method import cached_method
from app.core.cell import Line, Ref
from app.core.lesson import Step
from app.core.sheet import Sheet, matrix_cells
from app.notation import line_styles, numerals
from app.teaching.answer_key import AnswerKey, Rows
from app.teaching.answer_table import AnswerTable, Texts
from app.teaching.diagnosis import MOST_NAMED, NamedSlip, WrongAnswer, alone, together, where_to_look
from app.teaching.procedure import Procedure, RightAnswer, procedures
from app.teaching.shared_cells import CommonLines, SheetSlips
from app.teaching.sum_slips import MORE_DIGITS
from app.teaching.tried_cell import Slip
from app.teaching.typed_answers import TypedRows, read_typed
from app.teaching.wrong_answers import ByMatrix, WrongAnswers

Status = Literal["correct", "wrong", "blank", "unreadable"]


class Mark(NamedTuple):
    """How an answer was graded.

    says is what to show for a wrong or unreadable answer, else empty. slips are the causes named in it, two
    at most. carried: wrong, but right in method, since it follows from the student's own earlier cells.
    """

    status: Status
    says: str = ""
    slips: tuple[NamedSlip, ...] = ()
    carried: bool = False


class Marked(NamedTuple):
    """Marks by result, in rows, None for a cell that no step works; and the one way worth a thought."""

    marks: dict[str, list[list[Mark | None]]]
    procedure: Procedure | None


def diagnose(sheet: Sheet, step: Step, answers: Mapping[str, TypedRows]) -> Marked:
    """Marks the answers to a step, and to other steps if there are any. KeyError for what is no result."""
    return Examiner(sheet).marked(step, answers)


def grade(sheet: Sheet, ref: Ref, typed: str) -> Mark:
    """Marks what was typed into a worked-out cell. KeyError for a cell of a given matrix."""
    return Examiner(sheet).graded(ref, typed)


class Examiner:
    """Marks any number of attempts at one exercise; what they share is worked out once for all of them.

    explains: whether wrong answers are explained, which takes most of the time; tells: in sentences too.
    """

    def __init__(
        self, sheet: Sheet, *, explains: bool = True, tells: bool = True, lines: CommonLines | None = None
    ) -> None:
        self.sheet, self.explains, self.tells = sheet, explains, tells
        self.lines = lines or CommonLines(sheet)
        self.key = AnswerKey([sheet], self.lines.places)
        self.slips = SheetSlips(sheet, self.lines)
        self.worked_by = cached_method(self.cells_worked)
        self.told_carried = cached_method(self.wrong_cells)

    def graded(self, ref: Ref, typed: str) -> Mark:
        """The mark of one answer by itself."""
        return self.marks({ref: typed})[0].get(ref, BLANK)

    def marked(self, step: Step, answers: Mapping[str, TypedRows], read_only: Collection[str] = ()) -> Marked:
        """The marks of an attempt. read_only: the matrices whose wrong answers are not explained."""
        texts = {ref: text for name, rows in answers.items() for ref, text in self.typed(step, name, rows)}
        marks, found = self.marks(texts, read_only)
        return Marked(
            {name: self.rows(name, dict.fromkeys(texts, BLANK) | marks) for name in answers},
            main_procedure(found),
        )

    def marks(self, texts: Texts, read_only: Collection[str] = ()) -> tuple[dict[Ref, Mark], list[Procedure]]:
        """The mark of every answer that is not blank, and the ways that several went."""
        table = AnswerTable(self.lines, self.key, ONE, [texts])
        wrong = table.missed & ~table.carried & self.explains
        for name in read_only:
            wrong[:, self.lines.places.spans[name]] = False
        found = WrongAnswers(table, [self.slips], [texts], tells=self.tells).of(wrong)
        return self.explained(table, 0, texts, found[0])

    def cells_worked(self, number: int, name: str) -> tuple[Ref, ...]:
        """The cells of a matrix that are worked, in order: by the step of that number, or by any where that
        step does not work the matrix."""
        works = [r for r in self.sheet.plan.step(number).results_in("") if r.name == name] or [
            r for s in self.sheet.plan.steps for r in s.results if r.name == name
        ]
        rows = works or [self.sheet.results[name]]
        if not all(result.where for result in rows):
            return matrix_cells(name, self.sheet.shapes[name])
        worked = {ref for result in rows for ref in self.sheet.cells(result)}
        return tuple(ref for ref in matrix_cells(name, self.sheet.shapes[name]) if ref in worked)

    def typed(self, step: Step, name: str, rows: TypedRows) -> list[tuple[Ref, str]]:
        """The typed text of every cell that is worked. ValueError for other cells than the matrix has."""
        cells = matrix_cells(name, self.sheet.shapes[name])
        texts = dict(zip(cells, (text for row in rows for text in row), strict=True))
        return [(ref, texts[ref]) for ref in self.worked_by(step.number, name)]

    def explained(
        self, table: AnswerTable, row: int, texts: Texts, wrong: ByMatrix
    ) -> tuple[dict[Ref, Mark], list[Procedure]]:
        """The marks of one attempt of a table. wrong: its wrong answers that are to be explained."""
        refs = self.lines.places.refs
        marks = dict.fromkeys([refs[k] for k in np.flatnonzero(table.right[row]).tolist()], CORRECT)
        for place in np.flatnonzero(table.missed[row]).tolist():
            marks[refs[place]] = self.carried(table, row, refs[place]) if table.carried[row, place] else WRONG
        if table.is_number[row].sum() < len(texts):
            rest = ((ref, text) for ref, text in texts.items() if ref not in marks and text.strip())
            marks |= {ref: without_number(text) for ref, text in rest}
        found = [each for name in wrong for each in self.explain(name, wrong[name], texts, marks)]
        return marks, found

    def carried(self, table: AnswerTable, row: int, ref: Ref) -> Mark:
        """The mark of a number that follows from the student's own."""
        place = self.lines.places.of
        if not self.tells:
            return CARRIED
        from_wrong = tuple(r for r in self.slips.cell(ref).reads if table.missed[row, place(r)])
        return self.told_carried(from_wrong) if from_wrong else TOO_EARLY

    def wrong_cells(self, refs: tuple[Ref, ...]) -> Mark:
        """The mark of what follows from some wrong cells."""
        spelt = (line_styles.plain_ref(ref, self.sheet.shapes) for ref in refs[:MOST_NAMED])
        which = " and ".join(spelt) if len(refs) <= MOST_NAMED else "earlier numbers"
        says = f"Right in method: this follows from your own {which}."
        return Mark("wrong", says, (NamedSlip("carried", says),), carried=True)

    def explain(
        self, name: str, wrong: list[WrongAnswer], texts: Texts, marks: dict[Ref, Mark]
    ) -> list[Procedure]:
        """Marks the wrong answers to one matrix: those of a procedure first, the others one by one."""
        together_wrong: list[Procedure] = []
        if len(wrong) > 1:
            cells = matrix_cells(name, self.sheet.shapes[name])
            right = [self.right_answer(ref, texts[ref]) for ref in cells if marks.get(ref) is CORRECT]
            together_wrong = procedures(wrong, right, self.sheet.shapes[name])
        told = {ref: slips for each in together_wrong for ref, slips in each.told.items()}
        for answer in wrong:
            ref = answer.cell.ref
            marks[ref] = self.told(answer, told.get(ref))
        return [each for each in together_wrong if each.codes]

    def told(self, answer: WrongAnswer, shared: tuple[NamedSlip, ...] | None) -> Mark:
        """The mark of a wrong answer. shared: what it has in common with others; None where it is alone."""
        causes = answer.causes if shared is None else shared
        says = (together(causes) or where_to_look(answer.cell)) if self.tells else ""
        return Mark("wrong", says, causes)

    def right_answer(self, ref: Ref, text: str) -> RightAnswer:
        """A right answer with the slips that were not made."""
        return RightAnswer(ref, read_typed(text), self.slips.slips)

    def rows(self, name: str, marks: Mapping[Ref, Mark]) -> list[list[Mark | None]]:
        """The marks of a matrix in rows."""
        return [[marks.get(ref) for ref in row] for row in self.sheet.rows(name)]


def without_number(text: str) -> Mark:
    """The mark of a blank or unreadable answer. ValueError for one that is a number."""
    if not text.strip():
        return BLANK
    try:
        numerals.answer(text)
    except numerals.NumeralError as error:
        return Mark("unreadable", str(error))
    raise ValueError(f"{text!r} is a number")


def rounding() -> Mark:
    """The mark of what follows from earlier numbers that are right, but for digits that were left out."""
    says = alone([Slip("rounded-early", Line(()), MORE_DIGITS)])
    return Mark("wrong", says, (NamedSlip("rounded-early", says),), carried=True)


TOO_EARLY: Final = rounding()
CARRIED: Final = Mark("wrong", carried=True)
"""The same where nothing is told."""
CORRECT, BLANK, WRONG = Mark("correct"), Mark("blank"), Mark("wrong")
ONE: Final[Rows] = np.zeros(1, np.intp)
"""A single attempt at a single exercise."""


def main_procedure(found: Sequence[Procedure]) -> Procedure | None:
    """The procedure that the most cells show."""
    return max(found, key=lambda each: len(each.cells), default=None)
