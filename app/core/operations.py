"""Operations on matrices, each stated once.

An operation is a row of the table at the end: the line of its cells with letters for the indices, the
formula of the whole matrix, and its value in numpy. From the line come the shape rule and the line of
any one cell. Numpy computes and the line explains; a test holds them equal on generated matrices.

    out[i,j] = W[i,k] X[k,j] + b[i,1] ones[1,j]      k stands on the right only, so it is summed over
    out[i,j] = -1 * step(f[i,j])                     a constant and a function around the sum
    out[1,1] = SSE[1,1] / #E                         a divisor; #E is the number of entries of E
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.cell import CANCELLED, FUNCTIONS, ONES, Factor, Line, Ref, Term

Array = NDArray[np.float64]
Shape = tuple[int, int]
Compute = Callable[..., Array]
Sizes = Mapping[str, int]

LINE = re.compile(
    r"out\[(?P<i>\w),(?P<j>\w)\] = (?:(?P<constant>-?\d+) \* )?"
    r"(?:(?P<fn>[a-z]+)\((?P<inside>[^()]+)\)|(?P<plain>[^()/]+?))(?: / (?P<divisor>\S+))?"
)
TERM = re.compile(r"(?P<sign>[+-]?) ?(?P<factors>\w+\[\w,\w\](?: \w+\[\w,\w\])*)")
CELL = re.compile(r"(\w+)\[(\w),(\w)\]")


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


@dataclass(frozen=True)
class Operation:
    """One operation: operands in order, the line of its cells, its formula, its value.

    raw and compute take the operands' arrays, two-dimensional or stacks of such, and return the result's.
    raw is numpy's plain value; scale, for an operation that adds up, says how large its terms are together.
    """

    name: str
    operands: tuple[str, ...]
    text: str
    formula: str
    raw: Compute
    scale: Compute | None = None

    def compute(self, *operands: Array) -> Array:
        """The result's value: 0 where a sum is zero on paper, whatever binary fractions leave of it."""
        value: Array = self.raw(*operands)
        return value if self.scale is None else snap_to_zero(value, self.scale(*map(np.abs, operands)))

    @cached_property
    def parts(self) -> re.Match[str]:
        """The text taken apart; ValueError where it is not a line."""
        match = LINE.fullmatch(self.text)
        if match is None or (match["fn"] and match["fn"] not in FUNCTIONS):
            raise ValueError(f"{self.name}: {self.text!r} is not the line of a cell")
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
        bound = self.bind(names)
        sizes = self.sizes(bound, shapes)
        index = {"1": 1, self.parts["i"]: row, self.parts["j"]: column}
        terms = tuple(t for term in self.terms for t in _expanded(term, bound, sizes, index))
        constant = float(self.parts["constant"] or 1)
        return Line(terms, self.parts["fn"] or "identity", constant, self._divisor(bound, shapes, index))

    def _divisor(self, names: Mapping[str, str], shapes: Mapping[str, Shape], index: Sizes) -> Factor | None:
        text = self.parts["divisor"]
        if text is None:
            return None
        if text.startswith("#"):
            rows, columns = shapes[names[text[1:]]]
            return float(rows * columns)
        return _places(text)[0].at(names, index)


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
    """total with 0 where it is only rounding beside the size of its terms (see cell.CANCELLED)."""
    return np.where(np.abs(total) > CANCELLED * scale, total, 0.0)


def _quotient(scale: Array, s: Array, n: Array) -> Array:
    quotient: Array = scale * s / np.where(n > 0, n, np.inf).mT
    return quotient


def _total(A: Array) -> Array:
    total: Array = A.sum(axis=(-2, -1), keepdims=True)
    return total


def _scaled_sum(A: Array, weight: Array, B: Array) -> Array:
    return A + weight * B


def _op(name: str, operands: str, text: str, formula: str, raw: Compute) -> Operation:
    """An operation that adds nothing up."""
    return Operation(name, tuple(operands.split()), text, formula, raw)


def _sum(
    name: str, operands: str, text: str, formula: str, raw: Compute, *, scale: Compute | None = None
) -> Operation:
    """An operation that adds up; its scale is raw() of sizes, unless it subtracts."""
    return Operation(name, tuple(operands.split()), text, formula, raw, scale or raw)


