"""The right numbers of exercises of the same shapes, and which typed ones agree with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.cached_method import cached_method
from app.core.operation import Array
from app.core.sheet import Sheet
from app.teaching.cell_places import CellPlaces
from app.teaching.typed_answers import TypedNumbers, half_digits, printed_values

Rows = NDArray[np.intp]
"""Of each of A attempts, which of the exercises it is at: (A,)."""


class AnswerKey:
    """U exercises of the same shapes; of a matrix of n cells the numbers are (U, n)."""

    def __init__(self, sheets: Sequence[Sheet], places: CellPlaces) -> None:
        self.sheets, self.places = sheets, places
        self.exact = cached_method(self.exact_numbers)
        self.printed = cached_method(self.printed_numbers)
        self.from_page = cached_method(self.numbers_from_page)

    @cached_property
    def rows(self) -> Array:
        """The numbers of every exercise: (U, size)."""
        return np.stack([self.places.row(sheet.values) for sheet in self.sheets])

    @cached_property
    def left_out(self) -> Array:
        """Half of the last digit of every number that is printed with fewer digits than it has; else 0."""
        return np.where(self.rows == printed_values(self.rows), 0.0, half_digits(self.rows))

    def numbers(self, name: str) -> Array:
        """The numbers of a matrix."""
        return np.stack([sheet.values[name].ravel() for sheet in self.sheets])

    def exact_numbers(self, name: str) -> tuple[Array, Array]:
        """The same, and half of the last digit of each."""
        return with_digits(self.numbers(name))

    def printed_numbers(self, name: str) -> Array:
        """The numbers as they are printed."""
        return printed_values(self.numbers(name))

    def numbers_from_page(self, name: str) -> tuple[Array, Array]:
        """A matrix worked out on printed numbers, and half of the last digit of each."""
        return with_digits(self.reworked(name, self.printed))

    def right(self, name: str, at: Rows, typed: TypedNumbers) -> NDArray[np.bool]:
        """Which answers to a matrix are right at the digits given, worked from exact numbers or from printed
        ones: (A, n)."""
        values, digits = self.exact(name)
        found = typed.agreeing(values[at], digits[at])
        if not found.all() and not self.is_printed_exactly(name):
            values, digits = self.from_page(name)
            found |= typed.agreeing(values[at], digits[at])
        return found

    def is_printed_exactly(self, name: str) -> bool:
        """Whether what a matrix reads is printed with all its digits, in every exercise."""
        read = self.sheets[0].results[name].operands
        return all(np.array_equal(self.printed(operand), self.numbers(operand)) for operand in read)

    def other_numbers(self, name: str, at: Rows, typed: TypedNumbers) -> NDArray[np.bool]:
        """Which answers are other numbers than the exercise's, be it only in their digits: (A, n)."""
        values, digits = self.exact(name)
        return typed.differing(values[at], digits[at])

    def reworked(self, name: str, numbers: Callable[[str], Array]) -> Array:
        """A matrix worked out on other numbers, (A, n) to (A, n); nan where it has none."""
        result, shapes = self.sheets[0].results[name], self.places.shapes
        read = (numbers(operand).reshape(-1, *shapes[operand]) for operand in result.operands)
        with np.errstate(all="ignore"):
            found = result.operation.compute(*read) + 0.0
        found = found.reshape(len(found), -1)
        return np.where(np.isfinite(found), found, np.nan)

    def slack(self, name: str, numbers: Array, left_out: Array) -> Array:
        """How far a matrix may be off where what it reads is, each number by at most so much: two tables,
        (A, size), to (A, n). A question has no slack."""
        result, span = self.sheets[0].results[name], self.places.spans[name]
        if result.operation.fn == "step":
            return np.zeros_like(numbers[:, span])
        sizes = self.scale(name, np.abs(numbers), np.zeros_like(left_out))
        found = np.abs(self.scale(name, np.abs(numbers), left_out) - sizes)
        return np.where(np.isfinite(found), found, 0.0)

    def scale(self, name: str, sizes: Array, more: Array) -> Array:
        """The sizes of the terms of a matrix added up, all that it reads as large as it may be, and what
        divides as small."""
        result = self.sheets[0].results[name]
        named = zip(result.operation.operands, result.operands, strict=True)
        signs = {operand: -1 if letter == result.operation.divides else 1 for letter, operand in named}
        read = (self.places.matrix(sizes + signs[operand] * more, operand) for operand in result.operands)
        with np.errstate(all="ignore"):
            return result.operation.scale(*read).reshape(len(sizes), -1)


def with_digits(values: Array) -> tuple[Array, Array]:
    """Numbers, and half of the last digit of each."""
    return values, half_digits(values)
