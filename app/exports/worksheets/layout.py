"""How large a worksheet's matrices are on paper, which way the page lies, and where a matrix is split.

All lengths are millimetres. What is too wide or too high even with the smallest cells is split into pieces
that repeat what they need: no matrix is ever cut off.

A key is laid out like its blank sheet, because no length here depends on what stands in a blank.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from app.exports.worksheets.contents import StepOnPaper
from app.exports.worksheets.tables import (
    SCALES,
    CellSizes,
    Table,
    cell_height,
    cell_width,
    labelled,
    some_columns,
    some_rows,
    widened,
)
from app.exports.worksheets.text_width import lines_across
from app.views.picture import Grid, Picture, Placed

MARGIN, TOP, BOTTOM = 15.0, 13.0, 17.0
AGAIN = 14.0
"""What the short head of a page takes that goes on with a step."""
TITLE_SIZE, TITLE_LINE, SENTENCE_SIZE, SENTENCE_LINE = 19.0, 8.4, 10.0, 4.5
"""The sizes of letters in points, and what a line of them takes."""
PLACE_LINE, NAME_LINE = 6.0, 11.0
"""Where one is, above the title, and who one is, below the sentences."""
CAPTION, FORMULA, GAP, CORNER = 6.0, 15.0, 4.0, 5.0
"""A matrix's name, a stage's formula with its space, that between matrices, the crossing's row numbers."""


class Paper(NamedTuple):
    """A sheet of paper as it stands: its name in typst, and its size."""

    name: str
    width: float
    height: float


PAPERS: Final = {
    "a4": Paper("a4", 210, 297),
    "letter": Paper("us-letter", 215.9, 279.4),
    "a3": Paper("a3", 297, 420),
}


class Room(NamedTuple):
    """What a step's first page has room for below its header, and each that goes on with it; is_lying says
    which way the page lies."""

    width: float
    height: float
    whole_height: float
    is_lying: bool
    header: float

    def under(self, header: float) -> Room:
        """The same page under another header."""
        return self._replace(header=header, height=self.height + self.header - header)

    def head(self, *, is_first: bool) -> float:
        """The height of a page's head."""
        return self.header if is_first else AGAIN


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


class StageOnPaper(NamedTuple):
    """A stage or a piece of one with its formula, and the height that both take."""

    formula: str
    piece: StagePiece
    height: float


@dataclass(frozen=True)
class Laid:
    """A part of a worksheet on its pages: every stage, or every piece of it."""

    part: StepOnPaper
    room: Room
    stages: tuple[StageOnPaper, ...]


def laid(part: StepOnPaper, paper: str, side: float) -> Laid:
    """A part as it is printed: in as few pieces and on as few pages as can be, else as large as can be.

    side: how wide its code is, in millimetres.
    """
    tries = [
        Try(room, k, stages_at(part, scale, room))
        for room in rooms(PAPERS[paper], part, side)
        for k, scale in enumerate(SCALES)
    ]
    best = min(tries, key=Try.worth)
    stages = (
        StageOnPaper(picture.formula, piece, height + FORMULA)
        for picture, stage in zip(part.stages, best.stages, strict=True)
        for piece, height in stage
    )
    return Laid(part, best.room, tuple(stages))


class Try(NamedTuple):
    """A part tried on a page at one scale: for every stage its pieces with their heights."""

    room: Room
    scale: int
    stages: list[list[tuple[StagePiece, float]]]

    def worth(self) -> tuple[int, int, bool, bool, int]:
        """The less the better: pieces, pages, whether cells are smallest, whether the page lies, scale."""
        pieces = sum(map(len, self.stages))
        return pieces, self.pages(), self.scale == len(SCALES) - 1, self.room.is_lying, self.scale

    def pages(self) -> int:
        """How many pages the pieces take, one below the other."""
        left, count = self.room.height, 1
        for _, height in (one for stage in self.stages for one in stage):
            if height + FORMULA > left:
                left, count = self.room.whole_height, count + 1
            left -= height + FORMULA
        return count


