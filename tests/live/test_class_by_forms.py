"""A class without any script: forms and links, as a phone without JavaScript has them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from starlette.testclient import TestClient

from app.core.cell import Ref
from app.live.class_answers import right_choices
from app.live.class_keys import code_of
from app.live.seen_step import step_at
from app.main import app
from app.notation.number_text import MINUS
from tests.live.class_calls import STEP, asked, board, joined, lead, opened, phone, say, words


def test_a_class_follows_its_teacher(client: TestClient, key: str) -> None:
    seat = joined(client, key)
    assert "row 2 capital, column 3 Fuji" in words(phone(client, key, seat))
    lead(client, key, "show", at="/sparse-autoencoder/3?cell=1,2&present=1")
    assert "row 1, column 2 Alps" in words(phone(client, key, seat))
    lead(client, key, "show", at="/sparse-autoencoder/worksheet")
    assert "row 1, column 2 Alps" in words(phone(client, key, seat)), "other pages leave it where it is"


def test_what_a_phone_sees_cannot_be_edited(client: TestClient, key: str) -> None:
    page = phone(client, key, joined(client, key))
    assert 'name="X[1,1]"' not in page
    assert '<td class="given' in page


def test_a_question_hides_its_cell_until_it_is_told(client: TestClient, key: str) -> None:
    """Z[2,3] is -1: the phone shows it before the question, not during it, and again once it is revealed."""
    seat = joined(client, key)

    def shown() -> str:
        return words(phone(client, key, seat).partition('id="Z-2-3"')[2].partition("</td>")[0])

    assert f"{MINUS}1" in shown()
    assert lead(client, key, "ask", at=STEP)["go"].endswith("cell=2,3&reveal=cells&ask=1")
    assert f"{MINUS}1" not in shown()
    lead(client, key, "close")
    assert f"{MINUS}1" not in shown()
    assert lead(client, key, "reveal")["go"] == STEP
    assert f"{MINUS}1" in shown()


def test_an_answer_on_its_way_when_the_class_ends_is_told_so(
    client: TestClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, store = joined(client, key), app.state.class_store
    lead(client, key, "ask", at=STEP)

    async def ended_first(code: str, *_: str) -> None:
        await store.end(code)

    monkeypatch.setattr(store, "answer", ended_first)
    assert say(client, key, seat, "1") == 404


def test_an_answer_can_be_changed_until_the_question_is_closed(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=STEP)
    for seat in seats:
        say(client, key, seat, "5")
        assert say(client, key, seat, "6") == 200
    lead(client, key, "close")
    assert say(client, key, seats[0], "-1") == 409
    assert board(client, key) == [("6", "3")]


def test_what_is_no_number_is_told_so_at_once(client: TestClient, key: str) -> None:
    """It is in, and counted as no number: but nobody waits for the end to learn that."""
    seat, twice = joined(client, key), "1+1"
    lead(client, key, "ask", at=STEP, scope="row")
    sent = {"seat": seat, "place": "1.1", "answer": ["1", "", "√", twice, "2"]}
    told = "“√” is not a number"
    as_script = client.post(f"/join/{code_of(key)}", data=sent, headers={"accept": "application/json"})
    assert as_script.status_code == 200
    assert as_script.json()["says"].startswith(told)
    assert "It is in as it stands. You may change it" in as_script.json()["says"]
    assert client.post(f"/join/{code_of(key)}", data=sent).status_code == 303
    assert told in asked(phone(client, key, seat))
    assert say(client, key, seat, "1", "", "1", twice, "2") == 200
    assert "“1+1” is not worked out yet" in asked(phone(client, key, seat))
    assert say(client, key, seat, "1", "", "1", "2", "2") == 200
    assert "Your answer is in, with 1 of 5 cells blank. You may" in asked(phone(client, key, seat))
    assert say(client, key, seat, "1", "0", "1", "2", "2") == 200
    assert "Your answer is in. You may change it" in asked(phone(client, key, seat))


@pytest.mark.parametrize(
    ("scope", "texts"),
    [
        ("row", ["1", "-1", "-1", "2", "-1"]),
        ("column", ["-1", "-1", "1", "-1", "1", "1"]),
        ("cell", ["-1"]),
    ],
)
def test_a_row_or_a_column_is_asked_as_one(
    client: TestClient, key: str, scope: str, texts: list[str]
) -> None:
    """The numbers of Z are those of the lesson."""
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP, scope=scope)
    assert say(client, key, seat, *texts[1:]) == 409, "as many numbers as cells"
    assert say(client, key, seat, *texts) == 200
    lead(client, key, "close")
    lead(client, key, "reveal")
    assert asked(phone(client, key, seat)).count("Right") == len(texts)


def test_the_whole_result_is_asked_at_its_blank(client: TestClient, key: str) -> None:
    assert lead(client, key, "ask", at="/sparse-autoencoder/1", scope="result")["go"].endswith(
        "?cell=0&ask=1"
    )
    assert phone(client, key, joined(client, key)).count('name="answer"') == 30


def test_cells_are_dealt(client: TestClient, key: str) -> None:
    """Every phone has one cell of the row, and the board all of them."""
    seats = [joined(client, key) for _ in range(30)]
    lead(client, key, "ask", at=STEP, scope="dealt")
    pages = [phone(client, key, seat) for seat in seats]
    assert {page.count('name="answer"') for page in pages} == {1}
    assert len({asked(page) for page in pages}) > 2
    for seat in seats:
        say(client, key, seat, "-1")
    lead(client, key, "close")
    counts = re.findall(r"× (\d+)", client.get(f"/class/{key}/bar").text)
    shown = sum(map(int, counts))
    assert shown == 30


def test_cells_are_dealt_evenly_in_a_small_class(client: TestClient, key: str) -> None:
    """Ten phones have two of each of the five cells of a row: none is nobody's."""
    seats = [joined(client, key) for _ in range(10)]
    lead(client, key, "ask", at=STEP, scope="dealt")
    cells = Counter(asked(phone(client, key, seat)) for seat in seats)
    assert [*cells.values()] == [2] * 5


