"""A table pasted as answers: which cells of a result it fills, or why it cannot."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.cell import Ref
from app.core.operation import Shape
from app.exercise.exercise import Problem
from app.exercise.pasting import PLACE, Misfit, Offer
from app.notation.bracketed import TableError
from app.notation.pasted_tables import PastedTable, read_table


def pasted_answers(shapes: Mapping[str, Shape], at: str, text: str, button: str) -> dict[Ref, str]:
    """The cells that a pasted block fills, from the one where it was pasted. Raises Misfit."""
    place = PLACE.fullmatch(at)
    if place is None or place[1] not in shapes:
        raise Misfit(Problem("paste", "", "It is not said where to paste this."))
    try:
        table = read_table(text)
    except TableError as error:
        raise Misfit(Problem(place[1], "", str(error))) from error
    table = table.turned() if button == "paste-turned" else table
    name, shape = place[1], shapes[place[1]]
    row, column = (1, 1) if table.shape == shape else (int(place[2] or 1), int(place[3] or 1))
    if not has_room(table, shape, row, column):
        raise too_large(name, table, shape, row, column)
    return {
        Ref(name, i, j): cell
        for i, cells in enumerate(table.cells, start=row)
        for j, cell in enumerate(cells, start=column)
    }


def has_room(table: PastedTable, shape: Shape, row: int, column: int) -> bool:
    """Whether every cell of a block has a cell to go to."""
    height, width = table.shape
    return row + height - 1 <= shape[0] and column + width - 1 <= shape[1]


def too_large(name: str, table: PastedTable, shape: Shape, row: int, column: int) -> Misfit:
    """That a block does not fit, with both shapes; and to turn it, where that helps."""
    from_here = "" if (row, column) == (1, 1) else f" from row {row}, column {column} on"
    says = (
        f"What was pasted is {table.size} and does not fit {name}, which is {shape[0]}×{shape[1]}{from_here}."
    )
    turned = table.turned()
    fits = turned.shape == shape or has_room(turned, shape, row, column)
    offers = [Offer("paste-turned", f"Transpose it to {turned.size}")] if fits else []
    return Misfit(Problem(name, "", says), offers)
