"""Reading what people type: -1, −1, 0.5, .5, 1/3, 1e-3, and in answers also sqrt 3 or 2√3.

A number is kept as its exact text in shortest form, never as a rounded one. ASCII digits only.
"""

from __future__ import annotations

import math
import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

LIMIT = 1_000_000
LONGEST = 40
PLAIN = 12
ALL_DIGITS = Context(prec=200)
ACCEPTED = "a number such as 2, −1, 0.5, 1/3 or 1e-3"

DECIMAL = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2}(?!\d))?"
NUMBER = re.compile(rf"(?P<sign>[+-]?)(?P<top>{DECIMAL})(?:\s*/\s*(?P<bottom>{DECIMAL}))?", re.ASCII)
ROOT = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<times>{DECIMAL})?\s*[*·]?\s*(?:sqrt|√)\s*\(?\s*(?P<of>{DECIMAL})\s*\)?", re.ASCII
)


class NumeralError(ValueError):
    """Text that is not a number; its message is a sentence for the person who typed it."""


@lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """The shortest exact form of a typed number: "−0.50" gives "-0.5", "2/4" gives "1/2".

    Raises NumeralError where it cannot be read, divides by zero or is larger than a million.
    """
    match = _match(text)
    value = exact(match)
    if abs(value) > LIMIT:
        raise NumeralError(
            f"{_quoted(text)} is beyond what fits on paper: use numbers from −{LIMIT:,} to {LIMIT:,}."
        )
    sign = "-" if value < 0 else ""
    size = str(abs(value)) if match["bottom"] else _shortest(Decimal(match["top"]))
    if len(size) >= LONGEST or not NUMBER.fullmatch(size):
        raise NumeralError(f"{_quoted(text)} has more digits than can be kept; type {ACCEPTED}.")
    return sign + size


@lru_cache(maxsize=65536)
def value(text: str) -> float:
    """The number as a float; raises NumeralError as canonical() does."""
    return float(exact(_match(text))) + 0.0


def exact(match: re.Match[str]) -> Fraction:
    """The exact value of a match of NUMBER; raises NumeralError for a division by zero."""
    bottom = Fraction(match["bottom"] or 1)
    if bottom == 0:
        raise NumeralError(f"{_quoted(match[0])} divides by zero.")
    result = Fraction(match["top"]) / bottom
    return -result if match["sign"] == "-" else result


def answer(text: str) -> float:
    """A typed answer, which may also be a root: sqrt 3, √3, 2√3, -sqrt(2). Raises NumeralError."""
    root = ROOT.fullmatch(_ascii(text)) if len(text) <= LONGEST else None
    if root is None:
        return value(text)
    size = float(root["times"] or 1) * math.sqrt(float(root["of"]))
    return -size if root["sign"] == "-" else size


def from_float(number: float) -> str:
    """The shortest text that reads back as the same float."""
    return ("-" if number < 0 else "") + _shortest(Decimal(repr(abs(number))))


def rows_text(text: str) -> tuple[tuple[str, ...], ...]:
    """A matrix as it stands in the URL, rows apart by ; and cells by comma, in canonical text."""
    return tuple(tuple(canonical(cell) for cell in row.split(",")) for row in text.split(";"))


def _match(text: str) -> re.Match[str]:
    if len(text) > LONGEST:
        raise NumeralError(f"{_quoted(text)} is longer than {LONGEST} characters; type {ACCEPTED}.")
    match = NUMBER.fullmatch(_ascii(text))
    if match is None:
        if not text.strip():
            raise NumeralError(f"The cell is empty; type {ACCEPTED}.")
        raise NumeralError(f"{_quoted(text)} is not a number; type {ACCEPTED}.")
    return match


def _ascii(text: str) -> str:
    return text.strip().replace("−", "-")


def visible(text: str) -> str:
    """The text with a mark in place of every character that cannot be seen."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _quoted(text: str) -> str:
    return f"“{visible(text[:LONGEST])}{'…' * (len(text) > LONGEST)}”"


def _shortest(number: Decimal) -> str:
    """Plain digits while they are few, else a power of ten."""
    if number == 0:
        return "0"
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    whole, power = f"{number.normalize(ALL_DIGITS):e}".split("e")
    return min(plain, f"{whole}e{int(power)}", key=len) if len(plain) > PLAIN else plain
