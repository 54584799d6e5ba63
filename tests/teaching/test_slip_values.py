"""The numbers of slips: worked all at once, they are what each line gives by itself."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import numpy as np
import pytest

from app.core.cell import FUNCTIONS, Factor, Line, Lookup, Ref
from app.core.sheet import Sheet
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.teaching.cell_places import CellPlaces
from app.teaching.diagnosis import slips_in_cell
from app.teaching.line_numbers import FUNCTIONS_OF_MANY
from app.teaching.tried_cell import Slip, TriedCell, is_one
from app.training.descent import worked

SIZES = {"autoencoder": ((4, 3, 2, 3, 4), 4)}


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("seed", [None, 5])
@pytest.mark.parametrize("off", [0.0, 0.35])
def test_lines_worked_together_give_what_each_gives_by_itself(
    slug: str, seed: int | None, off: float
) -> None:
    """Every slip of every cell, on true numbers and on somebody's own, which may have any digits."""
    sheet = worked(
        start(LESSONS[slug], Base() if seed is None else Base(seed, *SIZES.get(slug, ((3, 6), 5))))
    )[0]
    lookup = own_numbers(sheet, off)
    places, checked = CellPlaces(sheet), 0
    row = np.array([[lookup(ref) for ref in places.refs]])
    for name in sheet.results:
        for ref in (ref for row in sheet.rows(name) for ref in row):
            cell = TriedCell(sheet, ref, sheet.line(*ref), lookup)
            slips = slips_in_cell(cell, places)
            for k, value in enumerate(slips.values(row[:, slips.read])[0].tolist()):
                slip = None if k >= len(slips.slips) and math.isnan(value) else slips.slip(k, cell, value)
                assert slip is None or same(value, by_itself(slip, lookup)), (ref, slip)
                checked += slip is not None
    assert checked > 1000


@pytest.mark.parametrize("slug", LESSONS)
def test_slips_that_depend_on_the_numbers_are_there_where_a_plain_loop_finds_them(slug: str) -> None:
    """On somebody's own numbers: products miscounted, minus times minus, digits left out, things counted."""
    sheet = worked(start(LESSONS[slug], Base()))[0]
    lookup, places, seen = own_numbers(sheet, 0.375), CellPlaces(sheet), set[str]()
    row = np.array([[lookup(ref) for ref in places.refs]])
    for name in sheet.results:
        for ref in (ref for row in sheet.rows(name) for ref in row):
            cell = TriedCell(sheet, ref, sheet.line(*ref), lookup)
            slips = slips_in_cell(cell, places)
            values = slips.values(row[:, slips.read])[0].tolist()
            given = {
                (way.code, way.detail, round(value, 6))
                for (way, *_), value in [*zip(slips.ways, values, strict=True)][len(slips.slips) :]
                if not math.isnan(value)
            }
            expected = {*by_plain_loops(cell.line, lookup)}
            assert given == expected, ref
            seen |= {f"{code} {detail}".strip() for code, detail, _ in expected}
    assert {"arithmetic product", "sign-of-one minus", "rounded-early digits", "rounded-early side"} <= seen


def by_plain_loops(line: Line, lookup: Lookup) -> Iterator[tuple[str, str, float]]:
    """Codes, details and numbers of the slips that depend on the numbers, as a person would look for them."""
    factors = [[in_number(f, lookup) for f in term.factors if not is_one(f)] for term in line.terms]
    products = [t.sign * math.prod(each) for t, each in zip(line.terms, factors, strict=True)]
    found = [*sums_gone_wrong(line, lookup, factors, products)]
    found += [("arithmetic", "product", n) for n in miscounted(line, lookup, factors, products)]
    value = number(line, lookup, sum(products))
    found += [("rounded-early", *each) for each in ([] if value is None else digits_left_out(value))]
    return ((code, detail, round(n, 6)) for code, detail, n in found if n is not None)


def in_number(factor: Factor | None, lookup: Lookup) -> float:
    """The number of a factor; of none, 1."""
    return lookup(factor) if isinstance(factor, Ref) else 1.0 if factor is None else factor


