"""Hostile teachers, phones and strangers: a sentence, never a 500, and nothing that spoils a class later."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.live import memory_store
from app.live.class_answers import LONGEST_NUMERAL
from app.live.class_keys import code_of, lock_of, new_key
from app.live.class_plan import PlanError, read_plan
from app.live.client_limit import ClientLimit
from app.main import app
from app.routes import class_teachers
from app.web.headers import SECURITY
from tests.live.class_calls import STEP, asked, board, joined, lead, news, opened, phone, say, words

MARK = "\"'--><zq zq=1>&zq;"
# fmt: off
ODD = [
    MARK, "", "\x00", "\u202e1", "\u200b", "\U0001f600" * 41, "1" * 5000, "=1+1", "@SUM(A1)", "{{7*7}}",
    "<script>",
]
ENCODED = "application/x-www-form-urlencoded"
FORMS = [
    ("text/plain", b"\xff\xfe", {415}), (ENCODED, b"answer=%ED%A0%80&do=%ED%A0%80", {422}),
    (ENCODED, b"&".join(b"answer=1" for _ in range(4000)), {422}), (ENCODED, b"x" * 4_000_000, {413}),
    ("application/json", b'{"do": "ask"', {415}), (ENCODED, b"", {303, 409, 422}),
    ("multipart/form-data; boundary=z", b'--z\r\ncontent-disposition: form-data; name="do"\r\n\r\n5', {422}),
    (ENCODED, b"&".join(b"answer=1" for _ in range(2900)), {303, 409, 422}),
]
# fmt: on


def checked(answer: Response, *statuses: int) -> str:
    """The text of an answer with one of these statuses, nothing of it unescaped, no character unseen."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300])
    for name, value in SECURITY.items():
        assert answer.headers.get_list(name) == [value], name
    text: str = answer.text
    if "json" not in answer.headers.get("content-type", ""):
        assert not re.search(r"<zq|&zq;|<script>|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", text)
    return text


@pytest.mark.parametrize(
    "odd", ["BBBBB", "ab", "%ED%A0%80", "%00", quote(MARK), "A" * 5000, "%F0%9F%98%80", "É"]
)
@pytest.mark.parametrize("part", ["", "/seen", "/asked", "/events", "/news"])
def test_odd_codes_and_seats_are_no_class(client: TestClient, key: str, odd: str, part: str) -> None:
    checked(client.get(f"/join/{odd}{part}?seat={odd}"), 404, 429)
    if part not in {"", "/seen", "/asked"}:
        checked(client.get(f"/join/{code_of(key)}{part}?seat={odd}"), 404)
    checked(client.post(f"/join/{odd}", data={"answer": odd, "seat": odd}), 404, 429)


@pytest.mark.parametrize(
    "odd", ["x", "A" * 32, "%00" * 32, quote(MARK), "A" * 5000, "%C3%89" * 32, f"{'A' * 32}%0A"]
)
def test_odd_keys_are_no_class(client: TestClient, odd: str) -> None:
    for part in ("", "/bar", "/results.csv", "/plan.txt"):
        checked(client.get(f"/class/{odd}{part}"), 404)
    checked(client.post(f"/class/{odd}", data={"do": "close"}), 404)
    checked(client.post(f"/class/{odd}/restore", content=b"{}"), 404, 422)


@pytest.mark.parametrize(("kind", "body", "statuses"), FORMS)
def test_what_is_no_form_of_ours_changes_nothing(
    client: TestClient, key: str, kind: str, body: bytes, statuses: set[int]
) -> None:
    seat = joined(client, key)
    for path in ("/class", f"/class/{key}", f"/join/{code_of(key)}"):
        checked(client.post(path, content=body, headers={"content-type": kind}), *statuses)
    assert news(client, key, seat)["stage"] == ""


@pytest.mark.parametrize("odd", ODD)
def test_odd_fields_of_a_teacher_are_refused_in_a_sentence(client: TestClient, key: str, odd: str) -> None:
    for fields in ({"do": odd}, {"do": "ask", "kind": odd}, {"do": "ask", "scope": odd}):
        checked(client.post(f"/class/{key}", data={"at": STEP, **fields}), 422)
    for do in ("show", "ask"):
        checked(client.post(f"/class/{key}", data={"do": do, "at": f"{STEP}&tokens={odd}"}), 303, 422)
        checked(client.post(f"/class/{key}", data={"do": do, "at": odd}), 303, 422)
    checked(client.post(f"/class/{key}", data={"do": "plan", "plan": f"{STEP} | 5 | {odd}"}), 303, 422)
    checked(client.get(f"/class/{key}"), 200)
    checked(client.get(f"/class/{key}/bar"), 200)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("kind", ["value", "sign", "largest"])
