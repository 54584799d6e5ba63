"""One flat line of arithmetic: the idea that the whole program is made of.

Every number that is worked out by hand is a cell, and every cell is one line:

    cell = constant * fn( (sum of signed products of other cells) / divisor )

Row 2, column 3 of Z = W X + b, for instance, is the line

    identity( W[2,1] X[1,3] + W[2,2] X[2,3] + b[2] 1[3] )

Paper never nests: what would need brackets inside brackets gets a cell of its own. So a line is all
there is to know about a cell. The cells to light up are its operands, the working on the page is its
stages, and a formula, a sentence, a spreadsheet entry or a hint is the same line printed differently.

    Ref      one cell of one matrix, by name, row and column; ("ones", 1, j) is the visible row of ones
    Factor   a Ref, or a plain number
    Term     a sign and the factors that are multiplied
    Line     the line above
    Stage    the line again, further worked out: names, numbers, products, sum, value
    Lookup   gives the number in a cell
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

ONES = "ones"
CANCELLED = 1e-13
"""A sum this small beside its terms is what binary fractions leave of a sum that is 0 on paper."""
CARRIED = 100.0
"""How many times as much small terms may bring along: 0.00025 may be what was left of 1.00025 − 1."""
LARGEST_SCALE = 1e300
"""Beside larger terms nothing is taken for rounding: their sum may be infinite, and is left so."""


class Ref(NamedTuple):
    """One cell of one matrix; rows and columns count from 1, as on paper."""

    name: str
    row: int
    column: int


Factor = Ref | float
Lookup = Callable[[Ref], float]

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "identity": lambda x: x,
    "relu": lambda x: max(0.0, x),
    "step": lambda x: 1.0 if x > 0 else 0.0,
    "sqrt": math.sqrt,
    "abs": abs,
}


class Term(NamedTuple):
    """A signed product; sign is 1 or -1. squared says that its two numbers came from one cell."""

    sign: int
    factors: tuple[Factor, ...]
    squared: bool = False

    def is_square(self) -> bool:
        """Whether it is a cell times itself."""
        return self.squared or (
            len(self.factors) == 2 and isinstance(self.factors[0], Ref) and self.factors[0] == self.factors[1]
        )

    def product(self, lookup: Lookup) -> float:
        """The term's number, sign included."""
        product = float(self.sign)
        for factor in self.factors:
            product *= lookup(factor) if isinstance(factor, Ref) else factor
        return product


class Line(NamedTuple):
    """constant * fn( sum of terms / divisor ); what is divided by 0 counts as 0, and no result is -0.

    The only divisor that can be 0 is the length of a column of zeros, and its slope is taken as 0.
    """

    terms: tuple[Term, ...]
    fn: str = "identity"
    constant: float = 1.0
    divisor: Factor | None = None

    def with_terms(self, terms: tuple[Term, ...]) -> Line:
        """The line with other terms."""
        return Line(terms, self.fn, self.constant, self.divisor)

    def inner(self, lookup: Lookup) -> float:
        """The sum of the terms, before division, function and constant."""
        products = [term.product(lookup) for term in self.terms]
        total = math.fsum(products)
        scale = math.fsum(map(abs, products))
        beside = max(min(scale, LARGEST_SCALE), min(1.0, CARRIED * scale))
        return total if abs(total) > CANCELLED * beside else 0.0

    def value(self, lookup: Lookup) -> float:
        """The cell's number. KeyError for a function that is not in FUNCTIONS."""
        return self.constant * FUNCTIONS[self.fn](self.divided(lookup)) + 0.0

    def divided(self, lookup: Lookup) -> float:
        """What the function is applied to."""
        divisor = 1.0 if self.divisor is None else number_in(self.divisor, lookup)
        return self.inner(lookup) / divisor if divisor else 0.0

    def operands(self) -> tuple[Ref, ...]:
        """The cells that the line reads, each once, in reading order."""
        factors = [factor for term in self.terms for factor in term.factors]
        refs = [factor for factor in [*factors, self.divisor] if isinstance(factor, Ref)]
        return tuple(dict.fromkeys(refs))

    def is_plain(self) -> bool:
        """True where the line is a sum of products and nothing else."""
        return self.fn == "identity" and self.constant == 1 and self.divisor is None


class Stage(NamedTuple):
    """One row of the working on paper. The last stage, "value", is a single number."""

    name: str
    line: Line


def number_in(factor: Factor, lookup: Lookup) -> float:
    """The number of a factor."""
    return lookup(factor) if isinstance(factor, Ref) else factor


def stages(line: Line, lookup: Lookup) -> tuple[Stage, ...]:
    """The working: names, numbers, products, sum, value; no row repeats the one before it or the value."""
    numbers = substituted(line, lookup)
    value = Stage("value", Line(single(line.value(lookup))))
    rows = [
        Stage("names", line),
        Stage("numbers", numbers),
        Stage("products", multiplied(numbers)),
        Stage("sum", numbers._replace(terms=single(numbers.inner(lookup)))),
    ]
    repeated = {b.name for a, b in pairwise(rows) if a.line == b.line}
    kept = (row for row in rows if row.name not in repeated and row.line != value.line)
    return (*kept, value)


def substituted(line: Line, lookup: Lookup) -> Line:
    """The line with its numbers in place of its names."""
    # number_in, written out: a page substitutes thousands of factors, and a call for each is felt.
    terms = [
        Term(t.sign, tuple([lookup(f) if isinstance(f, Ref) else f for f in t.factors]), t.is_square())
        for t in line.terms
    ]
    divisor = None if line.divisor is None else number_in(line.divisor, lookup)
    return Line(tuple(terms), line.fn, line.constant, divisor)


def multiplied(numbers: Line) -> Line:
    """A line of numbers with each product worked out; minus signs become subtractions after the first."""
    first, *rest = (term.product(no_names) for term in numbers.terms)
    later = (Term(-1 if product < 0 else 1, (abs(product),)) for product in rest)
    return numbers._replace(terms=(*single(first), *later))


def single(value: float) -> tuple[Term]:
    """A number as the only term of a line."""
    return (Term(1, (value + 0.0,)),)


def no_names(ref: Ref) -> float:
    """The lookup of a line that has numbers only. Raises LookupError."""
    raise LookupError(f"{ref} stands in a line of numbers")
