"""Answers graded: to one cell, or to one step and those before it.

diagnose(sheet, step, answers) is the way in. answers maps names of results to rows of typed text in the
result's shape; results of earlier steps are welcome, since they show what a later number follows from. Right
answers are never diagnosed, and no sentence tells a number that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from app.core.cell import Line, Ref
from app.core.lesson import Step
from app.core.sheet import Sheet
from app.notation import numerals
from app.teaching.diagnosis import (
    MOST_NAMED,
    NamedSlip,
    PossibleSlips,
    WrongAnswer,
    alone,
    together,
    valued_slips,
    where_to_look,
)
from app.teaching.procedure import Procedure, RightAnswer, procedures
from app.teaching.shared_cells import CommonLines, Numbers
from app.teaching.tried_cell import Slip, TriedCell
from app.teaching.typed_answers import TypedAnswer, is_close, printed_value, read_typed, value_or_none

Status = Literal["correct", "wrong", "blank", "unreadable"]
TypedRows = Sequence[Sequence[str]]
CLOSE_SHARE = 1 / 20
"""A number rounded to fewer digits than were kept is at most so much of itself away."""


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


class Examiner:
    """Marks any number of attempts at one exercise; what they share is worked out once for all of them.

    explains: whether wrong answers are explained, which takes most of the time.
    """

    def __init__(self, sheet: Sheet, *, explains: bool = True, names: CommonLines | None = None) -> None:
        self.sheet, self.explains, self.numbers = sheet, explains, Numbers(sheet.lookup)
        self.names = names or CommonLines(sheet)
        self.worked_by = cache(self.cells_worked)
        self.own_mark = cache(self.mark_by_itself)
        self.other_number = cache(self.number_that_differs)
        self.read = cache(read_typed)
        self.cell = cache(self.true_cell)
        self.right_numbers = cache(self.numbers_that_are_right)
        self.slips_of = cache(self.true_slips)
        self.kept_own: dict[tuple[Ref, tuple[float, ...]], PossibleSlips] = {}

    def graded(self, ref: Ref, typed: str) -> Mark:
        """The mark of one answer by itself."""
        found = self.classified({ref: typed}, self.numbers, set(), ClassifiedAnswers())
        return found.marks.get(ref) or self.explained(found.wrong[0], found.wrong[0].causes)

    def marked(self, step: Step, answers: Mapping[str, TypedRows], read_only: Collection[str] = ()) -> Marked:
        """The marks of an attempt. read_only: the matrices whose wrong answers are not explained."""
        own = Numbers(self.numbers.__getitem__)
        wrong_refs: set[Ref] = set()
        marks: dict[Ref, Mark] = {}
        found: list[Procedure] = []
        for name in (name for name in self.sheet.results if name in answers):
            typed = dict(self.typed_cells(step, name, answers[name]))
            found_here = ClassifiedAnswers(explains=self.explains and name not in read_only)
            classified = self.classified(typed, own, wrong_refs, found_here)
            found += self.explain(name, classified, typed)
            marks |= classified.marks
            own.replaced(self.differing(typed))
            wrong_refs |= {ref for ref in typed if classified.marks[ref].status == "wrong"}
        return Marked({name: self.rows(name, marks) for name in answers}, main_procedure(found))

    def cells_worked(self, number: int, name: str) -> tuple[tuple[Ref, bool], ...]:
        """Every cell of a matrix in order, and whether it is worked: by the step of that number, or by any
        where that step does not work the matrix."""
        works = [r for r in self.sheet.plan.step(number).results_in("") if r.name == name] or [
            r for s in self.sheet.plan.steps for r in s.results if r.name == name
        ]
        worked = {ref for result in works or [self.sheet.results[name]] for ref in self.sheet.cells(result)}
        return tuple((ref, ref in worked) for row in self.sheet.rows(name) for ref in row)

    def typed_cells(self, step: Step, name: str, rows: TypedRows) -> Iterator[tuple[Ref, str]]:
        """The typed text of every cell that is worked."""
        texts = (text for row in rows for text in row)
        cells = zip(self.worked_by(step.number, name), texts, strict=True)
        return ((ref, text) for (ref, is_worked), text in cells if is_worked)

    def classified(
        self, typed: Mapping[Ref, str], own: Numbers, wrong: set[Ref], found: ClassifiedAnswers
    ) -> ClassifiedAnswers:
        """Blank, unreadable, right and carried answers marked, the others to be explained."""
        for ref, text in typed.items():
            if mark := self.own_mark(ref, text):
                found.marks[ref] = mark
                found.right += [ref] * (mark.status == "correct")
            else:
                self.classify(found, self.tried(ref, own), text, wrong)
        return found

    def mark_by_itself(self, ref: Ref, text: str) -> Mark | None:
        """The mark of a blank, unreadable or right answer; None for a wrong one, which needs the others."""
        if not text.strip():
            return Mark("blank")
        try:
            typed = self.read(text)
        except numerals.NumeralError as error:
            return Mark("unreadable", str(error))
        return Mark("correct") if any(map(typed.agrees, self.right_numbers(ref))) else None

    def classify(self, found: ClassifiedAnswers, cell: TriedCell, text: str, wrong: set[Ref]) -> None:
        """Puts one wrong answer where it belongs."""
        typed = self.read(text)
        if mark := carried(cell, typed, wrong) or nearly(cell, typed):
            found.marks[cell.ref] = mark
        elif found.explains:
            found.wrong.append(WrongAnswer(cell, typed, self.possible(cell)))
        else:
            found.marks[cell.ref] = Mark("wrong")

    def explain(self, name: str, found: ClassifiedAnswers, typed: Mapping[Ref, str]) -> list[Procedure]:
        """Marks the wrong answers to one matrix: those of a procedure first, the others one by one."""
        together_wrong: list[Procedure] = []
        if len(found.wrong) > 1:
            right = [self.right_answer(ref, typed[ref]) for ref in found.right]
            together_wrong = procedures(found.wrong, right, self.sheet.shapes[name])
        told = {ref: slips for each in together_wrong for ref, slips in each.told.items()}
        for answer in found.wrong:
            ref = answer.cell.ref
            found.marks[ref] = self.explained(answer, told.get(ref, answer.causes))
        return [each for each in together_wrong if each.codes]

    def explained(self, answer: WrongAnswer, causes: tuple[NamedSlip, ...]) -> Mark:
        """The mark of a wrong answer whose causes were found, or not."""
        return Mark("wrong", together(causes) or where_to_look(answer.cell), causes)

    def right_answer(self, ref: Ref, text: str) -> RightAnswer:
        """A right answer with the slips that were not made."""
        return RightAnswer(ref, self.read(text), self.slips_of(ref))

    def tried(self, ref: Ref, own: Numbers) -> TriedCell:
        """A cell that reads somebody's own numbers, where it reads any."""
        cell = self.cell(ref)
        if own.others.isdisjoint(cell.reads):
            return cell
        return TriedCell(self.sheet, ref, cell.line, own.__getitem__, reads_own=True)

    def true_cell(self, ref: Ref) -> TriedCell:
        """A cell that reads the sheet's numbers."""
        return TriedCell(self.sheet, ref, self.names.line(ref), self.numbers.__getitem__)

    def numbers_that_are_right(self, ref: Ref) -> tuple[float, ...]:
        """The numbers that are right in a cell: its own, and what it comes to from those on the page."""
        return right_numbers(self.cell(ref))

    def true_slips(self, ref: Ref) -> PossibleSlips:
        """Every slip of a cell, on the true numbers."""
        return valued_slips(self.cell(ref), self.names.slips(ref))

    def possible(self, cell: TriedCell) -> PossibleSlips:
        """Every slip of a cell, on the true numbers and on somebody's own where they differ."""
        if not cell.reads_own:
            return self.slips_of(cell.ref)
        read = cell.ref, tuple(map(cell.lookup, cell.reads))
        if read not in self.kept_own:
            self.kept_own[read] = PossibleSlips(
                (*valued_slips(cell, self.names.slips(cell.ref)), *self.slips_of(cell.ref))
            )
        return self.kept_own[read]

    def differing(self, typed: Mapping[Ref, str]) -> dict[Ref, float]:
        """The answers that are other numbers than the sheet's, be it only in their digits."""
        numbers = ((ref, self.other_number(ref, text)) for ref, text in typed.items())
        return {ref: number for ref, number in numbers if number is not None}

    def number_that_differs(self, ref: Ref, text: str) -> float | None:
        """The number in a typed answer; None where there is none, or the sheet's."""
        try:
            number = self.read(text).number if text.strip() else None
        except numerals.NumeralError:
            return None
        return None if number is None or is_close(number, self.numbers[ref]) else number

    def rows(self, name: str, marks: Mapping[Ref, Mark]) -> list[list[Mark | None]]:
        """The marks of a matrix in rows."""
        return [[marks.get(ref) for ref in row] for row in self.sheet.rows(name)]


