"""A step in practice: what is asked, what was answered, how that is marked, what may be told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.core.cell import ONES, Ref
from app.core.lesson import Step
from app.core.sheet import Sheet
from app.exercise.attempt import Attempt
from app.notation import numerals
from app.teaching.fading import Examples, faded_examples
from app.teaching.grading import Examiner, Mark, Marked
from app.teaching.hints import Rung, hint_ladder
from app.teaching.typed_answers import TypedAnswer, read_typed

RUNG_NAMES: Final = ("cells", "numbers", "products", "value")
"""The rungs of hints, which a record counts from 1."""
NO_MARK: Final = Mark("blank")


@dataclass(frozen=True)
class Practice:
    """A step with an attempt at it. own: it starts from the attempt's own answers to earlier steps."""

    sheet: Sheet
    step: Step
    attempt: Attempt
    fade: str = ""
    own: bool = False

    @cached_property
    def worked(self) -> frozenset[Ref]:
        """The cells that the step works."""
        return frozenset(ref for result in self.step.results for ref in self.sheet.cells(result))

    @cached_property
    def examples(self) -> Examples:
        """What it begins with."""
        return faded_examples(self.sheet, self.step, self.fade)

    @cached_property
    def asked(self) -> list[Ref]:
        """The cells to be filled in, in order."""
        cells = (ref for result in self.step.results for ref in self.sheet.cells(result))
        return [ref for ref in dict.fromkeys(cells) if ref not in self.examples.full]

    @cached_property
    def marked(self) -> Marked:
        """The marks of the step's answers; earlier ones that they read are marked, not explained."""
        here = {result.name for result in self.step.results}
        read = {ref.name for ref in self.attempt.answers}.intersection(self.step.operands) - here
        answers = {name: self.attempt.rows(name) for name in self.sheet.results if name in here | read}
        return Examiner(self.sheet).marked(self.step, answers, read)

    def mark(self, ref: Ref) -> Mark:
        """The mark of a cell."""
        rows = self.marked.marks.get(ref.name)
        return (rows[ref.row - 1][ref.column - 1] if rows else None) or NO_MARK

    def is_right(self, ref: Ref) -> bool:
        """Whether what stands in a cell is its value."""
        typed = typed_number(self.attempt.answer(ref))
        return typed is not None and typed.agrees(self.sheet.lookup(ref))

    def own_text(self, ref: Ref) -> str | None:
        """What is read in a cell instead of its value: an own answer, empty for a blank; else None."""
        if ref.name == ONES or ref.name in self.sheet.plan.given or ref in self.examples.full:
            return None
        text = self.attempt.answer(ref)
        return text if (self.own or ref in self.worked) and not self.is_right(ref) else None

    def number(self, ref: Ref) -> float:
        """The number that is read in a cell. Raises LookupError for one still to be worked."""
        text = self.own_text(ref)
        if text is None:
            return self.sheet.lookup(ref)
        if typed := typed_number(text):
            return typed.number
        raise LookupError(f"{ref} is still blank")

    @cached_property
    def lacking_before(self) -> list[Ref]:
        """The cells of earlier steps that it reads and that have no number, where it starts from own ones."""
        read = dict.fromkeys(
            r
            for result in self.step.results
            for ref in self.sheet.cells(result)
            for r in self.sheet.line(*ref).operands()
        )
        own = ((ref, self.own_text(ref)) for ref in read if ref not in self.worked)
        return [ref for ref, text in own if text is not None and typed_number(text) is None]

    def lacking_operands(self, ref: Ref) -> list[Ref]:
        """The cells that a line reads and that are still to be worked at this step."""
        read = ((r, self.own_text(r)) for r in self.sheet.line(*ref).operands())
        return [r for r, text in read if text is not None and typed_number(text) is None]

    def ladder(self, ref: Ref) -> tuple[Rung, ...]:
        """The hints that a cell has: where to look only, while what it reads is still to be worked."""
        if self.lacking_operands(ref):
            return hint_ladder(self.sheet, ref, lambda _: 0.0)[:1]
        return hint_ladder(self.sheet, ref, self.number)

    def used_rungs(self, ref: Ref) -> list[Rung]:
        """The hints that were asked for."""
        last = self.attempt.record(ref).rung
        return [rung for rung in self.ladder(ref) if rung_number(rung) <= last]

    def next_rung(self, ref: Ref) -> Rung | None:
        """The hint that comes next; None where there is none."""
        last = self.attempt.record(ref).rung
        return next((rung for rung in self.ladder(ref) if rung_number(rung) > last), None)

    def waits_for(self, ref: Ref) -> str:
        """Why a cell's next hint is not told yet; empty where it is."""
        rung = self.next_rung(ref)
        if rung is None:
            return "what it reads is still to be worked" if self.lacking_operands(ref) else ""
        if rung.name != "value" or self.attempt.record(ref).wrong:
            return ""
        return f"the value is told after {'another' if self.attempt.answer(ref) else 'a'} try"


def rung_number(rung: Rung) -> int:
    """Which rung it is, from 1."""
    return RUNG_NAMES.index(rung.name) + 1


def typed_number(text: str) -> TypedAnswer | None:
    """The number in an answer; None where there is none."""
    try:
        return read_typed(text) if text.strip() else None
    except numerals.NumeralError:
        return None
