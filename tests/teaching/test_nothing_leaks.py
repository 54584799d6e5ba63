"""No sentence tells a number: not the value, not a neighbour's, not what was typed; over random exercises."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from app.core.cell import Ref
from app.core.sheet import Sheet, work_out
from app.exercise.exercise import Base, Draft
from app.lessons import LESSONS
from app.notation.symbols import plain
from app.teaching.diagnosis import alone
from app.teaching.grading import Examiner, Marked
from app.training.descent import worked
from tests.long import examples

SIZES = {"autoencoder": ((4, 3, 2, 3, 4), 4)}
PLACES = re.compile(
    r"[\w\u0302]+\[[0-9]+(?:,[0-9]+)?\]|(?:row|column) [0-9]+|[0-9]+ cells|the factor 2 in front|"
    r"above 0|negative 0|for L1:"
)
NAMED_CELL = re.compile(r"([^\s·\[]+)\[[0-9]+(?:,[0-9]+)?\]")


def uneven(slug: str, seed: int) -> Sheet:
    """A random exercise whose numbers are no whole numbers: none stands in a sentence by chance."""
    drawn = worked(Draft(LESSONS[slug], Base(seed, *SIZES.get(slug, ((3, 6), 5)))).exercise())[0]
    given = {name: drawn.values[name] * 1.37 + 0.0113 for name in drawn.plan.given}
    return work_out(LESSONS[slug], given)


def without_names(sheet: Sheet, says: str) -> str:
    """A sentence without places and without names that have digits, such as W1."""
    says = PLACES.sub("", says)
    for name in sorted(sheet.plan.matrices, key=len, reverse=True):
        says = says.replace(plain(name), "")
    return says


def sentences(found: Marked) -> Iterator[str]:
    """All that is told of an attempt."""
    yield found.procedure.says if found.procedure else ""
    for mark in (mark for rows in found.marks.values() for row in rows for mark in row if mark):
        yield mark.says
        yield from (slip.says for slip in mark.slips)


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("seed", range(1, 1 + examples(3)))
def test_no_slip_is_told_with_a_number_or_names_what_is_still_to_be_worked(slug: str, seed: int) -> None:
    """Every slip of every cell: its digits are places; it names cells of what its line reads alone, and takes
    the number for that of another matrix only where that is worked by then."""
    sheet = uneven(slug, seed)
    examiner, order = Examiner(sheet), [*sheet.results]
    for ref in (ref for step in sheet.plan.steps for result in step.results for ref in sheet.cells(result)):
        cell = examiner.slips.cell(ref)
        read = {plain(name) for name in cell.operands}
        later = {plain(name) for name in order[order.index(ref.name) + 1 :]} - read
        for slip, _ in examiner.slips.slips(ref):
            says = alone([slip])
            assert not re.search("[0-9]", without_names(sheet, says)), says
            assert {*NAMED_CELL.findall(says)} <= read, says
            assert not any(says.startswith(f"This is {name}, ") for name in later), says


def wrongly_worked(sheet: Sheet, draw: random.Random) -> dict[Ref, float]:
    """Neighbours' numbers, other signs, sums a little off, and what follows from them, cell after cell."""
    refs = [ref for name in sheet.results for row in sheet.rows(name) for ref in row]
    own: dict[Ref, float] = {}
    for ref in refs:
        value, beside = sheet.lookup(ref), sheet.lookup(ref._replace(column=max(1, ref.column - 1)))
        followed = sheet.line(*ref).value(lambda r: own[r] if r in own else sheet.lookup(r))
        own[ref] = draw.choice([followed, value, beside, -value, value + 1, 0.0])
    return own


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("seed", range(1, 1 + examples(6)))
def test_whatever_is_typed_no_number_comes_back(slug: str, seed: int) -> None:
    """A whole lesson gone wrong in every way at once."""
    sheet = uneven(slug, seed)
    own = wrongly_worked(sheet, random.Random(seed))
    answers = {name: [[f"{own[r]:.4f}" for r in row] for row in sheet.rows(name)] for name in sheet.results}
    told = {*sentences(Examiner(sheet).marked(sheet.plan.steps[-1], answers))}
    assert len(told) > 20
    for says in told:
        assert not re.search("[0-9]", without_names(sheet, says)), says
