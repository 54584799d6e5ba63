"""Slips in dividing, squaring, adding up and rounding; of some it depends on the numbers what they change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, overload

from app.core.cell import Factor, Line, Ref, Term, no_names, single
from app.teaching.line_slips import MOST_TERMS, said, say
from app.teaching.tried_cell import Says, Slip, TriedCell, is_one
from app.teaching.typed_answers import value_or_none

CLOSE_SHARE: Final = 1 / 20
"""A number rounded to fewer digits than were kept is at most so much of itself away."""
SQUARE_FIRST: Final = say("square each number before you add")
SQUARE_SIGN: Final = say("a square is never negative")
WHOLE_SHARE: Final = 1 / 5
"""A whole number that stands for a root or a fraction is at most so much of it away."""
MINUS_TIMES_MINUS: Final = "minus times minus was taken for minus"
TOO_FAR: Final = "it is rounded too far"
LAST_DIGIT: Final = "the last digit is a little off"
ROUND_AGAIN: Final = say("round once more, or type a fraction or a root")
AGAIN: Final = "work it once more"
"""Begins the remedy of what may have gone wrong anywhere in a cell."""
MORE_DIGITS: Final = say("keep three decimals, or type a fraction or a root")


def division(cell: TriedCell) -> Iterator[Slip]:
    """Not divided, or by something else: rows or columns for all entries."""
    divisor = cell.line.divisor
    if divisor is None:
        return
    yield Slip("divisor-left-out", cell.line._replace(divisor=None), divided_by(cell, divisor))
    for name in cell.sheet.results[cell.ref.name].operands:
        rows, columns = cell.sheet.shapes[name]
        if rows * columns == divisor != 1:
            for detail, other in (("rows", float(rows)), ("columns", float(columns))):
                line = cell.line._replace(divisor=other)
                yield Slip("other-divisor", line, divided_by(cell, divisor), detail)


def square_for_divisor(cell: TriedCell) -> Iterator[Slip]:
    """Divided by a square instead of its root, or multiplied by what divides."""
    divisor = cell.line.divisor
    if isinstance(divisor, Ref) and (number := cell.number(divisor)):
        says = divided_by(cell, divisor)
        yield Slip("other-divisor", cell.line._replace(divisor=number**2), says, "square")
        line = cell.line._replace(divisor=1 / number)
        yield Slip("other-divisor", line, says, "product", "it was multiplied, not divided")


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


def sizes_for_squares(cell: TriedCell) -> Iterator[Slip]:
    """Sizes added up that should have been squared first."""
    if has_squares(cell.line):
        plainly = (term._replace(factors=term.factors[:1]) for term in cell.line.terms)
        terms = tuple(t._replace(sign=-1 if cell.number(t.factors[0]) < 0 else 1) for t in plainly)
        yield Slip("sizes-for-squares", cell.line._replace(terms=terms, fn="identity"), SQUARE_FIRST)


def minus_times_minus(cell: TriedCell) -> Iterator[Slip]:
    """Every product of two negative numbers taken to be negative."""
    terms = cell.line.terms
    wrong = {k for k, term in enumerate(terms) if is_minus_times_minus(cell, term)}
    if wrong:
        turned = (Term(-t.sign, t.factors) if k in wrong else t for k, t in enumerate(terms))
        remedy = (
            SQUARE_SIGN if has_squares(cell.line) else wrong_signs(cell, [terms[k] for k in sorted(wrong)])
        )
        yield Slip("sign-of-one", cell.line.with_terms((*turned,)), remedy, "minus", MINUS_TIMES_MINUS)


def wrong_signs(cell: TriedCell, terms: Sequence[Term]) -> Says:
    """To look at some products, which are spelt only where they are told; at no more than two."""
    return lambda: f"look at {' and '.join(map(cell.product, terms)) if len(terms) < 3 else 'their signs'}"


def is_minus_times_minus(cell: TriedCell, term: Term) -> bool:
    """Whether a product has two factors that are both negative."""
    return len(term.factors) == 2 and all(cell.number(factor) < 0 for factor in term.factors)


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


def counted(cell: TriedCell) -> Iterator[Slip]:
    """How many there are instead of what they come to."""
    terms = cell.line.terms
    if is_sum_of_cells(cell.line):
        count = sum(cell.number(term.factors[0]) != 0 for term in terms)
        line = Line((Term(1, (float(count),)),))
        yield Slip("count-for-sum", line, say("add the numbers themselves"))


def sum_off_by_one(cell: TriedCell) -> Iterator[Slip]:
    """The sum off by one."""
    if cell.line.fn != "step" and is_worked_out(cell.line):
        for off in (1.0, -1.0):
            line = cell.line.with_terms((*cell.line.terms, Term(1, (off,))))
            yield Slip("arithmetic", line, say(f"{AGAIN}, product by product"), "sum")


class ProductsOff(Sequence[Slip]):
    """One product a sum, or with 0 taken for 1, or the next of the table; each made where it is looked at."""

    def __init__(self, cell: TriedCell) -> None:
        self.cell = cell
        terms = cell.line.terms if len(cell.line.terms) <= MOST_TERMS else ()
        self.wrong = [(k, number) for k, term in enumerate(terms) for number in miscounted(cell, term)]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.wrong)

    @overload
    def __getitem__(self, at: int) -> Slip: ...
    @overload
    def __getitem__(self, at: slice) -> list[Slip]: ...
    def __getitem__(self, at: int | slice) -> Slip | list[Slip]:
        """One of them, or some."""
        if isinstance(at, slice):
            return [self.slip(*wrong) for wrong in self.wrong[at]]
        return self.slip(*self.wrong[at])

    def slip(self, k: int, number: float) -> Slip:
        """The line with another number in the place of a product."""
        terms = self.cell.line.terms
        line = self.cell.line.with_terms((*terms[:k], Term(terms[k].sign, (number,)), *terms[k + 1 :]))
        return Slip("arithmetic", line, said("work {} once more", self.cell.product, terms[k]), "product")

    @property
    def ways(self) -> dict[tuple[str, str], list[int]]:
        """All are one way to go wrong."""
        every = [*range(len(self))]
        return {("arithmetic", "product"): every, ("arithmetic", ""): every}

    def values(self) -> list[float | None]:
        """The number of each."""
        if not self.wrong:
            return []
        line, bare = self.cell.line, self.cell.line._replace(divisor=None)
        products = [term.product(self.cell.lookup) for term in line.terms]
        total = math.fsum(products)
        divisor = 1.0 if line.divisor is None else self.cell.number(line.divisor)
        sums = [total - products[k] + line.terms[k].sign * number for k, number in self.wrong]
        if line.is_plain():
            return [*sums]
        return [value_or_none(bare.with_terms(single(divisor and s / divisor)), no_names) for s in sums]


def is_worked_out(line: Line) -> bool:
    """Whether a line has a sum or a product to go wrong in: a copy has not, nor a function of one cell."""
    return len(line.terms) > 1 or any(
        sum(not is_one(factor) for factor in term.factors) > 1 for term in line.terms
    )


def miscounted(cell: TriedCell, term: Term) -> tuple[float, ...]:
    """A product of two small whole numbers as it may come out in a hurry."""
    numbers = [cell.number(f) for f in term.factors if not is_one(f)]
    return wrong_products(*numbers) if len(numbers) == 2 else ()


@lru_cache(maxsize=4096)
def wrong_products(a: float, b: float) -> tuple[float, ...]:
    """What a·b may come out as in a hurry, where both are whole."""
    if not (a.is_integer() and b.is_integer()):
        return ()
    return tuple(wrong for wrong in {a + b, *tables(a, b)} if wrong != a * b)


def tables(a: float, b: float) -> set[float]:
    """Slips in multiplying: 0 times a number taken for the number, the next entry of the table."""
    if not a * b:
        return {a + b}
    near = {a * (b + 1), a * (b - 1), (a + 1) * b, (a - 1) * b}
    return near if min(abs(a), abs(b)) > 2 else set()


def rounded_early(cell: TriedCell) -> Iterator[Slip]:
    """Every number that is read rounded to one decimal or two."""
    for decimals in (2, 1):
        yield Slip("rounded-early", cell.line, MORE_DIGITS, f"{decimals}", decimals=decimals)


def digits_left_out(cell: TriedCell) -> Iterator[Slip]:
    """The value itself with fewer digits than were to be kept, or rounded to the wrong side, where that is
    nearly the value; as a whole number also where it is not so near."""
    value = cell.value(cell.line)
    if value is None or not math.isfinite(value):
        return
    sides = [two_sides(value, decimals) for decimals in range(4)]
    for decimals, (rounded, other) in enumerate(sides):
        off = abs(rounded - value) / abs(value) if value else 0
        if 0 < off <= (CLOSE_SHARE if decimals else WHOLE_SHARE) and decimals < 3:
            is_far = int(off > CLOSE_SHARE)
            yield Slip("rounded-early", constant(rounded), MORE_DIGITS, "digits", TOO_FAR, rarer=is_far)
        is_near = off and decimals and abs(other - value) <= abs(value) * CLOSE_SHARE
        if is_near and other not in {fewer for fewer, _ in sides}:
            yield Slip("rounded-early", constant(other), ROUND_AGAIN, "side", LAST_DIGIT)


def two_sides(value: float, decimals: int) -> tuple[float, float]:
    """A value rounded, and rounded to the other side."""
    rounded, digit = float(round(value, decimals)), 10.0**-decimals
    return rounded, round(rounded + (digit if rounded < value else -digit), decimals)


def constant(number: float) -> Line:
    """The line of a plain number."""
    return Line((Term(1, (number,)),))


SUM_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    division,
    mean_for_sum,
    squares,
    squares_for_sizes,
    sum_off_by_one,
    rounded_early,
)
"""Each yields lines that are the same whatever the numbers are."""

NUMBER_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    square_for_divisor,
    sizes_for_squares,
    counted,
    minus_times_minus,
)
"""Each yields the lines with one thing changed, where that thing is there to be changed; ProductsOff and
digits_left_out come after them."""