def test_a_sign_is_chosen(client: TestClient, key: str) -> None:
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=STEP, kind="sign", scope="row")
    bar = words(client.get(f"/class/{key}/bar").text)
    assert "Is Z[2,3] capital, Fuji above 0, below 0, or exactly 0?" in bar
    for seat in seats:
        assert say(client, key, seat, "down") == 200
    lead(client, key, "close")
    lead(client, key, "reveal")
    assert board(client, key) == [("✓right: below 0", "3")]


def test_after_an_edit_the_sign_is_of_the_change(client: TestClient) -> None:
    """With b_enc[2] raised from -1 to 2 the cell goes up, from -1 to 2."""
    edit = client.post(STEP, data={"b_enc[2,1]": "2"})
    key = opened(client, edit.headers["location"])
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=edit.headers["location"], kind="sign")
    assert "go up, go down, or stay" in asked(phone(client, key, seats[0]))
    for seat in seats:
        say(client, key, seat, "up")
    lead(client, key, "close")
    lead(client, key, "reveal")
    assert board(client, key) == [("✓right: goes up", "3")]


def test_the_largest_of_a_column_is_chosen(client: TestClient, key: str) -> None:
    """Column 3 of Z is -1, -1, 1, -1, 1, 1: three rows are largest, and each of them is right."""
    seats = [joined(client, key) for _ in range(6)]
    lead(client, key, "ask", at=STEP, kind="largest")
    for seat, row in zip(seats, "333556", strict=True):
        say(client, key, seat, row)
    lead(client, key, "close")
    lead(client, key, "reveal")
    assert board(client, key) == [("✓right: f3 Japan", "3"), ("other", "3")]
    assert "Right" in asked(phone(client, key, seats[5]))


def test_after_the_last_round_nobody_is_asked_to_vote_again(client: TestClient, key: str) -> None:
    joined(client, key)
    lead(client, key, "ask", at=STEP)
    for _ in range(8):
        lead(client, key, "close")
        assert "Vote again" in client.get(f"/class/{key}").text
        lead(client, key, "again")
    lead(client, key, "close")
    assert "Vote again" not in client.get(f"/class/{key}").text


def test_a_cell_is_needed_to_ask_for_one(client: TestClient, key: str) -> None:
    assert "Go to a cell first" in lead(client, key, "ask", at="/sparse-autoencoder/1")["says"]


def test_while_a_question_waits_the_class_stays(client: TestClient, key: str) -> None:
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP)
    lead(client, key, "show", at="/sparse-autoencoder/3")
    assert "Z[2,3]" in asked(phone(client, key, seat))
    lead(client, key, "close")
    lead(client, key, "drop")
    lead(client, key, "show", at="/sparse-autoencoder/3")
    assert "No question just now" in asked(phone(client, key, seat))
    assert "Step 3" in words(phone(client, key, seat))


@pytest.mark.parametrize(
    ("at", "fields", "says"),
    [
        (
            "/sparse-autoencoder/6?b_enc=-9;-9;-9;-9;-9;-9",
            {"kind": "value", "scope": "result"},
            "With these numbers this step has no cell to ask.",
        ),
        ("/sparse-autoencoder/6?b_enc=-9;-9;-9;-9;-9;-9", {"kind": "practice"}, "no cell to ask."),
        ("/sparse-autoencoder/4?cell=1,2", {"kind": "largest"}, "a column of two numbers or more."),
        ("/sparse-autoencoder/6?cell=1,1", {"kind": "largest"}, "where this step works all of a column"),
        ("/sparse-autoencoder/9?cell=SSE,1,1", {"kind": "largest"}, "a column of two numbers or more."),
    ],
)
def test_what_has_no_answer_is_not_asked(
    client: TestClient, key: str, at: str, fields: dict[str, str], says: str
) -> None:
    """A step without a cell; the largest of one number, or of numbers that are still to be worked."""
    assert says in lead(client, key, "ask", at=at, **fields)["says"]


@pytest.mark.parametrize(
    ("kind", "scope", "words"),
    [
        ("value", "dealt", "What is s[1] Europe?"),
        ("largest", "cell", "In s: which row has the largest number?"),
    ],
)
def test_a_question_is_of_what_there_is(
    client: TestClient, key: str, kind: str, scope: str, words: str
) -> None:
    """One cell is not dealt from itself to itself, and a column without a name is not named."""
    lead(client, key, "ask", at="/sparse-autoencoder/11?cell=s,1,1", kind=kind, scope=scope)
    assert words in client.get(f"/class/{key}/bar").text


def test_a_small_number_is_above_0() -> None:
    """A billionth is not exactly 0, and twice as much is larger."""
    at = "/sparse-autoencoder/1?cell=1,1&X=1e-10;0;0&W_enc=1,0,0;2,0,0&b_enc=0;0&W_dec=1,1;1,1;1,1"
    seen = step_at(at)
    assert right_choices("sign", seen, Ref("Z", 1, 1)) == ("up",)
    assert right_choices("largest", seen, Ref("Z", 1, 1)) == ("2",)
