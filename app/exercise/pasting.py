"""A pasted block on its way into the cells: where it fits it fills them, where not the ways are offered.

Nothing is cut: a block is turned, the exercise is resized to it, or it is refused with both shapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.core.lesson import Axis, Lesson, Plan
from app.core.operation import Shape
from app.exercise.exercise import MOST_ROWS, Problem
from app.exercise.resize import resize_names, resized_rows, resizing_said, shapes_around
from app.notation.bracketed import TableError
from app.notation.number_text import so_many
from app.notation.pasted_tables import PastedTable, read_table

PLACE = re.compile(r"(\w{1,20})(?:\[([1-9][0-9]?)(?:,([1-9][0-9]?))?\])?", re.ASCII)
NAMED_KINDS = ("tokens", "features")
Rows = list[list[str]]


class Offer(NamedTuple):
    """A way to put a block in: the value of its button, the button's words, what must be said of it."""

    button: str
    words: str
    says: str = ""


class Misfit(ValueError):
    """A block that is not put in as it is: why, and the ways that there are."""

    def __init__(self, problem: Problem, offers: Sequence[Offer] = ()) -> None:
        super().__init__(problem.says)
        self.problem = problem
        self.offers = tuple(offers)


@dataclass(frozen=True)
class Block:
    """A table for a matrix, from a cell on; how: the words of the button that was pressed."""

    table: PastedTable
    name: str
    row: int
    column: int
    how: frozenset[str]


