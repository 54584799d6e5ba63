"""The exact form of a number that was worked out: 1/3, √3, −7√3/6, found from its float.

Hand-sized arithmetic ends in small fractions and in roots of them. A float lies so close to one of those only
where it is one.
"""

from __future__ import annotations

import math
from fractions import Fraction

from app.notation import number_text

MOST_BELOW, MOST_UNDER_ROOT = 120, 400
CLOSE, MOST_PLACES = 1e-12, 4


def exact_form(value: float) -> str:
    """A number exactly as a person writes it; empty where it has no short form."""
    if number_text.is_exact(value):
        return number_text.short(value)
    sign = number_text.MINUS if value < 0 else ""
    return next((f"{sign}{text}" for text in (as_fraction(abs(value)), as_root(abs(value))) if text), "")


def as_fraction(size: float) -> str:
    """A small fraction as 4/3; empty where it is none."""
    found = small_fraction(size, MOST_BELOW)
    return f"{found.numerator}/{found.denominator}" if found else ""


def as_root(size: float) -> str:
    """The root of a small fraction as 7√3/6; empty where it is none."""
    squared = small_fraction(size * size, MOST_UNDER_ROOT)
    if squared is None:
        return ""
    outside, inside = without_squares(squared.numerator * squared.denominator)
    if inside == 1:
        return ""
    factor = Fraction(outside, squared.denominator)
    top = "" if factor.numerator == 1 else str(factor.numerator)
    below = "" if factor.denominator == 1 else f"/{factor.denominator}"
    return f"{top}√{inside}{below}"


def small_fraction(size: float, most_below: int) -> Fraction | None:
    """The fraction with a small denominator that a number is, if it is one."""
    if not math.isfinite(size) or size > 1e6:
        return None
    found = Fraction(size).limit_denominator(most_below)
    return found if found and abs(float(found) - size) <= left_by_rounding(size) else None


def left_by_rounding(size: float) -> float:
    """By how much arithmetic may have moved a number: a share of a small one, last places of a large one."""
    return max(CLOSE * min(size, 1.0), MOST_PLACES * math.ulp(size))


def without_squares(number: int) -> tuple[int, int]:
    """A whole number as the square of the first times the second."""
    outside = 1
    for root in range(math.isqrt(number), 1, -1):
        if number % (root * root) == 0:
            outside, number = root, number // (root * root)
            break
    return outside, number
