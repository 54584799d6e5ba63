"""Where the matrices of one result stand on the page, as they would on paper.

A product stands in the crossing: its right factor above, its left factor (with the bias as a last column) to
the left, the result where row and column meet. Sums and norms stand under their columns; everything else
stands in a row, with a sign between the matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.arrangement import Kind
from app.core.lesson import Result
from app.core.sheet import Sheet
from app.views import widths
from app.views.grids import GridView
from app.views.labels import Label
from app.views.picture import Grid, Picture, Placed

SPACING, BRACKETS, SIGN, CAPTION = 0.08, 1.1, 1.1, 4.2
"""In ems of a figure, as in widths.py: between columns, two brackets, a sign before a grid, its name."""
ROW, REMEMBERED, NAME, HEAD = 1.58, 0.95, 0.9, 1.35
"""A row of cells, and what it grows by where cells say what they held; names above one, and the caption
above that."""
GAP = 1.2
"""Between the input and the result of a crossing."""
SHORT = 2.8
"""The width of columns whose figures are short, so that a phone has room for large ones."""
WIDEST_LINE, WIDER_LINES, MOST_LINES, BOARD = 44, (66, 100), 2, 1.9
"""Of a row of matrices: how wide its lines may be, how wide if need be, how many there may be of them, and
how much wider than high the board is that they stand on."""
NARROWEST, WIDEST, TALLEST = 4, 240, 90
"""Sizes for which there are classes."""
MOST_WIDER = 1.15
"""So much wider a stage may become for columns on several lines to stand under one another."""
PlacedGrid = Placed[GridView]


@dataclass(frozen=True)
class MatrixStage:
    """One result with its operands, in the order in which they are read, on one line or more."""

    kind: Kind
    lines: list[list[PlacedGrid]]

    @property
    def grids(self) -> list[GridView]:
        """Every grid on the stage."""
        return [placed.grid for line in self.lines for placed in line]

    @property
    def size(self) -> str:
        """Classes that say how large it is, from which the stylesheet works out how large a figure can be."""
        biased = " biased" if any(placed.place == "bias" for line in self.lines for placed in line) else ""
        remembers = " remembers" if any(grid.remembers for grid in self.grids) else ""
        long = " long" if any(grid.column > SHORT for grid in self.grids) else ""
        return room(self.kind, self.lines) + biased + remembers + long

    @staticmethod
    def width_class(grid: GridView) -> str:
        """How wide one grid is: a phone makes its figures fit where it is read whole."""
        return f"wide-{min(max(math.ceil(grid_width(grid)), NARROWEST), WIDEST)}"


def staged(picture: Picture, view: Callable[[Grid], GridView], products: int = 0) -> MatrixStage:
    """The stage of a picture; view makes the screen's grid of a matrix.

    products: so many are numbered beside the operands' figures, which takes room.
    """
    more = widths.number_room(products)
    operands = [Placed(roomier(view(grid), more), place, sign) for grid, place, sign in picture.operands]
    result = Placed(view(picture.result.grid), picture.result.place, picture.result.sign)
    placed = [without_labels(one, picture.kind) for one in without_repeats([*operands, result])]
    if picture.kind == "crossing":
        return MatrixStage("crossing", [in_lanes(placed)])
    rows = [in_lines(placed, limit) for limit in (WIDEST_LINE, *WIDER_LINES)] if picture.kind == "row" else []
    stages = [row_stage(lines) for lines in rows if len(lines) <= MOST_LINES]
    if stages and len(rows[0]) <= MOST_LINES:
        return stages[0]
    return max([*stages, under_stage(placed)], key=largest_figure)


def row_stage(lines: Sequence[Sequence[PlacedGrid]]) -> MatrixStage:
    """Matrices in a row, on one line or more."""
    stage = MatrixStage("row", [without_repeated_names(line) for line in lines])
    if len(lines) == 1:
        return stage
    even = MatrixStage("row", [without_repeated_names(line) for line in with_even_columns(lines)])
    return even if ems("row", even.lines)[0] <= MOST_WIDER * ems("row", stage.lines)[0] else stage


def with_even_columns(lines: Sequence[Sequence[PlacedGrid]]) -> list[list[PlacedGrid]]:
    """Matrices on lines under one another: columns of the same names are as wide in all of them."""
    widest: dict[tuple[Label, ...], float] = {}
    for one in (one for line in lines for one in line):
        widest[one.grid.columns] = max(one.grid.column, widest.get(one.grid.columns, 0.0))
    return [
        [one._replace(grid=one.grid._replace(column=widest[one.grid.columns])) for one in line]
        for line in lines
    ]


def under_stage(placed: Sequence[PlacedGrid]) -> MatrixStage:
    """Matrices under one another, their columns above one another."""
    first, *others = in_lanes(placed)
    below = [one._replace(grid=one.grid._replace(hides_columns=True)) for one in others]
    return MatrixStage("under", [[first], *([one] for one in below)])


def largest_figure(stage: MatrixStage) -> float:
    """How large its figures can be, as a part of the board's height."""
    across, tall = ems(stage.kind, stage.lines)
    return min(BOARD / across, 1 / tall)


