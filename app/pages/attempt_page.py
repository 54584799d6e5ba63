"""A whole attempt at a lesson: how its answers stand, step by step, and the one slip worth a thought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.core.cell import Ref
from app.core.lesson import Step
from app.exercise.state import Frame
from app.pages.context import Link
from app.pages.practice_page import AttemptPart
from app.teaching.practice import examined
from app.teaching.slip_codes import BY_CODE
from app.teaching.slip_letters import CODES
from app.views.labels import cell_label

FEWEST_CELLS = 2
"""A slip in one cell is a slip; in two it is worth a thought."""
MOST_SHOWN = 12


class StepTally(NamedTuple):
    """How the answers to a step stand; each cell is counted once, but for hints."""

    link: Link
    cells: int
    at_once: int
    in_the_end: int
    told: int
    carried: int
    not_yet: int
    blank: int
    hints: int


class SlipShown(NamedTuple):
    """A kind of slip, what it is, and the cells that show it."""

    code: str
    says: str
    cells: list[Link]
    more: int


@dataclass(frozen=True)
class AttemptPage(AttemptPart):
    """The attempt from step to step."""

    template = "attempt.html"

    @cached_property
    def marks(self) -> dict[Ref, str]:
        """How every answer stands: correct, wrong, carried, unreadable, blank."""
        found = examined(self.sheet, self.attempt).marks
        marks = (
            (Ref(name, i, j), "carried" if mark.carried else mark.status)
            for name, rows in found.items()
            for i, row in enumerate(rows, start=1)
            for j, mark in enumerate(row, start=1)
            if mark
        )
        return dict(marks)

    @cached_property
    def tallies(self) -> list[StepTally]:
        """Every step."""
        return [self.tally(step) for step in self.sheet.plan.steps]

    def tally(self, step: Step) -> StepTally:
        """How the answers to a step stand."""
        asked = self.practice_of(step).asked
        kinds = Counter(map(self.kind, asked))
        hints = sum(bool(self.attempt.record(ref).rung) for ref in asked)
        href = self.urls.practice(step.number)
        return StepTally(
            Link(href, f"{step.number}. {step.title}"),
            len(asked),
            kinds["at once"],
            kinds["in the end"],
            kinds["told"],
            kinds["carried"],
            kinds["wrong"] + kinds["unreadable"],
            kinds["blank"],
            hints,
        )

    def kind(self, ref: Ref) -> str:
        """How an answer stands, and how it came about where it is right."""
        status, record = self.marks.get(ref, "blank"), self.attempt.record(ref)
        if status == "blank" or not self.checks:
            return "blank" if not self.attempt.answer(ref) else status
        if record.is_told:
            return "told"
        if status == "correct":
            return "in the end" if record.wrong else "at once"
        return status

    @cached_property
    def total(self) -> StepTally:
        """All steps together."""
        sums = [sum(column) for column in zip(*(tally[1:] for tally in self.tallies), strict=True)]
        return StepTally(Link("", "All steps"), *sums)

    @cached_property
    def slip(self) -> SlipShown | None:
        """The one kind of slip worth a thought: the one that the most cells showed."""
        if not self.checks:
            return None
        shown = [(ref, record.slip) for ref, record in self.attempt.records.items() if record.slip in CODES]
        counts = Counter(letter for _, letter in shown)
        best = max(counts, key=lambda letter: counts[letter], default="")
        if not best or counts[best] < FEWEST_CELLS:
            return None
        cells = [ref for ref, letter in shown if letter == best]
        links = [self.cell_link(ref) for ref in cells[:MOST_SHOWN]]
        says = BY_CODE[CODES[best]].clause
        return SlipShown(CODES[best], says[0].upper() + says[1:], links, len(cells) - len(links))

    def cell_link(self, ref: Ref) -> Link:
        """The way to a cell of the attempt."""
        step = next(s for s in self.sheet.plan.steps if ref in self.practice_of(s).worked)
        frame = Frame(ref.name if len(step.results) > 1 else "", ref.row, ref.column)
        return Link(self.urls.practice(step.number, frame=frame), cell_label(self.exercise, ref))

    @cached_property
    def first(self) -> Link:
        """Where to begin, or to go on: the first step with a blank."""
        steps = zip(self.sheet.plan.steps, self.tallies, strict=True)
        number = next((step.number for step, tally in steps if tally.blank), 1)
        words = f"Go on with step {number}" if self.attempt.answers else "Begin with step 1"
        return Link(self.urls.practice(number), words)

    @cached_property
    def another_like_this(self) -> Link | None:
        """The lesson with other numbers."""
        return self.another(None)

    @cached_property
    def start_over(self) -> Link | None:
        """The lesson without answers, where there are any."""
        href = self.urls.practice(answers="", record="", check="end" if self.screen.check else "")
        return Link(href, "Start over") if self.attempt.answers or self.attempt.records else None
