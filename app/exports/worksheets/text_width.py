"""How wide a text is on paper, reckoned with room to spare, so that no line needs more than was left for it.

In ems: what the widest of the faces that worksheets are set in needs for a character.
"""

from __future__ import annotations

from math import ceil
from typing import Final
from unicodedata import combining

POINT: Final = 25.4 / 72
"""In millimetres."""
WIDTHS: Final = {
    **dict.fromkeys(" ", 0.25),
    **dict.fromkeys("'ijl|!,.:;", 0.32),
    **dict.fromkeys("·[]", 0.36),
    **dict.fromkeys("(){}/\\tfI-", 0.4),
    **dict.fromkeys('rsz"*?Jc', 0.52),
    **dict.fromkeys("ABDGHKNOQRUVXY&CP", 0.77),
    **dict.fromkeys("WMm@%w", 1.02),
}
USUAL: Final = 0.61
SCRIPTS_OF_WIDE_LETTERS: Final = "\u1100"
"""From here on letters may be as wide as they are high."""


def width_of(text: str, points: float) -> float:
    """The width of a text in a size, in millimetres."""
    return sum(map(ems, text)) * points * POINT


def ems(character: str) -> float:
    """The width of a character; an accent takes none."""
    usual = USUAL if character < SCRIPTS_OF_WIDE_LETTERS else 1.02
    return 0.0 if combining(character) else WIDTHS.get(character, usual)


def lines_across(text: str, points: float, width: float) -> int:
    """How many lines a text takes in a width of so many millimetres, broken between words."""
    whole = width_of(text, points)
    if whole <= width:
        return 1
    left_free = max(width_of(word, points) for word in text.split())
    return ceil(whole / max(width - left_free, width / 2))
