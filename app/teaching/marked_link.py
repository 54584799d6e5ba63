"""What is kept of an attempt that was marked: words and numbers, as another process can hand them over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.exercise.attempt_links import LinkLine
from app.teaching.outcomes import Outcome, SeenSlip, StepTally, added_up

NOTHING: Final = StepTally(0, 0, 0, 0, 0, 0, 0, 0)


class StepName(NamedTuple):
    """A step, where several attempts share a table."""

    number: int
    title: str


class SlipInCell(NamedTuple):
    """A slip that was seen in a cell, and what became of the cell."""

    step: int
    ref: Ref
    slip: SeenSlip
    outcome: Outcome


class Attempted(NamedTuple):
    """What was attempted: the title of the lesson and its steps, the exercise in a word or two, where the
    attempt is shown with its marks; answers tells apart what was answered to what."""

    lesson: str
    steps: tuple[StepName, ...]
    exercise: str
    href: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class MarkedLink:
    """An attempt marked: the line that it came in, and how every step went in which something was done."""

    line: LinkLine
    what: Attempted
    steps: Mapping[int, StepTally]
    slips: tuple[SlipInCell, ...]
    is_explained: bool = True
    """Whether its wrong answers were looked into."""
    same_as: int = 0
    """The line where the same answers stood before; 0 where they are new."""
    is_repeat: bool = False
    """Whether they are the same person's, as far as the names say: then they count once."""

    @cached_property
    def total(self) -> StepTally:
        """All its steps together."""
        return added_up([*self.steps.values()] or [NOTHING])

    @property
    def says(self) -> str:
        """What must be said of the whole attempt: that it stood there before, or that it is empty."""
        if self.is_repeat:
            return f"the same attempt as line {self.same_as}"
        if self.same_as:
            return f"the same answers as line {self.same_as}"
        return "" if self.steps else "nothing answered"

    @cached_property
    def kinds(self) -> Counter[str]:
        """In how many cells each slip was seen, the sure ones alone."""
        return Counter(each.slip.code for each in self.slips if each.slip.is_sure)
