"""Slips in dividing, squaring and adding up, the same whatever the numbers are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from app.core.cell import Factor, Line, Ref, Term
from app.teaching.line_slips import say
from app.teaching.tried_cell import Says, Slip, TriedCell, is_one

SQUARE_FIRST: Final = say("square each number before you add")
AGAIN: Final = "work it once more"
"""Begins the remedy of what may have gone wrong anywhere in a cell."""
MORE_DIGITS: Final = say("keep three decimals, or type a fraction or a root")


def division(cell: TriedCell) -> Iterator[Slip]:
    """Not divided by a number of entries, or by something else: rows or columns for all of them."""
    divisor = cell.line.divisor
    if divisor is None:
        return
    if not isinstance(divisor, Ref):
        yield Slip("divisor-left-out", cell.line._replace(divisor=None), divided_by(cell, divisor))
    for name in cell.sheet.results[cell.ref.name].operands:
        rows, columns = cell.sheet.shapes[name]
        if rows * columns == divisor != 1:
            for detail, other in (("rows", float(rows)), ("columns", float(columns))):
                line = cell.line._replace(divisor=other)
                yield Slip("other-divisor", line, divided_by(cell, divisor), detail)


def divided_by(cell: TriedCell, divisor: Factor) -> Says:
    """What to divide by."""
    return say(f"divide by {cell.spelt(divisor) if isinstance(divisor, Ref) else 'the number of entries'}")


def squares(cell: TriedCell) -> Iterator[Slip]:
    """Numbers added up as they are, or doubled, that should have been squared first."""
    if has_squares(cell.line):
        plainly = tuple(term._replace(factors=term.factors[:1]) for term in cell.line.terms)
        doubled = tuple(term._replace(factors=(2.0, *term.factors)) for term in plainly)
        yield Slip("square-left-out", cell.line._replace(terms=plainly), SQUARE_FIRST)
        if cell.line.fn == "sqrt":
            yield Slip("square-left-out", cell.line._replace(terms=plainly, fn="identity"), SQUARE_FIRST)
        yield Slip("double-for-square", cell.line._replace(terms=doubled), SQUARE_FIRST)


def has_squares(line: Line) -> bool:
    """Whether nothing but squares is added up."""
    return all(term.is_square() for term in line.terms)


def mean_for_sum(cell: TriedCell) -> Iterator[Slip]:
    """A sum of products of the same two matrices, or of cells of one, divided by how many there are."""
    line = cell.line
    kinds = {
        (term.sign, *(f.name if isinstance(f, Ref) else "" for f in term.factors)) for term in line.terms
    }
    if len(line.terms) > 1 and len(kinds) == 1 and line.divisor is None:
        mean = line._replace(divisor=float(len(line.terms)))
        yield Slip("mean-for-sum", mean, say("do not divide"), rarer=int(line.fn != "identity"))


def squares_for_sizes(cell: TriedCell) -> Iterator[Slip]:
    """Numbers squared that should be added up as they are."""
    if is_sum_of_cells(cell.line):
        squared = tuple(Term(1, term.factors * 2) for term in cell.line.terms)
        yield Slip("squares-for-sizes", cell.line.with_terms(squared), say("add the numbers themselves"))


def is_sum_of_cells(line: Line) -> bool:
    """Whether it is a sum of more than one cell, and nothing else."""
    one_each = all(term.sign > 0 and len(term.factors) == 1 for term in line.terms)
    return len(line.terms) > 1 and one_each and line.is_plain()


def sum_off_by_one(cell: TriedCell) -> Iterator[Slip]:
    """The sum off by one."""
    if cell.line.fn != "step" and is_worked_out(cell.line):
        has_products = any(map(is_product, cell.line.terms))
        remedy = f"{AGAIN}, {'product by product' if has_products else 'number by number'}"
        clause = "" if has_products else "the sum is a little off"
        for off in (1.0, -1.0):
            line = cell.line.with_terms((*cell.line.terms, Term(1, (off,))))
            yield Slip("arithmetic", line, say(remedy), "sum", clause)


def is_worked_out(line: Line) -> bool:
    """Whether a line has a sum or a product to go wrong in: a copy has not, nor a function of one cell."""
    return len(line.terms) > 1 or any(map(is_product, line.terms))


def is_product(term: Term) -> bool:
    """Whether it multiplies two numbers, neither of them the row of ones."""
    return sum(not is_one(factor) for factor in term.factors) > 1


def rounded_early(cell: TriedCell) -> Iterator[Slip]:
    """Every number that is read rounded to one decimal or two."""
    for decimals in (2, 1):
        yield Slip("rounded-early", cell.line, MORE_DIGITS, f"{decimals}", decimals=decimals)


SUM_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    division,
    mean_for_sum,
    squares,
    squares_for_sizes,
    sum_off_by_one,
    rounded_early,
)
"""Each yields lines with one thing changed, where that thing is there to be changed."""
