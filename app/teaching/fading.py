"""Examples that fade: a step in practice may begin with cells that are worked, fewer of them each time.

    fade 0   the first row worked in full, the next half worked: its lines stand there with their numbers
    fade 1   the first row half worked
    else     all is blank

A matrix of fewer than three rows fades by its columns; one that has fewer of these too has no examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.core.lesson import Step
from app.core.sheet import Sheet

FEWEST_LINES: Final = 3
"""One worked, one half worked, one blank."""
FADING: Final = {"0": (1, 1), "1": (0, 1)}
"""How many lines are worked in full and how many by half."""
NEXT_FADE: Final = {"0": "1", "1": ""}


class Examples(NamedTuple):
    """The cells that are worked in full, and those that are half worked."""

    full: frozenset[Ref] = frozenset()
    half: frozenset[Ref] = frozenset()


def faded_examples(sheet: Sheet, step: Step, fade: str) -> Examples:
    """The examples that a step begins with. One that reads what is asked for would tell it, and is none."""
    if fade not in FADING:
        return Examples()
    fulls, halves = FADING[fade]
    cells = [sheet.cells(result) for result in step.results]
    asked = {ref for refs in cells for ref in refs}
    full: set[Ref] = set()
    half: set[Ref] = set()
    for refs in cells:
        lines = fading_lines(refs)
        for ref in (ref for line in lines[:fulls] for ref in line):
            full |= {ref} if own_operands(sheet, ref, asked) <= full else set()
        for ref in (ref for line in lines[fulls : fulls + halves] for ref in line):
            half |= {ref} if own_operands(sheet, ref, asked) <= full else set()
    return Examples(frozenset(full), frozenset(half))


def own_operands(sheet: Sheet, ref: Ref, asked: set[Ref]) -> set[Ref]:
    """The cells of the same step that a line reads."""
    return asked.intersection(sheet.line(*ref).operands())


def fading_lines(refs: Sequence[Ref]) -> list[list[Ref]]:
    """The worked cells by row or, where there are few rows, by column; none where there are few of both."""
    rows = [list(row) for _, row in groupby(refs, key=lambda ref: ref.row)]
    if len(rows) >= FEWEST_LINES:
        return rows
    by_column = sorted(refs, key=lambda ref: ref.column)
    columns = [list(column) for _, column in groupby(by_column, key=lambda ref: ref.column)]
    return columns if len(columns) >= FEWEST_LINES else []
