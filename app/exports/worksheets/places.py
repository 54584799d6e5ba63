"""Where the matrices of a worksheet stand in the cells of a spreadsheet: the crossing of the screen, in rows
and columns. Everything counts from 0, and a column is as wide as a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from app.core.arrangement import Place
from app.exports.worksheets.contents import StepOnPaper
from app.exports.worksheets.workings import Working
from app.views.picture import Cell, Grid, Picture, Placed

HEAD: Final = 2
"""Rows above a matrix: its name, and the names of its columns."""
GAP: Final = 2
"""Empty rows between steps."""
MOST_COLUMNS: Final = 20
"""How wide matrices beside one another may become: what is wider is printed too small to read."""


class Spot(NamedTuple):
    """A cell of the spreadsheet: the name of its page, its row and its column."""

    page: str
    row: int
    column: int


class Box(NamedTuple):
    """A matrix on a page: its first cell, whether the names of its rows and columns stand beside it, and the
    stage that it belongs to; without one it stands by itself."""

    page: str
    row: int
    column: int
    grid: Grid
    stage: Picture | None = None
    place: Place = "operand"
    sign: str = ""
    has_rows: bool = True
    has_columns: bool = True

    def cells(self) -> Iterator[tuple[Spot, Cell]]:
        """Its cells with their spots, row by row."""
        for i, row in enumerate(self.grid.cells):
            for j, cell in enumerate(row):
                yield Spot(self.page, self.row + i, self.column + j), cell

    @property
    def first(self) -> Spot:
        """The spot of its first cell."""
        return Spot(self.page, self.row, self.column)

    @property
    def last(self) -> Spot:
        """The spot of its last cell."""
        return Spot(self.page, self.row + len(self.grid.cells) - 1, self.column + len(self.grid.cells[0]) - 1)

    @property
    def caption(self) -> int | None:
        """The row of its name; the row of ones has none."""
        return None if self.place == "ones" else self.row - 1 - self.has_columns

    @property
    def before(self) -> int:
        """The column of the sign before it."""
        return self.column - 1 - bool(self.grid.row_names)

    @property
    def is_result(self) -> bool:
        """Whether its stage works it out."""
        return self.place == "result"


class TextLine(NamedTuple):
    """A line of text on a page; style is title, formula, plain or boxes."""

    page: str
    row: int
    style: str
    text: str
    boxes: tuple[str, ...] = ()
    """What stands in the boxes behind a line to complete; an empty one is to be filled in."""


class BookPage(NamedTuple):
    """One worksheet of the spreadsheet."""

    name: str
    words: list[TextLine]
    boxes: list[Box]


def page_of(
    name: str, title: str, notes: Sequence[str], parts: Sequence[StepOnPaper], given: Sequence[Grid]
) -> BookPage:
    """A page with parts under one another, after the given matrices where these stand by themselves."""
    page = BookPage(name, [TextLine(name, 0, "title", title)], [])
    row = text_lines(page, 1, "plain", notes)
    if given:
        row = beside(page, row + 1, [Placed(grid, "operand") for grid in given], None)
    for part in parts:
        row = part_on(page, row + GAP, part, has_title=True) if given else part_on(page, row, part)
    return page


def part_on(page: BookPage, row: int, part: StepOnPaper, *, has_title: bool = False) -> int:
    """A step on a page; the row after it."""
    if has_title:
        row = text_lines(page, row, "title", [f"{part.number}. {part.title}"])
    row = text_lines(page, row, "formula", part.formulas)
    row = text_lines(page, row, "plain", [part.reason])
    for stage in part.stages:
        row = STAGES[stage.kind](page, row + 1, stage)
    lines = [line_to_complete(page.name, row + 1 + k, working) for k, working in enumerate(part.workings)]
    page.words.extend(lines)
    return row + 1 + len(lines)


def text_lines(page: BookPage, row: int, style: str, texts: Sequence[str]) -> int:
    """Lines of text under one another; the row after them."""
    page.words.extend(TextLine(page.name, row + k, style, text) for k, text in enumerate(texts))
    return row + len(texts)


def line_to_complete(page: str, row: int, working: Working) -> TextLine:
    """A line of arithmetic, with a box for everything that is to be filled in."""
    value = () if working.value is None else (working.value,)
    return TextLine(page, row, "boxes", f"{working.cell} {working.told}", (*working.products, *value))


def crossing_places(page: BookPage, row: int, stage: Picture) -> int:
    """A product: the right factor above, the left one to the left, the result where they meet."""
    placed = {one.place: one for one in stage.placed}
    left, bias = placed["left"], placed.get("bias")
    beyond = 1 + len(left.grid.columns)
    across = beyond + (bias is not None) + 1
    add(page, row + HEAD, across, placed["top"], stage)
    below = row + HEAD + len(placed["top"].grid.rows)
    if ones := placed.get("ones"):
        add(page, below, across, ones, stage, has_columns=False)
        below += 1
    add(page, below + HEAD, 1, left, stage)
    if bias:
        add(page, below + HEAD, beyond, bias, stage, has_rows=False)
    add(page, below + HEAD, across, stage.result, stage, has_rows=False, has_columns=False)
    return below + HEAD + len(left.grid.rows)


def under(page: BookPage, row: int, stage: Picture) -> int:
    """Matrices with the same columns under one another, each with its name above it."""
    below = row + HEAD
    for k, placed in enumerate(stage.placed):
        add(page, below, 2, placed, stage, has_columns=k == 0)
        below += len(placed.grid.rows) + 1
    return below - 1


def side_by_side(page: BookPage, row: int, stage: Picture) -> int:
    """Matrices beside one another."""
    return beside(page, row, stage.placed, stage)


def beside(page: BookPage, row: int, placed: Sequence[Placed[Grid]], stage: Picture | None) -> int:
    """Matrices beside one another with their signs, in as many rows as that takes; the row after the last."""
    column = bottom = 0
    for one in placed:
        height, width = len(one.grid.rows), len(one.grid.columns)
        if column and column + 2 + width > MOST_COLUMNS:
            row, column, bottom = bottom + 1, 0, 0
        has_before = bool(one.sign and one is not placed[0]) or column > 0
        column += has_before + (bool(one.grid.row_names) or not has_before)
        add(page, row + HEAD, column, one, stage)
        column, bottom = column + width, max(bottom, row + HEAD + height)
    return bottom


def add(
    page: BookPage,
    row: int,
    column: int,
    placed: Placed[Grid],
    stage: Picture | None,
    *,
    has_rows: bool = True,
    has_columns: bool = True,
) -> None:
    """A matrix with its first cell at that row and column."""
    grid, place, sign = placed
    page.boxes.append(Box(page.name, row, column, grid, stage, place, sign, has_rows, has_columns))


STAGES: Mapping[str, Callable[[BookPage, int, Picture], int]] = {
    "crossing": crossing_places,
    "under": under,
    "row": side_by_side,
}
