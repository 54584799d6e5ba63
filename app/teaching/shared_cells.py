"""What marking one answer shares with marking the next: numbers looked up, lines, slips of the same names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from app.core.cell import Lookup, Ref
from app.core.operation import Array
from app.core.sheet import Sheet
from app.teaching.diagnosis import slips_of_names
from app.teaching.tried_cell import TriedCell
from app.teaching.typed_answers import printed_value


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

    def replaced(self, name: str, others: Mapping[Ref, float]) -> None:
        """Puts other numbers in the place of some of a matrix."""
        if not others:
            return
        self.numbers.update(others)
        self.others.update(others)
        self.matrices.add(name)
        own = self.arrays[name].copy()
        for ref, number in others.items():
            own[ref.row - 1, ref.column - 1] = number
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
        rows = self.sheet.values[name].tolist()
        self[name] = np.array([[printed_value(value) for value in row] for row in rows])
        return self[name]


class CommonLines:
    """What exercises of the same shapes share whatever their numbers are: lines, and many of the slips."""

    def __init__(self, sheet: Sheet) -> None:
        self.line = cache(lambda ref: sheet.line(*ref))
        self.slips = cache(lambda ref: slips_of_names(self.cell(sheet, ref)))

    def cell(self, sheet: Sheet, ref: Ref) -> TriedCell:
        """A cell whose neighbours' lines are at hand."""
        return TriedCell(sheet, ref, self.line(ref), sheet.lookup, self.line)
