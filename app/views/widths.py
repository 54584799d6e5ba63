"""How wide figures and names are, in ems of a figure: what the stylesheets' sizes are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.views.labels import Label

DIGIT, POINT, LETTER = 0.6, 0.3, 0.36
"""A digit or a minus; a decimal point; a letter of a name, which is written smaller."""
PADDING, LEAST, MOST = 0.3, 1.5, 6.4
BETWEEN_NAME_AND_GRID = 0.6
WAS = 1.1
"""The word before what a cell held, which is written at half the size."""


def column(numbers: Iterable[str], labels: Sequence[Label], earlier: Iterable[str] = ()) -> float:
    """The width that every column of a matrix needs: for its longest number, or the longest word above it.

    earlier: what its cells say that they held.
    """
    widest = max([*map(figure, numbers), *(WAS + figure(text) / 2 for text in earlier if text)], default=0.0)
    words = max((len(word) for label in labels for word in label.short.split()), default=0)
    return round(max(LEAST, min(widest + PADDING, MOST), words * LETTER + PADDING / 2), 1)


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
