"""Gradient descent on a lesson: the given matrices after a number of updates."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.exercise import Exercise
from app.lesson import Plan, Texts
from app.lessons import LESSONS
from app.numerals import from_float, value
from app.operations import Array
from app.sheet import Sheet, Values, compute, work_out


class Moment(NamedTuple):
    """The given matrices after that many updates; fewer than asked for where the next one would overflow."""

    given: dict[str, Array]
    updates: int


def descend(plan: Plan, given: Values, updates: int) -> Moment:
    """The given matrices after up to that many updates, the last at which every number is finite."""
    values = compute(plan, given)
    for count in range(updates):
        given = {name: values[name] for name in given}
        after = {name: values.get(f"{name}_new", values[name]) for name in given}
        values = compute(plan, after)
        if not all(np.isfinite(value).all() for value in values.values()):
            return Moment(dict(given), count)
    return Moment({name: values[name] for name in given}, updates)


def worked(exercise: Exercise) -> tuple[Sheet, int]:
    """The exercise worked out at its moment of training, and how many updates could be made."""
    return worked_lately(exercise.lesson.slug, tuple(exercise.given.items()), exercise.updates)


@lru_cache(maxsize=64)
def worked_lately(slug: str, given: tuple[tuple[str, Texts], ...], updates: int) -> tuple[Sheet, int]:
    """worked(), kept for the frames that follow: names do not matter to numbers."""
    numbers = {n: np.array([[value(c) for c in row] for row in rows]) for n, rows in given}
    if not updates:
        return work_out(slug, numbers), 0
    moment = descend(LESSONS[slug].plan(tuple(numbers)), numbers, updates)
    return work_out(slug, moment.given), moment.updates


def texts(given: dict[str, Array]) -> dict[str, Texts]:
    """Matrices in text that reads back as the same floats."""
    return {n: tuple(tuple(from_float(float(c)) for c in row) for row in array) for n, array in given.items()}
