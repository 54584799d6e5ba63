"""One matrix as text to take elsewhere: for a spreadsheet, for LaTeX, for NumPy."""

from __future__ import annotations

from typing import NamedTuple

from app.core.operation import Array
from app.exports.scripts import array, variable
from app.notation import number_text, numerals
from app.notation import symbols as written


class Copy(NamedTuple):
    """A matrix in one notation: its ending as a file, what it is for, the text."""

    ending: str
    title: str
    text: str


def matrix_texts(name: str, matrix: Array) -> list[Copy]:
    """The matrix in every notation; the numbers are exact but for LaTeX, which is to be read."""
    return [
        Copy("tsv", "For a spreadsheet", tsv(matrix)),
        Copy("tex", "For LaTeX", f"{written.name_latex(name)} = {bmatrix(matrix)}\n"),
        Copy("py", "For NumPy", f"{variable(name)} = {numpy(name, matrix)}\n"),
    ]


def tsv(matrix: Array) -> str:
    """Rows of numbers parted by tabs."""
    return "".join("\t".join(row) + "\n" for row in exact_rows(matrix))


def bmatrix(matrix: Array) -> str:
    """The matrix for amsmath; numbers with three decimals, as on the page."""
    rows = r" \\ ".join(" & ".join(number_text.number_latex(float(cell)) for cell in row) for row in matrix)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def numpy(name: str, matrix: Array) -> str:
    """The matrix as a call of np.array."""
    return array(variable(name), exact_rows(matrix), "np.array")


def exact_rows(matrix: Array) -> tuple[tuple[str, ...], ...]:
    """Every number in the shortest text that reads back as the same."""
    return tuple(tuple(numerals.from_float(float(cell)) for cell in row) for row in matrix)
