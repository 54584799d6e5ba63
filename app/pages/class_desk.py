"""The pages of a class: the teacher's desk and bar, what phones have, and where a code is typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from app.exercise.urls import Urls, class_path, join_path, lesson_path
from app.exports import qr
from app.lessons import LESSONS
from app.live.class_keys import code_of
from app.live.class_plan import PlanError, PlanStop, lesson_plan, minutes_of, read_plan
from app.live.class_turns import turn_of
from app.live.classroom import Classroom, Question
from app.live.seen_step import SeenStep, step_at
from app.pages.class_board import QuestionBoard
from app.pages.class_parts import AskedPart
from app.pages.class_words import cell_words
from app.web.paths import BUILD

SCOPES = (
    ("cell", "this cell"),
    ("row", "its row"),
    ("column", "its column"),
    ("result", "the whole result"),
    ("dealt", "its row, a cell each"),
)
KINDS = (
    ("value", "a number"),
    ("sign", "up, down or 0"),
    ("largest", "the largest of its column"),
    ("practice", "practice of this step"),
)


@dataclass(frozen=True)
class TeachersBar:
    """The bar that a teaching window has on every page, and the board that it opens."""

    key: str
    room: Classroom
    seats: int = 0
    answered: int = 0
    says: str = ""
    build: ClassVar[str] = BUILD
    scopes: ClassVar = SCOPES
    kinds: ClassVar = KINDS

    @property
    def code(self) -> str:
        """The class's code."""
        return code_of(self.key)

    @property
    def turn(self) -> str:
        """The turn that a button of it is pressed at."""
        return turn_of(self.room)

    @property
    def desk(self) -> str:
        """Where its forms lead."""
        return class_path(self.key)

    @property
    def question(self) -> Question | None:
        """What is asked."""
        return self.room.question

    @cached_property
    def board(self) -> QuestionBoard | None:
        """What was answered, once a round is closed."""
        return (
            QuestionBoard(self.room.question) if self.room.question and self.room.question.tallies else None
        )

    @cached_property
    def asks(self) -> str:
        """The question in words."""
        return QuestionBoard(self.room.question).asks if self.room.question else ""

    @cached_property
    def stops(self) -> list[PlanStop]:
        """The plan; none where it cannot be read."""
        try:
            return read_plan(self.room.plan)
        except PlanError:
            return []

    @cached_property
    def next_stop(self) -> PlanStop | None:
        """What comes next in the plan: after the stop that the class went to last, wherever it is now."""
        return self.stops[self.room.stop] if self.room.stop < len(self.stops) else None


@dataclass(frozen=True)
class Desk(TeachersBar):
    """The teacher's page. base: where others reach the app; plan_typed: a plan that could not be read."""

    base: str = ""
    plan_typed: str | None = None

    @property
    def join_address(self) -> str:
        """What a class types."""
        return self.base + join_path()

    @property
    def path(self) -> str:
        """What the code leads to."""
        return join_path(self.code)

    @cached_property
    def no_code(self) -> str:
        """Why there is no code to scan."""
        return qr.why_no_code(self.path, self.base)

    how_to_share: ClassVar[str] = qr.HOW_TO_SHARE

    @cached_property
    def seen(self) -> SeenStep:
        """What the class sees."""
        return step_at(self.room.address)

    @property
    def place(self) -> str:
        """Where the class is, in words."""
        where = f"Step {self.seen.step.number}: {self.seen.step.title}"
        return f"{where}, {cell_words(self.seen, self.seen.current)}" if self.seen.current else where

    @property
    def minutes(self) -> float:
        """How long the plan takes."""
        return minutes_of(self.stops)

    @property
    def plan_text(self) -> str:
        """The plan as it is edited."""
        return self.room.plan if self.plan_typed is None else self.plan_typed

    @property
    def offered_plan(self) -> str:
        """The plan that comes with the lesson."""
        return lesson_plan(self.seen.state.exercise.lesson)

    @property
    def has_own_numbers(self) -> bool:
        """Whether the class has other numbers than the lesson, whose plan is of those."""
        return bool(Urls(self.seen.state, self.seen.step.number).exercise)

    @cached_property
    def past(self) -> list[QuestionBoard]:
        """The questions that are over, the last first."""
        return [QuestionBoard(q) for q in reversed(self.room.questions) if q.moment == "over" and q.tallies]


@dataclass(frozen=True)
class OpeningPage:
    """Where a class is opened: every lesson with the address of its first step."""

    build: ClassVar[str] = BUILD

    @property
    def lessons(self) -> list[tuple[str, str]]:
        """The title and the first step of every lesson that is listed."""
        return [(each.title, lesson_path(each.slug, 1)) for each in LESSONS.values() if each.is_listed]


@dataclass(frozen=True)
class JoinPage:
    """Where a code is typed. typed: what was typed and is none."""

    typed: str = ""
    says: str = ""
    build: ClassVar[str] = BUILD


@dataclass(frozen=True)
class PhonePage:
    """A phone in a class: what is shown, as markup, and what is asked of it."""

    code: str
    seat: str
    room: Classroom
    asked: AskedPart | None = None
    shown: str = ""
    says: str = ""
    build: ClassVar[str] = BUILD

    @property
    def here(self) -> str:
        """The page's path."""
        return join_path(self.code)

    @property
    def again(self) -> str:
        """The page once more, for whoever has no scripts."""
        return f"{self.here}?seat={self.seat}"
