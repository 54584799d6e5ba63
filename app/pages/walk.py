"""A step as a walk through its frames: where it stands, where Next and Back lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.core.sheet import Sheet
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import StateError
from app.exercise.state import PACES, REVEALS, Frame, State, looking, url
from app.pages.mapped import Mapped
from app.pages.shown import Link
from app.training.descent import worked
from app.views.frames import (
    BLANK,
    FrameError,
    cells_of,
    following,
    place_of,
    preceding,
    ref_of,
    resolved,
    sequence,
    spelt_frame,
)


@dataclass(frozen=True)
class Walk(Mapped):
    """A step at one of its frames, or worked out."""

    step: Step = field(kw_only=True)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What the step works out in the chosen view."""
        return self.step.results_in(self.state.screen.view)

    @cached_property
    def cells(self) -> list[Ref]:
        """The cells of the step in order."""
        return cells_of(self.sheet, self.results)

    @cached_property
    def frame(self) -> Frame | None:
        """The frame, its result named; None where the step is shown worked out."""
        frame = self.state.screen.frame
        return resolved(frame, self.sheet, self.results) if frame else None

    @cached_property
    def current(self) -> Ref | None:
        """The current cell."""
        return ref_of(self.frame) if self.frame and self.frame.row else None

    @cached_property
    def hidden(self) -> frozenset[Ref]:
        """The cells that the frame does not tell yet."""
        if self.frame is None:
            return frozenset()
        if self.current is None:
            return frozenset(self.cells)
        revealed = self.cells.index(self.current) + (self.frame.reveal == "value")
        return frozenset(self.cells[revealed:])

    def frame_link(self, frame: Frame | None) -> str:
        """The address of a frame of this step."""
        return self.link(frame=spelt_frame(frame, self.results) if frame else None, result="")

    @cached_property
    def shown(self) -> Result:
        """The result on the stage."""
        name = self.current.name if self.current else self.state.screen.result
        return next((result for result in self.results if result.name == name), self.results[0])

    def entry(self, ref: Ref) -> Frame:
        """The frame that a link to a cell leads to: a class that is asked sees its number last."""
        return Frame(*ref, "cells" if self.state.screen.ask else "value")

    @cached_property
    def more(self) -> Link | None:
        """Reveals more of the current cell."""
        if self.frame is None or self.frame.reveal == "value":
            return None
        reveal = REVEALS[REVEALS.index(self.frame.reveal) + 1]
        return Link(self.same_cell(reveal), f"Show the {reveal}")

    def same_cell(self, reveal: str) -> str:
        """The address of the current cell with more or less of it revealed, a guess kept."""
        frame = self.state.screen.frame
        if frame is None:
            return ""
        return self.link(frame=replace(frame, reveal=reveal), guess=self.state.screen.guess)

    @cached_property
    def stops(self) -> Sequence[Frame | None]:
        """The frames of the step at the chosen pace."""
        screen = self.state.screen
        return sequence(self.sheet, self.step, screen.view, screen.pace, ask=screen.ask)

    @cached_property
    def next(self) -> Link:
        """The next frame, or the next step's blank."""
        if self.more:
            return Link(self.more.href, "Next")
        ahead = following(self.stops, place_of(self.frame, self.cells), self.cells)
        if ahead:
            return Link(self.frame_link(ahead[0]), "Next")
        if self.step.number == len(self.sheet.plan.steps):
            return Link("", "Next")
        return Link(self.link(self.step.number + 1, frame=BLANK), "Next step")

    @cached_property
    def back(self) -> Link:
        """The frame before, or the end of the step before."""
        behind = preceding(self.stops, place_of(self.frame, self.cells), self.cells)
        if behind:
            return Link(self.frame_link(behind[-1]), "Back")
        if self.step.number == 1:
            return Link(self.link("", frame=None), "Introduction")
        before = replace(
            self, step=self.sheet.plan.step(self.step.number - 1), state=looking(self.state, view="")
        )
        end = before.stops[-1]
        frame = spelt_frame(end, before.results) if end else None
        return Link(before.link(before.step.number, frame=frame), "Back a step")

    @cached_property
    def first(self) -> Link:
        """The step's blank."""
        return Link(self.frame_link(BLANK) if self.frame != BLANK else "", "First")

    @cached_property
    def last(self) -> Link:
        """The end of the step."""
        end = self.stops[-1]
        return Link(self.frame_link(end) if end != self.frame else "", "Last")

    @cached_property
    def progress(self) -> str:
        """Where the frame stands among the cells of the step."""
        if self.frame is None:
            return f"all {len(self.cells)} cells" if len(self.cells) != 1 else "the only cell"
        number = self.cells.index(self.current) + 1 if self.current else 0
        return f"cell {number} of {len(self.cells)}"

    @cached_property
    def paces(self) -> list[Link]:
        """How far Next goes."""
        return [Link(self.link(pace=pace), pace, pace == self.state.screen.pace) for pace in PACES]

    @cached_property
    def ask(self) -> Link:
        """Hides results until they are asked for, or stops hiding them."""
        on = self.state.screen.ask
        frame = self.state.screen.frame or (None if on else BLANK)
        return Link(self.link(ask=not on, frame=frame), "Stop asking" if on else "Ask the class", on)

    def elsewhere(self, state: State) -> str:
        """The address of this step for another exercise, without a frame that that one does not have."""
        sheet, _ = worked(state.exercise)
        try:
            return url(canonical_step(state, sheet.plan.step(self.step.number), sheet), self.name)
        except StateError:
            return url(looking(state, frame=None), self.name)


def canonical_step(state: State, step: Step, sheet: Sheet) -> State:
    """The state as a step shows it: only a view it has, the frame's result named among several."""
    screen = state.screen
    view = screen.view if step.view and step.view.slug == screen.view else ""
    results = step.results_in(view)
    frame = screen.frame or (BLANK if screen.ask else None)
    try:
        frame = spelt_frame(resolved(frame, sheet, results), results) if frame else None
    except FrameError as error:
        typed = f"{screen.frame}"
        problem = Problem("cell", cell_typed(screen.frame) or typed, str(error))
        raise StateError([problem], []) from error
    is_other = not frame and screen.result in {result.name for result in results[1:]}
    nudge = screen.nudge if any(result.name in sheet.plan.slopes for result in results) else ""
    return looking(state, view=view, frame=frame, result=screen.result if is_other else "", nudge=nudge)


def cell_typed(frame: Frame | None) -> str:
    """The frame as it was asked for."""
    return ",".join(filter(None, [frame.name, str(frame.row), str(frame.column)])) if frame else ""
