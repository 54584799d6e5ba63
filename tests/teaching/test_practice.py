"""What a step in practice asks, marks and tells; and what is kept of how its answers came about."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.cell import Ref
from app.exercise.attempt import TOLD, Attempt, CellRecord
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation.exact_forms import exact_form
from app.notation.numerals import answer
from app.teaching.fading import faded_examples
from app.teaching.practice import RUNG_NAMES, Practice
from app.teaching.practising import Pressed, answered, filled_in, with_hint
from app.teaching.slip_codes import TABLE
from app.teaching.slip_letters import CODES, LETTERS
from app.training.descent import worked

SAE = worked(read_state(LESSONS["sparse-autoencoder"], "").exercise)[0]
Z11, Z12, D11, D12, R1, DW11 = (
    Ref("Z", 1, 1), Ref("Z", 1, 2), Ref("D", 1, 1), Ref("D", 1, 2), Ref("r", 1, 1), Ref("dW_dec", 1, 1)
)  # fmt: skip


def practice(
    step: int, answers: dict[Ref, str] | None = None, *, fade: str = "", own: bool = False
) -> Practice:
    """A step with some answers."""
    return Practice(SAE, SAE.plan.step(step), Attempt(SAE.shapes, answers or {}), fade, own)


def post(before: Practice, *fields: tuple[str, str]) -> Practice:
    """The practice after a form."""
    return answered(before, filled_in(before, Pressed(fields)), checks=True)


def test_every_code_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == {row.code for row in TABLE}
    assert len(CODES) == len(LETTERS)
    assert all(re.fullmatch("[A-Za-z]", letter) for letter in CODES)


def test_a_wrong_answer_is_counted_once_and_its_slip_is_kept() -> None:
    """Z[1,2] is −1·(−1) − 1·(−2) + 0·1 − 1 = 2; without its bias 3."""
    first = post(practice(1), ("Z[1,2]", "3"))
    assert first.attempt.records == {Z12: CellRecord(1, 0, LETTERS["bias-left-out"])}
    assert post(first, ("Z[1,2]", "3")).attempt == first.attempt
    second = post(first, ("Z[1,2]", "40"))
    assert second.attempt.record(Z12) == CellRecord(2, 0, LETTERS["bias-left-out"])
    right = post(second, ("Z[1,2]", " 2 "))
    assert right.attempt.record(Z12).wrong == 2
    assert right.mark(Z12).status == "correct"


@pytest.mark.parametrize("typed", ["2", "2.0", "", "x", "two"])
def test_what_is_right_blank_or_cannot_be_read_is_no_wrong_try(typed: str) -> None:
    assert not post(practice(1, {Z12: "9"}), ("Z[1,2]", typed)).attempt.records


def test_a_slip_that_one_cell_left_open_is_noted_once_others_close_it() -> None:
    """Z[1,1] = 1: 2 may be the missing bias or another slip; with the whole row it is the bias."""
    after = post(practice(1), ("Z[1,1]", "2"))
    for column, text in ((2, "3"), (3, "0"), (4, "-1"), (5, "-2")):
        after = post(after, (f"Z[1,{column}]", text))
    assert {record.slip for record in after.attempt.records.values()} == {LETTERS["bias-left-out"]}
    assert len(after.attempt.records) == 5
    assert after.marked.procedure
    assert "bias-left-out" in after.marked.procedure.codes


def test_a_step_is_told_of_its_own_procedure_only() -> None:
    """All of Z's first row without its bias, and n without its root: step 4 speaks of n."""
    bias = {Ref("Z", 1, j): text for j, text in enumerate(["2", "3", "0", "-1", "-2"], start=1)}
    roots = {Ref("n", 1, 1): "3", Ref("n", 1, 4): "9", Ref("n", 1, 5): "4"}
    found = practice(4, {**bias, **roots}).marked.procedure
    assert found
    assert found.codes == ("root-left-out",)
    assert practice(2, bias).marked.procedure is None


def test_fields_of_other_cells_are_left_alone() -> None:
    after = post(practice(1), ("f[1,1]", "3"), ("Z[9,9]", "1"), ("X[1,1]", "5"), ("Q[1,1]", "5"))
    assert after.attempt == Attempt(SAE.shapes)


def test_what_cannot_be_seen_is_not_kept() -> None:
    after = post(practice(1), ("Z[1,1]", "\u200b1\x00"), ("Z[1,2]", "1\u00a01/2"))
    assert after.attempt.answers == {Z11: "1", Z12: "1 1/2"}


