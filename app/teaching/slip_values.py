"""The numbers that slips lead to: the lines of all the slips of a cell worked at once.

A line by itself is worked by core/cell.py. In a pile of attempts the same lines are worked on the numbers of
many exercises and people, so they are kept as places in a list of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.cell import ONES, Factor, Line, Ref, Term
from app.core.operation import Array, snap_to_zero
from app.teaching.cell_places import CellPlaces
from app.teaching.line_numbers import FUNCTIONS_OF_MANY, LineNumbers, Taken, finite, rounded_singly
from app.teaching.number_slips import NumberSlip
from app.teaching.tried_cell import Slip, TriedCell, Way, ways_of
from app.teaching.typed_answers import TypedAnswer, half_digits

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MOST_PRODUCTS: Final = 500_000
"""Worked at once, so that it takes little memory."""
BYTES_OF_SLIP, BYTES_OF_TERM, BYTES_OF_COLUMN = 450, 200, 60
"""As tracemalloc counts them: a slip with its line, a term with its factors and what is kept of it here, what
a column has besides."""


class ValuedSlip(NamedTuple):
    """A slip and the number that it gives."""

    slip: Slip
    value: float


class CellSlips:
    """The slips of a cell, the same for every exercise of the same sizes: S columns, first those whose lines
    are the same whatever the numbers are, then those of number_slips.py.

    Most lines share most of their terms, so each of the U terms is kept once: coefficients (U,), places of
    factors (F, U), and for each line which terms it adds up, (lines, T). The first term is 0, the first place
    holds 1: they fill up what is shorter. read: where the P numbers that are read stand in an exercise.
    """

    def __init__(
        self, cell: TriedCell, slips: Sequence[Slip], varying: Sequence[NumberSlip], places: CellPlaces
    ) -> None:
        self.line, self.slips, self.varying = cell.line, slips, varying
        terms = SharedTerms()
        self.own_terms = small_places(terms.sum_of(cell.line))
        self.own_factors = {factor: terms.taken(factor) for factor in factors_of(cell.line)}
        self.added_up = small_places(padded([terms.sum_of(s.line, s.decimals) for s in slips]))
        divisors = [terms.divisor(slip) for slip in slips]
        self.divided: Array = np.array([number for number, _ in divisors])
        self.divisors = small_places([place for _, place in divisors])
        self.constants: Array = np.array([slip.line.constant for slip in slips])
        self.coefficients: Array = np.array([coefficient for coefficient, _ in terms.signed])
        self.factors = small_places(padded([read for _, read in terms.signed])).T
        self.read = small_places([places.of(ref) for ref, _ in terms.places])
        self.rounded = by_key((d, place) for (_, d), place in terms.places.items() if d is not None)
        self.fns = by_key((s.line.fn, k) for k, s in enumerate(slips) if s.line.fn != "identity")
        self.ways = [*(s.ways for s in slips), *(ways_of(*way) for each in varying for way in each.ways)]

    @cached_property
    def by_way(self) -> Mapping[Way, list[int]]:
        """Which slips are of a way to go wrong."""
        return by_key((way, k) for k, ways in enumerate(self.ways) for way in ways)

    @property
    def bytes(self) -> int:
        """About how much memory it takes, its slips and their lines with it."""
        of_columns = BYTES_OF_SLIP * len(self.slips) + BYTES_OF_COLUMN * len(self.ways)
        return self.added_up.nbytes + of_columns + BYTES_OF_TERM * self.coefficients.size

    def values(self, numbers: Array) -> Array:
        """The number of every slip, nan where it has none. numbers: what stands at the places that are read,
        for N exercises or people, (N, P); the slips' numbers are (N, S)."""
        at_once = max(1, MOST_PRODUCTS // max(1, self.added_up.size))
        pieces = [self.few_values(numbers[k : k + at_once]) for k in range(0, len(numbers), at_once)]
        return np.concatenate([np.empty((0, len(self.ways))), *pieces])

    def few_values(self, numbers: Array) -> Array:
        """The same for as many as take little memory."""
        for decimals, places in self.rounded.items():
            numbers[:, places] = rounded_singly(numbers[:, places], [decimals] * len(places))
        with np.errstate(all="ignore"):
            products = self.coefficients * numbers[:, self.factors].prod(axis=1)
            read = LineNumbers(self.line, self.own_factors, numbers, products[:, self.own_terms])
            return np.hstack([self.fixed(numbers, products), *(each.values(read) for each in self.varying)])

    def fixed(self, numbers: Array, products: Array) -> Array:
        """The numbers of those whose lines are always the same. products: of the terms, (N, U)."""
        added = products[:, self.added_up]
        total = snap_to_zero(added.sum(axis=2), np.abs(added).sum(axis=2))
        divisors = numbers[:, self.divisors] * self.divided
        inner = np.where(divisors == 0, 0.0, total / divisors)
        for fn, slips in self.fns.items():
            inner[:, slips] = FUNCTIONS_OF_MANY[fn](inner[:, slips])
        return finite(inner * self.constants + 0.0)

    def slip(self, k: int, cell: TriedCell, number: float) -> Slip:
        """One of them. cell: with its numbers; number: what the slip gives on them."""
        if k < len(self.slips):
            return self.slips[k]
        k -= len(self.slips)
        for each in self.varying:
            if k < len(each.ways):
                return each.slip(cell, k, number)
            k -= len(each.ways)
        raise IndexError(k)


def factors_of(line: Line) -> Iterator[Factor]:
    """The factors of a line, and what it is divided by, or 1."""
    yield from (factor for term in line.terms for factor in term.factors)
    yield 1.0 if line.divisor is None else line.divisor


class SharedTerms:
    """The terms of many lines, each once: a coefficient and the places of its factors among those read."""

    def __init__(self) -> None:
        self.places: dict[tuple[Ref, int | None], int] = {(Ref(ONES, 1, 1), None): 0}
        """By cell, and by the decimals that it is rounded to."""
        self.signed: list[tuple[float, list[int]]] = [(0.0, [])]
        self.known: dict[int | None, dict[int, int]] = {}

    def sum_of(self, line: Line, decimals: int | None = None) -> list[int]:
        """Which of the terms a line adds up; they are told apart by what they are in memory, as lines share
        them."""
        known = self.known.setdefault(decimals, {})
        return [known.get(id(t)) or self.added(t, decimals, known) for t in line.terms]

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

    def divisor(self, slip: Slip) -> Taken:
        """What a slip's line is divided by."""
        divisor = slip.line.divisor
        return self.taken(1.0 if divisor is None else divisor, slip.decimals)

    def taken(self, factor: Factor, decimals: int | None = None) -> Taken:
        """A factor: a number, with place 0, which holds 1; or 1, with the place of the cell's number."""
        if not isinstance(factor, Ref):
            return Taken(factor, 0)
        if factor.name == ONES:
            return Taken(1.0, 0)
        return Taken(1.0, self.places.setdefault((factor, decimals), len(self.places)))


def small_places(places: Sequence[int] | Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Places as an array that takes little memory."""
    return np.array(places, np.int32)


def by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """What belongs to each key, in order."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def padded(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Rows of one length, filled up with 0."""
    width = max(map(len, rows), default=0)
    return [[*row, *[0] * (width - len(row))] for row in rows]


class ValuedSlips:
    """The slips of a cell and the numbers that they give, (S,), nan where there is none."""

    def __init__(self, slips: CellSlips, cell: TriedCell, values: Array) -> None:
        self.slips, self.cell, self.values = slips, cell, values
        self.found: dict[Way, frozenset[float]] = {}

    def slip(self, k: int) -> Slip:
        """One of them."""
        return self.slips.slip(k, self.cell, float(self.values[k]))

    def numbers(self, way: Way) -> frozenset[float]:
        """The numbers that a way to go wrong may lead to."""
        if way not in self.found:
            found = self.values[self.slips.by_way.get(way, [])].tolist()
            self.found[way] = frozenset(round(value, 6) for value in found if not math.isnan(value))
        return self.found[way]


class PossibleSlips:
    """Every slip of a cell, with its number: on somebody's own numbers if there are any, and on the true
    ones."""

    def __init__(self, *parts: ValuedSlips) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[ValuedSlip]:
        """Each slip that has a number."""
        for part in self.parts:
            found = enumerate(part.values.tolist())
            yield from (ValuedSlip(part.slip(k), value) for k, value in found if not math.isnan(value))

    def columns(self, typed: TypedAnswer) -> list[list[int]]:
        """Which of its slips give a typed number, part by part."""
        return [typed.agreeing(part.values, half_digits(part.values)) for part in self.parts]

    def numbers(self, way: Way) -> frozenset[float]:
        """The numbers that a way to go wrong may lead to."""
        first, *others = [part.numbers(way) for part in self.parts]
        return first.union(*others) if others else first
