"""What rows, columns and cells are called."""

from __future__ import annotations

from typing import NamedTuple

from app import names
from app.cell import ONES, Ref
from app.exercise import Exercise
from app.lesson import Axis


class Label(NamedTuple):
    """A row's or column's number and its name, which may be empty. short is what stands beside the grid."""

    number: int
    name: str
    short: str

    @property
    def spoken(self) -> str:
        """ "2 capital"."""
        return f"{self.number} {self.name}".strip()


def labels(exercise: Exercise, axis: Axis, size: int) -> list[Label]:
    """One label for every row or column along an axis; none for a single one that needs no name."""
    if axis == "tokens":
        return [Label(k, name, name) for k, name in enumerate(exercise.tokens, start=1)]
    if axis == "features":
        return [Label(k, name, f"f{k} {name}".strip()) for k, name in enumerate(exercise.features, start=1)]
    if axis == "one":
        return [Label(1, "", "")]
    return [Label(k, "", str(k)) for k in range(1, size + 1)]


def cell_label(exercise: Exercise, ref: Ref, shape: tuple[int, int]) -> str:
    """ "W_enc, row 2 capital, column 3": a cell as a person says it."""
    if ref.name == ONES:
        return "1"
    matrix = exercise.plan.matrices[ref.name]
    row = labels(exercise, matrix.rows, shape[0])[ref.row - 1].spoken
    column = labels(exercise, matrix.columns, shape[1])[ref.column - 1].spoken
    parts = [f"row {row}"] * (matrix.rows != "one") + [f"column {column}"] * (matrix.columns != "one")
    return ", ".join([ref.name, *parts])


def spoken_cell(exercise: Exercise, ref: Ref) -> str:
    """A cell within a sentence: "Z capital Fuji", "W enc capital 3"."""
    if ref.name == ONES:
        return "1"
    matrix = exercise.plan.matrices[ref.name]
    places = [
        labels(exercise, axis, index)[index - 1]
        for axis, index in ((matrix.rows, ref.row), (matrix.columns, ref.column))
        if axis != "one"
    ]
    return " ".join([names.spoken(ref.name), *(place.name or str(place.number) for place in places)])
