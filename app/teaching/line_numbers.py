"""The line of a cell on the numbers of many exercises or people at once; core/cell.py works it on one's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from app.core.cell import Factor, Line
from app.core.operation import Array, Flags, snap_to_zero

FUNCTIONS_OF_MANY: Final[dict[str, Callable[[Array], Array]]] = {
    "identity": lambda x: x,
    "relu": lambda x: np.maximum(x, 0.0),
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
    "sqrt": np.sqrt,
    "abs": np.abs,
}
"""The functions of core/cell.py on many numbers."""
NEARLY: Final = 1e-6
"""As near to a half a number is looked at by itself."""


class Taken(NamedTuple):
    """A factor: a plain number times what stands at a place among those read; one of the two is 1."""

    number: float
    place: int


class LineNumbers:
    """What a cell's line reads and comes to, for N exercises or people.

    taken: where each factor stands among the P numbers that are read, and 1.0; numbers: (N, P); products:
    those of the line's T terms, with their signs, (N, T).
    """

    def __init__(self, line: Line, taken: Mapping[Factor, Taken], numbers: Array, products: Array) -> None:
        self.line, self.taken, self.numbers, self.products = line, taken, numbers, products

    def of(self, *factors: Factor) -> Array:
        """The numbers of some factors: (N, factors)."""
        found = [self.taken[factor] for factor in factors]
        return self.numbers[:, [each.place for each in found]] * [each.number for each in found]

    @cached_property
    def divisor(self) -> Array:
        """What the sum is divided by, 1 where it is by nothing: (N, 1)."""
        return self.of(1.0 if self.line.divisor is None else self.line.divisor)

    @cached_property
    def total(self) -> Array:
        """The sum of the products: (N, 1)."""
        total: Array = self.products.sum(axis=1, keepdims=True)
        return total

    @cached_property
    def size(self) -> Array:
        """The sum of their sizes: (N, 1)."""
        size: Array = np.abs(self.products).sum(axis=1, keepdims=True)
        return size

    @cached_property
    def value(self) -> Array:
        """The cell's numbers: (N, 1)."""
        return self.worked(self.total, self.size)

    def worked(
        self, sums: Array, sizes: Array, *, divisors: Array | None = None, fn: str | None = None
    ) -> Array:
        """The line from its sum on, with other sums, divisors or another function, (N, K); nan where it has
        no number. sizes: those of the terms of each sum added up, beside which it may be 0."""
        divided = self.divisor if divisors is None else divisors
        inner = np.where(divided == 0, 0.0, snap_to_zero(sums, sizes) / divided)
        return finite(FUNCTIONS_OF_MANY[fn or self.line.fn](inner) * self.line.constant + 0.0)


def finite(numbers: Array) -> Array:
    """The numbers, nan for what is none."""
    return np.where(np.isfinite(numbers), numbers, np.nan)


def where(flags: Flags, numbers: Array) -> Array:
    """The numbers where they count, nan elsewhere."""
    return np.where(flags, numbers, np.nan)


def rounded_singly(numbers: Array, decimals: Sequence[int]) -> Array:
    """Each number rounded as round() does it: NumPy multiplies first, and so makes 0.35 a tie, which it is
    not. decimals: of each column, or one for all."""
    scales = 10.0 ** np.array(decimals, np.float64)
    scaled = numbers * scales
    found = np.rint(scaled) / scales
    ties = np.abs(np.abs(scaled) % 1 - 0.5) < NEARLY
    given, kept = (np.broadcast_to(each, found.shape)[ties].tolist() for each in (numbers, decimals))
    found[ties] = [*map(round, given, kept)]
    return found
