"""What is on the screen, and the query that says so.

Everything shown is a function of the address, which parse_exercise.py reads. query_of() writes the shortest
query that reads back as the same State: only what differs from the defaults, in one order, matrices as
W_dec=-1,1,0;2,0,1. urls.py makes addresses of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack
from urllib.parse import quote

from app.core.lesson import Lesson
from app.exercise.exercise import NAMELESS, Base, Exercise, default_names, start

SAFE = "-,;./=:!*()@"
"""What needs no escape. Not the apostrophe: browsers escape it, and the address would never be canonical."""
REVEALS = ("cells", "products", "value")
PACES = ("guided", "cell", "row", "step")
STEERING = ("steer", "on", "to")
SHOWN = ("view", "cell", "result", "reveal", "ask", "guess", "nudge", "pace", "compare", "present", *STEERING)
VIEW_PARAMETERS = (*SHOWN, "was", "undone")


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


@dataclass(frozen=True)
class State:
    """Everything on the screen but the page itself."""

    exercise: Exercise
    screen: Screen = field(default_factory=Screen)


def exercise_query(exercise: Exercise) -> str:
    """The shortest query of an exercise alone."""
    return query_text(exercise_pairs(exercise))


def query_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as a query, without the question mark."""
    return "&".join(f"{name}={quote(value, safe=SAFE)}" for name, value in pairs)


def exercise_pairs(exercise: Exercise) -> list[tuple[str, str]]:
    """What differs from the defaults, in one order."""
    lesson, base = exercise.lesson, exercise.base
    origin = start(lesson, base)
    pairs = base_pairs(lesson, base)
    same_names = origin.given.keys() == exercise.given.keys()
    for name, rows in exercise.given.items():
        if rows != origin.given.get(name) or (not same_names and name not in lesson.settings):
            pairs.append((name, ";".join(",".join(row) for row in rows)))
    settings = [pair for pair in pairs if pair[0] in lesson.settings]
    pairs = [pair for pair in pairs if pair[0] not in lesson.settings]
    tokens, features = default_names(lesson, base, len(exercise.tokens), len(exercise.features))
    pairs += name_pairs("tokens", exercise.tokens, tokens) + name_pairs(
        "features", exercise.features, features
    )
    return pairs + settings + ([("updates", str(exercise.updates))] if exercise.updates else [])


def base_pairs(lesson: Lesson, base: Base) -> list[tuple[str, str]]:
    """seed, dims and examples, where they are not the default."""
    if base.seed is None:
        return []
    pairs = [("seed", str(base.seed))]
    if base.dims != lesson.preset_dims:
        pairs.append(("dims", ",".join(map(str, base.dims))))
    if base.examples != len(lesson.preset.tokens):
        pairs.append(("examples", str(base.examples)))
    return pairs


def name_pairs(parameter: str, names: Sequence[str], defaults: Sequence[str]) -> list[tuple[str, str]]:
    """The names up to the last that is not the default; a default in between is left empty."""
    given = [
        "" if name == default else name or NAMELESS for name, default in zip(names, defaults, strict=True)
    ]
    while given and not given[-1]:
        given.pop()
    return [(parameter, ",".join(given))] if given else []


def screen_pairs(screen: Screen) -> list[tuple[str, str]]:
    """What differs from the defaults of looking."""
    frame = screen.frame
    pairs = [
        ("view", screen.view),
        ("cell", cell_text(frame) if frame else ""),
        ("result", screen.result if not frame else ""),
        ("reveal", frame.reveal if frame and frame.row and frame.reveal != "value" else ""),
        ("ask", "1" if screen.ask else ""),
        ("guess", screen.guess if frame and frame.row else ""),
        ("nudge", screen.nudge),
        ("pace", screen.pace if screen.pace != "guided" else ""),
        ("compare", "preset" if screen.compare else ""),
        ("present", "1" if screen.present else ""),
    ]
    if steer := screen.steer:
        pairs += zip(STEERING, (str(steer.feature), str(steer.token), steer.strength), strict=True)
    earlier = [("was", screen.was), ("undone", screen.undone)]
    return [pair for pair in pairs if pair[1]] + [(n, v) for n, v in earlier if v is not None]


def cell_text(frame: Frame) -> str:
    """The frame's cell as the address has it."""
    if not frame.row:
        return "0"
    return ",".join([*filter(None, [frame.name]), str(frame.row), str(frame.column)])


def query_of(state: State, exercise: str | None = None) -> str:
    """The canonical query of a state, without the question mark; exercise is the exercise's, where known."""
    exercise = exercise_query(state.exercise) if exercise is None else exercise
    return "&".join(filter(None, [exercise, query_text(screen_pairs(state.screen))]))


class Looked(TypedDict, total=False):
    """What of a Screen may be looked at otherwise."""

    view: str
    frame: Frame | None
    result: str
    ask: bool
    guess: str
    nudge: str
    pace: str
    compare: bool
    present: bool
    steer: Steer | None
    was: str | None
    undone: str | None


def looking(state: State, **changes: Unpack[Looked]) -> State:
    """The state with something looked at otherwise."""
    return replace(state, screen=replace(state.screen, **changes))
