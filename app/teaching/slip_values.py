"""The numbers that slips lead to: the lines of all the slips of a cell worked at once.

A line by itself is worked by core/cell.py. In a pile of attempts the same lines are worked on the numbers of
many exercises and people, so they are kept as places in a list of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.cell import ONES, Factor, Ref, Term
from app.core.operation import Array, snap_to_zero
from app.teaching.cell_places import CellPlaces
from app.teaching.tried_cell import Slip, TriedCell, Way
from app.teaching.typed_answers import TypedAnswer, half_digits

K = TypeVar("K", bound=Hashable)
FUNCTIONS_OF_MANY: Final[dict[str, Callable[[Array], Array]]] = {
    "identity": lambda x: x,
    "relu": lambda x: np.maximum(x, 0.0),
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
    "sqrt": np.sqrt,
    "abs": np.abs,
}
"""The functions of core/cell.py on many numbers."""


MOST_PRODUCTS: Final = 500_000
"""Worked at once, so that it takes little memory."""
BYTES_OF_SLIP, BYTES_OF_TERM = 450, 200
"""As tracemalloc counts them: a slip with its line, a term with its factors and what is kept of it here."""
NEARLY: Final = 1e-6
"""As near to a half a number is looked at by itself."""
Ways = Mapping[tuple[str, str], list[int]]
"""By a Way, which slips are of it."""


class ValuedSlip(NamedTuple):
    """A slip and the number that it gives."""

    slip: Slip
    value: float


class SlipLines:
    """Some slips of a cell and their lines, the same for every exercise of the same sizes.

    Most lines share most of their terms, so each of the U terms is kept once: coefficients (U,), places of
    factors (F, U), and for each of the S slips which terms it adds up (S, T). The first term is 0, the first
    place holds 1: they fill up what is shorter. read: where the P numbers that are read stand in an exercise.
    """

    def __init__(self, slips: Sequence[Slip], places: CellPlaces) -> None:
        self.slips, terms = slips, SharedTerms()
        self.added_up = small_places(padded([terms.sum_of(slip) for slip in slips]))
        divisors = [terms.divisor(slip) for slip in slips]
        self.divided: Array = np.array([number for number, _ in divisors])
        self.divisors = small_places([place for _, place in divisors])
        self.constants: Array = np.array([slip.line.constant for slip in slips])
        self.coefficients: Array = np.array([coefficient for coefficient, _ in terms.signed])
        self.factors = small_places(padded([read for _, read in terms.signed])).T
        self.read = small_places([places.of(ref) for ref, _ in terms.places])
        self.rounded = by_key((d, place) for (_, d), place in terms.places.items() if d is not None)
        self.fns = by_key((s.line.fn, k) for k, s in enumerate(slips) if s.line.fn != "identity")

    @property
    def bytes(self) -> int:
        """About how much memory it takes, its slips and their lines with it."""
        return self.added_up.nbytes + BYTES_OF_SLIP * len(self.slips) + BYTES_OF_TERM * self.coefficients.size

    def values(self, numbers: Array) -> Array:
        """The number of every slip, nan where it has none. numbers: what stands at the places that are read,
        for N cells or people, (N, P); the slips' numbers are (N, S)."""
        at_once = max(1, MOST_PRODUCTS // max(1, self.added_up.size))
        pieces = [self.few_values(numbers[k : k + at_once]) for k in range(0, max(1, len(numbers)), at_once)]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def few_values(self, numbers: Array) -> Array:
        """The same for as many as take little memory."""
        for decimals, places in self.rounded.items():
            numbers[:, places] = rounded_singly(numbers[:, places], decimals)
        with np.errstate(all="ignore"):
            products = (self.coefficients * numbers[:, self.factors].prod(axis=1))[:, self.added_up]
            total = snap_to_zero(products.sum(axis=2), np.abs(products).sum(axis=2))
            divisors = numbers[:, self.divisors] * self.divided
            inner = np.where(divisors == 0, 0.0, total / divisors)
            for fn, slips in self.fns.items():
                inner[:, slips] = FUNCTIONS_OF_MANY[fn](inner[:, slips])
            found: Array = inner * self.constants + 0.0
        return np.where(np.isfinite(found), found, np.nan)

    def valued(self, values: Array) -> ValuedSlips:
        """The slips with the numbers of one cell, (S,)."""
        return ValuedSlips(self.slips, values, self.by_way)

    @cached_property
    def by_way(self) -> Ways:
        """Which slips are of a way to go wrong."""
        return by_way(self.slips)


class SharedTerms:
    """The terms of many lines, each once: a coefficient and the places of its factors among those read."""

    def __init__(self) -> None:
        self.places: dict[tuple[Ref, int | None], int] = {(Ref(ONES, 1, 1), None): 0}
        """By cell, and by the decimals that it is rounded to."""
        self.signed: list[tuple[float, list[int]]] = [(0.0, [])]
        self.known: dict[int | None, dict[int, int]] = {}

    def sum_of(self, slip: Slip) -> list[int]:
        """Which of the terms a slip adds up; they are told apart by what they are in memory, as lines share
        them."""
        known = self.known.setdefault(slip.decimals, {})
        return [known.get(id(t)) or self.added(t, slip.decimals, known) for t in slip.line.terms]

    def added(self, term: Term, decimals: int | None, known: dict[int, int]) -> int:
        """A term that is new."""
        coefficient, places = float(term.sign), []
        for factor in term.factors:
            number, place = self.taken(factor, decimals)
            if place:
                places.append(place)
            else:
                coefficient *= number
        known[id(term)] = at = len(self.signed)
        self.signed.append((coefficient, places))
        return at

    def divisor(self, slip: Slip) -> tuple[float, int]:
        """What a slip's line is divided by."""
        divisor = slip.line.divisor
        return (1.0, 0) if divisor is None else self.taken(divisor, slip.decimals)

    def taken(self, factor: Factor, decimals: int | None) -> tuple[float, int]:
        """A factor as a plain number and a place, one of which is 1."""
        if not isinstance(factor, Ref):
            return factor, 0
        if factor.name == ONES:
            return 1.0, 0
        return 1.0, self.places.setdefault((factor, decimals), len(self.places))


def small_places(places: Sequence[int] | Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Places as an array that takes little memory."""
    return np.array(places, np.int32)


def by_key(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    """The numbers of each key."""
    found: dict[K, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    return found


def rounded_singly(numbers: Array, decimals: int) -> Array:
    """Each number rounded as round() does it: NumPy multiplies first, and so makes 0.35 a tie, which it is
    not."""
    found = numbers.round(decimals)
    ties = np.abs(np.abs(numbers) * 10.0**decimals % 1 - 0.5) < NEARLY
    found[ties] = [round(number, decimals) for number in numbers[ties].tolist()]
    return found


def padded(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Rows of one length, filled up with 0."""
    width = max(map(len, rows), default=0)
    return [[*row, *[0] * (width - len(row))] for row in rows]


def by_way(slips: Sequence[Slip]) -> Ways:
    """Which slips are of a way to go wrong: of its code and detail, or of its code at large."""
    found: dict[tuple[str, str], list[int]] = {}
    for k, slip in enumerate(slips):
        found.setdefault((slip.code, slip.detail), []).append(k)
        if slip.detail:
            found.setdefault((slip.code, ""), []).append(k)
    return found


class ValuedSlips:
    """Slips of a cell and their numbers, some of which may be missing."""

    def __init__(self, slips: Sequence[Slip], values: Array, ways: Ways | None) -> None:
        self.slips, self.values, self.given_ways = slips, values, ways

    @cached_property
    def by_way(self) -> Ways:
        """Which slips are of a way to go wrong."""
        return by_way(self.slips) if self.given_ways is None else self.given_ways

    def numbers(self, way: Way) -> set[float]:
        """The numbers that a way to go wrong may lead to."""
        found = (float(self.values[k]) for k in self.by_way.get(way, ()))
        return {round(value, 6) for value in found if not math.isnan(value)}


class PossibleSlips:
    """Every slip of a cell, with its number: on the true numbers, or also on somebody's own."""

    def __init__(self, *parts: ValuedSlips) -> None:
        self.parts = tuple(part for part in parts if len(part.slips))
        self.found: dict[Way, frozenset[float]] = {}

    def __iter__(self) -> Iterator[ValuedSlip]:
        """Each slip that has a number."""
        for part in self.parts:
            pairs = zip(part.slips, part.values.tolist(), strict=True)
            yield from (ValuedSlip(slip, value) for slip, value in pairs if not math.isnan(value))

    def fits(self, typed: TypedAnswer) -> tuple[Slip, ...]:
        """The slips that give a typed number."""
        found = typed.agreeing(self.values, self.digits)
        return tuple(self.slip(k) for k in found)

    @cached_property
    def values(self) -> Array:
        """The numbers of all its parts."""
        return np.concatenate([part.values for part in self.parts] or [np.zeros(0)])

    @cached_property
    def digits(self) -> Array:
        """Half of the last digit of each number."""
        return half_digits(self.values)

    def slip(self, k: int) -> Slip:
        """One of its slips, counted through its parts."""
        for part in self.parts:
            if k < len(part.slips):
                return part.slips[k]
            k -= len(part.slips)
        raise IndexError(k)

    def numbers(self, way: Way) -> frozenset[float]:
        """The numbers that a way to go wrong may lead to."""
        if way not in self.found:
            self.found[way] = frozenset().union(*(part.numbers(way) for part in self.parts))
        return self.found[way]


def worked_singly(cell: TriedCell, slips: Sequence[Slip]) -> ValuedSlips:
    """Slips of this cell alone, each line worked by itself."""
    return with_values(slips, [cell.value(slip.line) for slip in slips])


def with_values(
    slips: Sequence[Slip], values: Sequence[float | None], ways: Ways | None = None
) -> ValuedSlips:
    """Slips and the number of each, None where it has none."""
    return ValuedSlips(slips, np.array([math.nan if v is None else v for v in values]), ways)
