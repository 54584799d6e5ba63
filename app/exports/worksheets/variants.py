"""Variants of a worksheet: other exercises of the same shape, drawn from the exercise's seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

from app.exercise.alike import drawn_sizes
from app.exercise.exercise import Exercise
from app.exercise.parse_exercise import read_state
from app.exercise.state import SAFE, State, exercise_pairs
from app.exports.worksheets.order import Order

FIRST_SEED: Final = 1
SPACED: Final = 1000
"""The seeds of two classes are so far apart that their variants never meet."""


def variants_of(order: Order) -> list[Order]:
    """The sheets of an order, one by one: its variants, or itself."""
    count = order.options.variants
    return [varied(order, k) for k in range(1, count + 1)] if count else [order]


def varied(order: Order, k: int) -> Order:
    """Variant k by itself: an exercise of the same shape, names and settings, with a seed of its own."""
    exercise = order.state.exercise
    seed = FIRST_SEED if exercise.base.seed is None else exercise.base.seed
    kept = [
        pair
        for pair in exercise_pairs(exercise)
        if pair[0] in ("tokens", "features", *exercise.lesson.settings)
    ]
    pairs = [("seed", str(SPACED * seed + k)), *size_pairs(exercise), *kept]
    query = "&".join(f"{name}={quote(value, safe=SAFE)}" for name, value in pairs)
    state = State(read_state(exercise.lesson, query).exercise)
    return Order(state, order.page, replace(order.options, variants=0, variant=k))


def size_pairs(exercise: Exercise) -> list[tuple[str, str]]:
    """dims and examples as an address has them."""
    dims, examples = drawn_sizes(exercise)
    return [("dims", ",".join(map(str, dims))), ("examples", str(examples))]
