"""What marking one answer shares with marking the next: numbers looked up, lines, slips of the same names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.core.cell import Lookup, Ref
from app.core.sheet import Sheet
from app.teaching.diagnosis import slips_of_names
from app.teaching.tried_cell import TriedCell


class Numbers(dict[Ref, float]):
    """Numbers by cell, each looked up once; others in the place of some of them."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self.lookup = lookup
        self.others: set[Ref] = set()

    def __missing__(self, ref: Ref) -> float:
        """The number of a cell that was not asked for yet."""
        self[ref] = self.lookup(ref)
        return self[ref]

    def replaced(self, others: Mapping[Ref, float]) -> None:
        """Puts other numbers in their place."""
        self.update(others)
        self.others.update(others)


class CommonLines:
    """What exercises of the same shapes share whatever their numbers are: lines, and many of the slips."""

    def __init__(self, sheet: Sheet) -> None:
        self.line = cache(lambda ref: sheet.line(*ref))
        self.slips = cache(lambda ref: slips_of_names(TriedCell(sheet, ref, self.line(ref), sheet.lookup)))
