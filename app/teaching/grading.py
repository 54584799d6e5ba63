"""Grading a typed answer, and saying what went wrong.

A wrong answer is explained by the first slip that gives the typed number; where none does, the hint names the
cells to combine. No hint tells the value.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.notation import number_text, numerals
from app.teaching.mistakes import SLIPS, Slip, TriedCell

Status = Literal["correct", "wrong", "blank", "unreadable"]


class Mark(NamedTuple):
    """How an answer was graded. hint is a sentence for wrong and unreadable answers, else empty."""

    status: Status
    hint: str = ""


def grade(sheet: Sheet, ref: Ref, typed: str) -> Mark:
    """Marks what was typed into a worked-out cell. KeyError for a cell of a given matrix."""
    if not typed.strip():
        return Mark("blank")
    try:
        number = numerals.answer(typed)
    except numerals.NumeralError as error:
        return Mark("unreadable", str(error))
    cell = TriedCell(sheet, ref, sheet.line(*ref))
    return Mark("correct") if is_right(cell, number) else Mark("wrong", hint(cell, number))


def is_right(cell: TriedCell, number: float) -> bool:
    """Right to the last place that is shown, worked from exact numbers or from those on the page."""
    lookup = cell.sheet.lookup
    from_page = cell.value(cell.line, lambda ref: printed_value(lookup(ref)))
    return is_close(number, lookup(cell.ref)) or (from_page is not None and is_close(number, from_page))


def is_close(number: float, value: float) -> bool:
    """Whether a number is what a value looks like once it is written down."""
    return abs(number - value) <= 10.0 ** -places(value) / 2 + abs(value) * number_text.EXACT


def printed_value(value: float) -> float:
    """The value as figures.number() prints it."""
    return round(value, places(value))


def places(value: float) -> int:
    """How many decimals figures.number() prints; negative where it leaves out digits before the point."""
    is_usual = not value or 0.01 <= abs(value) < 1e9
    return 3 if is_usual else 2 - math.floor(math.log10(abs(value)))


def hint(cell: TriedCell, number: float) -> str:
    """What to tell somebody whose answer is wrong."""
    if is_rounded(cell, number):
        return "Very close: keep three decimals, or type a fraction or a root."
    slips = (slip for generate in SLIPS for slip in generate(cell))
    return next((slip.says for slip in slips if explains(cell, slip, number)), where_to_look(cell))


def is_rounded(cell: TriedCell, number: float) -> bool:
    """Whether the answer is right but for its second or third decimal."""
    value = cell.sheet.lookup(cell.ref)
    return number in (round(value, 1), round(value, 2)) and abs(number - value) <= abs(value) / 20


def explains(cell: TriedCell, slip: Slip, number: float) -> bool:
    """Whether the slip gives that number."""
    value = cell.value(slip.line)
    return value is not None and is_close(number, value)


def where_to_look(cell: TriedCell) -> str:
    """The first rung of the hints: the cells that the line reads."""
    return f"{'Combine' if len(cell.operands) > 1 else 'Look at'} {cell.groups}."
