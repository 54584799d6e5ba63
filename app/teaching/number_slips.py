"""Slips of which it depends on the numbers what they change: signs, products, counting, digits.

Each is worked on the numbers of many exercises or people at once (line_numbers.py) and gives some columns,
nan where there is nothing to go wrong in; what is said of one is made only where it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np

from app.core.cell import Factor, Line, Ref, Term
from app.core.operation import Array, Flags
from app.teaching.line_numbers import LineNumbers, rounded_singly, where
from app.teaching.line_slips import MOST_TERMS, said, say
from app.teaching.sum_slips import MORE_DIGITS, SQUARE_FIRST, divided_by, has_squares, is_sum_of_cells
from app.teaching.tried_cell import Says, Slip, TriedCell, Way, is_one
from app.teaching.typed_answers import EXACT

CLOSE_SHARE: Final = 1 / 20
"""A number rounded to fewer digits than were kept is at most so much of itself away."""
WHOLE_SHARE: Final = 1 / 5
"""A whole number that stands for a root or a fraction is at most so much of it away."""
SQUARE_SIGN: Final = say("a square is never negative")
MINUS_TIMES_MINUS: Final = "minus times minus was taken for minus"
TOO_FAR: Final = "it is rounded too far"
LAST_DIGIT: Final = "the last digit is a little off"
ROUND_AGAIN: Final = say("round once more, or type a fraction or a root")
MULTIPLIED: Final = "it was multiplied, not divided"
DECIMALS: Final = (0, 1, 2, 3)
DIGITS: Final = 10.0 ** -np.arange(4.0)


class NumberSlip(NamedTuple):
    """A slip whose columns depend on the numbers.

    ways: of each of its K columns. values: what they give on N people's numbers, (N, K). slip: what is said
    of a column, from the cell with its numbers and the number that the column gives.
    """

    ways: Sequence[Way]
    values: Callable[[LineNumbers], Array]
    slip: Callable[[TriedCell, int, float], Slip]


def number_slips(cell: TriedCell) -> list[NumberSlip]:
    """Those that are possible in a cell, whatever its numbers are."""
    line, pairs = cell.line, pairs_of(cell.line)
    found = [undivided(line.divisor), other_divisor(line.divisor)] if isinstance(line.divisor, Ref) else []
    found += [sizes_for_squares()] if has_squares(line) else []
    found += [counted()] if is_sum_of_cells(line) else []
    found += [minus_times_minus(pairs)] if pairs else []
    found += [products_off(pairs)] if pairs and len(line.terms) <= MOST_TERMS else []
    return [*found, digits_left_out()]


def undivided(divisor: Ref) -> NumberSlip:
    """Not divided; by 0 nothing can be, and a step says what is taken instead."""

    def values(read: LineNumbers) -> Array:
        return read.worked(read.total, read.size, divisors=np.ones(1))

    def slip(cell: TriedCell, _: int, __: float) -> Slip:
        line, spelt = cell.line._replace(divisor=None), cell.spelt(divisor)
        if cell.number(divisor):
            return Slip("divisor-left-out", line, divided_by(cell, divisor))
        clause = f"nothing can be divided by {spelt} here"
        return Slip(
            "divisor-left-out", line, say("the note of its step says what is taken instead"), "", clause
        )

    return NumberSlip([Way("divisor-left-out", "")], values, slip)


def other_divisor(divisor: Ref) -> NumberSlip:
    """Divided by a square instead of its root, or multiplied by what divides."""
    ways = [Way("other-divisor", "square"), Way("other-divisor", "product")]

    def values(read: LineNumbers) -> Array:
        others = np.hstack([read.divisor**2, 1 / read.divisor])
        return where(read.divisor != 0, read.worked(read.total, read.size, divisors=others))

    def slip(cell: TriedCell, k: int, _: float) -> Slip:
        number, says = cell.number(divisor), divided_by(cell, divisor)
        if k:
            return Slip("other-divisor", cell.line._replace(divisor=1 / number), says, "product", MULTIPLIED)
        return Slip("other-divisor", cell.line._replace(divisor=number**2), says, "square")

    return NumberSlip(ways, values, slip)


def sizes_for_squares() -> NumberSlip:
    """Sizes added up that should have been squared first."""

    def values(read: LineNumbers) -> Array:
        sizes = np.abs(read.of(*(term.factors[0] for term in read.line.terms))).sum(axis=1, keepdims=True)
        return read.worked(sizes, sizes, fn="identity")

    def slip(cell: TriedCell, _: int, __: float) -> Slip:
        signs = (-1 if cell.number(term.factors[0]) < 0 else 1 for term in cell.line.terms)
        terms = tuple(Term(sign, term.factors[:1]) for sign, term in zip(signs, cell.line.terms, strict=True))
        return Slip("sizes-for-squares", cell.line._replace(terms=terms, fn="identity"), SQUARE_FIRST)

    return NumberSlip([Way("sizes-for-squares", "")], values, slip)


def counted() -> NumberSlip:
    """How many there are instead of what they come to."""

    def values(read: LineNumbers) -> Array:
        found: Array = (read.products != 0).sum(axis=1, keepdims=True).astype(np.float64)
        return found

    def slip(_: TriedCell, __: int, count: float) -> Slip:
        return Slip("count-for-sum", constant(count), say("add the numbers themselves"))

    return NumberSlip([Way("count-for-sum", "")], values, slip)


def minus_times_minus(pairs: Sequence[int]) -> NumberSlip:
    """Every product of two negative numbers taken to be negative."""

    def values(read: LineNumbers) -> Array:
        first, second = pair_numbers(read, pairs)
        wrong = (first < 0) & (second < 0)
        turned = (read.products[:, pairs] * wrong).sum(axis=1, keepdims=True)
        is_any: Flags = wrong.max(axis=1, keepdims=True)
        return where(is_any, read.worked(read.total - 2 * turned, read.size))

    def slip(cell: TriedCell, _: int, __: float) -> Slip:
        terms = cell.line.terms
        wrong = {k for k in pairs if all(cell.number(factor) < 0 for factor in plain_factors(terms[k]))}
        turned = (Term(-t.sign, t.factors) if k in wrong else t for k, t in enumerate(terms))
        signs = wrong_signs(cell, [terms[k] for k in sorted(wrong)])
        remedy = SQUARE_SIGN if has_squares(cell.line) else signs
        return Slip("sign-of-one", cell.line.with_terms((*turned,)), remedy, "minus", MINUS_TIMES_MINUS)

    return NumberSlip([Way("sign-of-one", "minus")], values, slip)


def wrong_signs(cell: TriedCell, terms: Sequence[Term]) -> Says:
    """To look at some products, which are spelt only where they are told; at no more than two."""
    return lambda: f"look at {' and '.join(map(cell.product, terms)) if len(terms) < 3 else 'their signs'}"


def products_off(pairs: Sequence[int]) -> NumberSlip:
    """One product a sum, or with 0 taken for 1, or the next of the table."""

    def values(read: LineNumbers) -> Array:
        wrong = miscounted(*pair_numbers(read, pairs))
        signs = np.array([read.line.terms[k].sign for k in pairs], np.float64)[:, np.newaxis]
        sums = read.total[:, np.newaxis] - read.products[:, pairs, np.newaxis] + signs * wrong
        sizes = read.size[:, np.newaxis] + np.abs(wrong)
        return where(~np.isnan(flat(wrong)), read.worked(flat(sums), flat(sizes)))

    def slip(cell: TriedCell, column: int, _: float) -> Slip:
        terms, k = cell.line.terms, pairs[column // TABLES]
        number = in_a_hurry(*map(cell.number, plain_factors(terms[k])))[column % TABLES]
        line = cell.line.with_terms((*terms[:k], Term(terms[k].sign, (number,)), *terms[k + 1 :]))
        return Slip("arithmetic", line, said("work {} once more", cell.product, terms[k]), "product")

    return NumberSlip([Way("arithmetic", "product")] * (TABLES * len(pairs)), values, slip)


def flat(columns: Array) -> Array:
    """(N, Q, K) as (N, Q·K)."""
    return columns.reshape(len(columns), -1)


TABLES: Final = 5
"""So many ways there are to miscount a product."""
N = TypeVar("N", float, Array)


def in_a_hurry(first: N, second: N) -> tuple[N, N, N, N, N]:
    """What a product may come out as: the sum, which is also 0 times a number taken for the number; the next
    entries of the table."""
    right = first * second
    return first + second, right + first, right - first, right + second, right - second


def miscounted(first: Array, second: Array) -> Array:
    """The same for many, (...) to (..., 5), nan where nobody goes wrong so: the numbers are whole, and those
    of the table are neither 0 nor small."""
    right, found = first * second, np.stack(in_a_hurry(first, second), axis=-1)
    is_whole = (first == np.floor(first)) & (second == np.floor(second))
    is_in_table = (right != 0) & (np.minimum(np.abs(first), np.abs(second)) > 2)
    may_be = np.stack([is_whole, *[is_whole & is_in_table] * (TABLES - 1)], axis=-1)
    return where(may_be & (found != right[..., np.newaxis]), found)


def pairs_of(line: Line) -> list[int]:
    """Which terms multiply two numbers, neither of them the row of ones."""
    return [k for k, term in enumerate(line.terms) if len(plain_factors(term)) == 2]


def plain_factors(term: Term) -> list[Factor]:
    """The factors but for the row of ones."""
    return [factor for factor in term.factors if not is_one(factor)]


def pair_numbers(read: LineNumbers, pairs: Sequence[int]) -> tuple[Array, Array]:
    """The first and the second factor of some terms: each (N, terms)."""
    both = [plain_factors(read.line.terms[k]) for k in pairs]
    return read.of(*(first for first, _ in both)), read.of(*(second for _, second in both))


def digits_left_out() -> NumberSlip:
    """The value itself with fewer digits than were to be kept, or rounded to the wrong side, where that is
    nearly the value; as a whole number also where it is not so near."""
    ways = [Way("rounded-early", "digits")] * 3 + [Way("rounded-early", "side")] * 3

    def values(read: LineNumbers) -> Array:
        value, size = read.value, np.abs(read.value)
        rounded = rounded_singly(value, DECIMALS)
        other = rounded_singly(rounded + np.where(rounded < value, DIGITS, -DIGITS), DECIMALS)
        off = np.abs(rounded - value)
        has_more = off > EXACT * size
        shares = np.array([WHOLE_SHARE, CLOSE_SHARE, CLOSE_SHARE])
        is_near = np.abs(other - value) <= CLOSE_SHARE * size
        is_new = (other[:, :, np.newaxis] != rounded[:, np.newaxis]).all(axis=2)
        fewer = where(has_more[:, :3] & (off[:, :3] <= shares * size), rounded[:, :3])
        return np.hstack([fewer, where(has_more & is_near & is_new, other)[:, 1:]]) + 0.0

    def slip(cell: TriedCell, k: int, number: float) -> Slip:
        if k > 2:
            return Slip("rounded-early", constant(number), ROUND_AGAIN, "side", LAST_DIGIT)
        value = cell.line.value(cell.lookup)
        is_far = int(abs(number - value) > CLOSE_SHARE * abs(value))
        return Slip("rounded-early", constant(number), MORE_DIGITS, "digits", TOO_FAR, rarer=is_far)

    return NumberSlip(ways, values, slip)


def constant(number: float) -> Line:
    """The line of a plain number."""
    return Line((Term(1, (number,)),))
