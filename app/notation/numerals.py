"""Reading what people type: -1, −1, 0.5, .5, 1/3, 1e-3, ½, 0,5, and in answers also √3/10 or 2√5 + 1.

A given number is kept as its exact text in shortest form, never as a rounded one.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from app.notation import number_text
from app.notation.arithmetic import DECIMAL, Amount, NoArithmetic, Real, worked_out
from app.notation.lookalikes import comma_says, named_characters, plain_numeral, visible

LIMIT = 1_000_000
LONGEST = 40
LONGEST_SEEN = 7
PLAIN = 12
ALL_DIGITS = Context(prec=200)
ACCEPTED = "a number such as 2, −1, 0.5, 1/3 or 1e-3"
ACCEPTED_ANSWERS = "a number such as 2, −1, 0.5, 1/3, 1e-3 or 3√2/2"

NUMBER = re.compile(rf"(?P<sign>[+-]?)(?P<top>{DECIMAL})(?:\s*/\s*(?P<bottom>{DECIMAL}))?", re.ASCII)
SIDES = re.compile("[=≈]")
GOES_ON = re.compile(r"(\d)\s*(?:…|\.\.\.)$", re.ASCII)


class NumeralError(ValueError):
    """Text that is not a number; its message is a sentence for the person who typed it."""


@lru_cache(maxsize=65536)
def canonical(text: str) -> str:
    """The shortest exact form of a typed number: "−0.50" gives "-0.5", "2/4" gives "1/2".

    Raises NumeralError where it cannot be read, has no exact form, divides by zero or is beyond a million.
    """
    number = exact(text)
    if abs(number) > LIMIT:
        raise NumeralError(_too_large(text, ACCEPTED))
    size = _size(text, abs(number))
    if len(size) >= LONGEST or not NUMBER.fullmatch(size):
        raise NumeralError(f"{_quoted(text)} has more digits than can be kept; type {ACCEPTED}.")
    return ("-" if number < 0 else "") + size


@lru_cache(maxsize=65536)
def value(text: str) -> float:
    """The number as a float; raises NumeralError as canonical() does."""
    return float(exact(text)) + 0.0


def exact(text: str) -> Fraction:
    """The exact number that was typed. Raises NumeralError for a root that does not come out."""
    if match := _match(text):
        return _fraction(match, text)
    amount = _amount(text, text, ACCEPTED)
    if isinstance(amount, Fraction):
        return amount
    raise NumeralError(
        f"{_quoted(text)} is no decimal and no fraction, and a given number is kept exactly: "
        "type it with the decimals that you want to work with."
    )


def answer(text: str) -> float:
    """A typed answer, which may also be a root: sqrt 3, 2√3/3, 2√5+1, √3 ≈ 1.732. Raises NumeralError."""
    if match := _match(text):
        return float(_fraction(match, text)) + 0.0
    try:
        return float(_amount(GOES_ON.sub(r"\1", text.strip()), text, ACCEPTED_ANSWERS)) + 0.0
    except OverflowError as error:
        raise NumeralError(_too_large(text, ACCEPTED_ANSWERS)) from error


def from_float(number: float) -> str:
    """The shortest text that reads back as the same float."""
    return ("-" if number < 0 else "") + _shortest(Decimal(repr(abs(number))))


def as_seen(exact: str) -> str:
    """A given number as a cell shows it: as it was typed or, where that is long, as results are written."""
    written = exact.replace("-", number_text.MINUS)
    return written if len(written) <= LONGEST_SEEN else number_text.short(value(exact))


def rows_text(text: str) -> tuple[tuple[str, ...], ...]:
    """A matrix as it stands in the URL, rows apart by ; and cells by comma, in canonical text."""
    return tuple(tuple(canonical(cell) for cell in row.split(",")) for row in text.split(";"))


def _match(text: str) -> re.Match[str] | None:
    """The number where it is written plainly, as nearly all are; None where it needs a closer look."""
    return NUMBER.fullmatch(text.strip().replace("−", "-")) if len(text) <= LONGEST else None


def _fraction(match: re.Match[str], text: str) -> Fraction:
    """The exact value of a plainly written number. Raises NumeralError for a division by zero."""
    bottom = Fraction(match["bottom"] or 1)
    if bottom == 0:
        raise NumeralError(f"{_quoted(text)} divides by zero.")
    number = Fraction(match["top"]) / bottom
    return -number if match["sign"] == "-" else number


def _amount(text: str, typed: str, accepted: str) -> Real:
    """The number in a text that has more to it than digits. Raises NumeralError."""
    if len(text) > LONGEST:
        raise NumeralError(f"{_quoted(typed)} is longer than {LONGEST} characters; type {accepted}.")
    sides = SIDES.split(plain_numeral(text))
    if not sides[0].strip():
        sides = sides[1:]
    if not "".join(sides).strip():
        raise NumeralError(f"The cell is empty; type {accepted}.")
    return _agreed([_side(side, typed, accepted) for side in sides], typed)


def _side(side: str, typed: str, accepted: str) -> Amount:
    """The number on one side of an equals sign. Raises NumeralError."""
    try:
        return worked_out(side)
    except ZeroDivisionError as error:
        raise NumeralError(f"{_quoted(typed)} divides by zero.") from error
    except OverflowError as error:
        raise NumeralError(_too_large(typed, accepted)) from error
    except NoArithmetic as error:
        raise NumeralError(_not_a_number(typed, str(error), accepted)) from error


def _agreed(sides: list[Amount], typed: str) -> Real:
    """What all sides of = or ≈ say. Raises NumeralError where they differ, or where nothing is worked out."""
    first, last = sides[0], sides[-1]
    if not all(_is_near(float(first.value), float(side.value)) for side in sides):
        raise NumeralError(f"The two sides of {_quoted(typed)} are not equal.")
    if isinstance(last.value, Fraction) and last.work:
        raise NumeralError(f"{_quoted(typed)} is not worked out yet: type the number that it makes.")
    return first.value


def _is_near(number: float, rounded: float) -> bool:
    """Whether one number may be the other with three decimals, or three digits."""
    return abs(number - rounded) <= max(0.0005, abs(number) * 0.005) * 1.001 and number * rounded >= 0


def _not_a_number(typed: str, why: str, accepted: str) -> str:
    """The sentence about text that cannot be read."""
    if why:
        return f"{_quoted(typed)} cannot be read. {why}"
    if GOES_ON.search(typed.strip()):
        return f"{_quoted(typed)} goes on beyond its last digit; type all of it, or a fraction."
    named = named_characters(typed)
    is_not = f"{_quoted(typed)} is not a number{f': {named}' if named else ''}; type {accepted}."
    return comma_says(typed) or is_not


def _too_large(typed: str, accepted: str) -> str:
    """The sentence about a number beyond all bounds; those of a given number are told, an answer has none."""
    bounds = f": use numbers from −{LIMIT:,} to {LIMIT:,}" if accepted == ACCEPTED else ""
    return f"{_quoted(typed)} is beyond what fits on paper{bounds}."


def _size(text: str, number: Fraction) -> str:
    """The text of a number that is not negative: a fraction where one was typed, else decimals."""
    if match := _match(text):
        return str(number) if match["bottom"] else _shortest(Decimal(match["top"]))
    if "/" in plain_numeral(text):
        return str(number)
    decimals = ALL_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
    return _shortest(decimals) if Fraction(decimals) == number else str(number)


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
