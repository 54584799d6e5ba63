"""How a page of a spreadsheet is printed: which way the paper lies, how large, and where it may be broken.

Lengths are points, 72 to the inch. The program fits the columns to the width of the paper, as it alone knows
how wide they are in its fonts; how many rows a page then has is reckoned here.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Final, NamedTuple

from app.exports.worksheets.places import BookPage, TextLine

WIDTH, LABELS, HEIGHT = 8.3, 11.0, 21
"""The width of a column and of the first, in characters, and the height of a row, in points."""
CHARACTER, PADDING = 5.25, 3.75
"""How wide a character of a column is, and what a column has besides, in points."""
PAPER_SIZES: Final = {"a4": (595.0, 842.0), "letter": (612.0, 792.0), "a3": (842.0, 1191.0)}
SIDE, TOP, BOTTOM = 0.5, 0.8, 0.6
"""Margins in inches."""
LARGEST, READABLE, SMALLEST = 100, 50, 10
"""Per cent."""
FEWEST_COLUMNS = 7
"""So many columns a text has at the least, however narrow the matrices."""
MOST_OF_TEXT = 12
CAUTION = 0.85
"""Of the rows that a page should have, as other fonts and wrapped lines take more room."""


class PrintSetup(NamedTuple):
    """Which way the paper lies, the scale in per cent, and the rows before which a new page begins."""

    is_lying: bool
    scale: int
    breaks: list[int]


def printed_on(page: BookPage, paper: str) -> PrintSetup:
    """How a page is printed: upright where it can be read so and takes no more pages, else lying."""
    upright, lying = (setup(page, paper, is_lying=is_lying) for is_lying in (False, True))
    is_small = upright.scale < READABLE <= lying.scale
    return lying if is_small or len(lying.breaks) < len(upright.breaks) else upright


def setup(page: BookPage, paper: str, *, is_lying: bool) -> PrintSetup:
    """How a page is printed on paper that lies or stands."""
    width, height = sorted(PAPER_SIZES[paper], reverse=is_lying)
    across = (width - 2 * SIDE * 72) / width_of_columns(right_of(page))
    scale = max(SMALLEST, min(LARGEST, floor(100 * across)))
    rows = (height - (TOP + BOTTOM) * 72) / HEIGHT * 100 / scale
    return PrintSetup(is_lying, scale, breaks_of(page, floor(rows * CAUTION)))


def breaks_of(page: BookPage, room: int) -> list[int]:
    """The rows before which a new page begins, where so many rows have room: never within a block."""
    found, start = [], 0
    for first, last in blocks_of(page):
        if last - start >= room and first > start:
            found.append(first)
            start = first
    return found


def blocks_of(page: BookPage) -> list[tuple[int, int]]:
    """The first and the last row of what stands together: a stage with the words above it."""
    rows: dict[int, tuple[int, int]] = {}
    for box in page.boxes:
        top = box.row - 2 if box.caption is not None else box.row - 1
        first, last = rows.get(id(box.stage), (top, box.last.row))
        rows[id(box.stage)] = (min(first, top), max(last, box.last.row))
    blocks = sorted(rows.values())
    titles = {words.row for words in page.words if words.style in ("title", "formula")}
    return [(with_words(first, titles, blocks), last) for first, last in blocks]


def with_words(first: int, titles: set[int], blocks: list[tuple[int, int]]) -> int:
    """The row of the title or formula that a block belongs to, if it stands right above it."""
    before = max((last for _, last in blocks if last < first), default=0)
    return min((row for row in titles if before < row < first), default=first)


def width_of_columns(right: int) -> float:
    """How wide the columns up to this one are."""
    return LABELS * CHARACTER + PADDING + right * (WIDTH * CHARACTER + PADDING)


def right_of(page: BookPage) -> int:
    """The last column that is printed."""
    boxes = (columns_of_text(words) + len(words.boxes) for words in page.words if words.boxes)
    return max(FEWEST_COLUMNS, *(box.last.column for box in page.boxes), *boxes)


def columns_of_text(words: TextLine) -> int:
    """The last column of the text before the boxes of a line to complete; a longer text takes more lines."""
    return min(max(2, len(words.text) // 8), MOST_OF_TEXT)


def bottom_of(page: BookPage) -> int:
    """The last row with something in it."""
    return max(*(box.last.row for box in page.boxes), *(words.row for words in page.words))


def lines_of(text: str, last: int) -> int:
    """How many lines a text needs over the columns up to the last."""
    return max(1, ceil(len(text) * CHARACTER * 1.1 / width_of_columns(last)))
