"""What a page of a lesson is about: an exercise worked out, how it is looked at, and where links lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.lesson import Lesson, Texts, shapes_of
from app.core.sheet import Sheet
from app.exercise.edits import EditError, undo
from app.exercise.exercise import Base, Exercise, start
from app.exercise.state import Screen, State
from app.exercise.urls import Urls
from app.notation import number_text
from app.notation.symbols import plain
from app.training.descent import LARGEST_LOSS, NUMBER_PASSED, begins_beyond, current_texts, worked
from app.views.cell_views import CellViews


@dataclass(frozen=True)
class Link:
    """A link with its words; without href it leads nowhere now. current marks where one is."""

    href: str
    text: str
    current: bool = False
    title: str = ""


@dataclass(frozen=True)
class Context:
    """What the parts of a page share. name: the page's, as in the path; edit: one that could not be read;
    base: where others reach the app."""

    state: State
    name: str | int
    sheet: Sheet
    updates: int
    edit: EditError | None = None
    base: str = ""

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise on the page."""
        return self.state.exercise

    @cached_property
    def lesson(self) -> Lesson:
        """The lesson on the page."""
        return self.exercise.lesson

    @cached_property
    def urls(self) -> Urls:
        """Where links of the page lead."""
        return Urls(self.state, self.name)

    @cached_property
    def given(self) -> Mapping[str, Texts]:
        """The given matrices as shown: after updates the current ones."""
        return current_texts(self.exercise, self.sheet)

    @cached_property
    def origin(self) -> Exercise:
        """The preset, or the seed's exercise as it was drawn."""
        return start(self.lesson, self.exercise.base)

    @cached_property
    def is_lesson_s(self) -> bool:
        """Whether this is the lesson's exercise, its numbers changed or not: what is told of it is of use."""
        shapes = shapes_of(start(self.lesson, Base()).given)
        return self.exercise.base.seed is None and shapes == shapes_of(self.exercise.given)

    @cached_property
    def is_preset(self) -> bool:
        """Whether every number and name is the preset's."""
        plain = start(self.lesson, Base())
        return replace(plain, tokens=(), features=()) == replace(self.exercise, tokens=(), features=())

    @cached_property
    def has_lesson_s_names(self) -> bool:
        """Whether tokens and features are called what the lesson's words call them."""
        plain = start(self.lesson, Base())
        return (plain.tokens, plain.features) == (self.exercise.tokens, self.exercise.features)

    @cached_property
    def compared(self) -> Sheet | None:
        """What results are compared with: the preset when asked, else the exercise before the last edit."""
        if self.state.screen.compare:
            return worked(self.origin)[0]
        return worked(self.before)[0] if self.before else None

    @cached_property
    def before(self) -> Exercise | None:
        """The exercise before the last edit, where it is remembered."""
        state = undo(self.state)
        return state.exercise if state else None

    @cached_property
    def rate(self) -> str:
        """The letter of the learning rate."""
        return plain(self.sheet.plan.rate)

    def told_stop(self, passed: str, made: int) -> str:
        """Why there is no update after so many, in a sentence, and what is to blame."""
        if not made and begins_beyond(self.exercise):
            return f"{BEYOND.capitalize()}, so no update is shown."
        or_numbers = ", or the numbers are" if passed == NUMBER_PASSED else ""
        return f"At update {made + 1} {passed}: {why_it_runs_away(self.exercise, or_numbers=or_numbers)}."

    @cached_property
    def first_given(self) -> Mapping[str, Texts]:
        """What given cells say that they began with; that training moved what is learned, the page says."""
        unsaid = self.sheet.plan.learned if self.exercise.updates and not self.state.screen.compare else ()
        return {name: rows for name, rows in self.origin.given.items() if name not in unsaid}

    @cached_property
    def cell_views(self) -> CellViews:
        """How cells are shown on this page."""
        return CellViews(
            exercise=self.exercise,
            sheet=self.sheet,
            given=self.given,
            typed=self.edit.typed if self.edit else {},
            base=self.compared,
            preset=self.first_given,
            before=self.before.given if self.before else {},
            copies=nowhere if self.state.screen.present else self.urls.matrix,
        )


def nowhere(_: str) -> str:
    """Where a matrix is copied from while projecting."""
    return ""


BEYOND = f"the loss is above {number_text.short(LARGEST_LOSS)} from the beginning"


def why_it_runs_away(exercise: Exercise, weights: Sequence[float] = (), or_numbers: str = "") -> str:
    """Why training leaves all bounds with this rate and these weights of the penalty, the exercise's own."""
    plan, numbers = exercise.plan, exercise.numbers
    own = [numbers[plan.weight][0][0]] if plan.weight else []
    if numbers[plan.rate][0][0] < 0:
        return f"with {plain(plan.rate)} below 0 the steps go uphill"
    if (weights or own) and max(weights or own) < 0:
        blamed = f"{plain(plan.weight)} below 0 rewards what it should charge for"
        return f"{blamed}, or the step {plain(plan.rate)} is too large"
    return f"the step {plain(plan.rate)} is too large{or_numbers}"


@dataclass(frozen=True)
class Part:
    """A page or a part of one: it has the page's context, and says short what it often asks of it."""

    context: Context

    @property
    def state(self) -> State:
        """What is on the screen."""
        return self.context.state

    @property
    def screen(self) -> Screen:
        """How it is looked at."""
        return self.context.state.screen

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.context.exercise

    @property
    def lesson(self) -> Lesson:
        """The lesson."""
        return self.context.lesson

    @property
    def sheet(self) -> Sheet:
        """The exercise worked out."""
        return self.context.sheet

    @property
    def urls(self) -> Urls:
        """Where links lead."""
        return self.context.urls
