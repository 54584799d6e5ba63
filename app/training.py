"""Gradient descent on a lesson: the given matrices after a number of updates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.exercise import Exercise
from app.lesson import Texts
from app.numerals import from_float
from app.operations import Array
from app.sheet import Sheet, compute, work_out


class Moment(NamedTuple):
    """The given matrices after that many updates; fewer than asked for where the next one would overflow."""

    given: dict[str, Array]
    updates: int


def descend(exercise: Exercise, updates: int) -> Moment:
    """The given matrices after up to that many updates, the last at which every number is finite."""
    plan = exercise.plan
    given = {name: np.array(rows) for name, rows in exercise.numbers.items()}
    values = compute(plan, given)
    for count in range(updates):
        given = {name: values[name] for name in given}
        after = {name: values.get(f"{name}_new", values[name]) for name in given}
        values = compute(plan, after)
        if not all(np.isfinite(value).all() for value in values.values()):
            return Moment(given, count)
    return Moment({name: values[name] for name in given}, updates)


def worked(exercise: Exercise) -> tuple[Sheet, int]:
    """The exercise worked out at its moment of training, and how many updates could be made."""
    if not exercise.updates:
        return work_out(exercise.lesson.slug, exercise.numbers), 0
    moment = descend(exercise, exercise.updates)
    return work_out(exercise.lesson.slug, moment.given), moment.updates


def texts(given: dict[str, Array]) -> dict[str, Texts]:
    """Matrices in text that reads back as the same floats."""
    return {n: tuple(tuple(from_float(float(c)) for c in row) for row in array) for n, array in given.items()}
