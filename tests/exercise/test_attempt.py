"""An attempt in the address: whatever was typed reads back, briefly; what is no attempt is refused."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exercise.attempt import (
    MOST_WRONG,
    TOLD,
    Attempt,
    CellRecord,
    read_attempt,
    written_answers,
    written_record,
)
from app.exercise.exercise import ExerciseError
from app.exercise.packed_lists import packed, unpacked_list
from app.exercise.parse_exercise import StateError, read_state
from app.exercise.state import SAFE, looking, query_of
from app.lessons import LESSONS
from app.training.descent import worked
from tests.long import examples

CHECKED = settings(deadline=None, derandomize=True, max_examples=examples(80))
SHEETS = {slug: worked(read_state(lesson, "").exercise)[0] for slug, lesson in LESSONS.items()}
SAE = SHEETS["sparse-autoencoder"]

NUMBERS = st.integers(-9, 9).map(str) | st.sampled_from(["−3", "1/3", "√3", "2√3/3", "0,5", "1.73", ".5"])
TYPED = NUMBERS | st.text(
    st.sampled_from("!*,;~_-−√% &=+#?/<>\"'é日1x.") | st.characters(exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=12,
).map(str.strip).filter(bool)
RECORDS = st.builds(
    CellRecord, st.integers(1, MOST_WRONG), st.integers(0, TOLD), st.sampled_from(["", *"abzAZ"])
) | st.builds(CellRecord, st.just(0), st.integers(1, TOLD), st.just(""))


def cells_of_lesson(sheet: Sheet) -> list[Ref]:
    """Every cell that any step works, in the order of the plan."""
    return [ref for result in sheet.plan.results() for row in sheet.rows(result.name) for ref in row]


@st.composite
def attempts(draw: st.DrawFn) -> tuple[str, Attempt]:
    """A lesson with an attempt at some of its cells."""
    slug = draw(st.sampled_from(sorted(SHEETS)))
    cells = cells_of_lesson(SHEETS[slug])
    some = st.lists(st.integers(0, len(cells) - 1), unique=True, max_size=30)
    answers = {cells[k]: draw(TYPED) for k in draw(some)}
    return slug, Attempt(SHEETS[slug].shapes, answers, {cells[k]: draw(RECORDS) for k in draw(some)})


@CHECKED
@given(attempts())
def test_every_attempt_reads_back_from_its_address(found: tuple[str, Attempt]) -> None:
    sheet, attempt = SHEETS[found[0]], found[1]
    answers, record = written_answers(attempt, sheet.plan), written_record(attempt, sheet.plan)
    assert read_attempt(answers, record, sheet.plan, sheet.shapes) == attempt
    state = looking(read_state(sheet.lesson, ""), answers=answers, record=record)
    assert read_state(sheet.lesson, query_of(state)) == state


@CHECKED
@given(st.lists(st.sampled_from(["", "", "", "a"]), max_size=30), st.sampled_from(",;"))
@example([""] * 5, ",")
def test_a_list_ends_with_its_last_entry(entries: list[str], separator: str) -> None:
    text = packed(entries, separator)
    while entries and not entries[-1]:
        entries.pop()
    assert unpacked_list(text, separator) == entries
    assert packed(unpacked_list(text, separator), separator) == text


@pytest.mark.parametrize("slug", SHEETS)
@CHECKED
@given(data=st.data())
def test_a_small_integer_takes_three_characters_at_most(slug: str, data: st.DataObject) -> None:
    """Of every cell of the lesson answered, and of some; what was skipped on the way costs a little once."""
    sheet = SHEETS[slug]
    every = cells_of_lesson(sheet)
    signs = st.sampled_from(["-9", "-1", "−4", "0", "7"])
    drawn = data.draw(st.lists(signs, min_size=3, max_size=9))
    whole = Attempt(sheet.shapes, {ref: drawn[k % len(drawn)] for k, ref in enumerate(every)})
    assert len(quote(written_answers(whole, sheet.plan), safe=SAFE)) <= 3 * len(every)
    first = data.draw(st.integers(0, len(every) - 1))
    some = every[first : first + data.draw(st.integers(1, 30))]
    part = written_answers(Attempt(sheet.shapes, dict.fromkeys(some, "−9")), sheet.plan)
    assert len(quote(part, safe=SAFE)) <= 3 * len(some) + len("*99;*999,")


def test_a_blank_attempt_leaves_no_trace() -> None:
    attempt = Attempt(SAE.shapes)
    assert (written_answers(attempt, SAE.plan), written_record(attempt, SAE.plan)) == ("", "")
    assert attempt.answered({Ref("Z", 1, 1): "3"}).answered({Ref("Z", 1, 1): ""}) == attempt


def test_an_attempt_is_read_by_the_place_of_its_matrices() -> None:
    """Z is 6 × 5, so its seventh cell begins row 2; f comes next."""
    attempt = read_attempt("1,,~3,*4,_3;0,1/2", "5b*6.a-", SAE.plan, SAE.shapes)
    assert attempt.answers == {
        Ref("Z", 1, 1): "1",
        Ref("Z", 1, 3): "−3",
        Ref("Z", 2, 3): "√3",
        Ref("f", 1, 1): "0",
        Ref("f", 1, 2): "1/2",
    }
    assert attempt.records == {Ref("Z", 1, 1): CellRecord(1, 0, "b"), Ref("Z", 2, 3): CellRecord(2, 0)}
    assert attempt.rows("f")[0] == ["0", "1/2", "", "", ""]
    step_7 = attempt.answered({Ref("g", 1, 1): "0"}).of_step(SAE, SAE.plan.step(7))
    assert set(step_7) == {
        ref for ref in cells_of_lesson(SAE) if ref.name == "g" and not SAE.lookup(ref._replace(name="f"))
    }


@pytest.mark.parametrize(
    ("parameter", "text", "says"),
    [
        ("answers", "1,!q", "“!q” stands for no character"),
        ("answers", "1*", "star where none can stand"),
        ("answers", "*999999", "beyond the last cell"),
        ("answers", "1!", "stands for no character"),
        ("answers", "1%00", "visible characters"),
        ("record", "5", "is no record of a cell"),
        ("record", "7z;z", "is no record of a cell"),
        ("record", "*99999.1", "is no record of a cell"),
        ("fade", "7", "fade takes one of: 0, 1"),
        ("check", "now", "check takes one of: end, done"),
        ("start", "mine", "start takes one of: own"),
    ],
)
def test_what_is_no_attempt_is_said(parameter: str, text: str, says: str) -> None:
    with pytest.raises(StateError) as caught:
        read_state(SAE.lesson, f"{parameter}={text}")
    assert [p.parameter for p in caught.value.problems] == [parameter]
    assert re.search(says, caught.value.problems[0].says)


@pytest.mark.parametrize(("answers", "record"), [("*30,1", ""), (";" * 60 + "1", ""), ("", "*30.1")])
def test_an_attempt_at_another_exercise_is_refused(answers: str, record: str) -> None:
    with pytest.raises(ExerciseError, match="an exercise of other sizes"):
        read_attempt(answers, record, SAE.plan, SAE.shapes)
