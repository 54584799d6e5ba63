"""Gradient descent on a lesson: the given matrices at any moment, and what was lost on the way there.

An update takes the operations' raw values, without asking of every sum whether it is zero on paper, which
takes most of the time. A stretch of updates is then looked at as a whole. Where snapping to zero would leave
all its sums as they are, raw and snapped values are the same floats; else it is made again from the first
moment on that has a sum to snap. So updates=t shows the very numbers that t single updates show.

Within a stretch every matrix is a stack: its first axis are the moments, one update apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import count, takewhile
from typing import NamedTuple

import numpy as np

from app.core.lesson import Plan, Result, Texts
from app.core.operation import Array, Flags, rounding_beside
from app.core.sheet import Sheet, Values, evaluate, work_out
from app.exercise.exercise import MOST_UPDATES, Exercise
from app.exercise.matrices import as_arrays, as_texts
from app.lessons import LESSONS
from app.notation import number_text
from app.notation.numerals import LIMIT
from app.training.extremes import Extremes, extremes
from app.training.moments import Moments, TapedUpdate, needed, quick_moments, recorded, updating

STRETCH, LATER_STRETCH = 50, 190
"""Updates of the first stretch, which pages ask for most, and of each that follows."""
STRETCHES = 1 + (MOST_UPDATES - STRETCH) // LATER_STRETCH
LARGEST_LOSS = 1e12
NUMBER_PASSED = f"a number passed {LIMIT:,}"
LOSS_PASSED = f"the loss passed {number_text.short(LARGEST_LOSS)}"
"""Why a moment cannot be shown."""

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


def unsnapped(plan: Plan, moments: Moments, snapped: Set[str]) -> dict[str, int]:
    """The sums besides those snapped that snapping to zero would change, and the first moment of each."""
    with np.errstate(all="ignore"):
        few = may_be_rounding(plan, moments.update, extremes(moments.cells), snapped)
        sizes = moments.update.named(np.abs(moments.cells)) if few else {}
        found = {r.name: rounding_moments(r, sizes) for r in few}
    return {name: int(at.argmax()) for name, at in found.items() if at.any()}


def may_be_rounding(plan: Plan, update: TapedUpdate, found: Extremes, snapped: Set[str]) -> list[Result]:
    """Sums that may be rounding at some moment: their least size is compared with their terms' largest.

    It is cheap and seldom so; rounding_moments() then says of these at which moments. snapped: left out.
    """
    most, least = update.named(found.most), update.named(found.least)
    sums = (r for r in updating(plan) if r.operation.can_cancel and r.name not in snapped)
    scales = ((r, r.operation.scale(*(most[name] for name in r.operands))) for r in sums)
    return [r for r, scale in scales if is_small(least[r.name], 2 * rounding_beside(scale)).any()]


def is_small(size: Array, bound: Array) -> Flags:
    """Where a number is not 0 and yet not above a bound; also where the bound is infinite or not a number."""
    small: Flags = (size > 0) & ~(size > bound)
    return small


def rounding_moments(result: Result, sizes: Values) -> Flags:
    """At which moments a sum is only rounding beside its terms, in any cell: (moments,)."""
    size, scale = sizes[result.name], result.operation.scale(*(sizes[name] for name in result.operands))
    found: Flags = ((size > 0) & (size <= rounding_beside(scale))).reshape(len(size), -1)
    at_moments: Flags = np.logical_or.reduce(found, axis=1)
    return at_moments


def trained(plan: Plan, given: Values, snapped: Set[str], updates: int) -> Stretch:
    """A stretch from the given matrices on; snapped: the sums that had to be snapped to zero before."""
    stacks, snapped = moments_snapped(plan, given, snapped, updates)
    shown, stopped = showable(plan, stacks)
    given, records = (
        {name: stacks[name][:shown].copy() for name in names} for names in (plan.given, recorded(plan))
    )
    return Stretch(given, records, snapped, stopped)


def moments_snapped(plan: Plan, given: Values, snapped: Set[str], updates: int) -> tuple[Arrays, Set[str]]:
    """The values before and after each update, the losses among them, and the sums snapped to zero."""
    moments = quick_moments(plan, given, snapped, updates + 1)
    stacks = moments.stacks()
    while more := unsnapped(plan, moments, snapped):
        snapped, first = snapped | more.keys(), min(more.values())
        then = {name: stacks[name][first] for name in given}
        for name, stack in quick_moments(plan, then, snapped, updates + 1 - first).stacks().items():
            stacks[name][first:] = stack
    losses = (result for result in needed(plan) if result.name in plan.curves)
    return evaluate(losses, stacks), snapped


def showable(plan: Plan, stacks: Values) -> tuple[int, str]:
    """How many moments can be shown, and why there are no more; the first always can."""
    is_low = stacks[plan.loss][:, 0, 0] <= LARGEST_LOSS
    is_small = np.all([np.abs(stacks[name]).max(axis=(1, 2)) <= LIMIT for name in plan.given], axis=0)
    bad = [k for k in range(1, len(is_low)) if not (is_low[k] and is_small[k])]
    if not bad:
        return len(is_low), ""
    return bad[0], NUMBER_PASSED if is_low[bad[0]] else LOSS_PASSED


def begins_beyond(exercise: Exercise) -> bool:
    """Whether the loss is larger than can be shown before anything is trained."""
    values = evaluate(needed(exercise.plan), as_arrays(tuple(exercise.given.items())))
    return bool(values[exercise.plan.loss][0, 0] > LARGEST_LOSS)


@lru_cache(maxsize=12 * STRETCHES)
def stretch(key: Key, number: int) -> Stretch:
    """The number-th stretch of training, from 0; it starts where the one before ends."""
    slug, texts = key
    plan = LESSONS[slug].plan([name for name, _ in texts])
    if not number:
        return trained(plan, as_arrays(texts), frozenset(), STRETCH)
    before = stretch(key, number - 1)
    last = {name: stack[-1] for name, stack in before.given.items()}
    return trained(plan, last, before.snapped, LATER_STRETCH)


def begin(number: int) -> int:
    """How many updates were made before a stretch."""
    return STRETCH + (number - 1) * LATER_STRETCH if number else 0


def moment(key: Key, updates: int) -> tuple[Arrays, int]:
    """The given matrices after that many updates, or after as many as could be made."""
    made = 0
    for k in takewhile(lambda k: not k or begin(k) < updates, count()):
        found = stretch(key, k)
        made = min(begin(k) + len(next(iter(found.given.values()))) - 1, updates)
        if found.stopped:
            break
    return {name: stack[made - begin(k)] for name, stack in found.given.items()}, made


def history(exercise: Exercise) -> History:
    """All of training, from the given matrices to the most updates that may be asked for."""
    return history_of(key_of(exercise))


@lru_cache(maxsize=12)
def history_of(key: Key) -> History:
    """history(), kept for the moments that follow."""
    found = [stretch(key, 0)]
    while not found[-1].stopped and len(found) < STRETCHES:
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


def current_texts(exercise: Exercise, sheet: Sheet) -> Mapping[str, Texts]:
    """The given matrices as they are shown: after updates the learned ones, which read back exactly."""
    if not exercise.updates:
        return exercise.given
    return {**exercise.given, **as_texts({name: sheet.values[name] for name in sheet.plan.learned})}


@lru_cache(maxsize=64)
def worked_lately(key: Key, updates: int) -> tuple[Sheet, int]:
    """worked(), kept for the frames that follow."""
    given, made = moment(key, updates) if updates else (as_arrays(key[1]), 0)
    return work_out(LESSONS[key[0]], given), made
