"""The hint ladder of a cell, from its line: which cells, then their numbers, the products, and the value."""

from __future__ import annotations

from typing import Literal, NamedTuple

from app.core.cell import Line, Lookup, Ref, stages
from app.core.sheet import Sheet
from app.teaching.diagnosis import where_to_look
from app.teaching.tried_cell import TriedCell

RungName = Literal["cells", "numbers", "products", "value"]


class Rung(NamedTuple):
    """One hint: the line so far worked out, to be written in any notation; the first also says it."""

    name: RungName
    line: Line
    says: str = ""


def hint_ladder(sheet: Sheet, ref: Ref, lookup: Lookup | None = None) -> tuple[Rung, ...]:
    """The rungs that differ; the last is the value. lookup gives other numbers, such as the student's own."""
    line = sheet.line(*ref)
    reads = lookup or sheet.lookup
    lines = {stage.name: stage.line for stage in stages(line, reads)}
    first = Rung("cells", line, where_to_look(TriedCell(sheet, ref, line, reads)))
    names: tuple[RungName, ...] = ("numbers", "products", "value")
    return (first, *(Rung(name, lines[name]) for name in names if name in lines))