def number(
    line: Line, lookup: Lookup, total: float, divisor: float | None = None, fn: str = ""
) -> float | None:
    """A line from its sum on, with another divisor or function."""
    by = in_number(line.divisor, lookup) if divisor is None else divisor
    divided = 0.0 if by == 0 or abs(total) < 1e-12 else total / by
    wanted = fn or line.fn
    return None if wanted == "sqrt" and divided < 0 else line.constant * FUNCTIONS[wanted](divided)


def sums_gone_wrong(
    line: Line, lookup: Lookup, factors: list[list[float]], products: list[float]
) -> Iterator[tuple[str, str, float | None]]:
    """By a square or multiplied, sizes for squares, how many for how much, minus times minus."""
    total, of_terms = sum(products), [term.factors for term in line.terms]
    if isinstance(line.divisor, Ref):
        yield "divisor-left-out", "", number(line, lookup, total, 1.0)
    if isinstance(line.divisor, Ref) and (by := lookup(line.divisor)):
        yield "other-divisor", "square", number(line, lookup, total, by**2)
        yield "other-divisor", "product", number(line, lookup, total, 1 / by)
    if all(len(each) == 2 and each[0] == each[1] for each in of_terms):
        sizes = sum(abs(each[0]) for each in factors)
        yield "sizes-for-squares", "", number(line, lookup, sizes, fn="identity")
    is_plain = line.is_plain() and all(term.sign > 0 for term in line.terms)
    if is_plain and len(of_terms) > 1 and all(len(each) == 1 for each in of_terms):
        yield "count-for-sum", "", float(sum(product != 0 for product in products))
    minus = [k for k, each in enumerate(factors) if len(each) == 2 and max(each) < 0]
    if minus:
        turned = total - 2 * sum(products[k] for k in minus)
        yield "sign-of-one", "minus", number(line, lookup, turned)


def miscounted(
    line: Line, lookup: Lookup, factors: list[list[float]], products: list[float]
) -> Iterator[float | None]:
    """One product of two whole numbers a sum, or the next of the table."""
    pairs = [(k, each) for k, each in enumerate(factors) if len(each) == 2 and len(factors) <= 32]
    for k, (a, b) in ((k, each) for k, each in pairs if all(map(float.is_integer, each))):
        is_table = a * b and min(abs(a), abs(b)) > 2
        table = {(a + 1) * b, (a - 1) * b, a * (b + 1), a * (b - 1)} if is_table else set[float]()
        for other in ({a + b} | table) - {a * b}:
            yield number(line, lookup, sum(products) - products[k] + line.terms[k].sign * other)


def digits_left_out(value: float) -> Iterator[tuple[str, float]]:
    """Rounded to fewer digits; to the wrong side."""
    off, rounded = abs(value) * 1e-12, [round(value, decimals) for decimals in range(4)]
    for fewer, share in zip(rounded, (0.2, 0.05, 0.05), strict=False):
        if off < abs(fewer - value) <= share * abs(value):
            yield "digits", fewer
    for near, digit in zip(rounded[1:], (0.1, 0.01, 0.001), strict=True):
        other = near + (digit if near < value else -digit)
        is_new = min(abs(other - each) for each in rounded) > 1e-9
        if abs(near - value) > off and is_new and abs(other - value) <= 0.05 * abs(value):
            yield "side", other


def own_numbers(sheet: Sheet, off: float) -> Lookup:
    """The sheet's numbers, each a little off."""
    draw = random.Random(1)
    numbers: dict[Ref, float] = {}

    def lookup(ref: Ref) -> float:
        if ref not in numbers:
            numbers[ref] = sheet.lookup(ref) + (off * draw.randint(-3, 3) if ref.name in sheet.results else 0)
        return numbers[ref]

    return lookup


def by_itself(slip: Slip, lookup: Lookup) -> float | None:
    """The number of a slip, its line worked alone."""
    decimals = slip.decimals
    reads = lookup if decimals is None else lambda ref: round(lookup(ref), decimals)
    try:
        return slip.line.value(reads)
    except ValueError:
        return None


def same(value: float, alone: float | None) -> bool:
    """Whether both are the same number, or none."""
    return math.isnan(value) if alone is None else math.isclose(value, alone, rel_tol=1e-9, abs_tol=1e-9)


def test_every_function_of_a_line_is_there_for_many_numbers() -> None:
    assert FUNCTIONS_OF_MANY.keys() == FUNCTIONS.keys()
