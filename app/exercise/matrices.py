"""Matrices in exact text as arrays of floats, and back: what is written reads back as the same floats."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.core.lesson import Texts
from app.core.operation import Array
from app.core.sheet import Values
from app.notation.numerals import from_float, value


def as_arrays(texts: Iterable[tuple[str, Texts]]) -> dict[str, Array]:
    """Matrices in text as two-dimensional arrays, by name."""
    return {name: np.array([[value(cell) for cell in row] for row in rows]) for name, rows in texts}


def as_texts(arrays: Values) -> dict[str, Texts]:
    """Matrices in text that reads back as the same floats, by name."""
    return {
        name: tuple(tuple(from_float(float(cell)) for cell in row) for row in array)
        for name, array in arrays.items()
    }