@dataclass(frozen=True)
class Target:
    """What a block is put into."""

    lesson: Lesson
    plan: Plan
    given: dict[str, Rows]
    names: Mapping[Axis, list[str]]

    @property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of the given matrices but for the settings."""
        return {
            name: (len(rows), len(rows[0]))
            for name, rows in self.given.items()
            if name not in self.lesson.settings
        }


def pasted_fields(target: Target, at: str, text: str, button: str) -> list[tuple[str, str]]:
    """The cells and names that a pasted block fills, as a form would send them. Raises Misfit."""
    place = PLACE.fullmatch(at)
    if place is None:
        raise Misfit(Problem("paste", "", "It is not said where to paste this."))
    row, column = int(place[2] or 1), int(place[3] or 1)
    if place[1] in NAMED_KINDS:
        return name_fields(target, place[1], row, text)
    if place[1] not in target.given:
        raise Misfit(Problem(at, "", "There is no such matrix to paste into."))
    try:
        table = read_table(text)
    except TableError as error:
        raise Misfit(Problem(place[1], "", str(error))) from error
    how = frozenset(button.split("-"))
    return block_fields(target, Block(table, place[1], row, column, how))


def name_fields(target: Target, kind: str, first: int, text: str) -> list[tuple[str, str]]:
    """Names pasted as a column or a row, from one of them on. Raises Misfit where there is no room."""
    parts = re.split(r"[\t\r\n]+", text.strip())
    parts = re.split("[,;]", parts[0]) if len(parts) == 1 else parts
    names = [part.strip().strip('"') for part in parts]
    room = len(target.names["tokens" if kind == "tokens" else "features"]) - first + 1
    if len(names) > room:
        says = (
            f"{len(names)} names were pasted where there {'is' if room == 1 else 'are'} "
            f"{so_many(room, kind[:-1])}; add {kind} first, or paste fewer."
        )
        raise Misfit(Problem(kind, "", says))
    return [(f"{kind}[{k}]", name) for k, name in enumerate(names, start=first)]


def block_fields(target: Target, block: Block) -> list[tuple[str, str]]:
    """The cells that a block fills, and the names. Raises Misfit with the ways that there are."""
    if "turned" in block.how:
        block = replace(block, table=block.table.turned())
    if "resized" in block.how and (
        after := shapes_around(target.lesson, target.shapes, block.name, block.table.shape)
    ):
        for name, shape in after.items():
            target.given[name] = resized_rows(target.given[name], shape)
        resize_names(target.plan, {str(kind): names for kind, names in target.names.items()}, after)
    block = placed_block(block, target)
    if not fits(block, target):
        raise misfit_of(block, target)
    ask_about_names(block, target)
    cells = [
        (f"{block.name}[{i},{j}]", text)
        for i, row in enumerate(block.table.cells, start=block.row)
        for j, text in enumerate(row, start=block.column)
    ]
    return cells + names_beside(block, target)


def placed_block(block: Block, target: Target) -> Block:
    """The block as it lies in its matrix: a row fills a vector too, a whole one starts at its corner."""
    shape, table = target_shape(block, target), block.table
    if 1 in shape and 1 in table.shape and shape != table.shape and not fits(block, target):
        turned = replace(block, table=table.turned())
        block = turned if fits(turned, target) or turned.table.shape == shape else block
    return replace(block, row=1, column=1) if block.table.shape == shape else block


def target_shape(block: Block, target: Target) -> Shape:
    """The shape of the matrix that a block is for."""
    rows = target.given[block.name]
    return len(rows), len(rows[0])


def fits(block: Block, target: Target) -> bool:
    """Whether every cell of a block has a cell to go to."""
    (height, width), (rows, columns) = block.table.shape, target_shape(block, target)
    return block.row + height - 1 <= rows and block.column + width - 1 <= columns


def misfit_of(block: Block, target: Target) -> Misfit:
    """That a block does not fit, with both shapes and what can be done."""
    rows, columns = target_shape(block, target)
    from_here = (
        "" if (block.row, block.column) == (1, 1) else f" from row {block.row}, column {block.column} on"
    )
    size, name = block.table.size, block.name
    most = (
        f" A matrix has at most {MOST_ROWS} rows and columns." if max(block.table.shape) > MOST_ROWS else ""
    )
    says = f"What was pasted is {size} and does not fit {name}, which is {rows}×{columns}{from_here}.{most}"
    return Misfit(
        Problem(block.name, "", says), [*turned_offers(block, target), *resized_offers(block, target)]
    )


def turned_offers(block: Block, target: Target) -> list[Offer]:
    """To turn the block, where it fits then."""
    turned = placed_block(replace(block, table=block.table.turned()), target)
    if not fits(turned, target):
        return []
    return [Offer("paste-turned", f"Transpose it to {turned.table.size}")]


def resized_offers(block: Block, target: Target) -> list[Offer]:
    """To make the exercise fit the block, as it is or turned."""
    offers = []
    for button, table in (("paste-resized", block.table), ("paste-turned-resized", block.table.turned())):
        shapes = target.shapes
        if block.name not in shapes or shapes[block.name] == table.shape:
            continue
        if after := shapes_around(target.lesson, shapes, block.name, table.shape):
            turned = "transpose it and resize" if "turned" in button else "resize"
            words = f"{turned.capitalize()} the exercise: {block.name} becomes {table.size}"
            offers.append(Offer(button, words, resizing_said(shapes, after, block.name)))
    return offers


def ask_about_names(block: Block, target: Target) -> None:
    """Raises Misfit where names came with the numbers and nobody has said yet what becomes of them."""
    names = [*filter(None, (*block.table.columns, *block.table.rows))]
    if block.how & {"named", "numbers"} or not names:
        return
    taken = [name for _, name in names_beside(replace(block, how=frozenset({"named"})), target)]
    left = [name for name in names if name not in taken]
    says = f"Names stand beside the numbers: {', '.join(names)}.{left_says(block.name, taken, left)}"
    button = "-".join(["paste", *(word for word in ("turned", "resized") if word in block.how)])
    named = Offer(f"{button}-named", f"Take the {'other ' * bool(left)}names too")
    raise Misfit(
        Problem(block.name, "", says),
        [*([named] if taken else []), Offer(f"{button}-numbers", "Only the numbers")],
    )


def left_says(matrix: str, taken: Sequence[str], left: Sequence[str]) -> str:
    """That a matrix has no place for some names, or for any."""
    if not left:
        return ""
    return f" There is no place here for {', '.join(left)}." if taken else f" {matrix} has none here."


def names_beside(block: Block, target: Target) -> list[tuple[str, str]]:
    """The names that a block brings along, where they are wanted and the exercise has such names."""
    if "named" not in block.how:
        return []
    matrix = target.plan.matrices[block.name]
    sides = ((matrix.columns, block.column, block.table.columns), (matrix.rows, block.row, block.table.rows))
    return [
        (f"{kind}[{k}]", name)
        for kind, first, names in sides
        if kind in ("tokens", "features") and target.names[kind]
        for k, name in enumerate(names, start=first)
    ]
