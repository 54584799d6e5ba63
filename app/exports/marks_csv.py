"""The marks of a pile as files for a spreadsheet: a row an attempt, or a row a slip.

What a student may have written never begins a formula: a spreadsheet runs cells that begin with = + - @.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from app.notation.symbols import plain
from app.teaching.marked_link import MarkedLink
from app.teaching.outcomes import StepTally
from app.teaching.pile import Pile
from app.teaching.slip_codes import BY_CODE

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BEGIN: Final = ("line", "name", "lesson", "exercise", "note")
COUNTS: Final = (
    "cells", "right at once", "right in the end", "told", "right in method", "not yet", "blank", "with hints",
)  # fmt: skip


def table_csv(pile: Pile) -> str:
    """A row an attempt: how all its steps went, then each."""
    numbers = sorted({number for link in pile.links for number in link.steps})
    heads = [f"step {number}: {count}" for number in numbers for count in COUNTS]
    rows = [
        [*begun(link), *link.total, *(count for n in numbers for count in link.steps.get(n, EMPTY))]
        for link in pile.links
    ]
    return csv_text([[*BEGIN, *COUNTS, *heads], *rows, *not_marked(pile)])


EMPTY: Final[tuple[str, ...]] = ("",) * len(StepTally._fields)


def slips_csv(pile: Pile) -> str:
    """A row a slip that was seen in a cell."""
    heads = ["step", "matrix", "row", "column", "slip", "what it is", "sure", "the cell now"]
    rows = [
        [*begun(link), each.step, plain(each.ref.name), each.ref.row, each.ref.column, each.slip.code,
         BY_CODE[each.slip.code].clause, "yes" if each.slip.is_sure else "one of two", each.outcome]
        for link in pile.links
        for each in link.slips
    ]  # fmt: skip
    return csv_text([[*BEGIN, *heads], *rows, *not_marked(pile)])


def not_marked(pile: Pile) -> Iterator[list[object]]:
    """A row for each line that is not marked, and for what must be said of them all: a file loses nothing."""
    for line in pile.lost:
        yield [line.number, line.text, "", "", f"Not marked: {line.says}"]
    for says in pile.says:
        yield ["", "", "", "", says]


def begun(link: MarkedLink) -> list[object]:
    """What a row begins with: whose attempt at what it is, and what must be said of it."""
    return [link.line.number, link.line.label, link.what.lesson, link.what.exercise, link.says]


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as a file; the mark at its beginning tells a spreadsheet that it is in UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    is_formula = isinstance(cell, str) and cell.lstrip().startswith(FORMULA)
    return f"'{cell}" if is_formula else cell
