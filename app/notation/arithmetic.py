"""The little arithmetic in which people write a number: 3√2/2, 1/√3, 2√5+1, 3^(1/2), −(1/3).

A value is exact as long as it is rational, and a float from the first root that does not come out on. Sizes
are bounded before anything is worked out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

DECIMAL = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2}(?!\d))?"
TOKEN = re.compile(rf"\s*({DECIMAL}|[-+*/^()√])", re.ASCII)
BEYOND = re.compile(r"\s*[\d.]+[eE](?P<below>[+-]?)0*[1-9]\d{2,}", re.ASCII)
"""A number with a power of ten that no table holds: 1e400, 1e-400."""
MOST_BITS = 1000
MOST_POWER = 99
TOO_SMALL = "It is closer to 0 than what can be kept."
WHAT_IS_DIVIDED = "It is not certain what is divided by what: put parentheses around it."
Real = Fraction | float


class NoArithmetic(ValueError):
    """Text that is no number in this arithmetic; its message, where it has one, is a sentence about it."""


class Amount(NamedTuple):
    """A number that was read, and how many sums, products and the like were left to be worked out in it."""

    value: Real
    work: int


def worked_out(text: str) -> Amount:
    """The number that plain text says. Raises NoArithmetic, ZeroDivisionError, OverflowError."""
    reader = Reader(tokens(text))
    value = reader.sum()
    if reader.peek():
        raise NoArithmetic
    return Amount(value, reader.work)


def tokens(text: str) -> list[str]:
    """Numbers and signs, in order. Raises NoArithmetic, OverflowError."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        if beyond := BEYOND.match(text, at):
            raise NoArithmetic(TOO_SMALL) if beyond["below"] == "-" else OverflowError
        match = TOKEN.match(text, at)
        if match is None:
            raise NoArithmetic
        found.append(match[1])
        at = match.end()
    return found


class Reader:
    """Reads tokens from left to right."""

    def __init__(self, found: list[str]) -> None:
        self.found = found[::-1]
        self.work = 0

    def peek(self) -> str:
        """The next token; empty at the end."""
        return self.found[-1] if self.found else ""

    def takes(self, signs: str) -> str:
        """The next token where it is one of these signs, taken; else empty."""
        return self.found.pop() if self.peek() and self.peek() in signs else ""

    def sum(self) -> Real:
        """Terms with + and − between them."""
        total = self.product()
        while sign := self.takes("+-"):
            self.work += 1
            term = self.product()
            total = combined(total, term if sign == "+" else -term, lambda a, b: a + b)
        return total

    def product(self) -> Real:
        """Factors with · and / between them, or none: 3√2."""
        total, divided = self.signed(), False
        while True:
            if sign := self.takes("*/"):
                self.work += sign == "*" or divided
                divided = divided or sign == "/"
                other = self.signed()
                total = combined(total, other if sign == "*" else inverse(other), lambda a, b: a * b)
            elif self.peek() and self.peek() in "√(":
                if divided:
                    raise NoArithmetic(WHAT_IS_DIVIDED)
                self.work += self.peek() == "("
                total = combined(total, self.signed(), lambda a, b: a * b)
            else:
                return total

    def signed(self) -> Real:
        """A factor with a sign before it, or none."""
        if sign := self.takes("+-"):
            value = self.signed()
            return -value if sign == "-" else value
        return self.power()

    def power(self) -> Real:
        """A root or a number, raised or not."""
        base = root(self.power()) if self.takes("√") else self.single()
        if self.takes("^"):
            exponent = self.signed()
            self.work += exponent == int(exponent)
            base = raised(base, exponent)
        return base

    def single(self) -> Real:
        """A number, or a sum in parentheses."""
        if self.takes("("):
            value = self.sum()
            if not self.takes(")"):
                raise NoArithmetic
            return value
        if not self.peek() or self.peek() in "+-*/^()√":
            raise NoArithmetic
        return bounded(Fraction(self.found.pop()))


def combined(a: Real, b: Real, how: Callable[[Real, Real], Real]) -> Real:
    """Two values as one, exact where both are."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(how(a, b))
    return bounded(how(float(a), float(b)))


def inverse(value: Real) -> Real:
    """One over it. Raises ZeroDivisionError."""
    return 1 / value


def bounded(value: Real) -> Real:
    """The value; OverflowError where it is larger, or has more digits, than anybody types."""
    if bits(value) > MOST_BITS if isinstance(value, Fraction) else not math.isfinite(value):
        raise OverflowError
    return value


def bits(value: Fraction) -> int:
    """How many binary digits a fraction has, above and below."""
    return value.numerator.bit_length() + value.denominator.bit_length()


def root(value: Real) -> Real:
    """The square root, exact where it comes out. Raises NoArithmetic below 0."""
    if value < 0:
        raise NoArithmetic("There is no root of a number below 0.")
    if isinstance(value, Fraction):
        top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    return math.sqrt(value)


def raised(base: Real, exponent: Real) -> Real:
    """A power: whole ones exact, halves as roots, nothing else."""
    if not isinstance(exponent, Fraction) or abs(exponent) > MOST_POWER or exponent.denominator > 2:
        raise NoArithmetic("A power is read where it is whole or a half.")
    if exponent.denominator == 2:
        return raised(root(base), exponent * 2)
    if isinstance(base, Fraction) and bits(base) * abs(exponent.numerator) > MOST_BITS:
        raise OverflowError
    return bounded(base**exponent.numerator)
