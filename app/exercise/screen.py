"""How an exercise is looked at: which frame, which view, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

REVEALS = ("cells", "products", "value")
PACES = ("guided", "cell", "row", "step", "try")
FADES = ("0", "1")
CHECKS = ("end", "done")


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
class Trial:
    """An experiment being tried: its name, the look that one is at (0 on the experiment's own page), and what
    was predicted, a text a look."""

    experiment: str
    look: int
    predicted: tuple[str, ...] = ()


class Screen(NamedTuple):
    """How an exercise is looked at. frame None is the step worked out, result which of its matrices is on the
    stage then; nudge by how much a cell is moved to check its gradient; was and undone are other exercises;
    typed is what a form held that was refused, opened what was done to a file.

    answers and record are an attempt in practice, as attempt.py writes it; own: later steps start from one's
    own values; fade: how far examples have faded; check: when answers are checked, each at once by default.
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
    trial: Trial | None = None
    was: str | None = None
    undone: str | None = None
    fade: str = ""
    check: str = ""
    own: bool = False
    answers: str = ""
    record: str = ""
    typed: str = ""
    opened: str = ""


def cell_text(frame: Frame) -> str:
    """The frame's cell as the address has it."""
    if not frame.row:
        return "0"
    return ",".join([*filter(None, [frame.name]), str(frame.row), str(frame.column)])


def trial_at(trial: Trial | None, page: str | int) -> Trial | None:
    """What a page has of a trial: an experiment's own page the predictions, any other the look that led."""
    if trial is None or not isinstance(page, str) or not page.startswith("experiments/"):
        return trial if trial and trial.look else None
    name = page.removeprefix("experiments/")
    is_ours = trial.experiment in ("", name)
    return Trial(name, 0, trial.predicted) if is_ours and trial.predicted else None
