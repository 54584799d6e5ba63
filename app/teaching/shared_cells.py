"""What marking one answer shares with marking the next: numbers looked up, lines, slips of the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.core.cell import Lookup, Ref
from app.core.operation import Array
from app.core.sheet import Sheet
from app.teaching.diagnosis import slips_of_names
from app.teaching.tried_cell import TriedCell
from app.teaching.typed_answers import TypedNumbers, half_digits, printed_values


class Numbers(dict[Ref, float]):
    """Numbers by cell, each looked up once; others in the place of some of them."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self.lookup = lookup

    def __missing__(self, ref: Ref) -> float:
        """The number of a cell that was not asked for yet."""
        self[ref] = self.lookup(ref)
        return self[ref]


class OwnNumbers:
    """A sheet's numbers with somebody's own in the place of some of them, by cell and by matrix."""

    def __init__(self, sheet: Sheet, true: Numbers) -> None:
        self.sheet, self.numbers = sheet, Numbers(true.__getitem__)
        self.arrays = dict(sheet.values)
        self.others: set[Ref] = set()
        self.matrices: set[str] = set()
        """What differs: cells, and the matrices that they are of."""

    def replaced(self, name: str, refs: Sequence[Ref], others: Array) -> None:
        """Puts other numbers in the place of some of a matrix."""
        if not refs:
            return
        self.numbers.update(zip(refs, others.tolist(), strict=True))
        self.others.update(refs)
        self.matrices.add(name)
        own = self.arrays[name].copy()
        own[[ref.row - 1 for ref in refs], [ref.column - 1 for ref in refs]] = others
        self.arrays[name] = own

    def followed(self, name: str) -> Array | None:
        """What follows from them for a matrix; None where it reads nothing that differs."""
        if self.matrices.isdisjoint(self.sheet.results[name].operands):
            return None
        return reworked(self.sheet, name, self.arrays)


def reworked(sheet: Sheet, name: str, numbers: Mapping[str, Array]) -> Array:
    """A matrix worked out on other numbers than the sheet's; nan where it has none."""
    result = sheet.results[name]
    with np.errstate(all="ignore"):
        found = result.operation.compute(*(numbers[operand] for operand in result.operands)) + 0.0
    return np.where(np.isfinite(found), found, np.nan)


class PrintedNumbers(dict[str, Array]):
    """The matrices of a sheet as they are printed."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def __missing__(self, name: str) -> Array:
        """A matrix that was not asked for yet."""
        self[name] = printed_values(self.sheet.values[name])
        return self[name]


class AnswerKey:
    """The right numbers of an exercise, each matrix in one row, and half of the last digit of each."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.printed = sheet, PrintedNumbers(sheet)
        self.exact = cache(lambda name: with_digits(sheet.values[name]))
        self.from_page = cache(lambda name: with_digits(reworked(sheet, name, self.printed)))

    def right(self, name: str, places: Sequence[int], typed: TypedNumbers) -> NDArray[np.bool]:
        """Which answers are right at the digits given, worked from exact numbers or from printed ones."""
        values, digits = self.exact(name)
        found = typed.agreeing(values[places], digits[places])
        if not found.all() and not self.is_printed_exactly(name):
            values, digits = self.from_page(name)
            found |= typed.agreeing(values[places], digits[places])
        return found

    def is_printed_exactly(self, name: str) -> bool:
        """Whether what a matrix reads is printed with all its digits."""
        read = self.sheet.results[name].operands
        return all(self.printed[operand] is self.sheet.values[operand] for operand in read)

    def other_numbers(self, name: str, places: Sequence[int], typed: TypedNumbers) -> NDArray[np.bool]:
        """Which answers are other numbers than the sheet's, be it only in their digits."""
        values, digits = self.exact(name)
        return typed.differing(values[places], digits[places])


def with_digits(values: Array) -> tuple[Array, Array]:
    """The numbers of a matrix in one row, and half of the last digit of each."""
    row = values.ravel()
    return row, half_digits(row)


class CommonLines:
    """What exercises of the same shapes share whatever their numbers are: lines, and many of the slips."""

    def __init__(self, sheet: Sheet) -> None:
        self.line = cache(lambda ref: sheet.line(*ref))
        self.slips = cache(lambda ref: slips_of_names(self.cell(sheet, ref)))

    def cell(self, sheet: Sheet, ref: Ref) -> TriedCell:
        """A cell whose neighbours' lines are at hand."""
        return TriedCell(sheet, ref, self.line(ref), sheet.lookup, self.line)
