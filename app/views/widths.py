"""How wide figures and names are, in ems of a figure: what the stylesheets' sizes are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.views.labels import Label

DIGIT, POINT, LETTER = 0.6, 0.3, 0.36
"""A digit or a minus; a decimal point; a letter of a name, which is written smaller."""
PADDING, LEAST, MOST = 0.3, 1.5, 12.9
BETWEEN_NAME_AND_GRID = 0.6
WAS, SMALL = 1.9, 0.84
"""The word before what a cell held, and how much smaller the two are written, where figures are smallest."""
LINE = {".": 0.27, ",": 0.27, "(": 0.45, ")": 0.45, "[": 0.36, "]": 0.36, "·": 0.7, "+": 0.75, "−": 0.98}
"""What is not as wide as a figure in a line of mathematics, in ems of the line."""
COLOURS = 6
"""Beyond so many products each has its number beside its cells."""


def column(figures: float, labels: Sequence[Label]) -> float:
    """The width that every column of a matrix needs: for its figures, or the longest word above it."""
    words = max((len(word) for label in labels for word in label.short.split()), default=0)
    return round(max(figures, words * LETTER + PADDING / 2), 1)


def figures(numbers: Iterable[str], earlier: Iterable[str] = ()) -> float:
    """The width that the longest number needs, or what a cell says that it held."""
    before = [(WAS + figure(text)) * SMALL for text in earlier if text]
    return max(LEAST, min(max([*map(figure, numbers), *before], default=0.0) + PADDING, MOST))


def number_room(products: int) -> float:
    """How much wider a column is whose cells have the number of their product beside them."""
    return 0.6 * len(str(products)) - 0.1 if products > COLOURS else 0.0


def figure(number: str) -> float:
    """The width of a number."""
    return sum(POINT if character in ".," else DIGIT for character in number)


def names(labels: Sequence[Label]) -> float:
    """The width of the names beside a matrix."""
    return max(len(label.short) for label in labels) * LETTER + BETWEEN_NAME_AND_GRID


def lines(labels: Sequence[Label], width: float) -> int:
    """How many lines the names above columns of that width take."""
    return (
        2
        if any(" " in label.short and len(label.short) * LETTER > width - PADDING for label in labels)
        else 1
    )


def line_width(text: str, has_ground: bool) -> float:
    """A part of a line as mathematics, with room around it, and more where it stands on a ground."""
    wide = sum(LINE.get(character, 0.52) for character in text)
    return min(max(wide + (0.9 if has_ground else 0.5), LEAST), MOST)
