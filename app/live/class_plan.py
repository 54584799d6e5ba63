"""A lesson plan: an ordered list of stops, a line each: address, minutes, question or note.

/a-lesson/1?cell=2,3 | 5 | What does feature 2 say to Fuji?
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.lesson import NoSuchPage
from app.live.classroom import LONGEST_PLAN
from app.live.seen_step import step_place

MOST_STOPS = 60


class PlanError(ValueError):
    """A plan that cannot be read; the message is a sentence that names the line."""


class PlanStop(NamedTuple):
    """A place to go to: its address, for how many minutes, what is asked or said there."""

    address: str
    minutes: float
    note: str

    @property
    def is_step(self) -> bool:
        """Whether a class can follow there."""
        try:
            return bool(step_place(self.address))
        except NoSuchPage:
            return False


def read_plan(text: str) -> list[PlanStop]:
    """The stops of a plan. Blank lines and those that begin with # are left out. Raises PlanError."""
    if len(text) > LONGEST_PLAN:
        raise PlanError(f"A plan has at most {LONGEST_PLAN:,} characters.")
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1)]
    stops = [read_stop(k, line) for k, line in lines if line and not line.startswith("#")]
    if len(stops) > MOST_STOPS:
        raise PlanError(f"A plan has at most {MOST_STOPS} stops.")
    return stops


def read_stop(number: int, line: str) -> PlanStop:
    """One line of a plan: its parts are parted by | or by tabs. Raises PlanError."""
    address, minutes, note = (*(part.strip() for part in line.replace("\t", "|").split("|", 2)), "", "")[:3]
    address = "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address else address
    if not address.startswith("/") or address.startswith("//"):
        raise PlanError(f"Line {number} of the plan begins with no address: {address[:60]!r}.")
    try:
        return PlanStop(address, float(minutes.replace(",", ".") or 0), note)
    except ValueError:
        raise PlanError(
            f"Line {number} of the plan has no minutes after its address: {minutes[:20]!r}."
        ) from None


def minutes_of(stops: Sequence[PlanStop]) -> float:
    """How long they take together."""
    return sum(stop.minutes for stop in stops)
