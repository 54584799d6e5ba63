"""Matrices as they are seen, once for screen and paper: what stands in every cell, and where each stands.

    Cell      what stands in one cell
    Grid      a matrix of cells with the names of its rows and columns
    Placed    a grid, its place, and the sign before it
    Picture   one result with its operands, placed as on paper

The screen adds links, ids and inputs to the cells; worksheets, spreadsheets and LaTeX print them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from app.core.arrangement import Kind, Piece, Place
from app.core.cell import ONES, Ref
from app.core.lesson import Axis, Result, Texts
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.notation import number_text
from app.views.labels import Label, labels

DOTS: Final = "…"
"""Ends a given number of which digits are left out."""
FOR_BIAS: Final = "a row of ones, so that the bias is one more product"
CellKind = Literal["given", "ones", "printed", "worked", "blank", "key", "carried", "brought", "open"]
G = TypeVar("G")


class Cell(NamedTuple):
    """What stands in a cell.

    kind: given, one of the row of ones, printed (from an earlier step), worked out, blank (to be filled in),
    key (the answer to that), carried (to be filled in with what was worked out earlier), brought (the answer
    to that), open (left to another step). Blank, carried and open cells have no text and no value.
    text is what is read and value the number behind it; root is the exact text, √3, of a rounded one.
    """

    ref: Ref
    kind: CellKind
    text: str = ""
    value: float | None = None
    root: str = ""


class Grid(NamedTuple):
    """A matrix. symbol and sign are formulas in the notation of formula_text.py; labels may be without text.

    transposed: whether its rows stand as columns. by_entry: whether the line takes one entry of it, or one
    for each row: it is called so, n[i], and is no transpose however it stands.
    """

    name: str
    symbol: str
    sign: str
    meaning: str
    role: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: tuple[tuple[Cell, ...], ...]
    transposed: bool = False
    by_entry: bool = False
    is_above: bool = False
    """Whether its cells are worked out further up on the same page."""

    @property
    def shape(self) -> str:
        """Rows and columns as they stand; of a matrix that is read by entries its own, however it stands."""
        size = len(self.rows), len(self.columns)
        rows, columns = size[::-1] if self.by_entry and self.transposed else size
        return f"{rows}×{columns}"

    @property
    def row_names(self) -> tuple[str, ...]:
        """What stands beside its rows; nothing at all where no row has a name."""
        return names_of(self.rows)

    @property
    def column_names(self) -> tuple[str, ...]:
        """What stands above its columns; nothing at all where no column has a name."""
        return names_of(self.columns)


class Placed(NamedTuple, Generic[G]):
    """A grid, its place (left, top, bias, ones, operand, result), and the sign that stands before it."""

    grid: G
    place: Place
    sign: str = ""


@dataclass(frozen=True)
class Picture:
    """One result with its operands; kind is crossing, under or row."""

    kind: Kind
    operands: tuple[Placed[Grid], ...]
    result: Placed[Grid]
    formula: str

    @property
    def placed(self) -> tuple[Placed[Grid], ...]:
        """Every matrix, the result last."""
        return (*self.operands, self.result)


@dataclass(frozen=True)
class Drawer:
    """Draws matrices; kind says of every cell what it is.

    for_ones: what is said of the row of ones.
    longest: characters of a given number that are shown as typed, 1/3 say; longer ones end in dots.
    above: the matrices that are worked out on the page itself.
    """

    exercise: Exercise
    sheet: Sheet
    given: Mapping[str, Texts]
    kind: Callable[[Ref], CellKind]
    for_ones: str = FOR_BIAS
    longest: float = inf
    above: frozenset[str] = frozenset()

    def picture(self, result: Result) -> Picture:
        """One result with its operands, where its operation says that they stand."""
        operation = result.operation
        names = operation.bind(result.operands)
        operands = [self.operand(piece, names[piece.operand]) for piece in operation.layout.pieces]
        if operation.over_ones:
            operands.append(Placed(self.ones(names[operation.over_ones]), "ones"))
        drawn = Placed(self.grid(result.name), "result", operation.layout.equals)
        return Picture(operation.layout.kind, tuple(operands), drawn, result.formula)

    def operand(self, piece: Piece, name: str) -> Placed[Grid]:
        """An operand where it stands, called as the line reads it."""
        called, is_above = piece.caption(name), name in self.above
        grid = self.grid(name)._replace(symbol=called, by_entry=bool(piece.entry), is_above=is_above)
        return Placed(on_its_side(grid) if piece.transposed else grid, piece.place, piece.sign)

    def grid(self, name: str) -> Grid:
        """A matrix of the exercise, upright."""
        matrix = self.exercise.plan.matrices[name]
        size = self.sheet.shapes[name]
        cells = tuple(tuple(map(self.cell, row)) for row in self.sheet.rows(name))
        rows, columns = self.labels(matrix.rows, size[0]), self.labels(matrix.columns, size[1])
        return Grid(name, name, matrix.sign, matrix.meaning, matrix.role, rows, columns, cells)

    def labels(self, axis: Axis, size: int) -> tuple[Label, ...]:
        """What rows or columns are called."""
        return tuple(labels(self.exercise, axis, size))

    def ones(self, top: str) -> Grid:
        """The visible row of ones under a linear layer's input, which the bias is multiplied by."""
        columns = self.labels(self.exercise.plan.matrices[top].columns, self.sheet.shapes[top][1])
        cells = tuple(self.cell(Ref(ONES, 1, column.number)) for column in columns)
        return Grid(ONES, "1", "", self.for_ones, "ones", (Label(1, "ones", ""),), columns, (cells,))

    def cell(self, ref: Ref) -> Cell:
        """What stands in a cell."""
        kind = self.kind(ref)
        if kind in ("blank", "carried", "open"):
            return Cell(ref, kind)
        value = self.sheet.lookup(ref)
        if ref.name == ONES or ref.name in self.given:
            return Cell(ref, kind, self.as_typed(ref, value), value)
        return Cell(ref, kind, number_text.short(value), value, exact_root(self.sheet, ref, value))

    def as_typed(self, ref: Ref, value: float) -> str:
        """A given number: as typed where that is short, else with dots where digits are left out; a one."""
        exact = "1" if ref.name == ONES else self.given[ref.name][ref.row - 1][ref.column - 1]
        if len(exact) <= self.longest:
            return exact.replace("-", number_text.MINUS)
        return number_text.short(value) + ("" if number_text.is_exact(value) else DOTS)


def on_its_side(grid: Grid) -> Grid:
    """A matrix with its rows as columns."""
    cells = tuple(zip(*grid.cells, strict=True))
    return grid._replace(rows=grid.columns, columns=grid.rows, cells=cells, transposed=True)


def exact_root(sheet: Sheet, ref: Ref, value: float) -> str:
    """√3 for a worked-out cell that is the root of a whole number that is no square."""
    if sheet.results[ref.name].operation.fn != "sqrt":
        return ""
    return number_text.root_of(value, sheet.line(*ref).inner(sheet.lookup))


def names_of(shown: tuple[Label, ...]) -> tuple[str, ...]:
    """The short texts of labels, where any has one."""
    names = tuple(label.short for label in shown)
    return names if any(names) else ()


def has_blanks(grid: Grid) -> bool:
    """Whether something is worked out in a matrix by hand, now or in the key, or could be."""
    return any(cell.kind in ("blank", "key", "open") for row in grid.cells for cell in row)


def has_carried(grid: Grid) -> bool:
    """Whether numbers are carried over into a matrix by hand, now or in the key."""
    return any(cell.kind in ("carried", "brought") for row in grid.cells for cell in row)
