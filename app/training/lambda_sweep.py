"""Reconstruction against sparsity: the same exercise trained with many a lambda, all at once.

What differs among the exercises lies in a stack, one a lambda, and every operation works on the whole stack.
An update depends on nothing but the numbers that it moves. So an exercise that one leaves as it was, because
it has learned all or all its features are dead, is at its end: the others go on without it, and without its
sums that cancel.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache, reduce
from typing import NamedTuple

import numpy as np

from app.core.lesson import Plan
from app.core.operation import Array, Flags
from app.core.sheet import Values, evaluate
from app.exercise.exercise import Exercise
from app.exercise.matrices import as_arrays
from app.lessons import LESSONS
from app.notation.numerals import LIMIT
from app.training.descent import LARGEST_LOSS, STRETCHES, Arrays, Key, begin, key_of, moments_snapped
from app.training.moments import needed

LAMBDAS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0)


class Balance(NamedTuple):
    """A trained model: its lambda, what is left of the squared error, its hidden activations."""

    weight: float
    error: float
    hidden: Array

    @property
    def active(self) -> int:
        """How many cells of the hidden activations are above 0."""
        return int((self.hidden > 0).sum())


def balances(exercise: Exercise) -> tuple[Balance, ...]:
    """The exercise trained to the end with each of LAMBDAS and its own; without those that grew too large."""
    slug, given = key_of(exercise)
    others = (slug, tuple((name, rows) for name, rows in given if name != exercise.plan.weight))
    own = float(exercise.numbers[exercise.plan.weight][0][0])
    return trained_with(others, tuple(sorted({*LAMBDAS, own})))


@lru_cache(maxsize=32)
def trained_with(key: Key, weights: tuple[float, ...]) -> tuple[Balance, ...]:
    """Exercises that differ in lambda, trained side by side."""
    slug, texts = key
    plan = LESSONS[slug].plan([name for name, _ in texts])
    now, at_end = stacked_with(plan, as_arrays(texts), weights), list[Balance]()
    snapped: Set[str] = frozenset()
    for number in range(STRETCHES):
        stacks, found = moments_snapped(plan, now, snapped, begin(number + 1) - begin(number))
        fit, rests = within(plan, stacks), at_rest(plan, stacks)
        last = {name: stacks[name][-1] for name in now}
        at_end += read_off(plan, those(plan, last, fit & rests))
        now, snapped = those(plan, last, fit & ~rests), frozenset() if rests.any() else found
        if not now[plan.weight].size:
            break
    return tuple(sorted((*at_end, *read_off(plan, now)), key=lambda balance: balance.weight))


def stacked_with(plan: Plan, alone: Arrays, weights: Sequence[float]) -> Arrays:
    """The given matrices, those stacked that differ with lambda: (exercises, rows, columns), or (1, …)."""
    now: Arrays = {name: array[np.newaxis] for name, array in alone.items()}
    now |= {name: np.repeat(now[name], len(weights), axis=0) for name in plan.learned}
    return {**now, plan.weight: np.array(weights).reshape(-1, 1, 1)}


def those(plan: Plan, given: Arrays, chosen: Flags) -> Arrays:
    """The given matrices of some of the exercises alone."""
    return {**given, **{name: given[name][chosen] for name in (*plan.learned, plan.weight)}}


def at_rest(plan: Plan, stacks: Values) -> Flags:
    """Which exercises the last update left as they were."""
    same = [(stacks[name][-1] == stacks[name][-2]).all(axis=(1, 2)) for name in plan.learned]
    rests: Flags = np.logical_and.reduce(same)
    return rests


def within(plan: Plan, stacks: Values) -> Flags:
    """Which exercises stay within bounds: moments are the first axis, exercises the second."""
    sizes = [np.abs(stacks[name]).max(axis=(0, 2, 3)) for name in plan.given]
    fit: Flags = (stacks[plan.loss].max(axis=(0, 2, 3)) <= LARGEST_LOSS) & (
        reduce(np.maximum, sizes) <= LIMIT
    )
    return fit


def read_off(plan: Plan, given: Values) -> tuple[Balance, ...]:
    """The weight, error and hidden activations of each exercise; every given: (exercises, rows, columns)."""
    values = evaluate(needed(plan), given)
    every: Sequence[tuple[Array, Array, Array]] = list(
        zip(values[plan.weight], values[plan.fit], values[plan.hidden], strict=True)
    )
    return tuple(Balance(float(w[0, 0]), float(e[0, 0]), hidden) for w, e, hidden in every)
