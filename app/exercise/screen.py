"""How an exercise is looked at: which frame, which view, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

REVEALS = ("cells", "products", "value")
PACES = ("guided", "cell", "row", "step")


@dataclass(frozen=True)
class Frame:
    """One frame of a step: the current cell (row 0: none yet, all blank) and how much of it is revealed."""

    name: str
    row: int
    column: int
    reveal: str = "value"


@dataclass(frozen=True)
class Steer:
    """A feature forced to a strength for one token; both count from 1, strength is exact text."""

    feature: int
    token: int
    strength: str


@dataclass(frozen=True)
class Screen:
    """How an exercise is looked at. frame None is the step worked out, result which of its matrices is on the
    stage then; nudge by how much a cell is moved to check its gradient; was and undone are other exercises.
    """

    view: str = ""
    frame: Frame | None = None
    result: str = ""
    ask: bool = False
    guess: str = ""
    nudge: str = ""
    pace: str = "guided"
    compare: bool = False
    present: bool = False
    steer: Steer | None = None
    was: str | None = None
    undone: str | None = None


def cell_text(frame: Frame) -> str:
    """The frame's cell as the address has it."""
    if not frame.row:
        return "0"
    return ",".join([*filter(None, [frame.name]), str(frame.row), str(frame.column)])
