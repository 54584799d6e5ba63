"""Slips of place: another cell, row, column, axis or matrix than the one that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from app.core.cell import Factor, Line, Ref, Term
from app.core.lesson import Plan, Step
from app.core.sheet import Sheet, kept_with_sheet
from app.notation.symbols import plain
from app.teaching.line_slips import say
from app.teaching.tried_cell import Says, Slip, TriedCell, first_step, with_each, works

SIDES = {"right": (0, 1), "left": (0, -1), "below": (1, 0), "above": (-1, 0)}


def other_cell(cell: TriedCell) -> Iterator[Slip]:
    """The answer of a cell beside, above or below. Naming it would tell its value before it is worked."""
    for side, ref in neighbours(cell, cell.ref):
        yield Slip("other-cell", cell.line_of(ref), cell.takes, side)


def turned(cell: TriedCell) -> Iterator[Slip]:
    """The answer of the cell whose row and column are exchanged."""
    ref = exchanged(cell.ref)
    if ref != cell.ref and min(cell.sheet.shapes[ref.name]) > 1 and is_inside(cell, ref):
        yield Slip("transposed", cell.line_of(ref), cell.takes)


def other_row_or_column(cell: TriedCell) -> Iterator[Slip]:
    """The row or column of one operand that stands beside the right one."""
    answers = [cell.line_of(ref) for _, ref in neighbours(cell, cell.ref)]
    for name, refs in cell.operands.items():
        rows, columns = {ref.row for ref in refs}, {ref.column for ref in refs}
        for side, (down, right) in SIDES.items():
            is_whole = len(rows if down else columns) == 1
            if is_whole and is_inside(cell, moved_by(down, right, refs[0])):
                line = with_each(cell.line, name, partial(moved_by, down, right))
                if line not in answers:
                    yield Slip("row-or-column", line, instead_of(cell, line, name), f"{name} {side}")


def instead_of(cell: TriedCell, wrong: Line, name: str) -> Says:
    """Which cells of a matrix to use, and not those of a wrong line."""
    return lambda: f"use {cell.group(name)}, not {replace(cell, line=wrong).group(name)}"


def transposed(cell: TriedCell) -> Iterator[Slip]:
    """An operand read by columns that should be read by rows."""
    for name, refs in cell.operands.items():
        flipped = [exchanged(ref) for ref in refs]
        if (
            min(cell.sheet.shapes[name]) > 1
            and flipped != [*refs]
            and all(is_inside(cell, r) for r in flipped)
        ):
            line = with_each(cell.line, name, exchanged)
            clause = f"rows and columns of {plain(name)} are exchanged"
            yield Slip("transposed", line, say(f"use {cell.group(name)}"), name, clause)


def other_axis(cell: TriedCell) -> Iterator[Slip]:
    """A sum down a column instead of across a row, or the other way."""
    names = {ref.name for term in cell.line.terms for ref in term.factors if isinstance(ref, Ref)}
    if len(names) != 1 or len(cell.line.terms) < 2:
        return
    [name] = names
    refs = cell.operands[name]
    across = len({ref.row for ref in refs}) == 1
    if across == (len({ref.column for ref in refs}) == 1):
        return
    index = refs[0].row if across else refs[0].column
    rows, columns = cell.sheet.shapes[name]
    if index <= (columns if across else rows):
        others = [
            Ref(name, k, index) if across else Ref(name, index, k)
            for k in range(1, (rows if across else columns) + 1)
        ]
        terms = tuple(Term(1, (ref,) * len(cell.line.terms[0].factors)) for ref in others)
        yield Slip("other-axis", cell.line._replace(terms=terms), say(f"add {cell.group(name)}"))


def other_matrix(cell: TriedCell) -> Iterator[Slip]:
    """One operand taken for another matrix of its shape that stands close by."""
    for name in cell.operands:
        for other in look_alikes(cell.sheet, (cell.ref.name, name)):
            line = with_each(cell.line, name, partial(_renamed, other))
            clause = f"{plain(other)} was taken for {plain(name)}"
            yield Slip("other-matrix", line, say(f"use {plain(name)}"), f"{other} for {name}", clause)


def copied(cell: TriedCell) -> Iterator[Slip]:
    """The number of another matrix at the same place, where the line reads no such cell.

    One that is only worked after this is not named: that would tell its number.
    """
    order = [*cell.sheet.results]
    after = {*order[order.index(cell.ref.name) + 1 :]}
    for other in look_alikes(cell.sheet, (cell.ref.name, cell.ref.name)):
        ref = cell.ref._replace(name=other)
        if ref not in cell.line.operands():
            clause = "" if other in after else f"this is {plain(other)}, not {plain(cell.ref.name)}"
            line, by_chance = Line((Term(1, (ref,)),)), cell.line.fn == "step"
            yield Slip("other-matrix", line, cell.takes, f"copied {other}", clause, by_chance)


@kept_with_sheet
def look_alikes(sheet: Sheet, names: tuple[str, str]) -> list[str]:
    """Matrices of its shape that the step or the one before shows, or that make or are made of it; of a
    setting, the other settings.

    names: the matrix that is worked, and the one that another is taken for.
    """
    worked, name = names
    settings, number = sheet.lesson.settings, first_step(sheet.plan, worked).number
    if name in settings:
        return [other for other in settings if other != name]
    near = near_matrices(sheet.plan, number, name) | alike_numbers(sheet, name)
    later = to_come(sheet.plan, number)
    known = [n for n in sheet.plan.matrices if n in near and n in sheet.shapes and n not in later]
    others = [n for n in known if n not in {name, worked, *settings}]
    return [n for n in others if sheet.shapes[n] == sheet.shapes[name]]


@lru_cache(maxsize=1024)
def near_matrices(plan: Plan, number: int, name: str) -> frozenset[str]:
    """What a step or the one before shows, and what makes or is made of a matrix."""
    shown = {n for step in plan.steps[max(0, number - 2) : number] for n in shown_by(step)}
    results = [r for s in plan.steps for r in (*s.results, *(s.view.results if s.view else ()))]
    made_of = {n for result in results if result.name == name for n in result.operands}
    makes = {result.name for result in plan.results() if name in result.operands}
    return frozenset(shown | made_of | makes)


@lru_cache(maxsize=256)
def to_come(plan: Plan, number: int) -> frozenset[str]:
    """The matrices that only steps after one work out."""
    done = {n for step in plan.steps[:number] for n in works(step)}
    return frozenset({n for step in plan.steps[number:] for n in works(step)} - done)


def alike_numbers(sheet: Sheet, name: str) -> set[str]:
    """For a single number, the single numbers of its kind: one loss is easily taken for another."""
    matrices = sheet.plan.matrices
    if sheet.shapes[name] != (1, 1):
        return set()
    return {n for n in sheet.results if sheet.shapes[n] == (1, 1) and matrices[n].role == matrices[name].role}


def shown_by(step: Step) -> set[str]:
    """The matrices that a step shows."""
    return {*step.operands, *(result.name for result in step.results)}


def neighbours(cell: TriedCell, ref: Ref) -> Iterator[tuple[str, Ref]]:
    """The cells beside, below and above, and on which side they are."""
    for side, (down, right) in SIDES.items():
        moved = moved_by(down, right, ref)
        if is_inside(cell, moved):
            yield side, moved


def is_inside(cell: TriedCell, ref: Ref) -> bool:
    """Whether the matrix has such a cell."""
    rows, columns = cell.sheet.shapes[ref.name]
    return 1 <= ref.row <= rows and 1 <= ref.column <= columns


def moved_by(down: int, right: int, ref: Ref) -> Ref:
    """The cell so many rows below and columns to the right."""
    return Ref(ref.name, ref.row + down, ref.column + right)


def exchanged(ref: Ref) -> Ref:
    """The cell with row and column exchanged."""
    return Ref(ref.name, ref.column, ref.row)


def _renamed(name: str, ref: Ref) -> Factor:
    return Ref(name, ref.row, ref.column)


PLACE_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    other_matrix,
    transposed,
    turned,
    other_axis,
    other_row_or_column,
    other_cell,
    copied,
)
"""Each yields the lines with one thing taken from another place."""
