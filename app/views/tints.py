"""How a number is coloured: by its sign and by its size among the numbers of its matrix."""

from __future__ import annotations

import math

STRENGTHS = 4


def tint(value: float, largest: float) -> str:
    """minus4 .. minus1, zero, plus1 .. plus4; largest is the largest size in the matrix."""
    if not value or not largest or not math.isfinite(value):
        return "zero"
    strength = max(1, min(STRENGTHS, math.ceil(abs(value) / largest * STRENGTHS - 1e-3)))
    return f"{'minus' if value < 0 else 'plus'}{strength}"
