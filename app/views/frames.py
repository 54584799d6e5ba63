"""The frames of a step: which cell is being worked, in which order, at which pace.

A step is walked from its blank (cell=0) through some of its cells to the page that shows it worked out. At a
frame the cells before the current one are filled in and the later ones blank, so a frame needs no memory:
the pace only chooses which frames Next and Back stop at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.core.sheet import Sheet
from app.exercise.state import REVEALS, Frame

BLANK = Frame("", 0, 0)
Place = tuple[float, int]
"""Where a frame stands: the number of its cell in the step's order, then how much is revealed."""


class FrameError(ValueError):
    """A frame that the step does not have; the message is a sentence."""


def cells_of(sheet: Sheet, results: Sequence[Result]) -> list[Ref]:
    """The cells that a step works, result by result, row by row."""
    return [ref for result in results for ref in sheet.cells(result)]


def resolved(frame: Frame, sheet: Sheet, results: Sequence[Result]) -> Frame:
    """The frame with its result's name filled in. Raises FrameError where the step works no such cell."""
    if not frame.row:
        return BLANK
    full = Frame(frame.name or results[0].name, frame.row, frame.column, frame.reveal)
    if ref_of(full) not in cells_of(sheet, results):
        raise FrameError(no_such_cell(full, sheet, results))
    return full


def no_such_cell(frame: Frame, sheet: Sheet, results: Sequence[Result]) -> str:
    """That a step does not work a cell, and which cells it works, or which step works this one."""
    ref = ref_of(frame)
    steps = [
        s for s in sheet.plan.steps if ref in cells_of(sheet, [r for r in s.results if r.name == ref.name])
    ]
    if steps and any(r.name == ref.name for r in results):
        return f"With these numbers that cell is worked in step {steps[0].number}."
    names = [f"{r.name} ({'×'.join(map(str, sheet.shapes[r.name]))})" for r in results]
    works = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"This step works cells of {works}; it has no such cell to work."


def spelt_frame(frame: Frame, results: Sequence[Result]) -> Frame:
    """The frame as the address has it: the result is named only where a step has several."""
    return frame if len(results) > 1 else Frame("", frame.row, frame.column, frame.reveal)


def ref_of(frame: Frame) -> Ref:
    """The frame's cell."""
    return Ref(frame.name, frame.row, frame.column)


def sequence(sheet: Sheet, step: Step, view: str, pace: str, *, ask: bool) -> list[Frame | None]:
    """The frames that Next stops at. None is the step worked out; while asking, the last cell ends it."""
    results = step.results_in(view)
    cells = cells_of(sheet, results)
    if pace == "try":
        return [BLANK, *(Frame(*ref, reveal) for ref in cells for reveal in ("cells", "value"))]
    frames: list[Frame | None] = [BLANK]
    for result in results:
        frames += result_frames(sheet.cells(result), result, pace)
    if ask:
        last = [Frame(*cells[-1])] if cells else []
        return [BLANK, *in_three(dict.fromkeys([*frames[1:], *last]))]
    if (
        cells
        and frames[-1] == Frame(*cells[-1])
        and pace in ("guided", "row")
        and not is_slow(cells[-1], results)
    ):
        frames.pop()
    return [*frames, None]


def in_three(frames: Iterable[Frame | None]) -> list[Frame]:
    """Every frame's cell in three presses, so that there is a moment to guess its number."""
    return [
        Frame(frame.name, frame.row, frame.column, reveal)
        for frame in frames
        if frame and frame.reveal == "value"
        for reveal in REVEALS
    ]


def result_frames(cells: Sequence[Ref], result: Result, pace: str) -> list[Frame]:
    """The stops within one result."""
    if pace == "step":
        return []
    if pace == "cell":
        return [Frame(*ref) for ref in cells]
    slow = slow_cells(cells, result) if pace == "guided" else set()
    frames: list[Frame] = []
    for _, group in groupby(cells, key=lambda ref: ref.row):
        row = list(group)
        for ref in row:
            if ref in slow:
                frames += [Frame(*ref, reveal) for reveal in REVEALS]
        if row[-1] not in slow:
            frames.append(Frame(*row[-1]))
    return frames


def slow_cells(cells: Sequence[Ref], result: Result) -> set[Ref]:
    """The cells worth three presses: the result's own choice or, where none of them is worked, the first."""
    chosen = {ref for ref in cells if (ref.row, ref.column) in result.slowly}
    return chosen or set(cells[:1])


def is_slow(ref: Ref, results: Sequence[Result]) -> bool:
    """Whether a result chose the cell for three presses."""
    return any(r.name == ref.name and (ref.row, ref.column) in r.slowly for r in results)


def place_of(frame: Frame | None, cells: Sequence[Ref]) -> Place:
    """Where a frame stands in the step."""
    if frame is None:
        return (len(cells), 0)
    if not frame.row:
        return (-1, 0)
    return (cells.index(ref_of(frame)), REVEALS.index(frame.reveal))


def following(frames: Sequence[Frame | None], now: Place, cells: Sequence[Ref]) -> list[Frame | None]:
    """The stops after a place, the nearest first."""
    return [frame for frame in frames if place_of(frame, cells) > now]


def preceding(frames: Sequence[Frame | None], now: Place, cells: Sequence[Ref]) -> list[Frame | None]:
    """The stops before a place, the nearest last."""
    return [frame for frame in frames if place_of(frame, cells) < now]
