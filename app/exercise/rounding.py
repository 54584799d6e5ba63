"""Numbers that training leaves, made short enough to write down: to a few decimals, or to halves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from app.core.lesson import Plan, Texts
from app.core.operation import Array
from app.core.sheet import Values
from app.exercise.matrices import as_arrays, as_texts


class Rounding(NamedTuple):
    """A way to round: in words, and of an array."""

    words: str
    of: Callable[[Array], Array]


ROUNDINGS: Mapping[str, Rounding] = {
    "keep": Rounding("every digit", lambda array: array),
    "keep-2": Rounding("two decimals", lambda array: np.round(array, 2)),
    "keep-1": Rounding("one decimal", lambda array: np.round(array, 1)),
    "keep-0": Rounding("whole numbers", lambda array: np.round(array, 0)),
    "keep-halves": Rounding("whole numbers and halves", lambda array: np.round(array * 2) / 2),
}
"""By the name of the button that does it."""


def rounded(plan: Plan, given: Values, name: str) -> dict[str, Array]:
    """The given matrices with what was learned rounded; what was set or typed stays."""
    of = ROUNDINGS[name].of
    return {n: of(array) + 0.0 if n in plan.learned else array for n, array in given.items()}


def rounded_texts(plan: Plan, given: Mapping[str, Texts], name: str) -> dict[str, Texts]:
    """rounded() of matrices in text; what is not rounded keeps its exact text."""
    after = as_texts(rounded(plan, as_arrays(given.items()), name))
    return {n: after[n] if n in plan.learned else rows for n, rows in given.items()}
