"""Which cells of a step a worksheet leaves to be filled in, and which it works as examples."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from random import Random
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.core.sheet import Sheet
from app.exports.worksheets.options import Options

FEWEST_FADED: Final = 3
"""One worked, one half worked, one blank: with fewer cells there is nothing to fade."""


class Blanks(NamedTuple):
    """The cells of a step that are not simply printed. blank are to be filled in, the two others examples."""

    blank: frozenset[Ref]
    full: frozenset[Ref] = frozenset()
    half: frozenset[Ref] = frozenset()
    opened: frozenset[Ref] = frozenset()


@dataclass(frozen=True)
class Chooser:
    """Chooses them as the options say."""

    sheet: Sheet
    options: Options

    def blanks(self, step: Step) -> Blanks:
        """What a step leaves to be filled in, and what it shows how to."""
        chosen = [self.chosen(result) for result in step.results]
        faded = [cells for cells in chosen if self.options.share and len(cells) >= FEWEST_FADED]
        full = frozenset(cells[0] for cells in faded)
        half = frozenset(cells[1] for cells in faded)
        blank = frozenset(ref for cells in chosen for ref in cells) - full
        return Blanks(blank | self.earlier(step), full, half, self.opened(step))

    def chosen(self, result: Result) -> list[Ref]:
        """The cells of a result that the options leave to be worked, in order."""
        if self.options.matrix not in ("", result.name):
            return []
        by_token = self.sheet.plan.matrices[result.name].columns == "tokens"
        columns = self.options.columns if by_token else ()
        cells = [ref for ref in self.sheet.cells(result) if not columns or ref.column in columns]
        if not self.options.share:
            return cells
        drawn = Random(f"{self.options.pick} {result.name}").sample(
            cells, ceil(len(cells) * self.options.share / 100)
        )
        return sorted(drawn)

    def earlier(self, step: Step) -> frozenset[Ref]:
        """What earlier steps worked out, where it is to be blank too."""
        if self.options.earlier == "printed":
            return frozenset()
        results = (r for s in self.sheet.plan.steps[: step.number - 1] for r in s.results)
        return frozenset(ref for result in results for ref in self.sheet.cells(result))

    def opened(self, step: Step) -> frozenset[Ref]:
        """The cells of the step's results that a later step works."""
        every = (ref for result in step.results if result.where for ref in self.all_cells(result.name))
        return frozenset(ref for ref in every if self.sheet.is_open(ref, step))

    def all_cells(self, name: str) -> list[Ref]:
        """Every cell of a matrix, row by row."""
        rows, columns = self.sheet.shapes[name]
        return [Ref(name, i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