def roomier(grid: GridView, more: float) -> GridView:
    """The grid with so much more room beside its figures, which names above them may have made already."""
    return grid._replace(column=max(grid.column, round(grid.figures + more, 1)))


def most_products(sheet: Sheet, result: Result) -> int:
    """How many products the lines of a result have: the same in all its cells."""
    first = next(iter(sheet.cells(result)), None)
    return len(sheet.line(*first).terms) if first else 0


def without_labels(one: PlacedGrid, kind: Kind) -> PlacedGrid:
    """A matrix without the names that stand at its neighbours in a crossing."""
    crosses = kind == "crossing" and one.place == "result"
    rows, columns = crosses or one.place in {"bias", "ones"}, crosses or one.place == "ones"
    return one._replace(grid=one.grid._replace(hides_rows=rows, hides_columns=columns))


def without_repeats(placed: Sequence[PlacedGrid]) -> list[PlacedGrid]:
    """A matrix that stands there a second time has no inputs and no ids of its own."""
    names = [each.grid.name for each in placed]
    return [
        each._replace(grid=each.grid.as_text()) if each.grid.name in names[:k] else each
        for k, each in enumerate(placed)
    ]


def in_lanes(placed: Sequence[PlacedGrid]) -> list[PlacedGrid]:
    """Grids whose columns stand above one another get columns of one width."""
    widest = max(one.grid.column for one in placed if is_in_lane(one))
    return [one._replace(grid=one.grid._replace(column=widest)) if is_in_lane(one) else one for one in placed]


def is_in_lane(one: PlacedGrid) -> bool:
    """Whether the columns of a matrix stand above those of others."""
    return one.place not in {"left", "bias"}


def in_lines(row: Sequence[PlacedGrid], limit: float) -> list[list[PlacedGrid]]:
    """A row of matrices, on several lines where it grows too wide; a factor stays with what it multiplies."""
    lines: list[list[PlacedGrid]] = [[]]
    for group in groups(row):
        if lines[-1] and width_of([*lines[-1], *group]) > limit:
            lines.append([])
        lines[-1].extend(group)
    return lines


def groups(row: Sequence[PlacedGrid]) -> list[list[PlacedGrid]]:
    """The parts of a row between which it may be broken: before plus, minus and equals."""
    found: list[list[PlacedGrid]] = []
    for each in row:
        if found and each.sign[:1] in {"×", "/"}:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def width_of(line: Sequence[PlacedGrid]) -> float:
    """How wide a line is, in ems of a figure."""
    return sum(grid_width(each.grid) + sign_room(each) for each in without_repeated_names(line))


def sign_room(placed: PlacedGrid) -> float:
    """How wide what stands before a matrix is."""
    return SIGN + len(placed.sign) * widths.DIGIT if placed.sign else 0


def without_repeated_names(line: Sequence[PlacedGrid]) -> list[PlacedGrid]:
    """Names of rows that stand at the matrix before need not be written again."""
    shown: list[tuple[Label, ...]] = []
    placed = []
    for each in line:
        placed.append(each._replace(grid=each.grid._replace(hides_rows=each.grid.rows in shown)))
        shown.append(each.grid.rows)
    return placed


def grid_width(grid: GridView) -> float:
    """How wide a grid is with its brackets and its row names."""
    return (
        grid.width * (grid.column + SPACING) + BRACKETS + (0 if grid.hides_rows else widths.names(grid.rows))
    )


def head_room(grid: GridView) -> float:
    """How high the names and the caption above a grid are."""
    return HEAD + NAME * widths.lines(grid.columns, grid.column)


def room(kind: str, lines: Sequence[Sequence[PlacedGrid]]) -> str:
    """The width and the height of a stage in whole ems of a figure, as classes."""
    across, tall = ems(kind, lines)
    return f"wide-{min(math.ceil(across), WIDEST)} tall-{min(math.ceil(tall), TALLEST)}"


def ems(kind: str, lines: Sequence[Sequence[PlacedGrid]]) -> tuple[float, float]:
    """The width and the height of a stage in ems of a figure."""
    placed = [each for line in lines for each in line]
    grids = [each.grid for each in placed]
    row = ROW + (REMEMBERED if any(grid.remembers for grid in grids) else 0)
    if kind == "row":
        across = max(map(width_of, lines))
        tall = sum(max(p.grid.height * row + head_room(p.grid) for p in line) + GAP / 6 for line in lines)
    elif kind == "under":
        across = max(map(grid_width, grids)) + max(map(sign_room, placed)) + CAPTION
        tall = sum(grid.height * row + GAP / 2 for grid in grids) + head_room(grids[0]) - HEAD
    else:
        left = sum(grid_width(one.grid) for one in placed if not is_in_lane(one))
        across = max(left, *(widths.names(one.grid.rows) for one in placed if one.place == "top"))
        across += CAPTION + GAP + sum(grid_width(one.grid) for one in placed if one.place == "result")
        lanes = [one.grid for one in placed if is_in_lane(one)]
        tall = sum(grid.height for grid in lanes) * row + head_room(lanes[0]) - HEAD + GAP
    return across, tall
