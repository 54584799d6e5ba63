"""The sizes of one matrix on paper: its cells, the names of its rows and columns, some of them only.

All lengths are millimetres. Cells to write in are comfortable while there is room, and never smaller than
BLANK; printed ones never smaller than PRINTED. No length depends on what stands in a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from app.views.picture import Grid, has_blanks, has_carried

BLANK, PRINTED = 9.0, 7.0
"""The least size of a cell to write in, and that of a printed one."""
CHARACTER, LABEL_CHARACTER, HEAD = 1.75, 1.4, 5.0
"""The width of a figure in a cell, of a letter in a label, and the height of the labels above columns."""


class CellSizes(NamedTuple):
    """The sizes of cells: to work out, to carry over into, and printed, which a long number may widen."""

    blank_width: float
    blank_height: float
    carried: float
    printed: float
    widest: float


SCALES: Final = (
    CellSizes(16, 13, 12, 10, 16),
    CellSizes(13, 11, 10, 8.5, 14),
    CellSizes(11, 10, 9, 7.5, 13),
    CellSizes(BLANK, BLANK, PRINTED, PRINTED, 11),
)


@dataclass(frozen=True)
class Table:
    """A matrix, or a piece of one, in its size. labels or heads are empty where another table has them."""

    grid: Grid
    width: float
    height: float
    labels: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    label_width: float = 0.0
    head_height: float = 0.0


def some_rows(table: Table, rows: range) -> Table:
    """A table's rows."""
    grid = table.grid._replace(cells=tuple(table.grid.cells[k] for k in rows))
    return replace(table, grid=grid, labels=tuple(table.labels[k] for k in rows if table.labels))


def some_columns(table: Table, columns: range) -> Table:
    """A table's columns."""
    grid = table.grid._replace(cells=tuple(tuple(row[k] for k in columns) for row in table.grid.cells))
    return replace(table, grid=grid, heads=tuple(table.heads[k] for k in columns if table.heads))


def widened(table: Table, width: float, label_width: float) -> Table:
    """The table with wider columns; its heads may then lie where they had to stand."""
    wide = replace(table, width=width, label_width=label_width)
    return replace(wide, head_height=head_height(wide, wide.heads))


def labelled(table: Table, *, labels: bool, heads: bool) -> Table:
    """A table with the names of its rows and columns, where they have any."""
    rows = table.grid.row_names if labels else ()
    columns = table.grid.column_names if heads else ()
    longest = max([len(name) for name in rows], default=0)
    return replace(
        table,
        labels=rows,
        heads=columns,
        label_width=min(26.0, longest * LABEL_CHARACTER + 2.5) if rows else 0.0,
        head_height=head_height(table, columns),
    )


def head_height(table: Table, names: Sequence[str]) -> float:
    """One line, or what the longest name takes when it stands on end."""
    if not names:
        return 0.0
    return HEAD if fit_across(table, names) else max(len(name) for name in names) * LABEL_CHARACTER + 2


def fit_across(table: Table, names: Sequence[str]) -> bool:
    """Whether every name fits over its column."""
    return max(len(name) for name in names) * LABEL_CHARACTER <= table.width


def cell_width(grid: Grid, scale: CellSizes) -> float:
    """The width of a matrix's cells: to write in, or as its longest number needs."""
    if has_blanks(grid):
        return scale.blank_width
    if has_carried(grid):
        return scale.carried
    longest = max(len(cell.text) for row in grid.cells for cell in row)
    return max(scale.printed, min(scale.widest, longest * CHARACTER + 2))


def cell_height(grid: Grid, scale: CellSizes) -> float:
    """The height of a matrix's cells."""
    if has_blanks(grid):
        return scale.blank_height
    return scale.carried if has_carried(grid) else scale.printed
