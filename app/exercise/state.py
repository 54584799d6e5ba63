"""What is on the screen, and the query that says so.

Everything shown is a function of the address, which parse_exercise.py reads. query_of() writes the shortest
query that reads back as the same State: only what differs from the defaults, in one order, matrices as
W_dec=-1,1,0;2,0,1. urls.py makes addresses of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypedDict, Unpack
from urllib.parse import quote

from app.core.lesson import Lesson
from app.exercise.exercise import NAMELESS, Base, Exercise, default_names, is_whole
from app.exercise.parameters import written
from app.exercise.screen import PACES, REVEALS, Frame, Screen, Steer, Trial, cell_text
from app.exercise.view_parameters import VIEW_PARAMETERS

__all__ = [
    "PACES", "REVEALS", "Frame", "Looked", "Screen", "State", "Steer", "Trial", "cell_text", "exercise_pairs",
    "exercise_query", "looking", "query_of", "query_text", "screen_pairs",
]  # fmt: skip

SAFE = "-,;./=:!*()@"
"""What needs no escape. Not the apostrophe: browsers escape it, and the address would never be canonical."""


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
    matrices = [(n, ";".join(",".join(row) for row in exercise.given[n])) for n in names_to_write(exercise)]
    settings = [pair for pair in matrices if pair[0] in lesson.settings]
    pairs = base_pairs(lesson, base) + [pair for pair in matrices if pair[0] not in lesson.settings]
    tokens, features = default_names(lesson, base, len(exercise.tokens), len(exercise.features))
    pairs += name_pairs("tokens", exercise.tokens, tokens) + name_pairs(
        "features", exercise.features, features
    )
    return pairs + settings + ([("updates", str(exercise.updates))] if exercise.updates else [])


def names_to_write(exercise: Exercise) -> list[str]:
    """The matrices that differ from the base's; all of them where the reader would take those for a whole
    exercise: X, W1 and b1 alone are a network of one layer."""
    lesson, origin = exercise.lesson, exercise.began_with
    differing = [name for name, rows in exercise.given.items() if rows != origin.get(name)]
    if origin.keys() == exercise.given.keys() and not is_whole(lesson, differing):
        return differing
    return [name for name in exercise.given if name in differing or name not in lesson.settings]


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
    """What differs from the defaults of looking, in the order of the table."""
    return written(VIEW_PARAMETERS, screen)


@lru_cache(maxsize=500)
def screen_query(screen: Screen) -> str:
    """How an exercise is looked at as a query: a walk's links look in the same few ways at any exercise."""
    return query_text(screen_pairs(screen))


def query_of(state: State, exercise: str | None = None) -> str:
    """The canonical query of a state, without the question mark; exercise is the exercise's, where known."""
    exercise = exercise_query(state.exercise) if exercise is None else exercise
    return "&".join(filter(None, [exercise, screen_query(state.screen)]))


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
    trial: Trial | None
    was: str | None
    undone: str | None
    fade: str
    check: str
    own: bool
    answers: str
    record: str
    typed: str
    opened: str


def looking(state: State, **changes: Unpack[Looked]) -> State:
    """The state with something looked at otherwise."""
    return State(state.exercise, state.screen._replace(**changes))
