"""The values at moments one update apart, as quickly as NumPy can make them: an update is written on a tape.

Sums are left as NumPy adds them, but for those that are named: they are snapped to zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.lesson import Plan, Result
from app.core.operation import Array
from app.core.operations import subtract_scaled
from app.core.sheet import Values
from app.training.tape import Absent, Tape

Shapes = tuple[tuple[int, ...], ...]


def quick_moments(plan: Plan, given: Values, snapped: Set[str], count: int) -> Moments:
    """Every matrix of an update at so many moments from the given ones on."""
    update = update_of(plan, given, snapped)
    cells = np.empty((count, update.width))
    with np.errstate(all="ignore"):
        for kept, now in zip(cells, update.moments(given), strict=False):
            np.copyto(kept, now)
    return Moments(update, cells)


def recorded(plan: Plan) -> tuple[str, ...]:
    """What is kept of every moment: the losses and, where there are some, the hidden activations."""
    return (*plan.curves, *filter(None, [plan.hidden]))


def needed(plan: Plan) -> tuple[Result, ...]:
    """The results that an update or a record reads, in order."""
    return plan.making(frozenset({*(f"{name}_new" for name in plan.given), *recorded(plan)}))


@cache
def updating(plan: Plan) -> tuple[Result, ...]:
    """The results that an update reads, in order: those needed that are no loss."""
    return tuple(result for result in needed(plan) if result.name not in plan.curves)


class TapedUpdate(NamedTuple):
    """One update written down. places: of the given matrices and of the results that it reads, by name.

    following: pairs of places; what stands at the second stands at the first one moment later. columns: where
    what is named stands in a line of so many cells, its width, which is one moment.
    """

    tape: Tape
    places: dict[str, int]
    following: list[tuple[int, int]]
    columns: dict[int, slice]
    width: int

    def named(self, cells: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """What is named by its name, in one moment or in many: cells: (…, cells)."""
        arrays = self.tape.arrays(cells, self.columns)
        return {name: arrays[number] for name, number in self.places.items()}

    def moments(self, given: Values) -> Iterator[Array]:
        """The moments from the given matrices on, one an update after the other: (cells,).

        Each is worked in the same place as the one before, so that calls find their operands where they
        always are: take down what is to stay.
        """
        now = np.empty(self.width)
        arrays = self.tape.arrays(now, self.columns)
        for name in given:
            arrays[self.places[name]][:] = given[name]
        calls = self.tape.laid_out(arrays)
        onward = [(arrays[before], arrays[after]) for before, after in self.following]
        while True:
            for function, arguments in calls:
                function(*arguments)
            yield now
            for before, after in onward:
                np.copyto(before, after)


class Moments(NamedTuple):
    """What an update gave, moment by moment, each a line of cells: (moments, cells)."""

    update: TapedUpdate
    cells: Array

    def stacks(self) -> dict[str, Array]:
        """Every matrix by name, its moments along the first axis."""
        return self.update.named(self.cells)


def update_of(plan: Plan, given: Values, snapped: Set[str]) -> TapedUpdate:
    """An update of the given matrices."""
    return taped_update(plan, tuple(given[name].shape for name in plan.given), frozenset(snapped))


@lru_cache(maxsize=64)
def taped_update(plan: Plan, shapes: Shapes, snapped: frozenset[str]) -> TapedUpdate:
    """An update of given matrices of these shapes."""
    tape = Tape()
    now = {name: tape.array(np.ones(shape)) for name, shape in zip(plan.given, shapes, strict=True)}
    moves = [some for some in steps_alike(plan, snapped) if now[some[0].operands[1]].like.size == 1]
    together = {result.name for some in moves for result in some}
    for result in updating(plan):
        if result.name not in together:
            made = written_down(result, snapped, [now[name] for name in result.operands])
            now[result.name] = with_place_of_its_own(made, now)
    following = [moved_together(tape, some, now, snapped) for some in moves]
    places = {name: array.place.number for name, array in now.items()}
    alone = ((n, f"{n}_new") for n in plan.learned if f"{n}_new" not in together)
    following += [(places[before], places[after]) for before, after in alone]
    columns = tape.columns(places.values())
    return TapedUpdate(tape, places, following, columns, max(where.stop for where in columns.values()))


def steps_alike(plan: Plan, snapped: Set[str]) -> list[list[Result]]:
    """The steps of descent, gathered where they differ in nothing but what is moved and its slope."""
    found: dict[object, list[Result]] = defaultdict(list)
    for result in updating(plan):
        name, *others = result.operands
        if result.operation is subtract_scaled and result.name == f"{name}_new":
            found[others[0], result.name in snapped].append(result)
    return list(found.values())


def moved_together(
    tape: Tape, steps: Sequence[Result], now: dict[str, Absent], snapped: Set[str]
) -> tuple[int, int]:
    """Writes steps of descent down as one, their cells in a row; the places before and after."""
    weight = now[steps[0].operands[1]]
    before = tape.row([now[result.operands[0]] for result in steps])
    slopes = tape.row([now[result.operands[2]] for result in steps])
    after = written_down(steps[0], snapped, [before, weight, slopes])
    shaped = [now[result.operands[0]].like for result in steps]
    now |= zip((result.name for result in steps), tape.apart(after, shaped), strict=True)
    return before.place.number, after.place.number


def with_place_of_its_own(made: Absent, others: Mapping[str, Absent]) -> Absent:
    """A result that is an operand as it is, or its transpose, copied."""
    is_another = made.place.seen != "whole" or any(made.place == other.place for other in others.values())
    return +made if is_another else made


def written_down(result: Result, snapped: Set[str], operands: Sequence[Absent]) -> Absent:
    """A result, worked out of operands on a tape."""
    operation = result.operation
    how: Callable[..., Any] = operation.compute if result.name in snapped else operation.raw
    made: Absent = how(*operands)
    return made
