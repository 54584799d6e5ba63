"""The numbers of slips: worked all at once, they are what each line gives by itself."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from app.core.cell import FUNCTIONS, Lookup, Ref
from app.core.sheet import Sheet
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.teaching.cell_places import CellPlaces
from app.teaching.diagnosis import slips_of_names
from app.teaching.slip_values import FUNCTIONS_OF_MANY
from app.teaching.tried_cell import Slip, TriedCell
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
            lines = slips_of_names(cell, places)
            for slip, value in zip(lines.slips, lines.values(row[:, lines.read])[0].tolist(), strict=True):
                assert same(value, by_itself(slip, lookup)), (ref, slip)
                checked += 1
    assert checked > 1000


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
