"""A whole attempt at a lesson: how its answers stand, step by step, and the one slip worth a thought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.core.cell import Ref
from app.exercise.state import Frame
from app.pages.context import Link
from app.pages.practice_page import AttemptPart
from app.teaching.outcomes import Marker, Outcomes, StepTally, added_up
from app.teaching.slip_codes import BY_CODE
from app.views.labels import cell_label

FEWEST_CELLS = 2
"""A slip in one cell is a slip; in two it is worth a thought."""
MOST_SHOWN = 12


class TalliedStep(NamedTuple):
    """A step and how its answers stand."""

    link: Link
    counts: StepTally


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
    def outcomes(self) -> Outcomes:
        """What became of every cell."""
        return Outcomes(Marker(self.sheet, explains=self.checks), self.attempt, self.screen.fade)

    @cached_property
    def tallies(self) -> list[TalliedStep]:
        """Every step, and all together."""
        steps = self.sheet.plan.steps
        tallies = [
            TalliedStep(Link(self.urls.practice(s.number), f"{s.number}. {s.title}"), self.outcomes.tally(s))
            for s in steps
        ]
        return [*tallies, TalliedStep(Link("", "All steps"), added_up([each.counts for each in tallies]))]

    @cached_property
    def slip(self) -> SlipShown | None:
        """The one kind of slip worth a thought: the one that the most cells showed."""
        if not self.checks:
            return None
        shown = [(ref, slips[0].code) for ref, slips in self.outcomes.slips.items() if slips[0].is_sure]
        counts = Counter(code for _, code in shown)
        best = max(counts, key=lambda code: counts[code], default="")
        if not best or counts[best] < FEWEST_CELLS:
            return None
        cells = [ref for ref, code in shown if code == best]
        links = [self.cell_link(ref) for ref in cells[:MOST_SHOWN]]
        says = BY_CODE[best].clause
        return SlipShown(best, says[0].upper() + says[1:], links, len(cells) - len(links))

    def cell_link(self, ref: Ref) -> Link:
        """The way to a cell of the attempt."""
        step = next(s for s in self.sheet.plan.steps if ref in self.practice_of(s).worked)
        frame = Frame(ref.name if len(step.results) > 1 else "", ref.row, ref.column)
        return Link(self.urls.practice(step.number, frame=frame), cell_label(self.exercise, ref))

    @cached_property
    def first(self) -> Link:
        """Where to begin, or to go on: the first step with a blank, or with what is not right yet."""
        steps = zip(self.sheet.plan.steps, self.tallies, strict=False)
        number = next((step.number for step, tally in steps if self.is_open(tally.counts)), None)
        words = f"Go on with step {number}" if number else "See step 1 again"
        return Link(self.urls.practice(number or 1), words if self.attempt.answers else "Begin with step 1")

    def is_open(self, counts: StepTally) -> bool:
        """Whether there is something to do at a step; what is wrong is not told before it is checked."""
        return bool(counts.blank or (self.checks and counts.not_yet))

    @cached_property
    def another_like_this(self) -> Link | None:
        """The lesson with other numbers."""
        return self.another(None)

    @cached_property
    def start_over(self) -> Link | None:
        """The lesson without answers, where there are any."""
        href = self.urls.practice(answers="", record="", check="end" if self.screen.check else "")
        return Link(href, "Start over") if self.attempt.answers or self.attempt.records else None
