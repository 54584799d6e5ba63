"""Numbers that lie close together, with so many digits that those that differ do not look alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from app.core.cell import CANCELLED
from app.notation.number_text import FINE, fine, in_decimals

MOST_DECIMALS = 15


def told_apart(values: Sequence[float]) -> list[str]:
    """The numbers as fine() writes them; with more decimals where two that differ would look alike."""
    texts = [*map(fine, values)]
    for decimals in range(FINE, MOST_DECIMALS + 1):
        pairs = combinations(zip(values, texts, strict=True), 2)
        if all(text != other or is_same(a, b) for (a, text), (b, other) in pairs):
            break
        texts = [in_decimals(value, decimals) for value in values]
    return texts


def is_same(a: float, b: float) -> bool:
    """Whether two numbers differ by rounding at most."""
    return abs(a - b) <= CANCELLED * (abs(a) + abs(b))
