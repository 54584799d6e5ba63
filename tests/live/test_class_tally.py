"""What a class answered is counted and told whole: no slip is cut, no step left out, nobody singled out."""

from __future__ import annotations

import csv
import io
from itertools import product

import pytest
from starlette.testclient import TestClient

from app.live.class_answers import MOST_STEPS, ExplainedAnswer, packed_progress
from app.live.class_tally import bars_of, progress_tally
from app.notation.number_text import MINUS
from app.pages.class_board import ALL_POOLED, POOLED
from app.teaching.slip_codes import BY_CODE
from tests.live.class_calls import STEP, asked, board, joined, lead, phone, say, words

EITHER = "the bias is missing or ReLU was applied where there is none yet"


def test_answers_are_counted_and_explained(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(8)]
    lead(client, key, "ask", at=STEP)
    for seat, text in zip(seats, ["-1", "−1.0", "-2/2", "0", "0", " 0 ", "7", "x"], strict=True):
        assert say(client, key, seat, text) == 200
    assert "8 answered" in words(client.get(f"/class/{key}/bar").text)
    lead(client, key, "close")
    assert board(client, key) == [("0", "3"), (f"{MINUS}1", "3"), ("other", "2")], "nothing is told yet"
    lead(client, key, "reveal")
    assert board(client, key) == [
        ("0", EITHER, "3"),
        ("✓right: −1", "3"),
        ("other", "2"),
    ]
    assert "Right" in asked(phone(client, key, seats[0]))
    assert "Either the bias is missing" in asked(phone(client, key, seats[3]))
    assert "is −1" in asked(phone(client, key, seats[3]))


def test_a_class_of_a_few_is_told_why_it_sees_no_bars(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(4)]
    for number, (texts, says) in enumerate(((["1", "1", "2", "2"], ALL_POOLED), (["1"] * 4, POOLED)), 1):
        lead(client, key, "ask", at=STEP)
        for seat, text in zip(seats, texts, strict=True):
            say(client, key, seat, text, place=f"{number}.1")
        lead(client, key, "close")
        assert (board(client, key) == [("other", "4")]) is (says == ALL_POOLED)
        assert says in client.get(f"/class/{key}/bar").text
        lead(client, key, "reveal")


@pytest.mark.parametrize("own", [{}, {"own": "1"}])
def test_the_board_says_which_numbers_it_counts_as_one(
    client: TestClient, key: str, own: dict[str, str]
) -> None:
    """Numbers of one's own are counted by what is right in them, whatever they are."""
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP, **own)
    say(client, key, seat, "1")
    lead(client, key, "close")
    text = words(client.get(f"/class/{key}/bar").text)
    assert ("Numbers that print alike count as one." in text) is not bool(own)
    assert ("all right ones count as one, and so do those with the same slip" in text) is bool(own)


def test_a_second_round_stands_beside_the_first(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(4)]
    lead(client, key, "ask", at=STEP)
    for seat in seats:
        say(client, key, seat, "0")
    lead(client, key, "close")
    lead(client, key, "again")
    assert say(client, key, seats[0], "0") == 409, "an answer for the round before is late"
    for seat in seats:
        say(client, key, seat, "-1", place="1.2")
    lead(client, key, "close")
    assert board(client, key) == [(f"{MINUS}1", "–", "4"), ("0", "4", "–")]


def test_the_results_have_every_number_and_no_seat(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=STEP)
    for seat, text in zip(seats, ["-1", "0", "Ada"], strict=True):
        say(client, key, seat, text)
    lead(client, key, "close")
    text = client.get(f"/class/{key}/results.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["cell"], row["answer"], row["count"], row["right"], row["slip"]) for row in rows} == {
        ("Z[2,3]", "-1", "1", "yes", ""),
        ("Z[2,3]", "0", "1", "no", EITHER),
        ("Z[2,3]", "not a number", "1", "no", ""),
    }
    assert not any(seat.partition(".")[0] in text for seat in seats)
    assert "Ada" not in text


def test_the_results_name_the_row_that_was_chosen(client: TestClient, key: str) -> None:
    lead(client, key, "ask", at=STEP, kind="largest")
    assert say(client, key, joined(client, key), "3") == 200
    lead(client, key, "close")
    (row,) = csv.DictReader(io.StringIO(client.get(f"/class/{key}/results.csv").content.decode("utf-8-sig")))
    assert (row["kind"], row["answer"]) == ("largest", "f3 Japan")


def test_practice_in_class_is_counted_by_step(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=STEP, kind="practice")
    page = phone(client, key, seats[0])
    assert 'href="/sparse-autoencoder/1/practice"' in page
    for seat, texts in zip(seats, (["1:5/30"], ["1:30/30", "2:0/30"], ["1:30/30"]), strict=True):
        assert say(client, key, seat, *texts) == 200
    for wrong in ("x", "1:2", "1:2/3/4", "9999:1/2"):
        assert say(client, key, seats[0], wrong) == 409
    told = client.get(f"/class/{key}/news").json()["progress"]
    assert told == "step 1: 1 begun, 2 all right; step 2: 1 begun"
    lead(client, key, "close")
    assert board(client, key) == [("step 1, all right", "2"), ("step 1, begun", "1"), ("step 2, begun", "1")]
    said = words(client.get(f"/class/{key}/bar").text)
    assert "How many have begun each step" in said
    assert "other" not in said, "steps are not pooled, and nobody is told that they are"
    assert client.get(f"/class/{key}/results.csv").status_code == 200


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
