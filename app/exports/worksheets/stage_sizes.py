"""How much room a stage takes on paper at one size of cells, whole or some rows and columns of its result.

All lengths are millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from app.exports.worksheets.tables import (
    CellSizes,
    Table,
    cell_height,
    cell_width,
    labelled,
    some_columns,
    some_rows,
    widened,
)
from app.views.picture import Grid, Picture, Placed

CAPTION, GAP, CORNER = 6.0, 4.0, 5.0
"""A matrix's name, the space between matrices, a crossing's row numbers."""


class Item(NamedTuple):
    """A table at its place, and the sign before it; the table is None where only its name is needed."""

    place: str
    sign: str
    symbol: str
    table: Table | None


@dataclass(frozen=True)
class StagePiece:
    """A stage, or what of it stands together; says tells which part of the result that is."""

    kind: str
    items: tuple[Item, ...]
    says: str = ""


@dataclass(frozen=True)
class StageSizes:
    """A stage in its sizes: what is needed however few rows and columns of the result a piece has."""

    kind: str
    items: tuple[Item, ...]
    fixed_width: float
    column_width: float
    fixed_height: float
    row_height: float
    follows_rows: frozenset[int]
    follows_columns: frozenset[int]

    def height(self, rows: int) -> float:
        """The height of a piece with so many rows of the result."""
        return self.fixed_height + rows * self.row_height

    def rows_in(self, height: float) -> int:
        """How many rows of the result fit."""
        return int((height - self.fixed_height) / self.row_height) if self.row_height else 99

    def columns_in(self, width: float) -> int:
        """How many columns of the result fit."""
        return int((width - self.fixed_width) / self.column_width) if self.column_width else 99

    def piece(self, rows: range, columns: range) -> StagePiece:
        """Some rows and columns of the result, with what they need."""
        items = []
        for k, item in enumerate(self.items):
            table = item.table
            if table and k in self.follows_rows:
                table = some_rows(table, rows)
            if table and k in self.follows_columns:
                table = some_columns(table, columns)
            items.append(item._replace(table=table))
        return StagePiece(self.kind, tuple(items))


def crossing_sizes(stage: Picture, scale: CellSizes) -> StageSizes:
    """A product: its right factor above, its left factor to the left, the result where they meet."""
    placed = {one.place: one for one in stage.placed}
    column = max(cell_width(placed[p].grid, scale) for p in placed if p in ("top", "ones", "result"))
    row = max(cell_height(placed[p].grid, scale) for p in placed if p in ("left", "bias", "result"))
    tables: dict[str, Table] = {}
    for place, one in placed.items():
        width = column if place in ("top", "ones", "result") else cell_width(one.grid, scale)
        height = row if place in ("left", "bias", "result") else cell_height(one.grid, scale)
        tables[place] = Table(one.grid, width, height)
    tables["left"] = labelled(tables["left"], labels=True, heads=True)
    tables["top"] = labelled(tables["top"], labels=True, heads=True)
    beside = [tables[p] for p in ("left", "bias") if p in tables]
    above = [tables[p] for p in ("top", "ones") if p in tables]
    overhang = sum(t.width * len(t.grid.columns) + t.label_width for t in beside) + GAP
    tables["top"] = replace(tables["top"], label_width=min(tables["top"].label_width, overhang))
    order = list(placed)
    return StageSizes(
        "crossing",
        tuple(Item(p, placed[p].sign, placed[p].grid.symbol, tables[p]) for p in order),
        fixed_width=overhang + CORNER,
        column_width=column,
        fixed_height=sum(t.height * len(t.grid.rows) + t.head_height for t in above) + GAP + 3 * CAPTION,
        row_height=row,
        follows_rows=frozenset(order.index(p) for p in ("left", "bias", "result") if p in order),
        follows_columns=frozenset(order.index(p) for p in ("top", "ones", "result") if p in order),
    )


def row_sizes(stage: Picture, scale: CellSizes) -> StageSizes:
    """Everything else: matrices in a row with signs between them, or the result under its operand."""
    placed = stage.placed
    result, is_under = stage.result.grid, stage.kind == "under"
    items = tuple(lined_item(one, scale, is_first=k == 0 or is_under) for k, one in enumerate(placed))
    if is_under:
        items = under_each_other(items)
    tables = [item.table for item in items]
    rows = frozenset(k for k, t in enumerate(tables) if t and len(t.grid.rows) == len(result.rows))
    columns = frozenset(k for k, t in enumerate(tables) if t and len(t.grid.columns) == len(result.columns))
    widths = [0.0 if t is None else t.width * len(t.grid.columns) for t in tables]
    heights = [0.0 if t is None else t.height * len(t.grid.rows) for t in tables]
    head = max(t.head_height for t in tables if t)
    signs = sum(sign_width(item) for item in items)
    labels = sum(t.label_width for t in tables if t)
    if is_under:
        return StageSizes(
            "under",
            items,
            fixed_width=labels / len(tables),
            column_width=max(t.width for t in tables if t),
            fixed_height=head + sum(h for k, h in enumerate(heights) if k not in rows) + len(items) * CAPTION,
            row_height=sum(t.height for k, t in enumerate(tables) if t and k in rows),
            follows_rows=rows,
            follows_columns=columns,
        )
    row_height = max(t.height for k, t in enumerate(tables) if t and k in rows)
    items = tuple(of_height(item, row_height) if k in rows else item for k, item in enumerate(items))
    fixed = sum(w for k, w in enumerate(widths) if k not in columns)
    others = max([h for k, h in enumerate(heights) if k not in rows], default=0.0)
    return StageSizes(
        "row",
        items,
        fixed_width=fixed + signs + labels,
        column_width=sum(t.width for k, t in enumerate(tables) if t and k in columns),
        fixed_height=head + CAPTION + max(0.0, others - row_height),
        row_height=row_height,
        follows_rows=rows,
        follows_columns=columns,
    )


def of_height(item: Item, height: float) -> Item:
    """An item with rows of that height, so that they are level with its neighbours'."""
    return item._replace(table=item.table and replace(item.table, height=height))


def lined_item(one: Placed[Grid], scale: CellSizes, *, is_first: bool) -> Item:
    """A matrix in a row; only its name where its cells stand further up already."""
    if one.grid.is_above and one.place != "result":
        return Item(one.place, one.sign, one.grid.symbol, None)
    table = Table(one.grid, cell_width(one.grid, scale), cell_height(one.grid, scale))
    return Item(one.place, one.sign, one.grid.symbol, labelled(table, labels=is_first, heads=True))


def under_each_other(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The tables with columns of one width, so that each sum stands under what it adds."""
    tables = [item.table for item in items if item.table]
    width, label = max(t.width for t in tables), max(t.label_width for t in tables)
    same = [i._replace(table=i.table and widened(i.table, width, label)) for i in items]
    first = next(k for k, item in enumerate(same) if item.table)
    for k, item in enumerate(same):
        if item.table and k != first:
            same[k] = item._replace(table=replace(item.table, heads=(), head_height=0.0))
    return tuple(same)


def sign_width(item: Item) -> float:
    """What a sign takes, and the name of a matrix that is not drawn again."""
    return 2 * GAP + 2.2 * len(item.sign) + (14.0 if item.table is None else 0.0)
