"""Random exercises of the sizes of another: for the phones of a class, for variants, to practise next."""

from __future__ import annotations

from typing import NamedTuple

from app.core.lesson import shapes_of
from app.core.needs import DRAWN, lacking
from app.exercise.exercise import LEAST_DRAWN, MOST_SEED, Base, Exercise


class DrawnSizes(NamedTuple):
    """The layer sizes of an exercise, none where its lesson has no such sizes, and its number of examples."""

    dims: tuple[int, ...]
    examples: int


def drawn_sizes(exercise: Exercise) -> DrawnSizes:
    """The sizes that an exercise has as it is given, whatever it had when it was drawn."""
    shapes, dims = shapes_of(exercise.given), exercise.lesson.dims
    return DrawnSizes(dims.of(shapes) if dims else (), exercise.plan.size("tokens", shapes))


def why_none_alike(exercise: Exercise) -> str:
    """Why no other exercise of the same sizes can be drawn, to follow a "because"; empty where one can."""
    if lacks := lacking(exercise.lesson, (DRAWN,)):
        return f"the lesson has {lacks}"
    if drawn_sizes(exercise).examples < LEAST_DRAWN:
        one = exercise.lesson.called.get("tokens", "example")
        return f"an exercise that is drawn has at least {LEAST_DRAWN} {one}s"
    return ""


def alike(exercise: Exercise, seed: int) -> Base:
    """What a random exercise of the same sizes starts from. seed: a whole number from 0 on."""
    return Base(seed % MOST_SEED, *drawn_sizes(exercise))


def next_alike(exercise: Exercise) -> Base:
    """The next of the same sizes: of the seed after its own, or of the first."""
    seed = exercise.base.seed
    return alike(exercise, 1 if seed is None else seed + 1)
