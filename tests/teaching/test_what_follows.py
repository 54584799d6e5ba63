"""A student who goes wrong in one matrix and works on with all digits is right in method ever after."""

from __future__ import annotations

import random

import pytest

from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.teaching.grading import Examiner
from app.training.descent import worked
from tests import piles


@pytest.mark.parametrize("slug", piles.PUPILS)
@pytest.mark.parametrize("seed", [0, 3])
def test_three_decimals_of_what_was_worked_with_all_digits_follow(
    slug: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve students; no other matrix than that in which each goes wrong first is told to be wrong."""
    monkeypatch.setattr(piles, "SLIPS", 0)
    base = Base(seed, *piles.SIZES[slug]) if seed else Base()
    sheet = worked(start(LESSONS[slug], base))[0]
    examiner, carried = Examiner(sheet), 0
    for number in range(12):
        marks, _ = examiner.marks(piles.attempted(sheet, 14, random.Random(number)).answers)
        wrong = {ref.name for ref, mark in marks.items() if mark.status == "wrong" and not mark.carried}
        assert len(wrong) <= 1, wrong
        carried += sum(mark.carried for mark in marks.values())
    assert carried > 300