def test_an_odd_answer_spoils_no_page_and_no_file(client: TestClient, key: str, kind: str, odd: str) -> None:
    """Three phones say it, so that it would have a bar of its own."""
    lead(client, key, "ask", at=STEP, kind=kind)
    seats = [joined(client, key) for _ in range(3)]
    taken = [say(client, key, seat, odd) for seat in seats]
    is_taken = kind == "value" and 0 < len(odd.strip()) <= LONGEST_NUMERAL and odd.isprintable()
    assert set(taken) == {200 if is_taken else 409}
    shown = client.post(f"/join/{code_of(key)}", data={"seat": seats[0], "place": "1.1", "answer": odd})
    checked(shown, 303 if is_taken else 422)
    checked(client.get(f"/join/{code_of(key)}", params={"seat": seats[0], "answer": odd}), 200)
    for do in ("close", "reveal"):
        lead(client, key, do)
        for path in (f"/class/{key}", f"/class/{key}/bar", f"/class/{key}/results.csv"):
            checked(client.get(path), 200)
        checked(client.get(f"/join/{code_of(key)}/asked", params={"seat": seats[0], "answer": odd}), 200)
    assert board(client, key) == ([("not a number", "3")] if is_taken else [])


def test_answers_to_choose_from_are_those_that_were_offered(client: TestClient, key: str) -> None:
    """A word of somebody's own would be projected, were there three of it."""
    lead(client, key, "ask", at=STEP, kind="sign")
    seat = joined(client, key)
    assert say(client, key, seat, "hello") == 409
    assert say(client, key, seat, "up") == 200


def kept_class(client: TestClient, key: str) -> dict[str, Any]:
    """A class with an answered question, as its teacher's page holds it."""
    seats = [joined(client, key) for _ in range(3)]
    lead(client, key, "ask", at=STEP)
    for seat in seats:
        say(client, key, seat, "0")
    lead(client, key, "close")
    told: dict[str, Any] = json.loads(client.get(f"/class/{key}/news").json()["kept"])
    app.state.class_store.classes.clear()
    return told


def changed(kept: dict[str, Any], **question: object) -> dict[str, Any]:
    """The class with its question changed."""
    return {**kept, "questions": [{**kept["questions"][0], **question}]}


def with_cell(kept: dict[str, Any], **cell: object) -> dict[str, Any]:
    """The class with the cell that was answered changed."""
    tally = kept["questions"][0]["tallies"][0]
    return changed(kept, tallies=[{**tally, "cells": [{**tally["cells"][0], **cell}]}])


def hostile_classes(kept: dict[str, Any]) -> dict[str, object]:
    """Classes that are none of ours, each with what is wrong in it."""
    bar = kept["questions"][0]["tallies"][0]["cells"][0]["bars"][0]
    return {
        "an address of nothing": {**kept, "address": "/nothing/1"},
        "an address elsewhere": {**kept, "address": "//evil.example/1"},
        "a frame that does not exist": {**kept, "address": "/sparse-autoencoder/1?cell=99,99"},
        "another page": {**kept, "address": "/sparse-autoencoder"},
        "a page that a teacher has": {**kept, "address": f"{STEP}&present=1"},
        "a question elsewhere": changed(kept, address="/autoencoder/2?cell=1,1"),
        "a question of no cell": changed(kept, address="/sparse-autoencoder/1"),
        "a question at an address that cannot be read": changed(kept, address=f"{STEP}&X=oops"),
        "an old question that cannot be read": changed(kept, moment="over", address="/nothing/1"),
        "a scope that its cells do not fit": changed(kept, scope="row"),
        "a kind that does not go with its scope": changed(kept, kind="sign", scope="result"),
        "a question of another number": changed(kept, number=7),
        "a round that was never asked": changed(kept, round=5),
        "two questions at once": {**kept, "questions": kept["questions"] * 2},
        "a cell of no matrix": with_cell(kept, name="<zq>"),
        "a cell elsewhere": with_cell(kept, row=1),
        "a count below nothing": with_cell(kept, bars=[{**bar, "count": -1}]),
        "an answer that cannot be seen": with_cell(kept, bars=[{**bar, "answer": "\u202e"}]),
        "a slip that is too long": with_cell(kept, bars=[{**bar, "slip": "x" * 300}]),
        "the lock of somebody else": {**kept, "lock": lock_of(new_key())},
        "a lock that is none": {**kept, "lock": "x"},
        "something more": {**kept, "name": "Ada"},
        "a list": [],
        "a number": 1,
        "a plan that is too long": {**kept, "plan": "x" * 900_000},
    }