def right_numbers(cell: TriedCell) -> tuple[float, ...]:
    """What is right: the exact number, and what the cell comes to from the numbers on the page."""
    true = cell.sheet.lookup
    from_page = value_or_none(cell.line, lambda ref: printed_value(true(ref)))
    return (true(cell.ref),) if from_page is None else (true(cell.ref), from_page)


def is_right(cell: TriedCell, typed: TypedAnswer) -> bool:
    """Right at the digits given, worked from exact numbers or from those on the page."""
    return any(map(typed.agrees, right_numbers(cell)))


def carried(cell: TriedCell, typed: TypedAnswer, wrong: set[Ref]) -> Mark | None:
    """The mark of an answer that follows from the student's own earlier numbers, where it does."""
    value = cell.value(cell.line)
    if not cell.reads_own or value is None or not typed.agrees(value):
        return None
    from_wrong = [cell.spelt(ref) for ref in cell.line.operands() if ref in wrong]
    if not from_wrong:
        return Mark("wrong", *rounding(cell.line), carried=True)
    which = " and ".join(from_wrong) if len(from_wrong) <= MOST_NAMED else "earlier numbers"
    says = f"Right in method: this follows from your own {which}."
    return Mark("wrong", says, (NamedSlip("carried", says),), carried=True)


def nearly(cell: TriedCell, typed: TypedAnswer) -> Mark | None:
    """The mark of an answer that is right but for digits that were left out."""
    value = cell.sheet.lookup(cell.ref)
    is_rounded = typed.number in {float(round(value, k)) for k in range(3)}
    if is_rounded and abs(typed.number - value) <= abs(value) * CLOSE_SHARE:
        return Mark("wrong", *rounding(cell.line))
    return None


def rounding(line: Line) -> tuple[str, tuple[NamedSlip, ...]]:
    """What is said of numbers rounded too early."""
    slip = Slip("rounded-early", line, lambda: "keep three decimals, or type a fraction or a root")
    says = alone([slip])
    return says, (NamedSlip(slip.code, says),)


def main_procedure(found: Sequence[Procedure]) -> Procedure | None:
    """The procedure that the most cells show."""
    return max(found, key=lambda each: len(each.cells), default=None)
