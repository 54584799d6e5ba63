"""What an operation on matrices is; operations.py has the table of them.

An operation is stated by the line of its cells with letters for the indices, and by texts of the matrix.
All else is derived from the line: the shape rule, the line of any one cell, whether it has a bias.

    out[i,j] = W[i,k] X[k,j] + b[i,1] ones[1,j]      k stands on the right only, so it is summed over
    out[i,j] = -1 * step(f[i,j])                     a constant and a function around the sum
    out[1,1] = SSE[1,1] / #E                         a divisor; #E is the number of entries of E
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.arrangement import Layout, read_layout
from app.core.cell import CANCELLED, CARRIED, FUNCTIONS, LARGEST_SCALE, ONES, Factor, Line, Ref, Term

Array = NDArray[np.float64]
Flags = NDArray[np.bool]
Shape = tuple[int, int]
Compute = Callable[..., Array]
Sizes = Mapping[str, int]

LINE = re.compile(
    r"out\[(?P<i>\w),(?P<j>\w)\] = (?:(?P<constant>-?\d+) \* )?"
    r"(?:(?P<fn>[a-z]+)\((?P<inside>[^()]+)\)|(?P<plain>[^()/]+?))(?: / (?P<divisor>\S+))?"
)
TERM = re.compile(r"(?P<sign>[+-]?) ?(?P<factors>\w+\[\w,\w\](?: \w+\[\w,\w\])*)")
CELL = re.compile(r"(\w+)\[(\w),(\w)\]")
FIELD = re.compile(r"\{(\w+)\}")


class ShapeError(ValueError):
    """Matrices whose shapes do not fit together; says which and how."""


class IndexedCell(NamedTuple):
    """A cell with letters for indices: an operand (or "out"), its row and its column."""

    operand: str
    row: str
    column: str

    def at(self, names: Mapping[str, str], index: Sizes) -> Ref:
        """The cell that it stands for when the letters have these numbers."""
        return Ref(names.get(self.operand, self.operand), index[self.row], index[self.column])


class SignedPlaces(NamedTuple):
    """A term with letters for indices."""

    sign: int
    places: tuple[IndexedCell, ...]

    @property
    def is_square(self) -> bool:
        """Whether it is a cell times itself."""
        return len(self.places) == 2 and self.places[0] == self.places[1]


@dataclass(frozen=True, eq=False, kw_only=True)
class Operation:
    """One operation, in texts that call its operands by their letters.

    raw takes the operands' arrays in the formula's order, two-dimensional or stacks of such, and is numpy's
    plain value.
    """

    name: str
    line: str
    """The line of its cells."""
    formula: str
    """The whole matrix, in the notation of formula_text.py."""
    on_paper: str
    """How its matrices stand, in the notation of arrangement.py."""
    numpy: str
    """The whole matrix as somebody would type it in NumPy."""
    raw: Compute
    torch: str = ""
    """The same in PyTorch, where that is typed otherwise."""

    @cached_property
    def operands(self) -> tuple[str, ...]:
        """The letters of its operands, in the formula's order."""
        return tuple(dict.fromkeys(name for name in FIELD.findall(self.formula) if name != "out"))

    @cached_property
    def layout(self) -> Layout:
        """How its matrices stand on paper."""
        return read_layout(self.on_paper)

    @property
    def fn(self) -> str:
        """The function around the sum of its cells, one of cell.FUNCTIONS."""
        return self.parts["fn"] or "identity"

    @property
    def has_bias(self) -> bool:
        """Whether it reads the visible row of ones."""
        return ONES in self.letters

    @property
    def over_ones(self) -> str:
        """The operand under which the row of ones stands; empty without a bias."""
        above = (piece.operand for piece in self.layout.pieces if piece.place == "top")
        return next(above, "") if self.has_bias else ""

    @cached_property
    def can_cancel(self) -> bool:
        """Whether its cells add up numbers that may leave 0; squares never do."""
        written = {self.parts["i"], self.parts["j"], "1"}
        is_sum = len(self.terms) > 1 or any(not written.issuperset(p[1:]) for p in self.terms[0].places)
        return is_sum and not all(term.is_square for term in self.terms)

    def compute(self, *operands: Array) -> Array:
        """The result's value: 0 where a sum is zero on paper, whatever binary fractions leave of it."""
        value: Array = self.raw(*operands)
        return snap_to_zero(value, self.scale(*map(np.abs, operands))) if self.can_cancel else value

    def scale(self, *sizes: Array) -> Array:
        """The sizes of its terms added up, in the result's shape: what is subtracted counts as added."""
        pairs = zip(self.operands, sizes, strict=True)
        together: Array = self.raw(*(-size if name in self.subtracted else size for name, size in pairs))
        return together

    @cached_property
    def divides(self) -> str:
        """The operand that divides, cell by cell; empty where none does."""
        return next((place.operand for place in _places(self.parts["divisor"] or "")), "")

    @cached_property
    def subtracted(self) -> frozenset[str]:
        """The operands that end its negative terms."""
        return frozenset(term.places[-1].operand for term in self.terms if term.sign < 0)

    @cached_property
    def parts(self) -> re.Match[str]:
        """The line taken apart; ValueError where it is not a line."""
        match = LINE.fullmatch(self.line)
        if match is None or (match["fn"] and match["fn"] not in FUNCTIONS):
            raise ValueError(f"{self.name}: {self.line!r} is not the line of a cell")
        return match

    @cached_property
    def terms(self) -> tuple[SignedPlaces, ...]:
        """The signed products of the line."""
        found = TERM.finditer(self.parts["inside"] or self.parts["plain"])
        return tuple(SignedPlaces(-1 if t["sign"] == "-" else 1, _places(t["factors"])) for t in found)

    @cached_property
    def letters(self) -> dict[str, tuple[str, str]]:
        """The index letters of the cells of every operand, and of the result under "out"."""
        places = [place for term in self.terms for place in term.places] + list(
            _places(self.parts["divisor"] or "")
        )
        return {"out": (self.parts["i"], self.parts["j"]), **{p.operand: (p.row, p.column) for p in places}}

    def sizes(self, names: Mapping[str, str], shapes: Mapping[str, Shape]) -> dict[str, int]:
        """How far each index runs. Raises ShapeError where two operands disagree."""
        sizes, source = {"1": 1}, {"1": "one row or column is needed there"}
        divisor = _places(self.parts["divisor"] or "")
        for place in [p for term in self.terms for p in term.places] + list(divisor):
            if place.operand == ONES:
                continue
            name = names[place.operand]
            for letter, size, axis in zip(place[1:], shapes[name], ("rows", "columns"), strict=True):
                says = f"{name} has {size} {axis if size != 1 else axis[:-1]}"
                if sizes.setdefault(letter, size) != size:
                    raise ShapeError(f"{says}, but {source[letter]}")
                source.setdefault(letter, says)
        return sizes

    def shape(self, names: Sequence[str], shapes: Mapping[str, Shape]) -> Shape:
        """The result's shape from those of its operands, named in order."""
        sizes = self.sizes(self.bind(names), shapes)
        return sizes[self.parts["i"]], sizes[self.parts["j"]]

    def bind(self, names: Sequence[str]) -> dict[str, str]:
        """Which matrix stands for which operand."""
        return dict(zip(self.operands, names, strict=True))

    def cell(self, names: Sequence[str], shapes: Mapping[str, Shape], row: int, column: int) -> Line:
        """The line of one cell of the result; rows and columns count from 1."""
        return _line(self, tuple(names), tuple(shapes[name] for name in names), row, column)

    def _divisor(self, names: Mapping[str, str], shapes: Mapping[str, Shape], index: Sizes) -> Factor | None:
        text = self.parts["divisor"]
        if text is None:
            return None
        if text.startswith("#"):
            rows, columns = shapes[names[text[1:]]]
            return float(rows * columns)
        return _places(text)[0].at(names, index)