def rooms(paper: Paper, part: StepOnPaper, side: float) -> tuple[Room, Room]:
    """The room of a page that stands, and of one that lies."""
    return room_on(paper.width, paper.height, part, side), room_on(paper.height, paper.width, part, side)


def room_on(across: float, up: float, part: StepOnPaper, side: float) -> Room:
    """The room of a page of that size."""
    width, high = across - 2 * MARGIN, up - TOP - BOTTOM
    head = header(part, width, side)
    return Room(width, high - head, high - AGAIN, across > up, head)


def header(part: StepOnPaper, width: float, side: float) -> float:
    """The height of a step's head: where it stands, its title, its sentences, the name; or of its code."""
    beside = width - (side + 6 if side else 0.0)
    title = TITLE_LINE * lines_across(part.title, TITLE_SIZE, beside)
    reason = SENTENCE_LINE * lines_across(part.reason, SENTENCE_SIZE, beside)
    carried = SENTENCE_LINE * lines_across(part.carried, SENTENCE_SIZE, beside) + 2 if part.carried else 0.0
    return max(side, PLACE_LINE + title + reason + carried + NAME_LINE)


def stages_at(part: StepOnPaper, scale: CellSizes, room: Room) -> list[list[tuple[StagePiece, float]]]:
    """The stages of a part in pieces, with their heights."""
    return [stage_pieces(stage, scale, room) for stage in part.stages]


def stage_pieces(stage: Picture, scale: CellSizes, room: Room) -> list[tuple[StagePiece, float]]:
    """A stage in as few pieces as fit, with their heights."""
    whole = crossing_pieces(stage, scale) if stage.kind == "crossing" else lined_up(stage, scale)
    rows, columns = len(stage.result.grid.rows), len(stage.result.grid.columns)
    height = room.height if whole.height(1) <= room.height else room.whole_height
    row_spans = spans(rows, whole.rows_in(height - FORMULA))
    column_spans = spans(columns, whole.columns_in(room.width))
    pieces = [(whole.piece(r, c), whole.height(len(r))) for c in column_spans for r in row_spans]
    if len(pieces) == 1:
        return pieces
    said = [parts_said(r, rows, c, columns) for c in column_spans for r in row_spans]
    count = len(pieces)
    return [
        (replace(one, says=f"piece {k} of {count}: {what}"), height)
        for k, ((one, height), what) in enumerate(zip(pieces, said, strict=True), start=1)
    ]


def parts_said(rows: range, of_rows: int, columns: range, of_columns: int) -> str:
    """Which rows and columns of the result a piece has, as far as it has not all of them."""
    parts = (("row", rows, of_rows), ("column", columns, of_columns))
    return ", ".join(span_said(name, span) for name, span, every in parts if len(span) < every)


def span_said(name: str, span: range) -> str:
    """Rows 9 to 16, column 3."""
    return f"{name} {span[0] + 1}" if len(span) == 1 else f"{name}s {span[0] + 1} to {span[-1] + 1}"


def spans(count: int, room: int) -> list[range]:
    """0 .. count in runs of nearly equal length, each within the room."""
    runs = ceil(count / max(1, min(room, count)))
    edges = [round(k * count / runs) for k in range(runs + 1)]
    return [range(a, b) for a, b in pairwise(edges)]


@dataclass(frozen=True)
class Whole:
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


def crossing_pieces(stage: Picture, scale: CellSizes) -> Whole:
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
    return Whole(
        "crossing",
        tuple(Item(p, placed[p].sign, placed[p].grid.symbol, tables[p]) for p in order),
        fixed_width=overhang + CORNER,
        column_width=column,
        fixed_height=sum(t.height * len(t.grid.rows) + t.head_height for t in above) + GAP + 3 * CAPTION,
        row_height=row,
        follows_rows=frozenset(order.index(p) for p in ("left", "bias", "result") if p in order),
        follows_columns=frozenset(order.index(p) for p in ("top", "ones", "result") if p in order),
    )


def lined_up(stage: Picture, scale: CellSizes) -> Whole:
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
        return Whole(
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
    return Whole(
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
