"""Numbers as a person writes them: 3, −1.5, 0.333, never 5.9399999999999995 and never −0."""

from __future__ import annotations

import math
from functools import lru_cache

MINUS = "−"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LEVELLED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
EXACT = 1e-12
FINE = 6


@lru_cache(maxsize=4096)
def short(value: float) -> str:
    """At most three decimals; three significant digits below 0.01; powers of ten beyond 1e9 and 1e-4."""
    return digits(value).replace("-", MINUS)


def digits(value: float) -> str:
    """short() in ASCII, save for powers of ten."""
    size = abs(value)
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "-∞" if value < 0 else "∞"
    if size and not 1e-4 <= size < 1e9:
        mantissa, power = f"{value:.2e}".split("e")
        return f"{_trimmed(mantissa)}×10{str(int(power)).translate(SUPERSCRIPTS)}"
    decimals = 3 if size >= 0.01 or not size else 2 - math.floor(math.log10(size))
    return _trimmed(f"{value:.{decimals}f}")


def fine(value: float) -> str:
    """Six decimals at most, for two numbers that lie close together; short() where those say too little."""
    size = abs(value)
    if not math.isfinite(value) or size >= 1e9 or 0 < size < 1e-4:
        return short(value)
    return in_decimals(value, FINE)


def in_decimals(value: float, most: int) -> str:
    """So many decimals at most, however large or small it is."""
    return _trimmed(f"{value:.{most}f}").replace("-", MINUS)


def _trimmed(text: str) -> str:
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=4096)
def is_exact(value: float) -> bool:
    """Whether short(value) is the whole truth, up to what binary fractions cannot hold."""
    if not math.isfinite(value):
        return False
    if value and not 1e-4 <= abs(value) < 1e9:
        mantissa = float(f"{value:.2e}")
        return abs(mantissa - value) <= EXACT * abs(value)
    return abs(float(digits(value)) - value) <= EXACT * max(abs(value), 1e-3)


def root_of(value: float, squared: float) -> str:
    """√3 where value is the root of a whole number that is no square; else an empty string."""
    whole = round(squared)
    if abs(squared - whole) > EXACT or math.isqrt(whole) ** 2 == whole or whole > 9999:
        return ""
    return f"√{whole}" if value >= 0 else ""


def number_latex(value: float) -> str:
    """The number in LaTeX: powers of ten as 10^{-7}."""
    written = short(value).replace(MINUS, "-").replace("∞", r"\infty")
    mantissa, times, power = written.partition("×10")
    return rf"{mantissa} \times 10^{{{power.translate(LEVELLED)}}}" if times else mantissa


def number_spoken(value: float) -> str:
    """The number for a screen reader: the minus sign as a word."""
    return short(value).replace(MINUS, "minus ")


def so_many(count: int, thing: str, things: str = "") -> str:
    """ "1 token", "5 tokens"; things where these are not the thing with an s."""
    return f"{count:,} {thing if count == 1 else things or f'{thing}s'}"
