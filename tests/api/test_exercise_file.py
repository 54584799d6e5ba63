"""An exercise saved opens again as it was; what is no exercise comes back with its text and what is wrong."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

SAE, AE = "/sparse-autoencoder", "/autoencoder"
EXERCISES = [
    SAE,
    AE,
    f"{SAE}?b_dec=1/3;-0.5;1e-12",
    f"{SAE}?tokens=,Matterhorn,%22q%22&features=-,Stadt,,%C3%A9&lambda=0&updates=12",
    f"{AE}?X=1,2;3,4&W1=1,0;0,1&W2=1,2;3,-4&b1=0;0&b2=1;-1",
]


def pasted(client: TestClient, text: str, status: int = 422) -> str:
    """What the home page answers to a text: where it leads, or its HTML."""
    answer = client.post("/", data={"exercise": text})
    assert answer.status_code == status, answer.text
    return answer.headers["location"] if status == 303 else answer.text


def kept(page: str) -> str:
    """What stands in the box for the text."""
    match = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    assert match
    return html.unescape(match[1])


def saved(client: TestClient, address: str) -> str:
    """The exercise's file."""
    path, _, query = address.partition("?")
    answer = client.get(f"{path}/exercise.json?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{path[1:]}.json"'
    return answer.text


@pytest.mark.parametrize("address", EXERCISES)
def test_a_saved_exercise_opens_as_it_was(client: TestClient, address: str) -> None:
    text = saved(client, address)
    assert pasted(client, text, 303) == address
    as_file = client.post("/", data={"exercise": ""}, files={"file": ("a.json", "\ufeff" + text)})
    assert (as_file.status_code, as_file.headers["location"]) == (303, address)


@pytest.mark.parametrize("query", ["seed=7", "seed=3&dims=6,5,4,3,6&examples=4"])
def test_a_random_exercise_opens_with_the_same_numbers(client: TestClient, query: str) -> None:
    text = saved(client, f"{AE}?{query}")
    where = pasted(client, text, 303)
    assert client.get(f"/api/lessons{where}").json() == client.get(f"/api/lessons{AE}?{query}").json()


@pytest.mark.parametrize("address", EXERCISES)
def test_a_saved_exercise_holds_no_result_and_can_be_posted(client: TestClient, address: str) -> None:
    body = json.loads(saved(client, address))
    assert set(body) <= {"lesson", "title", "given", "settings", "tokens", "features"}
    answer = client.post(f"/api/lessons/{body['lesson']}", json=body)
    assert answer.json() == client.get(f"/api/lessons{address}").json()


def test_an_answer_of_the_api_opens_too(client: TestClient) -> None:
    text = client.get(f"/api/lessons{SAE}?X=1,2;3,4;5,6&tokens=x1,x2").text
    assert client.get(pasted(client, text, 303)).status_code == 200


WRONG = [
    ("", "Paste an exercise or a table, or choose a file."),
    ("hello world", "This is no exercise and no table of numbers"),
    ("W_enc = 3", "It is 1×1, and W_enc of the sparse autoencoder is 6×3."),
    ('{"lesson": "autoencoder",\n "given": {', "This is no JSON from line 2, character 12 on."),
    ("[1, 2, 3]", "It is 1×3, and may be several of the matrices"),
    ("[" * 100_000, "It has 1 line and 100,000 characters; at most 16 rows and columns fit."),
    ('{"W9": {}}', "lesson takes autoencoder or sparse-autoencoder or sparse-autoencoder-centred."),
    ('{"given": {}}', "lesson takes autoencoder or sparse-autoencoder or sparse-autoencoder-centred."),
    ('{"lesson": "<b>x"}', "lesson takes autoencoder or sparse-autoencoder or sparse-autoencoder-centred."),
    ('{"lesson": "autoencoder", "colour": 1}', "<strong>colour</strong>"),
    ('{"lesson": "autoencoder", "given": {"W1": [[1, 2], [3]]}}', "<strong>W1</strong>: W1 takes as many"),
    (
        '{"lesson": "autoencoder", "given": {"b1": [[1], ["1/0"], [0]]}}',
        "<strong>b1, row 2, column 1</strong>",
    ),
    ('{"lesson": "autoencoder", "given": {"b1": [[1], [NaN], [0]]}}', "<strong>b1, row 2, column 1</strong>"),
    ('{"lesson": "autoencoder", "given": {"b1": [[1]]}}', "The shapes do not fit"),
    ('{"lesson": "autoencoder", "settings": {"updates": 9999}}', "updates takes a whole number"),
    ('{"lesson": "autoencoder", "features": ["a"]}', "The autoencoder has no features."),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_what_is_no_exercise_comes_back_with_its_text(client: TestClient, text: str, says: str) -> None:
    page = pasted(client, text)
    assert says in page
    assert kept(page).strip() == text.strip()
    assert "<b>x" not in page


@settings(deadline=None, derandomize=True)
@given(
    st.text(max_size=60) | st.dictionaries(st.sampled_from(["lesson", "given"]), st.text()).map(json.dumps)
)
def test_any_text_is_answered(client: TestClient, text: str) -> None:
    """A character that no browser sends, half of a pair say, is replaced on the way."""
    answer = client.post("/", files={"file": ("x", text.encode("utf-8", "replace"))})
    assert answer.status_code in (303, 422)


def test_a_file_that_is_no_text_or_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/", files={"file": ("x", b"\xff\xfe\x00")}).status_code == 422
    large = client.post("/", files={"file": ("x", b" " * 1_100_000)})
    assert large.status_code == 413
    assert "larger than 1,000,000 bytes" in large.text


def test_an_edit_in_parts_is_an_edit(client: TestClient) -> None:
    """A program may send any form so; a browser does where a form has a file."""
    fields = {"X[1,1]": "5", "tokens[1]": "München"}
    whole = client.post(f"{SAE}/1", data=fields)
    parts = client.post(f"{SAE}/1", files={name: (None, value) for name, value in fields.items()})
    assert parts.status_code == 303
    assert parts.headers["location"] == whole.headers["location"] != f"{SAE}/1"


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=zz", "application/json"]
)
def test_what_is_no_form_is_refused_in_a_sentence(client: TestClient, kind: str) -> None:
    answer = client.post(f"{SAE}/1", content=b'{"X[1,1]": 5}', headers={"content-type": kind})
    assert answer.status_code == (415 if kind == "application/json" else 422)
    assert "<h1>" in answer.text
