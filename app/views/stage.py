"""Where the matrices of one result stand on the page, as they would on paper.

A product stands in the crossing: its right factor above, its left factor (with the bias as a last column) to
the left, the result where row and column meet. Sums and norms stand under their columns; everything else
stands in a row, with a sign between the matrices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.core.arrangement import Piece
from app.core.lesson import Result
from app.core.sheet import Sheet
from app.notation.formula_text import formula_mathml
from app.views import widths
from app.views.cell_views import Ink
from app.views.grids import GridView
from app.views.labels import Label

SPACING, BRACKETS, SIGN, CAPTION = 0.08, 1.1, 1.1, 4.2
"""In ems of a figure, as in widths.py: between columns, two brackets, a sign before a grid, its name."""
ROW, REMEMBERED, NAME, HEAD = 1.58, 0.75, 0.9, 1.35
"""A row of cells, and what it grows by where cells say what they held; names above one, and the caption
above that."""
GAP = 1.2
"""Between the input and the result of a crossing."""
SHORT = 2.8
"""The width of columns whose figures are short, so that a phone has room for large ones."""
WIDEST_LINE, MOST_LINES, WIDEST, TALLEST = 44, 2, 240, 90


@dataclass(frozen=True)
class PlacedGrid:
    """A grid with the sign before it."""

    grid: GridView
    sign: str = ""


@dataclass(frozen=True)
class MatrixStage:
    """One result with its operands, in the order in which they are read, on one line or more."""

    kind: str
    lines: list[list[PlacedGrid]]

    @property
    def grids(self) -> list[GridView]:
        """Every grid on the stage."""
        return [placed.grid for line in self.lines for placed in line]

    @property
    def size(self) -> str:
        """Classes that say how large it is, from which the stylesheet works out how large a figure can be."""
        biased = " biased" if any(grid.place == "bias" for grid in self.grids) else ""
        remembers = " remembers" if any(grid.remembers for grid in self.grids) else ""
        long = " long" if any(grid.column > SHORT for grid in self.grids) else ""
        return room(self.kind, self.lines) + biased + remembers + long


def stage(ink: Ink, result: Result) -> MatrixStage:
    """The stage of one result."""
    layout = result.operation.layout
    names = result.operation.bind(result.operands)
    placed = [placed_operand(ink, piece, names[piece.operand]) for piece in layout.pieces]
    if top := result.operation.over_ones:
        inputs = ink.exercise.plan.matrices[names[top]]
        placed.append(PlacedGrid(ink.ones(inputs, ink.sheet.shapes[names[top]][1])))
    crossing = layout.kind == "crossing"
    grid = replace(ink.grid(result.name), place="result", hides_rows=crossing, hides_columns=crossing)
    more = widths.number_room(most_products(ink.sheet, result))
    placed = [replace(each, grid=roomier(each.grid, more)) for each in placed]
    return arranged(layout.kind, [*placed, PlacedGrid(grid, layout.equals)])


def roomier(grid: GridView, more: float) -> GridView:
    """The grid with so much more room beside its figures, which names above them may have made already."""
    return replace(grid, column=max(grid.column, round(grid.figures + more, 1)))


def most_products(sheet: Sheet, result: Result) -> int:
    """How many products the lines of a result have: the same in all its cells."""
    first = next(iter(sheet.cells(result)), None)
    return len(sheet.line(*first).terms) if first else 0


def arranged(kind: str, placed: Sequence[PlacedGrid]) -> MatrixStage:
    """The stage of grids that are made already, the result last."""
    if kind == "crossing":
        return MatrixStage("crossing", [in_lanes(placed)])
    lines = in_lines(placed)
    if kind == "row" and len(lines) <= MOST_LINES:
        return MatrixStage("row", [without_repeated_names(line) for line in lines])
    first, *others = in_lanes(placed)
    return MatrixStage(
        "under", [[first], *([replace(e, grid=replace(e.grid, hides_columns=True))] for e in others)]
    )


def placed_operand(ink: Ink, piece: Piece, name: str) -> PlacedGrid:
    """One operand where it stands."""
    hides = piece.place == "bias"
    grid = replace(ink.grid(name, transposed=piece.transposed), place=piece.place, hides_rows=hides)
    return PlacedGrid(by_entry(grid, piece) if piece.entry else grid, piece.sign)


def by_entry(grid: GridView, piece: Piece) -> GridView:
    """A matrix of which the line takes an entry, or one for each row: called so, and of its own shape."""
    rows, columns = (grid.width, grid.height) if piece.transposed else (grid.height, grid.width)
    called = Markup(formula_mathml(piece.caption(grid.name)))
    return replace(grid, symbol=called, shape=f"{rows}×{columns}")


def in_lanes(placed: Sequence[PlacedGrid]) -> list[PlacedGrid]:
    """Grids whose columns stand above one another get columns of one width."""
    lanes = [each.grid for each in placed if each.grid.place not in {"left", "bias"}]
    widest = max(grid.column for grid in lanes)
    return [
        replace(each, grid=replace(each.grid, column=widest)) if each.grid in lanes else each
        for each in placed
    ]


def in_lines(row: Sequence[PlacedGrid]) -> list[list[PlacedGrid]]:
    """A row of matrices, on several lines where it grows long; a factor stays with what it multiplies."""
    lines: list[list[PlacedGrid]] = [[]]
    for group in groups(row):
        if lines[-1] and width_of([*lines[-1], *group]) > WIDEST_LINE:
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
    shown: list[list[Label]] = []
    placed = []
    for each in line:
        placed.append(replace(each, grid=replace(each.grid, hides_rows=each.grid.rows in shown)))
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
        left = sum(grid_width(grid) for grid in grids if grid.place in {"left", "bias"})
        across = max(left, *(widths.names(g.rows) for g in grids if g.place == "top")) + CAPTION + GAP
        across += sum(grid_width(grid) for grid in grids if grid.place == "result")
        lanes = [grid for grid in grids if grid.place not in {"left", "bias"}]
        tall = sum(grid.height for grid in lanes) * row + head_room(lanes[0]) - HEAD + GAP
    return f"wide-{min(math.ceil(across), WIDEST)} tall-{min(math.ceil(tall), TALLEST)}"
