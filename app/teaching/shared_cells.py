"""What marking one answer shares with marking the next: lines, slips of the same names, a sheet's numbers."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.core.cached_method import cached_method
from app.core.cell import Lookup, Ref
from app.core.operation import Array
from app.core.recently_made import RecentlyMade
from app.core.sheet import Sheet, matrix_cells
from app.teaching.cell_places import CellPlaces
from app.teaching.diagnosis import slips_in_cell
from app.teaching.slip_values import CellSlips, PossibleSlips, ValuedSlips, padded, small_places
from app.teaching.tried_cell import TriedCell

MOST_BYTES: Final = 52_000_000
"""Of slips that are kept: those of all 1,529 cells of a large exercise take 49 million."""
KEPT: Final[RecentlyMade[CellSlips]] = RecentlyMade(MOST_BYTES, lambda slips: slips.bytes)


class CommonLines:
    """What exercises of the same shapes share whatever their numbers are: lines, and many of the slips.

    They are made from a sheet without numbers, so that they cannot depend on any, and slips are kept for the
    next who asks.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = Sheet(sheet.lesson, sheet.plan, sheet.shapes, {})
        self.places = CellPlaces(sheet)
        self.line = cache(lambda ref: sheet.line(*ref))
        self.slips = cached_method(self.kept_slips)
        self.reads = cached_method(self.places_read)
        self.key = sheet.lesson.slug, tuple(sheet.shapes.items())

    def kept_slips(self, ref: Ref) -> CellSlips:
        """The slips of a cell that are the same whatever the numbers are."""
        key = (*self.key, ref)
        return KEPT.take(key) or KEPT.keep(key, slips_in_cell(self.cell(ref), self.places))

    def cell(self, ref: Ref) -> TriedCell:
        """A cell without numbers."""
        return TriedCell(self.sheet, ref, self.line(ref), self.sheet.lookup)

    def places_read(self, name: str) -> NDArray[np.int32]:
        """What the cells of a matrix read, a row a cell, filled up with the place of the row of ones."""
        cells = matrix_cells(name, self.places.shapes[name])
        return small_places(padded([[self.places.of(r) for r in self.line(ref).operands()] for ref in cells]))


class SheetSlips:
    """The cells of one exercise, and the slips that can be made in them, each worked out once."""

    def __init__(self, sheet: Sheet, lines: CommonLines) -> None:
        self.sheet, self.lines = sheet, lines
        self.cell = cached_method(self.tried_on_true)
        self.known: dict[Ref, Array] = {}
        """What the slips of a cell give, (S,)."""
        self.made: dict[Ref, PossibleSlips] = {}

    def forget(self) -> None:
        """Forgets what was worked out, which is worked out again where it is asked for."""
        self.known.clear()
        self.made.clear()

    @cached_property
    def row(self) -> Array:
        """The exercise's numbers: (size,)."""
        return self.lines.places.row(self.sheet.values)

    @cached_property
    def lookup(self) -> Lookup:
        """The same, cell by cell."""
        numbers, of = self.row.tolist(), self.lines.places.of
        return lambda ref: numbers[of(ref)]

    def tried_on_true(self, ref: Ref) -> TriedCell:
        """A cell on the exercise's numbers."""
        return self.tried(ref, self.lookup)

    def tried(self, ref: Ref, lookup: Lookup, *, reads_own: bool = False) -> TriedCell:
        """A cell on the exercise's numbers or on somebody's own."""
        return TriedCell(self.sheet, ref, self.lines.line(ref), lookup, reads_own=reads_own)

    def values(self, ref: Ref) -> Array:
        """The numbers that the slips of a cell give on the exercise's: (S,)."""
        if ref not in self.known:
            slips = self.lines.slips(ref)
            self.known[ref] = slips.values(self.row[slips.read][np.newaxis])[0]
        return self.known[ref]

    def slips(self, ref: Ref) -> PossibleSlips:
        """Every slip of a cell, on the exercise's numbers."""
        if ref not in self.made:
            valued = ValuedSlips(self.lines.slips(ref), self.cell(ref), self.values(ref))
            self.made[ref] = PossibleSlips(valued)
        return self.made[ref]

    def own_slips(self, cell: TriedCell, values: Array) -> PossibleSlips:
        """Every slip of a cell, on somebody's own numbers and on the exercise's. values: what they give on
        those."""
        slips = self.lines.slips(cell.ref)
        return PossibleSlips(ValuedSlips(slips, cell, values), *self.slips(cell.ref).parts)
