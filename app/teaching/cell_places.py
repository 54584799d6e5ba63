"""Every cell of an exercise in one row of numbers, so that many exercises and attempts make one table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from app.core.cell import ONES, Ref
from app.core.operation import Array, Shape
from app.core.sheet import Sheet, Values, matrix_cells


class CellPlaces:
    """Where each cell stands: first the row of ones, one place for all of it; then every matrix row by row,
    the given ones and those that are worked out, in their order."""

    def __init__(self, sheet: Sheet) -> None:
        self.shapes: Mapping[str, Shape] = sheet.shapes
        self.spans: dict[str, slice] = {}
        self.size = 1
        for name in (*sheet.plan.given, *sheet.results):
            rows, columns = sheet.shapes[name]
            self.spans[name] = slice(self.size, self.size + rows * columns)
            self.size += rows * columns

    def of(self, ref: Ref) -> int:
        """The place of a cell."""
        if ref.name == ONES:
            return 0
        return int(self.spans[ref.name].start) + (ref.row - 1) * self.shapes[ref.name][1] + ref.column - 1

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """The cell at every place."""
        cells = (ref for name in self.spans for ref in matrix_cells(name, self.shapes[name]))
        return (Ref(ONES, 1, 1), *cells)

    @cached_property
    def by_ref(self) -> dict[Ref, int]:
        """The place of every cell, for looking up many."""
        return {ref: place for place, ref in enumerate(self.refs)}

    def row(self, values: Values) -> Array:
        """The numbers of an exercise: (size,)."""
        row = np.ones(self.size)
        for name, span in self.spans.items():
            row[span] = values[name].ravel()
        return row

    def matrix(self, table: Array, name: str) -> Array:
        """A matrix of every row of a table: (A, size) to (A, rows, columns)."""
        return table[:, self.spans[name]].reshape(-1, *self.shapes[name])
