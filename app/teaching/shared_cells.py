"""What marking one answer shares with marking the next: lines, slips of the same names, a sheet's numbers."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.cell import Lookup, Ref
from app.core.operation import Array
from app.core.sheet import Sheet, matrix_cells
from app.teaching.cell_places import CellPlaces
from app.teaching.diagnosis import slips_of_names, slips_of_numbers
from app.teaching.slip_values import PossibleSlips, ValuedSlips, padded
from app.teaching.tried_cell import TriedCell


class CommonLines:
    """What exercises of the same shapes share whatever their numbers are: lines, and many of the slips."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.places = sheet, CellPlaces(sheet)
        self.line = cache(lambda ref: sheet.line(*ref))
        self.slips = cache(lambda ref: slips_of_names(self.cell(ref), self.places))
        self.reads = cache(self.places_read)

    def cell(self, ref: Ref) -> TriedCell:
        """A cell whose neighbours' lines are at hand."""
        return TriedCell(self.sheet, ref, self.line(ref), self.sheet.lookup, self.line)

    def places_read(self, name: str) -> NDArray[np.intp]:
        """What the cells of a matrix read, a row a cell, filled up with the place of the row of ones."""
        cells = matrix_cells(name, self.places.shapes[name])
        read = [[self.places.of(each) for each in self.line(ref).operands()] for ref in cells]
        return np.array(padded(read), np.intp)


class SheetSlips:
    """The cells of one exercise, and the slips that can be made in them, each worked out once."""

    def __init__(self, sheet: Sheet, names: CommonLines) -> None:
        self.sheet, self.names = sheet, names
        self.cell = cache(lambda ref: self.tried(ref, self.lookup))
        self.true: dict[Ref, PossibleSlips] = {}
        self.of_own: dict[tuple[Ref, tuple[float, ...]], tuple[ValuedSlips, ...]] = {}

    @cached_property
    def row(self) -> Array:
        """The exercise's numbers: (size,)."""
        return self.names.places.row(self.sheet.values)

    @cached_property
    def lookup(self) -> Lookup:
        """The same, cell by cell."""
        numbers, of = self.row.tolist(), self.names.places.of
        return lambda ref: numbers[of(ref)]

    def tried(self, ref: Ref, lookup: Lookup, *, reads_own: bool = False) -> TriedCell:
        """A cell on the exercise's numbers or on somebody's own."""
        return TriedCell(self.sheet, ref, self.names.line(ref), lookup, reads_own=reads_own)

    def slips(self, ref: Ref) -> PossibleSlips:
        """Every slip of a cell, on the exercise's numbers."""
        if ref not in self.true:
            lines = self.names.slips(ref)
            self.keep(ref, lines.values(self.row[lines.read][np.newaxis])[0])
        return self.true[ref]

    def keep(self, ref: Ref, values: Array) -> None:
        """Keeps the slips of a cell. values: the numbers of those that are the same whatever is read."""
        lines = self.names.slips(ref).valued(values)
        self.true[ref] = PossibleSlips(lines, *slips_of_numbers(self.cell(ref)))

    def own_slips(self, cell: TriedCell, values: Array) -> PossibleSlips:
        """Every slip of a cell, on somebody's own numbers and on the exercise's. values: as for keep()."""
        read = cell.ref, tuple(map(cell.lookup, cell.reads))
        if read not in self.of_own:
            self.of_own[read] = slips_of_numbers(cell)
        lines = self.names.slips(cell.ref).valued(values)
        return PossibleSlips(lines, *self.of_own[read], *self.slips(cell.ref).parts)
