"""How a number is coloured: by its sign and by its size among the numbers of its matrix."""

from __future__ import annotations

import math

PLUS = ("zero", "plus1", "plus2", "plus3", "plus4")
MINUS = ("zero", "minus1", "minus2", "minus3", "minus4")
STRENGTHS = 4
ROUNDING = 1e-3
"""Of a strength: a number that is a fourth of the largest but for rounding is in the first of the four."""


def tint(value: float, largest: float) -> str:
    """minus4 .. minus1, zero, plus1 .. plus4; largest is the largest size in the matrix."""
    if not value or not largest or not math.isfinite(value):
        return "zero"
    strength = min(STRENGTHS, math.ceil(abs(value) / largest * STRENGTHS - ROUNDING)) or 1
    return MINUS[strength] if value < 0 else PLUS[strength]
