"""Training, slopes by difference quotients, kinks, and random matrices: for any lesson."""

import random
import re
from collections.abc import Callable

from tests.oracle.parts import Matrices, Matrix

SMALL = 1e-3  # nearer to a kink than this, a difference quotient is not to be trusted


def trained(given: Matrices, work_out: Callable[[Matrices], Matrices], updates: int) -> Matrices:
    """The given matrices after so many updates, where `work_out` gives every `name_new`."""
    for _ in range(updates):
        found = work_out(given)
        given = {name: found.get(f"{name}_new", matrix) for name, matrix in given.items()}
    return given


def changed(given: Matrices, name: str, i: int, j: int, number: float) -> Matrices:
    """The given matrices with one entry replaced; the original stays as it is."""
    copy = [list(row) for row in given[name]]
    copy[i][j] = number
    return {**given, name: copy}


def slope(
    loss: Callable[[Matrices], float], given: Matrices, name: str, i: int, j: int, *, h: float = 1e-6
) -> float:
    """How fast the loss changes with one given entry: its central difference."""
    here = given[name][i][j]
    above, below = changed(given, name, i, j, here + h), changed(given, name, i, j, here - h)
    return (loss(above) - loss(below)) / (2 * h)


def kink(found: Matrices, margin: float = SMALL) -> bool:
    """Whether a pre-activation (Z, Z1, ..) or a decoder norm (n), worked out, is within margin of 0."""
    watched = [matrix for name, matrix in found.items() if re.fullmatch(r"Z\d*|n", name)]
    return any(abs(number) < margin for matrix in watched for row in matrix for number in row)


def random_matrix(draw: random.Random, rows: int, columns: int, low: float, high: float) -> Matrix:
    """A rows x columns matrix of real numbers between low and high."""
    return [[draw.uniform(low, high) for _ in range(columns)] for _ in range(rows)]