def test_a_class_sent_again_that_does_not_fit_together_is_refused(client: TestClient, key: str) -> None:
    kept = kept_class(client, key)
    for what, each in hostile_classes(kept).items():
        class_teachers.OPENED.done.clear()
        answer = client.post(f"/class/{key}/restore", content=json.dumps(each).encode())
        assert (answer.status_code, client.get(f"/class/{key}").status_code) == (422, 404), what
    assert client.post(f"/class/{key}/restore", content=json.dumps(kept).encode()).status_code == 200
    for path in ("", "/bar", "/results.csv"):
        checked(client.get(f"/class/{key}{path}"), 200)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000, 422),
        (b"\xff" * 100, 422),
        (b'{"lock": "\\ud800"}', 422),
        (b"1" * 4_000_000, 413),
        (b"", 422),
    ],
)
def test_what_is_no_class_is_refused(client: TestClient, body: bytes, status: int) -> None:
    checked(client.post(f"/class/{new_key()}/restore", content=body), status)


def test_a_class_that_was_closed_but_not_counted_is_open_again(client: TestClient, key: str) -> None:
    """The answers went with the server, and the phones send them to an open question only."""
    kept = kept_class(client, key)
    seat = joined(client, opened(client, STEP))
    client.post(f"/class/{key}/restore", content=json.dumps(changed(kept, tallies=[])).encode())
    seat = joined(client, key)
    assert news(client, key, seat)["stage"] == "1.1.open"


def test_one_who_opens_many_classes_is_stopped(
    client: TestClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By opening them or by sending them again: the places are for others too."""
    kept = json.loads(client.get(f"/class/{key}/news").json()["kept"])
    monkeypatch.setattr(class_teachers, "OPENED", ClientLimit(by_one=3, by_all=100, seconds=60))
    assert [client.post("/class", data={"at": STEP}).status_code for _ in range(2)] == [303] * 2
    other = new_key()
    again = json.dumps({**kept, "lock": lock_of(other)}).encode()
    assert client.post(f"/class/{other}/restore", content=again).status_code == 200
    for answer in (
        client.post("/class", data={"at": STEP}),
        client.post(f"/class/{new_key()}/restore", content=again),
    ):
        assert "Too many classes were opened" in words(checked(answer, 429))


def test_a_full_server_and_a_full_class_say_so(
    client: TestClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is in already goes on."""
    seat = joined(client, key)
    assert phone(client, key, seat)
    monkeypatch.setattr(memory_store, "MOST_CLASSES", 0)
    monkeypatch.setattr(memory_store, "MOST_SEATS", 1)
    assert "as many classes here as there is room for" in words(
        checked(client.post("/class", data={"at": STEP}), 503)
    )
    late = joined(client, key)
    for part in ("", "/events", "/news"):
        answer = client.get(f"/join/{code_of(key)}{part}", params={"seat": late})
        assert "This class is full" in words(checked(answer, 503)), part
    lead(client, key, "ask", at=STEP)
    assert say(client, key, late, "-1") == 409
    assert say(client, key, seat, "-1") == 200


def test_who_joins_twice_is_counted_once(client: TestClient, key: str) -> None:
    seat = joined(client, key)
    for _ in range(3):
        assert "No question just now" in asked(phone(client, key, seat))
    assert json.loads(client.get(f"/class/{key}/news").text)["in"] == 1


@pytest.mark.parametrize(
    "line", ["/\\evil.example/1 | 5", f"{STEP} | nan", f"{STEP} | inf", f"{STEP} | 1e300", f"{STEP} | -5"]
)
def test_a_plan_leads_nowhere_else_and_takes_minutes(line: str) -> None:
    with pytest.raises(PlanError):
        read_plan(line)