def test_hints_come_rung_by_rung_and_the_value_after_a_try() -> None:
    step = practice(1)
    told = []
    for _ in range(5):
        step = Practice(SAE, step.step, with_hint(step, Z11))
        told.append([rung.name for rung in step.used_rungs(Z11)])
    assert told == [["cells"], ["cells", "numbers"], [*RUNG_NAMES[:3]], [*RUNG_NAMES[:3]], [*RUNG_NAMES[:3]]]
    assert step.waits_for(Z11) == "the value is told after a try"
    unrecorded = replace(step, attempt=step.attempt.answered({Z11: "5"}))
    assert unrecorded.waits_for(Z11) == "the value is told after another try"
    tried = post(step, ("Z[1,1]", "99"))
    assert with_hint(tried, Z11).record(Z11) == CellRecord(1, TOLD, "")


def test_a_hint_tells_no_other_cell_that_is_asked_for() -> None:
    """dW_dec[1,1] = D[1,1] + r[1] W_dec[1,1]: its numbers wait for these two, and are one's own."""
    step = practice(11)
    assert [rung.name for rung in step.ladder(DW11)] == ["cells"]
    assert set(step.lacking_operands(DW11)) == {D11, R1}
    step = practice(11, {D11: "-40", R1: "2"})
    numbers = next(rung.line for rung in step.ladder(DW11) if rung.name == "numbers")
    assert [factor for term in numbers.terms for factor in term.factors] == [-40.0, 2.0, -1.0]


def test_a_hint_for_a_cell_that_is_not_asked_for_changes_nothing() -> None:
    step = practice(1, fade="0")
    assert with_hint(step, Z11) == step.attempt
    assert with_hint(step, Ref("f", 1, 1)) == step.attempt


def test_later_steps_start_from_ones_own_answers_where_that_is_wished() -> None:
    wrong = {Z12: "7"}
    assert practice(2, wrong).number(Z12) == 2
    assert practice(2, wrong, own=True).number(Z12) == 7
    own = practice(2, {**wrong, Ref("f", 1, 2): "7"}, own=True)
    assert own.mark(Ref("f", 1, 2)).carried
    for answers in ({Z12: "x", Z11: "1"}, {Z11: "1"}):
        lacking = practice(2, answers, own=True)
        assert lacking.own_text(Z12) == answers.get(Z12, "")
        assert Z12 in lacking.lacking_before
        assert Z11 not in lacking.lacking_before
        with pytest.raises(LookupError):
            lacking.number(Z12)
    assert practice(2).lacking_before == []


@pytest.mark.parametrize("slug", LESSONS)
def test_examples_fade_and_tell_nothing_that_is_asked_for(slug: str) -> None:
    sheet = worked(read_state(LESSONS[slug], "").exercise)[0]
    for step in sheet.plan.steps:
        stages = [faded_examples(sheet, step, fade) for fade in ("0", "1", "")]
        assert stages[2] == (frozenset(), frozenset())
        for (full, half), (next_full, next_half) in pairwise(stages):
            assert next_full <= full
            assert next_half <= full | half
            assert not full & half
        full, half = stages[0]
        asked = {ref for result in step.results for ref in sheet.cells(result)} - full
        for ref in full | half:
            assert not asked.intersection(sheet.line(*ref).operands()), (step.number, ref)
    assert faded_examples(sheet, sheet.plan.step(2), "0").full


def test_the_first_row_is_worked_and_the_next_half() -> None:
    full, half = faded_examples(SAE, SAE.plan.step(1), "0")
    assert {(ref.name, ref.row) for ref in full} == {("Z", 1)}
    assert {ref.row for ref in half} == {2}
    assert len(full) == len(half) == 5
    full, half = faded_examples(SAE, SAE.plan.step(4), "0")
    assert (set(full), set(half)) == ({Ref("n", 1, 1)}, {Ref("n", 1, 2)})


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (1 / 3, "1/3"),
        (-61 / 15, "−61/15"),
        (math.sqrt(3), "√3"),
        (-7 * math.sqrt(3) / 6, "−7√3/6"),
        (math.sqrt(0.5), "√2/2"),
        (2.5, "2.5"),
        (0.0, "0"),
        (math.pi, ""),
        (1 + math.sqrt(2), ""),
    ],
)
def test_an_exact_form_is_found_where_there_is_a_short_one(value: float, form: str) -> None:
    assert exact_form(value) == form


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.integers(-50, 50), st.integers(1, 12), st.integers(1, 40))
def test_an_exact_form_reads_back_as_the_number(top: int, below: int, under: int) -> None:
    for value in (top / below, top / below * math.sqrt(under) if top * top * under * below < 20_000 else 0.5):
        form = exact_form(value)
        assert not form or math.isclose(answer(form), value, rel_tol=1e-9, abs_tol=1e-9)
    assert exact_form(top / below)
