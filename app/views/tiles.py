"""Matrices as small pictures, a square for every cell, coloured by value: the map of an exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from markupsafe import Markup

from app.core.cell import Ref
from app.core.sheet import Sheet, kept_with_sheet
from app.notation.symbols import name_spoken
from app.views.tints import tint

Paths = tuple[tuple[str, str], ...]
"""For each look its class for the stylesheet, and all its squares."""


class Tile(NamedTuple):
    """A matrix of rows x columns squares. paths: (class for the stylesheet, all its squares)."""

    name: str
    symbol: Markup
    role: str
    rows: int
    columns: int
    paths: Paths
    current: bool = False
    changed: int = 0
    """How many of its cells the last edit changed."""
    href: str = ""

    @property
    def spoken(self) -> str:
        """Its name as it is read aloud."""
        return name_spoken(self.name)


def paths(sheet: Sheet, name: str, is_blank: Callable[[Ref], bool] | None = None) -> Paths:
    """The squares of a matrix, gathered by what they look like: each a short thick stroke.

    is_blank: where some of them may be; the rest are drawn once for an exercise.
    """
    if is_blank is None:
        return told_paths(sheet, name)
    return outlined((ref, "blank" if is_blank(ref) else look) for ref, look in tints(sheet, name))


@kept_with_sheet
def told_paths(sheet: Sheet, name: str) -> Paths:
    """The squares of a matrix that is told in full."""
    return outlined(tints(sheet, name))


@kept_with_sheet
def tints(sheet: Sheet, name: str) -> list[tuple[Ref, str]]:
    """The tint of every cell of a matrix."""
    values = sheet.values[name]
    largest = float(abs(values).max())
    refs = (ref for row in sheet.rows(name) for ref in row)
    return [(ref, tint(value, largest)) for ref, value in zip(refs, values.ravel().tolist(), strict=True)]


def outlined(looks: Iterable[tuple[Ref, str]]) -> Paths:
    """The squares of cells of each look."""
    outlines: dict[str, str] = {}
    for ref, look in looks:
        outlines[look] = outlines.get(look, "") + f"M{ref.column - 1} {ref.row - 1}h.9"
    return tuple(outlines.items())
