"""Which cells of a step a worksheet leaves to be filled in, and which it works as examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
    """The cells of a step that are not simply printed. blank are to be filled in, full and half are examples,
    opened are left to another step. carried, some of the blank ones, belong to earlier steps; of the hidden
    ones it is not told whether this step works them, as that follows from what is carried.
    """

    blank: frozenset[Ref]
    full: frozenset[Ref] = frozenset()
    half: frozenset[Ref] = frozenset()
    opened: frozenset[Ref] = frozenset()
    carried: frozenset[Ref] = frozenset()
    hidden: frozenset[Ref] = frozenset()


@dataclass(frozen=True)
class Chooser:
    """Chooses them as the options say."""

    sheet: Sheet
    options: Options

    @cached_property
    def by_step(self) -> Mapping[int, Blanks]:
        """What every step of the worksheet leaves to be filled in, by its number."""
        found: dict[int, Blanks] = {}
        for step in self.options.steps.of(self.sheet.plan):
            previous = found.get(step.number - 1)
            found[step.number] = self.blanks(step, previous.blank if previous else frozenset())
        return found

    def blanks(self, step: Step, previous: frozenset[Ref]) -> Blanks:
        """What a step leaves to be filled in, and what it shows how to; previous is what
        the step before leaves."""
        chosen = [self.chosen(result) for result in step.results]
        faded = [cells for cells in chosen if self.options.share and len(cells) >= FEWEST_FADED]
        before = self.earlier(step, previous)
        hidden = self.hidden(step, before)
        full = frozenset(cells[0] for cells in faded) - hidden
        half = frozenset(cells[1] for cells in faded) - hidden
        blank = frozenset(ref for cells in chosen for ref in cells) - full
        return Blanks(blank | before | hidden, full, half, self.opened(step), before, hidden)

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

    def earlier(self, step: Step, previous: frozenset[Ref]) -> frozenset[Ref]:
        """What earlier steps worked out and is blank here too: what this sheet asks for, or all of it."""
        if self.options.earlier == "printed":
            return frozenset()
        if self.options.earlier == "carried":
            return previous
        results = (r for s in self.sheet.plan.steps[: step.number - 1] for r in s.results)
        return frozenset(ref for result in results for ref in self.sheet.cells(result))

    def hidden(self, step: Step, before: frozenset[Ref]) -> frozenset[Ref]:
        """The cells of the step's results that it works or not, as blanks from before would tell."""
        partial = ((result.name, result.where) for result in step.results if result.where)
        cells = ((ref, where) for name, where in partial for ref in self.all_cells(name))
        return frozenset(ref for ref, where in cells if ref._replace(name=where.name) in before)

    def opened(self, step: Step) -> frozenset[Ref]:
        """The cells of the step's results that a later step works."""
        every = (ref for result in step.results if result.where for ref in self.all_cells(result.name))
        return frozenset(ref for ref in every if self.sheet.is_open(ref, step))

    def all_cells(self, name: str) -> list[Ref]:
        """Every cell of a matrix, row by row."""
        rows, columns = self.sheet.shapes[name]
        return [Ref(name, i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