@lru_cache(maxsize=4096)
def _line(
    operation: Operation, names: tuple[str, ...], shapes: tuple[Shape, ...], row: int, column: int
) -> Line:
    """The line of one cell, which no number changes: every exercise of these sizes has the same."""
    bound, sized = operation.bind(names), dict(zip(names, shapes, strict=True))
    sizes = operation.sizes(bound, sized)
    index = {"1": 1, operation.parts["i"]: row, operation.parts["j"]: column}
    terms = tuple(t for term in operation.terms for t in _expanded(term, bound, sizes, index))
    constant = float(operation.parts["constant"] or 1)
    return Line(terms, operation.fn, constant, operation._divisor(bound, sized, index))


def _places(text: str) -> tuple[IndexedCell, ...]:
    return tuple(IndexedCell(*found) for found in CELL.findall(text))


def _expanded(term: SignedPlaces, names: Mapping[str, str], sizes: Sizes, index: Sizes) -> list[Term]:
    """A term written out once for every value of the indices that are summed over."""
    letters = dict.fromkeys(letter for place in term.places for letter in place[1:])
    summed = [letter for letter in letters if letter not in index]
    runs = product(*(range(1, sizes[letter] + 1) for letter in summed))
    return [
        Term(
            term.sign,
            tuple(p.at(names, {**index, **dict(zip(summed, run, strict=True))}) for p in term.places),
        )
        for run in runs
    ]


def snap_to_zero(total: Array, scale: Array) -> Array:
    """total with 0 where it is only rounding beside the size of its terms."""
    return np.where(np.abs(total) <= rounding_beside(scale), 0.0, total)


def rounding_beside(scale: Array) -> Array:
    """How large the rounding of a sum may be: beside its terms or, where they are small and may have come of
    larger ones, beside 1 (see cell.CANCELLED).
    """
    beside_one = np.fmin(CARRIED * scale, 1.0)
    return CANCELLED * np.fmax(np.fmin(scale, LARGEST_SCALE), beside_one)
