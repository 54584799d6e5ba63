"""Slips of which it depends on the numbers what they change the line to: sizes, counts, sums a little off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.core.cell import Factor, Line, Ref, Term
from app.teaching.line_slips import MOST_TERMS, said, say
from app.teaching.tried_cell import Slip, TriedCell, is_one, with_each


def division(cell: TriedCell) -> Iterator[Slip]:
    """Not divided, or by something else: rows or columns for all entries, a square for a root."""
    divisor = cell.line.divisor
    if divisor is None:
        return
    by = cell.spelt(divisor) if isinstance(divisor, Ref) else "the number of entries"
    remedy = say(f"divide by {by}")
    yield Slip("divisor-left-out", cell.line._replace(divisor=None), remedy)
    for detail, other in other_divisors(cell, divisor):
        yield Slip("other-divisor", cell.line._replace(divisor=other), remedy, detail)


def other_divisors(cell: TriedCell, divisor: Factor) -> Iterator[tuple[str, float]]:
    """What else one may divide by."""
    if isinstance(divisor, Ref):
        yield "square", cell.number(divisor) ** 2
        return
    for name in cell.sheet.results[cell.ref.name].operands:
        rows, columns = cell.sheet.shapes[name]
        if rows * columns == divisor != 1:
            yield "rows", float(rows)
            yield "columns", float(columns)


def squares(cell: TriedCell) -> Iterator[Slip]:
    """Numbers added up as they are, as sizes or doubled, that should have been squared first."""
    terms = cell.line.terms
    if not all(term.is_square() for term in terms):
        return
    remedy = say("square each number before you add")
    plainly = [term._replace(factors=term.factors[:1]) for term in terms]
    sizes = [t._replace(sign=-1 if cell.number(t.factors[0]) < 0 else 1) for t in plainly]
    doubled = [t._replace(factors=(2.0, *t.factors)) for t in plainly]
    yield Slip("square-left-out", cell.line._replace(terms=tuple(plainly)), remedy)
    yield Slip("sizes-for-squares", cell.line._replace(terms=tuple(sizes), fn="identity"), remedy)
    yield Slip("double-for-square", cell.line._replace(terms=tuple(doubled)), remedy)


def counted(cell: TriedCell) -> Iterator[Slip]:
    """How many there are instead of what they come to."""
    terms = cell.line.terms
    if (
        len(terms) > 1
        and all(term.sign > 0 and len(term.factors) == 1 for term in terms)
        and cell.line.is_plain()
    ):
        count = sum(cell.number(term.factors[0]) != 0 for term in terms)
        line = Line((Term(1, (float(count),)),))
        yield Slip("count-for-sum", line, say("add the numbers themselves"))


def arithmetic(cell: TriedCell) -> Iterator[Slip]:
    """The sum off by one; one product a sum, or with 0 taken for 1, or the next of the table."""
    if cell.line.fn != "step" and is_worked_out(cell.line):
        for off in (1.0, -1.0):
            line = cell.line._replace(terms=(*cell.line.terms, Term(1, (off,))))
            yield Slip("arithmetic", line, say("work it once more, product by product"), "sum")
    if len(cell.line.terms) <= MOST_TERMS:
        for k, term in enumerate(cell.line.terms):
            for wrong in miscounted(cell, term):
                line = cell.line._replace(terms=(*cell.line.terms[:k], wrong, *cell.line.terms[k + 1 :]))
                yield Slip("arithmetic", line, said("work {} once more", cell.product, term), "product")


def is_worked_out(line: Line) -> bool:
    """Whether a line has a sum or a product to go wrong in: a copy has not, nor a function of one cell."""
    return len(line.terms) > 1 or any(
        sum(not is_one(factor) for factor in term.factors) > 1 for term in line.terms
    )


def miscounted(cell: TriedCell, term: Term) -> Iterator[Term]:
    """A product of two small whole numbers as it may come out in a hurry."""
    numbers = [cell.number(f) for f in term.factors if not is_one(f)]
    if len(numbers) != 2 or not all(number.is_integer() for number in numbers):
        return
    a, b = numbers
    yield from (Term(term.sign, (wrong,)) for wrong in {a + b, *tables(a, b)} if wrong != a * b)


def tables(a: float, b: float) -> set[float]:
    """Slips in multiplying: 0 times a number taken for the number, the next entry of the table."""
    if not a * b:
        return {a + b}
    near = {a * (b + 1), a * (b - 1), (a + 1) * b, (a - 1) * b}
    return near if min(abs(a), abs(b)) > 2 else set()


def rounded_early(cell: TriedCell) -> Iterator[Slip]:
    """Every number that is read rounded to one decimal or two."""
    for decimals in (2, 1):
        line = cell.line
        for name in cell.operands:
            line = with_each(line, name, partial(_rounded, cell, decimals))
        yield Slip("rounded-early", line, say("keep three decimals, or roots and fractions"), f"{decimals}")


def _rounded(cell: TriedCell, decimals: int, ref: Ref) -> Factor:
    return ref if ref.name in cell.sheet.lesson.settings else round(cell.lookup(ref), decimals)


NUMBER_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    division,
    squares,
    counted,
    arithmetic,
    rounded_early,
)
"""Each yields the lines with one thing changed, where that thing is there to be changed."""
