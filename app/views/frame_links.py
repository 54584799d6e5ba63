"""The addresses of every worked-out cell's frame, for a page that has hundreds of them.

Kept apart from the page, so that a page is not part of a circle of references and is gone once it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.core.sheet import Sheet, kept_with_sheet
from app.exercise.state import Frame
from app.exercise.urls import Urls

CellLink = Callable[[Ref], str]
"""cell -> address of its frame; empty for a cell that no step works."""


def frame_links(urls: Urls, sheet: Sheet, shown: tuple[Step, tuple[Result, ...]] | None = None) -> CellLink:
    """The addresses of cells' frames. shown: the page's own step with the results of its view."""

    @cache
    def of_matrix(name: str) -> list[tuple[frozenset[Ref], CellLink]]:
        steps = [*([shown] if shown else []), *((step, step.results) for step in sheet.plan.steps)]
        return [
            (worked_cells(sheet, result), step_frames(urls, step, results, is_shown=step is shown_step))
            for step, results in steps
            for result in results
            if result.name == name
        ]

    shown_step = shown[0] if shown else None
    return lambda ref: next((link(ref) for cells, link in of_matrix(ref.name) if ref in cells), "")


@kept_with_sheet
def worked_cells(sheet: Sheet, result: Result) -> frozenset[Ref]:
    """The cells that a step works of a result."""
    return frozenset(sheet.cells(result))


def step_frames(urls: Urls, step: Step, results: tuple[Result, ...], *, is_shown: bool) -> CellLink:
    """The addresses of a step's frames: the same for all its cells but for the cell."""
    screen = urls.state.screen
    view, nudge = (screen.view, screen.nudge) if is_shown else ("", "")
    # A class that is asked sees first what a cell is made of, and its number last.
    reveal = "cells" if screen.ask else "value"
    first = urls.step(step.number, frame=Frame("@", 1, 1, reveal), view=view, guess="", nudge=nudge)
    before, _, after = first.partition("@,1,1")
    several = len(results) > 1
    return lambda ref: f"{before}{f'{ref.name},' if several else ''}{ref.row},{ref.column}{after}"
