"""What a class answered is counted whole: no slip is cut, no step is left out."""

from __future__ import annotations

from itertools import product

from app.live.class_answers import MOST_STEPS, ExplainedAnswer, packed_progress
from app.live.class_tally import bars_of, progress_tally
from app.teaching.slip_codes import BY_CODE


def test_any_two_slips_fit_into_a_bar() -> None:
    """Where everybody has other numbers the slips are the answer, and nothing of them is cut."""
    for one, other in product(BY_CODE, repeat=2):
        slip, code = f"{BY_CODE[one].clause} or {BY_CODE[other].clause}", f"{one},{other}"
        (bar,) = bars_of([ExplainedAnswer("1", False, slip=slip, code=code)], own=True)
        assert (bar.answer, bar.slip, bar.code) == (slip, slip, code)


def test_every_step_of_a_long_lesson_is_counted_in_practice() -> None:
    begun = {str(step): packed_progress([f"{step}:1/2"]) for step in range(1, MOST_STEPS + 1)}
    done = {f"{step} done": packed_progress([f"{step}:2/2"]) for step in range(1, MOST_STEPS + 1)}
    (cell,) = progress_tally(begun | done).cells
    assert [bar.answer for bar in cell.bars][-2:] == ["step 60, all right", "step 60, begun"]
    assert len(cell.bars) == 2 * MOST_STEPS
