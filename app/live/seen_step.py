"""The step and the frame that a class sees, read from their address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.core.cell import Ref
from app.core.lesson import NoSuchPage, Result, Step
from app.core.sheet import Sheet
from app.exercise.alike import alike, why_none_alike
from app.exercise.exercise import start
from app.exercise.parse_exercise import read_state
from app.exercise.state import Frame, State, looking
from app.exercise.urls import Urls
from app.lessons import lesson_called
from app.live.class_keys import seat_number
from app.settings import prefix
from app.training.descent import worked
from app.views.frames import BLANK, cells_of, resolved, spelt_frame

PATH = re.compile(r"/([a-z-]+)/([1-9][0-9]{0,2})")
OTHER_CELLS = "At this step not every exercise works the same cells, so all must have the same numbers."


@dataclass(frozen=True)
class SeenStep:
    """A step at a frame of an exercise: what is projected, and what can be asked there."""

    state: State
    step: Step
    sheet: Sheet

    @cached_property
    def results(self) -> Sequence[Result]:
        """What the step works out in the view that is shown."""
        return self.step.results_in(self.state.screen.view)

    @cached_property
    def frame(self) -> Frame | None:
        """The frame, its result named; None where the step is shown worked out."""
        frame = self.state.screen.frame
        return resolved(frame, self.sheet, self.results) if frame else None

    @cached_property
    def current(self) -> Ref | None:
        """The cell of the frame."""
        frame = self.frame
        return Ref(frame.name, frame.row, frame.column) if frame and frame.row else None

    @cached_property
    def shown(self) -> Result:
        """The result on the stage."""
        name = self.current.name if self.current else self.state.screen.result
        return next((result for result in self.results if result.name == name), self.results[0])

    @cached_property
    def cells(self) -> list[Ref]:
        """The cells of the result on the stage that the step works, row by row."""
        return self.sheet.cells(self.shown)

    @cached_property
    def before(self) -> Sheet | None:
        """The exercise before the last edit, worked out, where that is remembered and of the same shapes."""
        was = self.state.screen.was
        if was is None:
            return None
        sheet = worked(read_state(self.state.exercise.lesson, was).exercise)[0]
        return sheet if sheet.shapes == self.sheet.shapes else None

    def asked(self, scope: str, seat: str = "") -> list[Ref]:
        """The cells that a question is about; where they are dealt, the one of a seat."""
        current = self.current
        if scope == "result" or current is None:
            return self.cells
        if scope == "cell":
            return [current]
        if scope == "column":
            return [ref for ref in self.cells if ref.column == current.column]
        row = [ref for ref in self.cells if ref.row == current.row]
        return [row[seat_number(seat) % len(row)]] if scope == "dealt" and seat else row

    @property
    def has_whole_column(self) -> bool:
        """Whether the step works every cell of the current one's column, and there are several to compare."""
        return self.sheet.shapes[self.shown.name][0] == len(self.asked("column")) > 1

    def asking(self, scope: str) -> str:
        """The address at which the cells asked for are blank."""
        if scope == "result" and self.shown is self.results[0]:
            return self.at(BLANK)
        return self.at(Frame(*self.asked(scope)[0], "cells"))

    def dealt(self, seat: str, *, told: bool) -> str:
        """The address of the cell that was dealt to a seat, blank or told."""
        return self.at(Frame(*self.asked("dealt", seat)[0], "value" if told else "cells"))

    def told(self, scope: str) -> str:
        """The address at which they are told."""
        return self.at(Frame(*self.asked(scope)[-1]), ask=self.state.screen.ask)

    @property
    def why_not_owned(self) -> str:
        """Why not every phone can have an exercise of its own here; empty where it can."""
        if self.shown.where is not None:
            return OTHER_CELLS
        why = why_none_alike(self.state.exercise)
        return f"All must have the same numbers here, because {why}." if why else ""

    def at(self, frame: Frame, *, ask: bool = True) -> str:
        """The address of a frame of this step, as a class sees it."""
        urls = Urls(public_state(self.state), self.step.number)
        return urls.here(frame=spelt_frame(frame, self.results), ask=ask, result="")

    def owned(self, seat: str) -> SeenStep:
        """The same step of a random exercise of the same sizes, which is this seat's own."""
        exercise = self.state.exercise
        own = start(exercise.lesson, alike(exercise, seat_number(seat)))
        state = replace(self.state, exercise=own)
        return step_at(Urls(looking(state, was=None, undone=None), self.step.number).here())


def public_state(state: State) -> State:
    """The state without what only who projects needs."""
    return looking(state, present=False, guess="", typed="", nudge="", trial=None, undone=None)


class StepPlace(NamedTuple):
    """Where a step is: its lesson's slug, its number, and the query of the exercise."""

    slug: str
    number: int
    query: str


def step_place(address: str) -> StepPlace:
    """The place that an address of ours names. Raises NoSuchPage for an address of anything else."""
    path, _, query = address.partition("?")
    match = PATH.fullmatch(path.removeprefix(prefix()))
    if not match:
        raise NoSuchPage
    return StepPlace(match[1], int(match[2]), query)


@lru_cache(maxsize=512)
def step_at(address: str) -> SeenStep:
    """The step at an address of ours, as a page of it was shown before.

    Raises NoSuchPage for an address of anything else, NoSuchLesson, NotInLesson, StateError, FrameError.
    """
    slug, number, query = step_place(address)
    state = read_state(lesson_called(slug), query)
    sheet = worked(state.exercise)[0]
    seen = SeenStep(state, sheet.plan.step(number), sheet)
    if seen.frame and seen.frame.row and seen.current not in cells_of(sheet, seen.results):
        raise NoSuchPage
    return seen
