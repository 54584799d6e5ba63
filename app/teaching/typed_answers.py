"""Typed answers as numbers, and when such a number is the value that was asked for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.cell import Line, Lookup
from app.core.operation import Array, Flags
from app.notation import number_text, numerals
from app.notation.lookalikes import plain_numeral
from app.teaching.line_numbers import rounded_singly

DECIMAL = re.compile(r"\s*[-+−]?\d*\.(\d+)\s*", re.ASCII)
"""A plain decimal, with the digits after its point: no fraction, root or power of ten."""
PLAINEST = re.compile(r"[-−]?[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)
"""As nearly all answers are typed: what a float is read from as it stands."""
EXACT = number_text.EXACT
SMALL, LARGE, USUAL = 0.01, 1e9, 3
"""Between these, three decimals are printed; beyond, three digits."""


TypedRows = Sequence[Sequence[str]]
"""The answers to a matrix, row by row."""


class TypedAnswer(NamedTuple):
    """A number as it was typed; decimals counts the digits after its point, None where it has no point."""

    number: float
    decimals: int | None = None

    def agrees(self, value: float) -> bool:
        """Whether it is what the value looks like once it is written down, with the digits given."""
        return is_close(self.number, value) or self.is_rounded(value)

    def agreeing(self, values: Array, digits: Array) -> list[int]:
        """Which of many values it agrees with; digits: half of the last digit of each, as half_digits()."""
        near = np.abs(values - self.number) <= np.maximum(digits, self.half) + np.abs(values) * EXACT
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    def is_rounded(self, value: float) -> bool:
        """Whether the value rounds to it at the digits given; a zero says nothing of what is not zero."""
        return bool(self.half) and abs(self.number - value) <= self.half + abs(value) * EXACT

    @property
    def half(self) -> float:
        """Half of the last digit that was typed; 0 where none was left out."""
        return 0.0 if self.decimals is None or not self.number else 10.0**-self.decimals / 2


class TypedNumbers(NamedTuple):
    """Many typed answers: their numbers, nan where there is none, and half of the last digit of each."""

    numbers: Array
    halves: Array

    def agreeing(self, values: Array, digits: Array) -> NDArray[np.bool]:
        """Which of them agree with a value each; digits: as half_digits(values)."""
        return np.abs(values - self.numbers) <= np.maximum(digits, self.halves) + np.abs(values) * EXACT

    def differing(self, values: Array, digits: Array) -> NDArray[np.bool]:
        """Which of them are numbers, and others than a value each, be it only in their digits."""
        return ~(np.abs(values - self.numbers) <= digits + np.abs(values) * EXACT) & ~np.isnan(self.numbers)


def typed_numbers(texts: Sequence[str]) -> TypedNumbers:
    """The numbers of many typed answers."""
    read = np.array([*map(number_and_half, texts)]).reshape(-1, 2)
    return TypedNumbers(read[:, 0], read[:, 1])


@lru_cache(maxsize=32768)
def number_and_half(text: str) -> tuple[float, float]:
    """The number that was typed, nan where there is none, and half of its last digit."""
    try:
        typed = read_typed(text) if text.strip() else None
    except numerals.NumeralError:
        typed = None
    return (typed.number, typed.half) if typed else (math.nan, 0.0)


@lru_cache(maxsize=32768)
def read_typed(text: str) -> TypedAnswer:
    """The number that was typed. Raises NumeralError, a sentence."""
    if PLAINEST.fullmatch(text):
        return TypedAnswer(
            float(text.replace("−", "-")) + 0.0, len(text.partition(".")[2]) if "." in text else None
        )
    number = numerals.answer(text)
    match = DECIMAL.fullmatch(plain_numeral(text))
    return TypedAnswer(number, len(match[1]) if match else None)


def is_close(number: float, value: float) -> bool:
    """Whether a number is what a value looks like once it is written down."""
    return abs(number - value) <= 10.0 ** -places(value) / 2 + abs(value) * EXACT


def half_digits(values: Array) -> Array:
    """Half of the last digit that is printed of each value; nan where there is no value."""
    sizes = np.abs(values)
    digits = np.where(np.isfinite(values), 0.0005, np.nan)
    rare = is_rare(sizes)
    if rare.any():
        found = [10.0 ** -places(v) / 2 if math.isfinite(v) else math.nan for v in values[rare].tolist()]
        digits[rare] = found
    return digits


def printed_values(values: Array) -> Array:
    """Numbers as they are printed."""
    with np.errstate(all="ignore"):
        printed = rounded_singly(values, [USUAL])
    rare = is_rare(np.abs(values))
    printed[rare] = [printed_value(value) for value in values[rare].tolist()]
    return printed


def is_rare(sizes: Array) -> Flags:
    """Which numbers are so small or so large that three digits of them are printed."""
    return ((sizes < SMALL) & (sizes > 0)) | (sizes >= LARGE)


def printed_value(value: float) -> float:
    """The value as number_text.short() prints it."""
    return round(value, places(value))


def places(value: float) -> int:
    """How many decimals number_text.short() prints; negative where it leaves out digits before the point."""
    is_usual = not value or SMALL <= abs(value) < LARGE
    return USUAL if is_usual else 2 - math.floor(math.log10(abs(value)))


def value_or_none(line: Line, lookup: Lookup) -> float | None:
    """The value of a changed line; None where it has none, as the root of a negative sum."""
    try:
        return line.value(lookup)
    except (OverflowError, ValueError):
        return None
