"""Reconstruction against sparsity: the same exercise trained with many a lambda, all at once.

What differs among the exercises lies in a stack, one a lambda, and every operation works on the whole stack.
An update depends on nothing but the numbers that it moves. So where one changes nothing, because the exercise
has learned all or all its features are dead, none of those that follow does: it is at its end, and the others
go on without it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache, reduce
from itertools import islice
from typing import NamedTuple

import numpy as np

from app.core.lesson import Plan
from app.core.operation import Array, Flags
from app.core.sheet import Values, evaluate
from app.exercise.exercise import MOST_UPDATES, Exercise
from app.exercise.matrices import as_arrays
from app.lessons import LESSONS
from app.notation.numerals import LIMIT
from app.training.descent import LARGEST_LOSS, Arrays, Key, key_of, may_be_rounding, moments_snapped
from app.training.extremes import extremes_in_turn
from app.training.moments import needed, update_of

AT_ONCE = 50
"""Updates after which exercises at their end are left out; they divide MOST_UPDATES."""
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
    for _ in range(0, MOST_UPDATES, AT_ONCE):
        last, fit, found = moved_on(plan, now, snapped)
        rests = at_rest(plan, last)
        if rests.any():
            at_end += read_off(plan, moments_of(plan, last, fit & rests))
        now, snapped = moments_of(plan, last, fit & ~rests), frozenset() if rests.any() else found
        if not now[plan.weight].size:
            break
    return tuple(sorted((*at_end, *read_off(plan, now)), key=lambda balance: balance.weight))


def moved_on(plan: Plan, given: Arrays, snapped: Set[str]) -> tuple[Arrays, Flags, Set[str]]:
    """The moment AT_ONCE updates later, which exercises stayed within bounds until then, the sums snapped.

    A sum that may have to be snapped is snapped from the first moment on, which changes nothing where it need
    not be. Losses are looked at one by one only where their terms at their largest would be out of bounds.
    """
    update = update_of(plan, given, snapped)
    with np.errstate(all="ignore"):
        found = extremes_in_turn(islice(update.moments(given), AT_ONCE + 1), update.width)
        if few := may_be_rounding(plan, update, found, snapped):
            return moved_on(plan, given, snapped | {result.name for result in few})
        fit = within(plan, with_largest_losses(plan, update.named(found.most)))
    last = update.named(found.last)
    return last, fit if fit.all() else within(plan, sizes_and_loss(plan, given, snapped)), snapped


def sizes_and_loss(plan: Plan, given: Arrays, snapped: Set[str]) -> Arrays:
    """The sizes and the loss at their largest, over all moments until AT_ONCE updates later."""
    stacks, _ = moments_snapped(plan, given, snapped, AT_ONCE)
    sizes = {name: np.abs(stacks[name]).max(axis=0) for name in plan.given}
    return {**sizes, plan.loss: stacks[plan.loss].max(axis=0)}


def stacked_with(plan: Plan, alone: Arrays, weights: Sequence[float]) -> Arrays:
    """The given matrices, those stacked that differ with lambda: (exercises, rows, columns), or (1, …)."""
    now: Arrays = {name: array[np.newaxis] for name, array in alone.items()}
    now |= {name: np.repeat(now[name], len(weights), axis=0) for name in plan.learned}
    return {**now, plan.weight: np.array(weights).reshape(-1, 1, 1)}


def moments_of(plan: Plan, moment: Values, chosen: Flags) -> Arrays:
    """The given matrices of some of the exercises alone."""
    differs = (*plan.learned, plan.weight)
    return {name: moment[name][chosen] if name in differs else moment[name] for name in plan.given}


def at_rest(plan: Plan, last: Values) -> Flags:
    """Which exercises the next update leaves as they are."""
    same = [(last[name] == last[f"{name}_new"]).all(axis=(1, 2)) for name in plan.learned]
    rests: Flags = np.logical_and.reduce(same)
    return rests


def with_largest_losses(plan: Plan, most: Arrays) -> Arrays:
    """The sizes at most, and what losses never pass while they stay so."""
    losses = (result for result in needed(plan) if result.name in plan.curves)
    for result in losses:
        most[result.name] = result.operation.scale(*(most[name] for name in result.operands))
    return most


def within(plan: Plan, most: Values) -> Flags:
    """Which exercises stay within bounds, by sizes and loss at most: (exercises, rows, columns)."""
    sizes = [most[name].max(axis=(1, 2)) for name in plan.given]
    fit: Flags = (most[plan.loss].max(axis=(1, 2)) <= LARGEST_LOSS) & (reduce(np.maximum, sizes) <= LIMIT)
    return fit


def read_off(plan: Plan, given: Values) -> tuple[Balance, ...]:
    """The weight, error and hidden activations of each exercise; every given: (exercises, rows, columns)."""
    values = evaluate(needed(plan), given)
    every: Sequence[tuple[Array, Array, Array]] = list(
        zip(values[plan.weight], values[plan.fit], values[plan.hidden], strict=True)
    )
    return tuple(Balance(float(w[0, 0]), float(e[0, 0]), hidden) for w, e, hidden in every)
