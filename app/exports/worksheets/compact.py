"""A key with the answers alone: every result in small cells, without what it is made of, sheets side by side.

All lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.exports.worksheets.contents import Contents
from app.exports.worksheets.tables import Table
from app.views.picture import Grid

HEIGHT, NARROWEST, FIGURE, AROUND = 6.0, 8.0, 1.6, 1.6
"""A row of cells; the narrowest cell, what a figure adds to it, and what stands beside the figures."""
ABOVE, BESIDE, BETWEEN, TITLE = 7.5, 5.0, 5.0, 6.0
"""A matrix's name, what parts matrices, what parts sheets, and a sheet's title."""
MOST_BESIDE: Final = 4


class Answered(NamedTuple):
    """A result with its name."""

    symbol: str
    table: Table

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.table.width * len(self.table.grid.cells[0])

    @property
    def height(self) -> float:
        """How high it is with its name."""
        return ABOVE + self.table.height * len(self.table.grid.cells)


@dataclass(frozen=True)
class AnswerSheet:
    """The answers of one sheet: its title, and its results in rows."""

    title: str
    rows: tuple[tuple[Answered, ...], ...]

    @property
    def height(self) -> float:
        """How high it is."""
        rows = sum(max(one.height for one in row) for row in self.rows)
        return (TITLE if self.title else 0.0) + rows + BETWEEN


class AnswerRow(NamedTuple):
    """Sheets beside one another, and in how many columns sheets stand."""

    sheets: tuple[AnswerSheet, ...]
    columns: int

    @property
    def height(self) -> float:
        """How high the highest of them is."""
        return max(one.height for one in self.sheets)


def answer_rows(sheets: Sequence[Contents], width: float, height: float) -> Iterator[AnswerRow]:
    """The answers of all sheets in that room, as many beside one another as fit; one too high for a page
    goes on, row by row."""
    results = [[*results_of(one)] for one in sheets]
    widest = max(one.width for every in results for one in every)
    most = max(1, min(MOST_BESIDE, len(sheets), int((width + BETWEEN) / (widest + BETWEEN))))
    for columns in range(most, 0, -1):
        across = (width - BETWEEN * (columns - 1)) / columns
        laid = [
            AnswerSheet(title_of(one), (*flowed(r, across),)) for one, r in zip(sheets, results, strict=True)
        ]
        if max(one.height for one in laid) <= height:
            yield from (AnswerRow((*laid[k : k + columns],), columns) for k in range(0, len(laid), columns))
            return
    for one in laid:
        for k, row in enumerate(one.rows):
            yield AnswerRow((AnswerSheet("" if k else one.title, (row,)),), 1)


def results_of(contents: Contents) -> Iterator[Answered]:
    """What its steps work out."""
    for part in contents.parts:
        for stage in part.stages:
            yield Answered(stage.result.grid.symbol, small(stage.result.grid))


def small(grid: Grid) -> Table:
    """A matrix in small cells."""
    longest = max(len(cell.text) for row in grid.cells for cell in row)
    return Table(grid, max(NARROWEST, longest * FIGURE + AROUND), HEIGHT)


def title_of(contents: Contents) -> str:
    """What a sheet is called among the others; one alone needs no title."""
    return f"Variant {contents.variant}" if contents.variant else ""


def flowed(every: Sequence[Answered], width: float) -> Iterator[tuple[Answered, ...]]:
    """Matrices in rows that are not wider than that."""
    row: list[Answered] = []
    for one in every:
        if row and sum(each.width + BESIDE for each in row) + one.width > width:
            yield tuple(row)
            row = []
        row.append(one)
    yield tuple(row)
