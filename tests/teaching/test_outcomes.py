"""What became of an attempt on the preset: every cell counted once; worked examples are not asked."""

from __future__ import annotations

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exercise.attempt import TOLD, Attempt, CellRecord
from app.exercise.exercise import Base, Draft
from app.lessons import LESSONS
from app.notation import number_text
from app.teaching.outcomes import Marker, Outcomes, SeenSlip, StepTally, added_up
from app.training.descent import worked

Z = "1 2 -1 -2 -3 / 1 -1 -1 2 -1 / -1 -2 1 2 3 / -2 -1 -1 -1 1 / -1 -2 1 -1 -1 / -1 1 1 -5 -3"
"""Step 1 of the preset."""


def preset() -> Sheet:
    """The sparse autoencoder as it comes."""
    return worked(Draft(LESSONS["sparse-autoencoder"], Base()).exercise())[0]


def right_in_step_1(sheet: Sheet) -> Attempt:
    """Every cell of step 1 right."""
    rows = [row.split() for row in Z.split("/")]
    answers = {Ref("Z", i, j): z for i, row in enumerate(rows, 1) for j, z in enumerate(row, 1)}
    return Attempt(sheet.shapes, answers)


def test_every_cell_is_counted_once() -> None:
    """One told, one right after two tries, one wrong, one unreadable, one blank, one from an own number."""
    sheet = preset()
    attempt = right_in_step_1(sheet).answered(
        {Ref("Z", 3, 1): "", Ref("Z", 4, 1): "x", Ref("Z", 1, 1): "7", Ref("f", 1, 1): "7"}
    )
    attempt = attempt.recorded(Ref("Z", 1, 2), CellRecord(1, TOLD)).recorded(Ref("Z", 1, 3), CellRecord(2))
    attempt = attempt.recorded(Ref("Z", 1, 4), CellRecord(0, 2))
    found = Outcomes(Marker(sheet), attempt)
    first, second = (found.tally(sheet.plan.step(number)) for number in (1, 2))
    assert first == StepTally(30, 25, 1, 1, 0, 2, 1, 2)
    assert second == StepTally(30, 0, 0, 0, 1, 0, 29, 0)
    assert added_up([first, second]) == StepTally(60, 25, 1, 1, 1, 2, 30, 2)
    assert [found.outcome(Ref("Z", 1, j)) for j in range(1, 5)] == [
        "not yet",
        "told",
        "in the end",
        "at once",
    ]


def test_what_is_worked_to_begin_with_is_not_asked() -> None:
    sheet = preset()
    found = Outcomes(Marker(sheet), Attempt(sheet.shapes), "0")
    assert found.tally(sheet.plan.step(1)) == StepTally(25, 0, 0, 0, 0, 0, 25, 0)


def test_a_slip_is_the_first_that_was_named_or_what_stands_there_shows() -> None:
    """In Z[1,1] the bias was missing, and it is mended; in G[1,2] the factor 2 is missing."""
    sheet = preset()
    attempt = right_in_step_1(sheet).recorded(Ref("Z", 1, 1), CellRecord(1, 0, "b"))
    attempt = attempt.answered({Ref("G", 1, 2): "-2"})
    found = Outcomes(Marker(sheet), attempt)
    assert found.slips[Ref("Z", 1, 1)] == (SeenSlip("bias-left-out"),)
    assert found.slips[Ref("G", 1, 2)] == (SeenSlip("factor-left-out"),)
    assert set(found.slips) == {Ref("Z", 1, 1), Ref("G", 1, 2)}


def test_attempts_that_share_a_marker_do_not_see_each_other() -> None:
    """The same attempt is marked alike before and after others."""
    sheet = preset()
    own = right_in_step_1(sheet).answered({Ref("Z", 1, 1): "7", Ref("f", 1, 1): "7", Ref("Z", 2, 2): "0"})
    marker = Marker(sheet)
    before = Outcomes(marker, own).marks
    other = Outcomes(marker, right_in_step_1(sheet).answered({Ref("f", 1, 1): "7"}))
    assert not other.marks[Ref("f", 1, 1)].carried
    assert Outcomes(marker, own).marks == before == Outcomes(Marker(sheet), own).marks
    assert before[Ref("f", 1, 1)].carried


def test_a_slip_on_own_numbers_is_seen_whoever_was_marked_before() -> None:
    """Both read 5 in Z[1,2] and took f[1,1] for f[1,2]: the second has another number there."""
    sheet = preset()
    given = {ref: number_text.short(sheet.lookup(ref)) for name in ("Z", "f") for ref in cells(sheet, name)}
    marker = Marker(sheet)
    for number in ("7", "9"):
        wrong = {Ref("Z", 1, 1): number, Ref("f", 1, 1): number, Ref("Z", 1, 2): "5", Ref("f", 1, 2): number}
        found = Outcomes(marker, Attempt(sheet.shapes, given | wrong))
        assert found.slips[Ref("f", 1, 2)] == (SeenSlip("other-cell"),)


def cells(sheet: Sheet, name: str) -> list[Ref]:
    """Every cell of a matrix."""
    return [ref for row in sheet.rows(name) for ref in row]
