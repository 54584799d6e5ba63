"""What rows, columns, cells and their lines are called."""

from __future__ import annotations

from typing import NamedTuple

from app.core.cell import ONES, Ref
from app.core.lesson import Axis
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.notation import line_styles, line_text, number_text
from app.notation.symbols import name_spoken


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
    """One label for every row or column along an axis."""
    return [label(exercise, axis, k) for k in range(1, size + 1)]


def label(exercise: Exercise, axis: Axis, k: int) -> Label:
    """The k-th label along an axis, from 1; a single row or column needs no name."""
    if axis == "tokens":
        return Label(k, exercise.tokens[k - 1], exercise.tokens[k - 1])
    if axis == "features":
        return Label(k, exercise.features[k - 1], f"f{k} {exercise.features[k - 1]}".strip())
    return Label(k, "", "" if axis == "one" else str(k))


def cell_label(exercise: Exercise, ref: Ref) -> str:
    """ "W_enc, row 2 capital, column 3": a cell as a person says it."""
    if ref.name == ONES:
        return "1"
    matrix = exercise.plan.matrices[ref.name]
    row = label(exercise, matrix.rows, ref.row).spoken
    column = label(exercise, matrix.columns, ref.column).spoken
    parts = [f"row {row}"] * (matrix.rows != "one") + [f"column {column}"] * (matrix.columns != "one")
    return ", ".join([ref.name, *parts])


def cell_spoken(exercise: Exercise, ref: Ref) -> str:
    """ "W enc, row 2 capital, column 3": what a screen reader says for a cell that stands alone."""
    name, comma, place = cell_label(exercise, ref).partition(",")
    return f"{name_spoken(name) if name == ref.name else name}{comma}{place}"


def spoken_cell(exercise: Exercise, ref: Ref) -> str:
    """A cell within a sentence: "Z capital Fuji", "W enc capital 3"."""
    if ref.name == ONES:
        return "1"
    matrix = exercise.plan.matrices[ref.name]
    places = [
        label(exercise, axis, index)
        for axis, index in ((matrix.rows, ref.row), (matrix.columns, ref.column))
        if axis != "one"
    ]
    return " ".join([name_spoken(ref.name), *(place.name or str(place.number) for place in places)])


TOLD = {"cells": 1, "products": 2, "value": 3}


def spoken_line(exercise: Exercise, sheet: Sheet, ref: Ref, reveal: str = "value") -> str:
    """The line of a cell as one sentence, as far as it is revealed: names, then numbers, then the value."""
    line = sheet.line(*ref)
    call = line_styles.speech_style(lambda cell: spoken_cell(exercise, cell))
    numbers = line_text.derivation(line, sheet.lookup)[1]
    makes = "is taken to be" if numbers.line.divisor == 0 else "makes"
    said = (
        f"{spoken_cell(exercise, ref)} is {line_text.write_line(line, call)}",
        f": {line_text.write_line(numbers.line, call)}",
        f", which {makes} {number_text.number_spoken(sheet.lookup(ref))}",
    )
    return "".join(said[: TOLD[reveal]]) + "."
