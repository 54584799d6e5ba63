"""Gradient descent on a lesson: the given matrices at any moment, and what was lost on the way there.

An update takes the operations' raw values, without asking of every sum whether it is zero on paper, which
takes most of the time. A stretch of updates is then looked at as a whole. Where snapping to zero would leave
all its sums as they are, raw and snapped values are the same floats; else the stretch is made again with
those sums snapped that need it. So updates=t shows the very numbers that t single updates show.

Within a stretch every matrix is a stack: its first axis are the moments, one update apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from app.core.cell import CANCELLED
from app.core.lesson import Plan, Result, Texts
from app.core.operation import Array, Compute
from app.core.sheet import Sheet, Values, evaluate, work_out
from app.exercise.exercise import MOST_UPDATES, Exercise
from app.exercise.matrices import as_arrays
from app.lessons import LESSONS
from app.notation import number_text
from app.notation.numerals import LIMIT

STRETCH = 50
LARGEST_LOSS = 1e12

Arrays = dict[str, Array]
Key = tuple[str, tuple[tuple[str, Texts], ...]]


class Stretch(NamedTuple):
    """Some moments of training, stacked along the first axis: X: (moments, d, t), a loss: (moments, 1, 1).

    given has the given matrices, records the losses and the hidden activations. snapped: the sums that had
    to be snapped to zero. stopped says in words why the last moment has no next one that can be shown; it is
    empty where it has.
    """

    given: Arrays
    records: Arrays
    snapped: Set[str]
    stopped: str = ""


class History(NamedTuple):
    """All of training: the losses, (moments, 1, 1), and the hidden activations, (moments, m, t)."""

    records: Arrays
    stopped: str

    @property
    def updates(self) -> int:
        """How many updates could be made."""
        return len(next(iter(self.records.values()))) - 1


def recorded(plan: Plan) -> tuple[str, ...]:
    """What is kept of every moment: the losses and, where there are some, the hidden activations."""
    return (*plan.curves, *filter(None, [plan.hidden]))


@cache
def needed(plan: Plan) -> tuple[Result, ...]:
    """The results that an update or a record reads, in order."""
    wanted = {*(f"{name}_new" for name in plan.given), *recorded(plan)}
    kept: list[Result] = []
    for result in reversed(tuple(plan.results())):
        if result.name in wanted:
            kept.append(result)
            wanted.update(result.operands)
    return tuple(reversed(kept))


@cache
def updating(plan: Plan) -> tuple[Result, ...]:
    """The results that an update reads, in order: those needed that are no loss."""
    return tuple(result for result in needed(plan) if result.name not in plan.curves)


def quick_moments(plan: Plan, given: Values, snapped: Set[str]) -> Arrays:
    """The values at STRETCH + 1 moments from the given matrices on, only the named sums snapped to zero.

    Fast; whether other sums should have been snapped as well is looked at afterwards.
    """
    names = [*plan.given, *(result.name for result in updating(plan))]
    at = {name: k for k, name in enumerate(names)}
    # Numbers in a list are found faster than names, and together faster than one by one.
    program = [(computed_by(r, snapped), picking([at[name] for name in r.operands])) for r in updating(plan)]
    following = [at.get(f"{name}_new", at[name]) for name in plan.given]
    moments, now = [], [given[name] for name in plan.given]
    with np.errstate(all="ignore"):
        for _ in range(STRETCH + 1):
            for value_of, operands in program:
                now.append(value_of(*operands(now)))
            moments.append(now)
            now = [now[k] for k in following]
    return {name: stacked([values[k] for values in moments]) for name, k in at.items()}


def stacked(arrays: Sequence[Array]) -> Array:
    """Arrays of one shape along a new first axis."""
    return np.concatenate(arrays).reshape(len(arrays), *arrays[0].shape)


def picking(places: Sequence[int]) -> Callable[[list[Array]], Sequence[Array]]:
    """Takes what stands at these places of a list."""
    first = places[0]
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(first, first + 1))


def computed_by(result: Result, snapped: Set[str]) -> Compute:
    """How a result is worked out."""
    return result.operation.compute if result.name in snapped else result.operation.raw


def unsnapped(plan: Plan, stacks: Values) -> set[str]:
    """The sums that snapping to zero would change."""
    sizes = {name: np.abs(stack) for name, stack in stacks.items()}
    found = set()
    with np.errstate(all="ignore"):
        for result in updating(plan):
            if not result.operation.can_cancel:
                continue
            size, scale = sizes[result.name], result.operation.scale(*(sizes[n] for n in result.operands))
            if ((size > 0) & (size <= CANCELLED * scale)).any():
                found.add(result.name)
    return found


def trained(plan: Plan, given: Values, snapped: Set[str]) -> Stretch:
    """A stretch from the given matrices on; snapped: the sums that had to be snapped to zero before."""
    stacks, snapped = moments_snapped(plan, given, snapped)
    count, stopped = showable(plan, stacks)
    records = {name: stacks[name][:count] for name in recorded(plan)}
    return Stretch({name: stacks[name][:count] for name in plan.given}, records, snapped, stopped)


def moments_snapped(plan: Plan, given: Values, snapped: Set[str]) -> tuple[Arrays, Set[str]]:
    """The values at STRETCH + 1 moments, the losses among them, and the sums that were snapped to zero."""
    stacks = quick_moments(plan, given, snapped)
    while more := unsnapped(plan, stacks) - snapped:
        snapped = snapped | more
        stacks = quick_moments(plan, given, snapped)
    losses = (result for result in needed(plan) if result.name in plan.curves)
    return evaluate(losses, stacks), snapped


def showable(plan: Plan, stacks: Values) -> tuple[int, str]:
    """How many moments can be shown, and why there are no more; the first always can."""
    is_low = stacks[plan.loss][:, 0, 0] <= LARGEST_LOSS
    is_small = np.all([np.abs(stacks[name]).max(axis=(1, 2)) <= LIMIT for name in plan.given], axis=0)
    bad = [k for k in range(1, len(is_low)) if not (is_low[k] and is_small[k])]
    if not bad:
        return len(is_low), ""
    passed = (
        f"a number passed {LIMIT:,}"
        if is_low[bad[0]]
        else f"the loss passed {number_text.short(LARGEST_LOSS)}"
    )
    return bad[0], passed


@lru_cache(maxsize=12 * MOST_UPDATES // STRETCH)
def stretch(key: Key, number: int) -> Stretch:
    """The number-th stretch of training, from 0; it starts where the one before ends."""
    slug, texts = key
    plan = LESSONS[slug].plan([name for name, _ in texts])
    if not number:
        return trained(plan, as_arrays(texts), frozenset())
    before = stretch(key, number - 1)
    return trained(plan, {name: stack[-1] for name, stack in before.given.items()}, before.snapped)


def moment(key: Key, updates: int) -> tuple[Arrays, int]:
    """The given matrices after that many updates, or after as many as could be made."""
    number = max(updates - 1, 0) // STRETCH
    made = 0
    for k in range(number + 1):
        found = stretch(key, k)
        made = min(k * STRETCH + len(next(iter(found.given.values()))) - 1, updates)
        if found.stopped:
            break
    return {name: stack[made - k * STRETCH] for name, stack in found.given.items()}, made


def history(exercise: Exercise) -> History:
    """All of training, from the given matrices to the most updates that may be asked for."""
    return history_of(key_of(exercise))


@lru_cache(maxsize=12)
def history_of(key: Key) -> History:
    """history(), kept for the moments that follow."""
    found = [stretch(key, 0)]
    while not found[-1].stopped and len(found) < MOST_UPDATES // STRETCH:
        found.append(stretch(key, len(found)))
    parts = [s.records if s is found[-1] else {n: a[:-1] for n, a in s.records.items()} for s in found]
    return History(
        {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}, found[-1].stopped
    )


def key_of(exercise: Exercise) -> Key:
    """What training depends on: names do not matter to numbers."""
    return exercise.lesson.slug, tuple(exercise.given.items())


def worked(exercise: Exercise) -> tuple[Sheet, int]:
    """The exercise worked out at its moment of training, and how many updates could be made."""
    return worked_lately(key_of(exercise), exercise.updates)


@lru_cache(maxsize=64)
def worked_lately(key: Key, updates: int) -> tuple[Sheet, int]:
    """worked(), kept for the frames that follow."""
    given, made = moment(key, updates) if updates else (as_arrays(key[1]), 0)
    return work_out(LESSONS[key[0]], given), made
