"""A class kept, ended, lost and brought back; its plan; and who may not come in."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from app.live.class_keys import code_of
from app.live.client_limit import ClientLimit
from app.main import app
from app.routes import class_phones
from tests.live.class_calls import STEP, joined, lead, news, say, words

OTHER = "https://example.org/sparse-autoencoder/3"


def test_ending_a_class_forgets_it(client: TestClient, key: str) -> None:
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP)
    say(client, key, seat, "0.123456")
    assert client.post(f"/class/{key}", data={"do": "end"}).headers["location"] == "/"
    assert client.get(f"/class/{key}").status_code == 404
    assert client.get(f"/join/{code_of(key)}", params={"seat": seat}).status_code == 404


def test_a_class_that_was_lost_is_sent_again(client: TestClient, key: str) -> None:
    """The page of the teacher holds all of it; only the right key brings it back."""
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP)
    kept = json.loads(client.get(f"/class/{key}/news").text)["kept"]
    app.state.class_store.classes.clear()
    assert json.loads(client.get(f"/class/{key}/news").text) == {"unknown": True}
    assert news(client, key, seat) == {"unknown": True}
    other = "A" * 32
    assert client.post(f"/class/{other}/restore", content=kept).status_code == 422
    assert client.post(f"/class/{key}/restore", content=kept.replace("1", "x")).status_code == 422
    assert client.post(f"/class/{key}/restore", content=kept).status_code == 200
    assert news(client, key, seat)["stage"] == "1.1.open"
    assert say(client, key, seat, "-1") == 200


def test_a_plan_is_kept_and_refused_in_a_sentence(client: TestClient, key: str) -> None:
    plan = f"{STEP} | 5 | What does feature 2 say to Fuji?\n# a comment\n{OTHER} | 2,5 | Decode"
    assert client.post(f"/class/{key}", data={"do": "plan", "plan": plan}).status_code == 303
    desk = words(client.get(f"/class/{key}").text)
    assert "7.5 minutes in all" in desk
    assert "Next: What does feature 2 say to Fuji?" in desk
    lead(client, key, "stop", stop="1")
    assert "Next: Decode" in words(client.get(f"/class/{key}").text)
    assert client.get(f"/class/{key}/plan.txt").text == plan
    refused = client.post(f"/class/{key}", data={"do": "plan", "plan": "tomorrow | 5 | later"})
    assert refused.status_code == 422
    assert "Line 1 of the plan begins with no address" in words(refused.text)
    assert "tomorrow | 5 | later" in refused.text, "what was typed is kept"


@pytest.mark.parametrize("typed", ["bcdfg", " B C D F G ", "bc-dfg"])
def test_a_code_is_read_as_people_type_it(client: TestClient, typed: str) -> None:
    assert client.get("/join", params={"code": typed}).headers["location"] == "/join/BCDFG"


def test_what_is_no_code_is_said(client: TestClient) -> None:
    refused = client.get("/join", params={"code": "<b>A1</b>"})
    assert refused.status_code == 422
    assert "A code has five letters" in refused.text
    assert "<b>A1" not in refused.text


def test_codes_cannot_be_guessed_in_useful_time(
    client: TestClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some wrong ones even a right one is not told, except to a phone that is in the class already."""
    most = class_phones.GUESSES.by_one
    monkeypatch.setattr(class_phones, "GUESSES", ClientLimit(most, 600, 60))
    seat = joined(client, key)
    statuses = [client.get("/join/BBBBB").status_code for _ in range(most + 2)]
    assert statuses == [404] * most + [429] * 2
    assert client.get(f"/join/{code_of(key)}").status_code == 429
    assert client.get(f"/join/{code_of(key)}", params={"seat": seat}).status_code == 200
    lead(client, key, "ask", at=STEP)
    assert say(client, key, seat, "-1") == 200


def test_several_processes_without_a_store_open_no_class(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BY_HAND_WORKERS", "2")
    refused = client.post("/class", data={"at": STEP})
    assert refused.status_code == 503
    assert "--class-store" in refused.text


@pytest.mark.parametrize(
    "at", ["", "/", "/sparse-autoencoder", "/nothing/1", "//evil/1", "/sparse-autoencoder/99"]
)
def test_a_class_is_opened_at_a_step(client: TestClient, at: str) -> None:
    assert client.post("/class", data={"at": at}).status_code == 422


def test_the_key_leaks_by_no_header(client: TestClient, key: str) -> None:
    answer = client.get(f"/class/{key}")
    assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert answer.headers["cache-control"] == "no-store"


def test_every_step_can_be_taught(client: TestClient) -> None:
    assert 'form="teach"' in client.get("/autoencoder/2").text
