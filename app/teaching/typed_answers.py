"""Typed answers as numbers, and when such a number is the value that was asked for."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.core.cell import Line, Lookup
from app.core.operation import Array
from app.notation import number_text, numerals
from app.notation.lookalikes import plain_numeral

DECIMAL = re.compile(r"\s*[-+−]?\d*\.(\d+)\s*", re.ASCII)
"""A plain decimal, with the digits after its point: no fraction, root or power of ten."""


class TypedAnswer(NamedTuple):
    """A number as it was typed; decimals counts the digits after its point, None where it has no point."""

    number: float
    decimals: int | None = None

    def agrees(self, value: float) -> bool:
        """Whether it is what the value looks like once it is written down, with the digits given."""
        return is_close(self.number, value) or self.is_rounded(value)

    def agreeing(self, values: Array, digits: Array) -> list[int]:
        """Which of many values it agrees with; digits: half of the last digit of each, as half_digits()."""
        if self.decimals is not None and self.number:
            digits = np.maximum(digits, 10.0**-self.decimals / 2)
        near = np.abs(values - self.number) <= digits + np.abs(values) * number_text.EXACT
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    def is_rounded(self, value: float) -> bool:
        """Whether the value rounds to it at the digits given; a zero says nothing of what is not zero."""
        if self.decimals is None or not self.number:
            return False
        return abs(self.number - value) <= 10.0**-self.decimals / 2 + abs(value) * number_text.EXACT


@lru_cache(maxsize=4096)
def read_typed(text: str) -> TypedAnswer:
    """The number that was typed. Raises NumeralError, a sentence."""
    number = numerals.answer(text)
    match = DECIMAL.fullmatch(plain_numeral(text))
    return TypedAnswer(number, len(match[1]) if match else None)


def is_close(number: float, value: float) -> bool:
    """Whether a number is what a value looks like once it is written down."""
    return abs(number - value) <= 10.0 ** -places(value) / 2 + abs(value) * number_text.EXACT


def half_digits(values: Array) -> Array:
    """Half of the last digit that is printed of each value; nan where there is no value."""
    return np.array([10.0 ** -places(v) / 2 if math.isfinite(v) else math.nan for v in values.tolist()])


def printed_value(value: float) -> float:
    """The value as number_text.short() prints it."""
    return round(value, places(value))


def places(value: float) -> int:
    """How many decimals number_text.short() prints; negative where it leaves out digits before the point."""
    is_usual = not value or 0.01 <= abs(value) < 1e9
    return 3 if is_usual else 2 - math.floor(math.log10(abs(value)))


def value_or_none(line: Line, lookup: Lookup) -> float | None:
    """The value of a changed line; None where it has none, as the root of a negative sum."""
    try:
        return line.value(lookup)
    except (OverflowError, ValueError):
        return None
