"""A lesson plan: an ordered list of stops, a line each: address, minutes, question or note.

/a-lesson/1?cell=2,3 | 5 | What does feature 2 say to Fuji?
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.lesson import Lesson, NoSuchLesson, NoSuchPage, NotInLesson
from app.exercise.parse_exercise import StateError
from app.exercise.urls import lesson_path
from app.live.classroom import LONGEST_PLAN, MOST_STOPS
from app.live.seen_step import step_at, step_place
from app.notation.lookalikes import visible
from app.views.frames import FrameError

MOST_MINUTES = 1000
KEPT = "\t\r\n\ufeff"
"""What is not seen of a file, and does no harm."""


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
    if visible(text, KEPT) != text:
        raise PlanError("A plan has visible characters only; this one has a character that cannot be seen.")
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1)]
    stops = [read_stop(k, line) for k, line in lines if line and not line.startswith("#")]
    if len(stops) > MOST_STOPS:
        raise PlanError(f"A plan has at most {MOST_STOPS} stops.")
    return stops


def check_stops(stops: Sequence[PlanStop]) -> None:
    """Raises PlanError for a step that cannot be shown; what other pages there are is not asked."""
    for number, stop in enumerate(stops, 1):
        try:
            if stop.is_step:
                step_at(stop.address)
        except (StateError, FrameError, NoSuchLesson, NotInLesson) as error:
            raise PlanError(f"Stop {number} of the plan leads to no step: {stop.address[:60]!r}.") from error


def lesson_plan(lesson: Lesson) -> str:
    """The plan that comes with a lesson, with whole addresses."""
    lines = lesson.class_plan.splitlines()
    begun = lesson_path(lesson.slug)
    return "\n".join(f"{begun}{'' if line.startswith(' ') else '/'}{line}" for line in lines)


def read_stop(number: int, line: str) -> PlanStop:
    """One line of a plan: its parts are parted by | or by tabs. Raises PlanError."""
    address, minutes, note = (*(part.strip() for part in line.replace("\t", "|").split("|", 2)), "", "")[:3]
    address = "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address else address
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        raise PlanError(f"Line {number} of the plan begins with no address: {address[:60]!r}.")
    return PlanStop(address, read_minutes(number, minutes), note)


def read_minutes(number: int, text: str) -> float:
    """How long a stop takes; 0 where that is not said. Raises PlanError."""
    try:
        minutes = float(text.replace(",", ".") or 0)
    except ValueError:
        minutes = -1.0
    if not 0 <= minutes < MOST_MINUTES:
        raise PlanError(f"Line {number} of the plan has no minutes after its address: {text[:20]!r}.")
    return minutes


def minutes_of(stops: Sequence[PlanStop]) -> float:
    """How long they take together."""
    return sum(stop.minutes for stop in stops)