# fmt: off
copy = _op("copy", "X", "out[i,j] = X[i,j]", "{out} = {X}", lambda X: X)
linear = _sum("linear layer", "W X b", "out[i,j] = W[i,k] X[k,j] + b[i,1] ones[1,j]",
              "{out} = {W} {X} + {b}", lambda W, X, b: W @ X + b)
relu = _op("ReLU", "Z", "out[i,j] = relu(Z[i,j])", "{out} = max(0, {Z})", lambda Z: np.maximum(Z, 0.0))
is_positive = _op("positive?", "Z", "out[i,j] = step(Z[i,j])", "{out} = [{Z} > 0]",
                  lambda Z: np.heaviside(Z, 0.0))
push_down = _op("push down", "f", "out[i,j] = -1 * step(f[i,j])", "{out} = -[{f} > 0]",
                lambda f: -np.heaviside(f, 0.0))
column_norms = _op("column norms", "W", "out[1,i] = sqrt(W[k,i] W[k,i])", "{out}[i] = sqrt(sum_k {W}[k,i]^2)",
                   lambda W: np.sqrt((W * W).sum(axis=-2, keepdims=True)))
column_sums = _sum("column sums", "f", "out[1,j] = f[i,j]", "{out}[j] = sum_i {f}[i,j]",
                   lambda f: f.sum(axis=-2, keepdims=True))
row_sums = _sum("row sums", "G", "out[i,1] = G[i,j]", "{out}[i] = sum_j {G}[i,j]",
                lambda G: G.sum(axis=-1, keepdims=True))
total = _sum("total", "A", "out[1,1] = A[i,j]", "{out} = sum {A}", _total)
scale_rows = _op("row scaling", "n g", "out[i,j] = n[1,i] g[i,j]", "{out}[i,j] = {n}[i] {g}[i,j]",
                 lambda n, g: n.mT * g)
weighted_total = _sum("weighted total", "n f", "out[1,1] = n[1,i] f[i,j]",
                      "{out} = sum_i sum_j {n}[i] {f}[i,j]", lambda n, f: _total(n.mT * f))
difference = _sum("difference", "Y T", "out[i,j] = Y[i,j] - T[i,j]", "{out} = {Y} - {T}",
                  np.subtract, scale=np.add)
subtract_column = _sum("subtract a column", "X b", "out[i,j] = X[i,j] - b[i,1]", "{out} = {X} - {b}",
                       np.subtract, scale=np.add)
sum_squares = _op("sum of squares", "E", "out[1,1] = E[i,j] E[i,j]", "{out} = sum {E}^2",
                  lambda E: _total(E * E))
mean = _op("mean", "S E", "out[1,1] = S[1,1] / #E", "{out} = {S} / #{E}",
           lambda S, E: S / (E.shape[-2] * E.shape[-1]))
double = _op("double", "E", "out[i,j] = 2 * E[i,j]", "{out} = 2 {E}", lambda E: 2.0 * E)
penalised = _sum("penalised loss", "R weight P", "out[1,1] = R[1,1] + weight[1,1] P[1,1]",
                 "{out} = {R} + {weight} {P}", _scaled_sum)
outer = _sum("product with a transpose", "G f", "out[k,i] = G[k,j] f[i,j]", "{out} = {G} {f}^T",
             lambda G, f: G @ f.mT)
transpose_times = _sum("transpose times", "W G", "out[i,j] = W[k,i] G[k,j]", "{out} = {W}^T {G}",
                       lambda W, G: W.mT @ G)
norm_slope = _op("slope of a norm", "weight s n", "out[i,1] = weight[1,1] s[i,1] / n[1,i]",
                 "{out}[i] = {weight} {s}[i] / {n}[i]", _quotient)
add_scaled_columns = _sum("add scaled columns", "D r W", "out[k,i] = D[k,i] + r[i,1] W[k,i]",
                          "{out}[k,i] = {D}[k,i] + {r}[i] {W}[k,i]", lambda D, r, W: D + r.mT * W)
subtract_scaled = _sum("subtract scaled", "A weight B", "out[i,j] = A[i,j] - weight[1,1] B[i,j]",
                       "{out} = {A} - {weight} {B}", lambda A, weight, B: A - weight * B, scale=_scaled_sum)
multiply = _op("cell by cell", "A M", "out[i,j] = A[i,j] M[i,j]", "{out}[i,j] = {A}[i,j] {M}[i,j]",
               lambda A, M: A * M)
# fmt: on

OPERATIONS = tuple(value for value in list(vars().values()) if isinstance(value, Operation))
