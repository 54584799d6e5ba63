"""A step as a walk through its frames: where it stands, where Next and Back lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.exercise.state import PACES, REVEALS, Frame, looking
from app.pages.context import Link, Part
from app.views.frames import (
    BLANK,
    cells_of,
    following,
    place_of,
    preceding,
    ref_of,
    resolved,
    sequence,
    spelt_frame,
)

PACE_WORDS = {"try": "try first"}
NO_CELL = "no cell to work"
"""What is said of a step that has none: where no feature is active, say, step 6 of the SAE."""


@dataclass(frozen=True)
class Walk(Part):
    """A step at one of its frames, or worked out."""

    step: Step

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What the step works out in the chosen view."""
        return self.step.results_in(self.screen.view)

    @cached_property
    def cells(self) -> list[Ref]:
        """The cells of the step in order."""
        return cells_of(self.sheet, self.results)

    @cached_property
    def frame(self) -> Frame | None:
        """The frame, its result named; None where the step is shown worked out."""
        frame = self.screen.frame
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
        return self.urls.here(frame=spelt_frame(frame, self.results) if frame else None, result="")

    @cached_property
    def shown(self) -> Result:
        """The result on the stage."""
        name = self.current.name if self.current else self.screen.result
        return next((result for result in self.results if result.name == name), self.results[0])

    def entry(self, ref: Ref) -> Frame:
        """The frame that a link to a cell leads to: a class that is asked sees its number last."""
        return Frame(*ref, "cells" if self.screen.ask else "value")

    @cached_property
    def more(self) -> Link | None:
        """Reveals more of the current cell."""
        if self.frame is None or self.frame.reveal == "value":
            return None
        is_try = self.screen.pace == "try"
        reveal = "value" if is_try else REVEALS[REVEALS.index(self.frame.reveal) + 1]
        return Link(self.same_cell(reveal), f"Show the {reveal}")

    def same_cell(self, reveal: str) -> str:
        """The address of the current cell with more or less of it revealed, a guess kept."""
        frame = self.screen.frame
        if frame is None:
            return ""
        kept = self.screen
        return self.urls.here(frame=replace(frame, reveal=reveal), guess=kept.guess, typed=kept.typed)

    @cached_property
    def stops(self) -> Sequence[Frame | None]:
        """The frames of the step at the chosen pace."""
        screen = self.screen
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
        return Link(self.urls.step(self.step.number + 1, frame=BLANK), "Next step")

    @cached_property
    def back(self) -> Link:
        """The frame before, or the end of the step before."""
        behind = preceding(self.stops, place_of(self.frame, self.cells), self.cells)
        if behind:
            return Link(self.frame_link(behind[-1]), "Back")
        if self.step.number == 1:
            return Link(self.urls.introduction(frame=None), "Introduction")
        return Link(self.end_of(self.sheet.plan.step(self.step.number - 1)), "Back a step")

    def end_of(self, step: Step) -> str:
        """The address of the last frame of another step."""
        walk = Walk(replace(self.context, state=looking(self.state, view="")), step)
        end = walk.stops[-1]
        return walk.context.urls.step(step.number, frame=spelt_frame(end, walk.results) if end else None)

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
        if not self.cells:
            return NO_CELL
        if self.frame is None:
            return "the only cell" if len(self.cells) == 1 else f"all {len(self.cells)} cells"
        number = self.cells.index(self.current) + 1 if self.current else 0
        return f"cell {number} of {len(self.cells)}"

    @cached_property
    def paces(self) -> list[Link]:
        """How far Next goes."""
        return [
            Link(self.at_pace(pace), PACE_WORDS.get(pace, pace), pace == self.screen.pace) for pace in PACES
        ]

    def at_pace(self, pace: str) -> str:
        """The address at another pace; to try is to be asked, which begins at the first cell."""
        asks = self.screen.ask or pace == "try"
        return self.urls.here(pace=pace, ask=asks, frame=self.screen.frame or (BLANK if asks else None))

    @cached_property
    def ask(self) -> Link:
        """Hides results until they are asked for, or stops hiding them."""
        on = self.screen.ask
        frame = self.screen.frame or (None if on else BLANK)
        pace = "guided" if self.screen.pace == "try" else self.screen.pace
        href = self.urls.here(ask=not on, frame=frame, pace=pace)
        return Link(href, "Stop asking" if on else "Ask the class", on)

    @cached_property
    def present(self) -> Link:
        """Shows the page for a projector, or as usual again."""
        on = self.screen.present
        return Link(self.urls.here(present=not on), "Stop projecting" if on else "Project", on)
