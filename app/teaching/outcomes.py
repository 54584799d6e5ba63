"""How an attempt went: what became of every cell, counted by step, and the slips that were seen in it.

right at once: right, and no answer before was wrong; hints do not count against it
right in the end: right, and an answer before was wrong
told: the value was asked for, whatever stands there now
carried: not the value, but what follows from the student's own earlier cells, so right in method
not yet: wrong, or not to be read
blank: nothing stands there, which is never wrong
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from app.core.cached_method import cached_method
from app.core.cell import Ref
from app.core.lesson import Step
from app.core.sheet import Sheet, matrix_cells
from app.exercise.attempt import Attempt
from app.teaching.answer_table import Texts
from app.teaching.grading import Examiner, Mark
from app.teaching.practice import Practice
from app.teaching.shared_cells import CommonLines
from app.teaching.slip_letters import CODES

Outcome = Literal["at once", "in the end", "told", "carried", "not yet", "blank"]


class StepTally(NamedTuple):
    """How the answers to a step stand; each cell is counted once, but for hints."""

    cells: int
    at_once: int
    in_the_end: int
    told: int
    carried: int
    not_yet: int
    blank: int
    hints: int


def added_up(tallies: list[StepTally]) -> StepTally:
    """Several steps together."""
    return StepTally._make(map(sum, zip(*tallies, strict=True)))


class SeenSlip(NamedTuple):
    """A slip that a cell showed; sure where no other fits the number as well."""

    code: str
    is_sure: bool = True


class Marker:
    """Marks any number of attempts at one exercise, each by itself; what they share is worked out once."""

    def __init__(self, sheet: Sheet, *, explains: bool = True, lines: CommonLines | None = None) -> None:
        self.sheet = sheet
        self.examiner = Examiner(sheet, explains=explains, tells=False, lines=lines)
        self.asked = cached_method(self.cells_asked)
        self.all_asked = cached_method(self.cells_asked_in_all)

    def cells_asked(self, number: int, fade: str) -> tuple[Ref, ...]:
        """The cells of a step that are to be filled in."""
        step = self.sheet.plan.step(number)
        return tuple(Practice(self.sheet, step, Attempt(self.sheet.shapes), fade).asked)

    def cells_asked_in_all(self, fade: str) -> dict[Ref, int]:
        """The cells of all steps, in order, and the step that asks first for each."""
        steps = self.sheet.plan.steps
        first = {ref: step.number for step in reversed(steps) for ref in self.asked(step.number, fade)}
        order = dict.fromkeys(ref for step in steps for ref in self.asked(step.number, fade))
        return {ref: first[ref] for ref in order}

    @cached_property
    def unworked(self) -> frozenset[Ref]:
        """The cells that no step works, of matrices that are worked in part."""
        number = self.sheet.plan.steps[-1].number
        partly = {r.name for r in self.sheet.plan.results() if r.where}
        every = {ref for name in partly for ref in matrix_cells(name, self.sheet.shapes[name])}
        return frozenset(every.difference(*(self.examiner.worked_by(number, name) for name in partly)))

    def texts(self, attempt: Attempt) -> Texts:
        """What is marked of an attempt."""
        if self.unworked.isdisjoint(attempt.answers):
            return attempt.answers
        return {ref: text for ref, text in attempt.answers.items() if ref not in self.unworked}


@dataclass(frozen=True)
class Outcomes:
    """An attempt with its marks. fade: how much of each step was worked to begin with."""

    marker: Marker
    attempt: Attempt
    fade: str = ""
    given_marks: Mapping[Ref, Mark] | None = None
    """The marks, where it was marked with others."""

    @cached_property
    def marks(self) -> Mapping[Ref, Mark]:
        """The mark of every answer."""
        if self.given_marks is None:
            return self.marker.examiner.marks(self.marker.texts(self.attempt))[0]
        return self.given_marks

    @cached_property
    def known(self) -> Mapping[Ref, Outcome]:
        """What became of every cell that is not blank."""
        found: dict[Ref, Outcome] = {
            ref: "at once" if mark.status == "correct" else "carried" if mark.carried else "not yet"
            for ref, mark in self.marks.items()
        }
        for ref, record in self.attempt.records.items():
            if ref in found and record.is_told:
                found[ref] = "told"
            elif record.wrong and found.get(ref) == "at once":
                found[ref] = "in the end"
        return found

    def outcome(self, ref: Ref) -> Outcome:
        """What became of a cell."""
        return self.known.get(ref, "blank")

    def asked(self, step: Step) -> tuple[Ref, ...]:
        """The cells of a step that are to be filled in."""
        return self.marker.asked(step.number, self.fade)

    def tally(self, step: Step) -> StepTally:
        """How the answers to a step stand."""
        asked, records = self.asked(step), self.attempt.records
        kinds = Counter(map(self.known.get, asked))
        hints = sum(bool(records[ref].rung) for ref in asked if ref in records)
        counts = (kinds[kind] for kind in ("at once", "in the end", "told", "carried", "not yet", None))
        return StepTally._make((len(asked), *counts, hints))

    @cached_property
    def slips(self) -> dict[Ref, tuple[SeenSlip, ...]]:
        """The slips by cell, in order: the first that was named while practising, else those that what stands
        there shows. Two where either fits."""
        wrong = {ref for ref, mark in self.marks.items() if mark.slips}
        shown = wrong.union(self.attempt.records)
        refs = (ref for ref in self.marker.all_asked(self.fade) if ref in shown)
        seen = ((ref, self.slips_in(ref)) for ref in refs)
        return {ref: slips for ref, slips in seen if slips}

    def slips_in(self, ref: Ref) -> tuple[SeenSlip, ...]:
        """The slips that a cell showed."""
        record, mark = self.attempt.record(ref), self.marks.get(ref)
        if record.slip in CODES:
            return (SeenSlip(CODES[record.slip]),)
        if mark is None or mark.status != "wrong" or mark.carried:
            return ()
        return tuple(SeenSlip(slip.code, len(mark.slips) == 1) for slip in mark.slips)
