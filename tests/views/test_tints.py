"""Numbers as colours: blue below zero, orange above, the stronger the larger in their matrix."""

from __future__ import annotations

import math

import pytest

from app.views.tints import tint


@pytest.mark.parametrize(
    ("value", "largest", "wanted"),
    [
        (-4, 4, "minus4"), (-1, 4, "minus1"), (-0.001, 4, "minus1"), (-3, 4, "minus3"),
        (4, 4, "plus4"), (1, 4, "plus1"), (0.5, 0.5, "plus4"), (2.1, 4, "plus3"),
        (0, 4, "zero"),
        (1e-300, 4, "plus1"), (-5e-324, 4, "minus1"),
        (9, 4, "plus4"), (-4.001, 4, "minus4"),
        (-0.0, 4, "zero"), (0, 0, "zero"), (math.inf, 4, "zero"), (math.nan, 4, "zero"),
    ],
)  # fmt: skip
def test_a_tint_says_sign_and_size(value: float, largest: float, wanted: str) -> None:
    assert tint(value, largest) == wanted
