"""Answers graded: to one cell, or to one step and those before it.

diagnose(sheet, step, answers) is the way in. answers maps names of results to rows of typed text in the
result's shape; results of earlier steps are welcome, since they show what a later number follows from. Right
answers are never diagnosed, and no sentence tells a number that is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, NamedTuple

from app.core.cell import Line, Ref
from app.core.lesson import Step
from app.core.sheet import Sheet, matrix_cells
from app.notation import line_styles, numerals
from app.teaching.diagnosis import (
    MOST_NAMED,
    NamedSlip,
    WrongAnswer,
    alone,
    together,
    valued_slips,
    where_to_look,
)
from app.teaching.number_slips import MORE_DIGITS
from app.teaching.procedure import Procedure, RightAnswer, procedures
from app.teaching.shared_cells import AnswerKey, CommonLines, Numbers, OwnNumbers
from app.teaching.slip_values import PossibleSlips
from app.teaching.tried_cell import Slip, TriedCell
from app.teaching.typed_answers import read_typed
from app.teaching.typed_matrix import TypedMatrix, TypedRows, typed_matrix

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


@dataclass
class ClassifiedAnswers:
    """The answers to one matrix as they were found: marks that stand, and what is still to be explained."""

    explains: bool = True
    marks: dict[Ref, Mark] = field(default_factory=dict)
    wrong: list[WrongAnswer] = field(default_factory=list)
    right: list[Ref] = field(default_factory=list)
    missed: list[Ref] = field(default_factory=list)
    """Those that have a number, and not the right one."""


class Examiner:
    """Marks any number of attempts at one exercise; what they share is worked out once for all of them.

    explains: whether wrong answers are explained, which takes most of the time; tells: in sentences too.
    """

    def __init__(
        self, sheet: Sheet, *, explains: bool = True, tells: bool = True, names: CommonLines | None = None
    ) -> None:
        self.tells = tells
        self.sheet, self.explains, self.numbers = sheet, explains, Numbers(sheet.lookup)
        self.names = names or CommonLines(sheet)
        self.key = AnswerKey(sheet)
        self.worked_by = cache(self.cells_worked)
        self.cell = cache(self.true_cell)
        self.slips_of = cache(self.true_slips)
        self.told_carried = cache(self.wrong_cells)
        self.kept_own: dict[tuple[Ref, tuple[float, ...]], PossibleSlips] = {}

    def graded(self, ref: Ref, typed: str) -> Mark:
        """The mark of one answer by itself."""
        own = OwnNumbers(self.sheet, self.numbers)
        answers = typed_matrix(self.sheet, ref.name, (ref,), (typed,))
        found = self.classified(answers, own, set(), ClassifiedAnswers())
        return found.marks.get(ref) or self.explained(found.wrong[0], found.wrong[0].causes)

    def marked(self, step: Step, answers: Mapping[str, TypedRows], read_only: Collection[str] = ()) -> Marked:
        """The marks of an attempt. read_only: the matrices whose wrong answers are not explained."""
        own = OwnNumbers(self.sheet, self.numbers)
        wrong_refs: set[Ref] = set()
        marks: dict[Ref, Mark] = {}
        found: list[Procedure] = []
        for name in (name for name in self.sheet.results if name in answers):
            typed = self.typed_cells(step, name, answers[name])
            found_here = ClassifiedAnswers(explains=self.explains and name not in read_only)
            classified = self.classified(typed, own, wrong_refs, found_here)
            found += self.explain(name, classified, typed)
            marks |= classified.marks
            self.goes_on(typed, own)
            wrong_refs.update(classified.missed)
        return Marked({name: self.rows(name, marks) for name in answers}, main_procedure(found))

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

    def typed_cells(self, step: Step, name: str, rows: TypedRows) -> TypedMatrix:
        """The typed text of every cell that is worked. ValueError for other cells than the matrix has."""
        texts = dict(
            zip(matrix_cells(name, self.sheet.shapes[name]), (t for row in rows for t in row), strict=True)
        )
        refs = self.worked_by(step.number, name)
        return typed_matrix(self.sheet, name, refs, [*map(texts.__getitem__, refs)])

    def classified(
        self, answers: TypedMatrix, own: OwnNumbers, wrong: set[Ref], found: ClassifiedAnswers
    ) -> ClassifiedAnswers:
        """Blank, unreadable, right and carried answers marked, the others to be explained."""
        is_right = self.key.right(answers.name, answers.places, answers.typed).tolist()
        for k, (ref, text, right) in enumerate(zip(answers.refs, answers.texts, is_right, strict=True)):
            if right:
                found.marks[ref] = CORRECT
                found.right.append(ref)
            elif math.isnan(answers.typed.numbers[k]):
                found.marks[ref] = without_number(text)
            else:
                found.missed.append(ref)
        if found.missed:
            self.missed(answers, own, wrong, found)
        return found

    def missed(
        self, answers: TypedMatrix, own: OwnNumbers, wrong: set[Ref], found: ClassifiedAnswers
    ) -> None:
        """Carried answers marked, the others that are not right to be explained."""
        follows = answers.agreeing(own.followed(answers.name))
        for ref in found.missed:
            if ref in follows and (mark := self.carried(ref, own, wrong)):
                found.marks[ref] = mark
            elif found.explains:
                found.wrong.append(self.wrong_answer(self.tried(ref, own), answers.text[ref]))
            else:
                found.marks[ref] = Mark("wrong")

    def carried(self, ref: Ref, own: OwnNumbers, wrong: set[Ref]) -> Mark | None:
        """The mark of a number that follows from the student's own, where its line reads one of them."""
        if own.others.isdisjoint(reads := self.cell(ref).reads):
            return None
        from_wrong = tuple(read for read in reads if read in wrong)
        return self.told_carried(from_wrong) if from_wrong else TOO_EARLY

    def wrong_cells(self, refs: tuple[Ref, ...]) -> Mark:
        """The mark of what follows from some wrong cells."""
        spelt = (line_styles.plain_ref(ref, self.sheet.shapes) for ref in refs[:MOST_NAMED])
        which = " and ".join(spelt) if len(refs) <= MOST_NAMED else "earlier numbers"
        says = f"Right in method: this follows from your own {which}."
        return Mark("wrong", says, (NamedSlip("carried", says),), carried=True)

    def wrong_answer(self, cell: TriedCell, text: str) -> WrongAnswer:
        """An answer that is to be explained."""
        return WrongAnswer(cell, read_typed(text), self.possible(cell), self.tells)

    def explain(self, name: str, found: ClassifiedAnswers, typed: TypedMatrix) -> list[Procedure]:
        """Marks the wrong answers to one matrix: those of a procedure first, the others one by one."""
        together_wrong: list[Procedure] = []
        if len(found.wrong) > 1:
            right = [self.right_answer(ref, typed.text[ref]) for ref in found.right]
            together_wrong = procedures(found.wrong, right, self.sheet.shapes[name])
        told = {ref: slips for each in together_wrong for ref, slips in each.told.items()}
        for answer in found.wrong:
            ref = answer.cell.ref
            found.marks[ref] = self.explained(answer, told.get(ref, answer.causes))
        return [each for each in together_wrong if each.codes]

    def explained(self, answer: WrongAnswer, causes: tuple[NamedSlip, ...]) -> Mark:
        """The mark of a wrong answer whose causes were found, or not."""
        says = (together(causes) or where_to_look(answer.cell)) if self.tells else ""
        return Mark("wrong", says, causes)

    def right_answer(self, ref: Ref, text: str) -> RightAnswer:
        """A right answer with the slips that were not made."""
        return RightAnswer(ref, read_typed(text), self.slips_of)

    def tried(self, ref: Ref, own: OwnNumbers) -> TriedCell:
        """A cell that reads somebody's own numbers, where it reads any."""
        cell = self.cell(ref)
        if own.others.isdisjoint(cell.reads):
            return cell
        return TriedCell(self.sheet, ref, cell.line, own.numbers.__getitem__, reads_own=True)

    def true_cell(self, ref: Ref) -> TriedCell:
        """A cell that reads the sheet's numbers."""
        return TriedCell(self.sheet, ref, self.names.line(ref), self.numbers.__getitem__)

    def true_slips(self, ref: Ref) -> PossibleSlips:
        """Every slip of a cell, on the true numbers."""
        return PossibleSlips(*valued_slips(self.cell(ref), self.names.slips(ref)))

    def possible(self, cell: TriedCell) -> PossibleSlips:
        """Every slip of a cell, on the true numbers and on somebody's own where they differ."""
        if not cell.reads_own:
            return self.slips_of(cell.ref)
        read = cell.ref, tuple(map(cell.lookup, cell.reads))
        if read not in self.kept_own:
            own = valued_slips(cell, self.names.slips(cell.ref))
            self.kept_own[read] = PossibleSlips(*own, *self.slips_of(cell.ref).parts)
        return self.kept_own[read]

    def goes_on(self, answers: TypedMatrix, own: OwnNumbers) -> None:
        """Has what comes later read these answers, where they are other numbers than the sheet's."""
        differ = self.key.other_numbers(answers.name, answers.places, answers.typed)
        refs = [ref for ref, is_other in zip(answers.refs, differ.tolist(), strict=True) if is_other]
        own.replaced(answers.name, refs, answers.typed.numbers[differ])

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
CORRECT, BLANK = Mark("correct"), Mark("blank")


def main_procedure(found: Sequence[Procedure]) -> Procedure | None:
    """The procedure that the most cells show."""
    return max(found, key=lambda each: len(each.cells), default=None)
