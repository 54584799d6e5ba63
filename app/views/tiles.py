"""Matrices as small pictures, a square for every cell, coloured by value: the map of an exercise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.notation.symbols import name_spoken
from app.views.tints import tint


@dataclass(frozen=True)
class Tile:
    """A matrix of rows x columns squares. paths: (class for the stylesheet, all its squares)."""

    name: str
    symbol: Markup
    role: str
    rows: int
    columns: int
    paths: list[tuple[str, str]]
    href: str = ""
    current: bool = False
    changed: int = 0
    """How many of its cells the last edit changed."""

    @property
    def spoken(self) -> str:
        """Its name as it is read aloud."""
        return name_spoken(self.name)


def paths(sheet: Sheet, name: str, is_blank: Callable[[Ref], bool]) -> list[tuple[str, str]]:
    """The squares of a matrix, gathered by what they look like: each a short thick stroke."""
    largest = float(abs(sheet.values[name]).max())
    outlines: dict[str, str] = {}
    for row in sheet.rows(name):
        for ref in row:
            look = "blank" if is_blank(ref) else tint(sheet.lookup(ref), largest)
            outlines[look] = outlines.get(look, "") + f"M{ref.column - 1} {ref.row - 1}h.9"
    return list(outlines.items())
