"""The addresses of every worked-out cell's frame, for a page that has hundreds of them.

Kept apart from the page, so that a page is not part of a circle of references and is gone once it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.core.sheet import Sheet
from app.exercise.state import Frame, State, looking, url

Link = Callable[[Ref], str]


@dataclass(frozen=True)
class FrameLinks:
    """cell -> address of its frame. query: the exercise's; shown: the page's own step with its results."""

    state: State
    query: str
    sheet: Sheet
    shown: tuple[Step, tuple[Result, ...]] | None = None
    found: dict[str, list[tuple[frozenset[Ref], Link]]] = field(default_factory=dict)

    def __call__(self, ref: Ref) -> str:
        """The address; empty for a cell that no step works."""
        if ref.name not in self.found:
            self.found[ref.name] = list(self.of_matrix(ref.name))
        return next((link(ref) for cells, link in self.found[ref.name] if ref in cells), "")

    def of_matrix(self, name: str) -> list[tuple[frozenset[Ref], Link]]:
        """The cells that each step works of a matrix, and how their addresses are made."""
        steps = [(step, step.results) for step in self.sheet.plan.steps]
        return [
            (frozenset(self.sheet.cells(result)), self.of_step(step, len(results) > 1))
            for step, results in ([self.shown] if self.shown else []) + steps
            for result in results
            if result.name == name
        ]

    def of_step(self, step: Step, several: bool) -> Link:
        """The addresses of a step's frames: the same for all its cells but for the cell."""
        is_shown = self.shown is not None and step is self.shown[0]
        screen = self.state.screen
        view, nudge = (screen.view, screen.nudge) if is_shown else ("", "")
        # A class that is asked sees first what a cell is made of, and its number last.
        reveal = "cells" if screen.ask else "value"
        state = looking(self.state, frame=Frame("@", 1, 1, reveal), view=view, guess="", nudge=nudge)
        before, _, after = url(state, step.number, self.query).partition("@,1,1")
        return lambda ref: f"{before}{f'{ref.name},' if several else ''}{ref.row},{ref.column}{after}"
