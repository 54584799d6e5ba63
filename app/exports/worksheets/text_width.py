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


class Widths(dict[str, float]):
    """The widths of characters in ems, each looked up once; an accent takes none."""

    def __missing__(self, character: str) -> float:
        usual = USUAL if character < SCRIPTS_OF_WIDE_LETTERS else 1.02
        self[character] = 0.0 if combining(character) else usual
        return self[character]


EMS: Final = Widths(WIDTHS)


def across_of(text: str, points: float) -> float:
    """The width of a text in a size, in millimetres."""
    return sum(map(EMS.__getitem__, text)) * points * POINT


def lines_across(text: str, points: float, width: float) -> int:
    """How many lines a text takes in a width of so many millimetres, broken between words."""
    whole = across_of(text, points)
    if whole <= width:
        return 1
    left_free = across_of(max(text.split(), key=len), points)
    return ceil(whole / max(width - left_free, width / 2))
