"""Where the matrices of one result stand on the page, as they would on paper.

A product stands in the crossing: its right factor above, its left factor (with the bias as a last column) to
the left, the result where row and column meet. Sums and norms stand under their columns; everything else
stands in a row, with a sign between the matrices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app import operations as op
from app.grids import GridView
from app.ink import Ink
from app.lesson import Result
from app.operations import Operation


class Piece(NamedTuple):
    """An operand on the stage: where, whether transposed, and the sign that stands before it."""

    operand: str
    place: str = "row"
    transposed: bool = False
    sign: str = ""


class Layout(NamedTuple):
    """How an operation's operands and its result stand; kind is crossing, under or row."""

    kind: str
    pieces: tuple[Piece, ...]
    equals: str = "="


def _crossing(left: Piece, top: Piece, *more: Piece) -> Layout:
    return Layout("crossing", (left._replace(place="left"), top._replace(place="top"), *more), "")


def _row(*pieces: Piece, equals: str = "=") -> Layout:
    return Layout("row", pieces, equals)


# fmt: off
LAYOUTS: Mapping[Operation, Layout] = {
    op.copy: _row(Piece("X")),
    op.linear: _crossing(Piece("W"), Piece("X"), Piece("b", "bias")),
    op.outer: _crossing(Piece("G"), Piece("f", transposed=True)),
    op.transpose_times: _crossing(Piece("W", transposed=True), Piece("G")),
    op.relu: _row(Piece("Z"), equals="ReLU"),
    op.is_positive: _row(Piece("Z"), equals="> 0?"),
    op.push_down: _row(Piece("f"), equals="push"),
    op.column_norms: Layout("under", (Piece("W"),)),
    op.column_sums: Layout("under", (Piece("f"),)),
    op.row_sums: _row(Piece("G"), equals="Σ row"),
    op.total: _row(Piece("A"), equals="Σ"),
    op.scale_rows: _row(Piece("n", transposed=True), Piece("g", sign="×")),
    op.weighted_total: _row(Piece("n", transposed=True), Piece("f", sign="×"), equals="Σ"),
    op.difference: _row(Piece("Y"), Piece("T", sign="−")),
    op.sum_squares: _row(Piece("E"), equals="Σ ( )²"),
    op.mean: _row(Piece("S"), Piece("E", sign="/ entries of")),
    op.double: _row(Piece("E", sign="2 ×")),
    op.penalised: _row(Piece("R"), Piece("weight", sign="+"), Piece("P", sign="×")),
    op.norm_slope: _row(Piece("weight"), Piece("s", sign="×"), Piece("n", transposed=True, sign="/")),
    op.add_scaled_columns: _row(Piece("D"), Piece("r", transposed=True, sign="+"), Piece("W", sign="×")),
    op.subtract_scaled: _row(Piece("A"), Piece("weight", sign="−"), Piece("B", sign="×")),
    op.multiply: _row(Piece("A"), Piece("M", sign="×")),
}
# fmt: on


@dataclass(frozen=True)
class Placed:
    """A grid with the sign before it."""

    grid: GridView
    sign: str = ""


@dataclass(frozen=True)
class Stage:
    """One result with its operands, in the order in which they are read."""

    kind: str
    result: Placed
    operands: list[Placed] = field(default_factory=list)
    title: str = ""


def stage(ink: Ink, result: Result) -> Stage:
    """The stage of one result."""
    layout = LAYOUTS[result.operation]
    names = result.operation.bind(result.operands)
    placed = [place(ink, piece, names[piece.operand], layout.kind) for piece in layout.pieces]
    if result.operation is op.linear:
        inputs = ink.exercise.plan.matrices[names["X"]]
        placed.append(Placed(ink.ones(inputs, ink.sheet.shapes[names["X"]][1])))
    crossing = layout.kind == "crossing"
    grid = replace(ink.grid(result.name), place="result", hides_rows=crossing, hides_columns=crossing)
    return Stage(layout.kind, Placed(grid, layout.equals), placed, result.name)


def place(ink: Ink, piece: Piece, name: str, kind: str) -> Placed:
    """One operand where it stands."""
    hides = piece.place == "bias"
    where = piece.place if kind == "crossing" else "operand"
    grid = replace(ink.grid(name, transposed=piece.transposed), place=where, hides_rows=hides)
    return Placed(grid, piece.sign)
