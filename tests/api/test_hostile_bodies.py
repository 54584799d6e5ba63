"""The JSON API against hostile requests, and against its own description: 422 with a place, never a 500."""

import json
import math
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from app.api import answers
from app.main import app
from tests.api.api_calls import AE, SAE, refused
from tests.long import fuzzed, light_work

JSON_TYPE = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/lessons/transformer",
        f"{SAE}/steps/0",
        f"{SAE}/steps/15",
        f"{AE}/steps/-1",
        f"{AE}/steps/{10**30}",
    ],
)
def test_what_is_not_there_is_a_404(client: TestClient, path: str) -> None:
    """With a sentence."""
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["detail"].endswith(".")
    body: dict[str, Any] = {"answers": {}} if "steps" in path else {}
    assert client.post(f"{path}/check" if "steps" in path else path, json=body).status_code == 404


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ("W_dec=1,2,3,4,5,6;1,2,x,4,5,6;1,2,3,4,5,6", ["W_dec", 2, 3]),
        ("X=1,2;3", ["X"]),
        ("X=1;2;3;4", ["X"]),
        ("lambda=NaN", ["lambda", 1, 1]),
        ("eta=1e999", ["eta", 1, 1]),
        ("eta=1e7", ["eta", 1, 1]),
        ("updates=1001", ["updates"]),
        ("seed=-1", ["seed"]),
        ("lambda=1&lambda=2", ["lambda"]),
        ("W7=1", ["W7"]),
        ("tokens=%3Cb%3E,%E2%80%AE", ["tokens"]),
        ("X=" + "1," * 4000, []),
        ("X=\u00e9", ["X", 1, 1]),
    ],
)
def test_queries_that_cannot_be_read(client: TestClient, query: str, loc: list[object]) -> None:
    """Are refused with their place."""
    for url in (SAE, f"{SAE}/steps/3"):
        assert refused(client.get(f"{url}?{query}"))[0]["loc"] == ["query", *loc]


@pytest.mark.parametrize(
    ("sent", "stood", "says"),
    [
        (
            "1e999",
            "Infinity",
            "This number is too large to be read: use numbers from −1,000,000 to 1,000,000.",
        ),
        (
            "-1e999",
            "-Infinity",
            "This number is too large to be read: use numbers from −1,000,000 to 1,000,000.",
        ),
        ("NaN", "NaN", "NaN stands for what is not a number."),
    ],
)
def test_what_json_keeps_no_digits_of_is_told_so_that_its_sender_understands(
    client: TestClient, sent: str, stood: str, says: str
) -> None:
    for body in (f'{{"given": {{"X": [[{sent}]]}}}}', f'{{"settings": {{"lambda": {sent}}}}}'):
        (problem,) = refused(client.post(SAE, content=body, headers=JSON_TYPE))
        assert problem["msg"].startswith(says)
        assert problem["input"] == stood


FOREIGN = re.compile(r"Input should|Field required|not permitted|unable to parse|b'|Traceback|pydantic")
"""What the libraries below say of what they cannot read."""
BODIES = [
    ('{"given": {"W_dec": [[1,2,3,4,5,6],[1,2,"x",4,5,6],[1,2,3,4,5,6]]}}', ["given", "W_dec", 2, 3]),
    ('{"given": {"X": [[NaN]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[1, -Infinity]]}}', ["given", "X", 1, 2]),
    ('{"given": {"X": [[1e999]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[1e300]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[' + "9" * 4000 + "]]}}", ["given", "X", 1, 1]),
    ('{"given": {"X": [["' + "9" * 90_000 + '"]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [["1/0"]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[true]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[null]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[[1]]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [["\\ud800"]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [["<b>\\u202e"]]}}', ["given", "X", 1, 1]),
    ('{"given": {"X": [[1,2],[3]]}}', ["given", "X"]),
    ('{"given": {"X": []}}', ["given", "X"]),
    ('{"given": {"X": [[]]}}', ["given", "X"]),
    ('{"given": {"X": 7}}', ["given", "X"]),
    ('{"given": {"X": {"0": [1]}}}', ["given", "X"]),
    ('{"given": {"X": [[1],[2]]}}', ["given", "X"]),
    ('{"given": {"X": [' + "[1]," * 5000 + "[1]]}}", ["given", "X"]),
    ('{"given": {"X": [[' + "1," * 5000 + "1]]}}", ["given", "X"]),
    ('{"given": {"W99": [[1]]}}', ["given", "W99"]),
    ('{"given": {"": [[1]]}}', ["given"]),
    ('{"given": {"\\udfff": [[1]]}}', ["given", "?"]),
    ('{"given": {' + ",".join(f'"W{k}": [[1]]' for k in range(6_000)) + "}}", ["given", "W0"]),
    ('{"given": {"lambda": [[1, 2]]}}', ["given", "lambda"]),
    ('{"given": {"lambda": [[1]]}, "settings": {"lambda": 1}}', ["settings", "lambda"]),
    ('{"given": NaN}', ["given"]),
    ('{"given": []}', ["given"]),
    ('{"settings": 1}', ["settings"]),
    ('{"settings": {"lambda": [1]}}', ["settings", "lambda"]),
    ('{"settings": {"updates": -1}}', ["settings", "updates"]),
    ('{"settings": {"updates": 1.5}}', ["settings", "updates"]),
    ('{"settings": {"updates": null}}', ["settings", "updates"]),
    ('{"settings": {"seed": 1}}', ["settings", "seed"]),
    ('{"seed": 7}', ["seed"]),
    ('{"tokens": "Paris"}', ["tokens"]),
    ('{"tokens": [1]}', ["tokens"]),
    ('{"tokens": ["a,b"]}', ["tokens"]),
    ('{"tokens": ["\\ud800"]}', ["tokens"]),
    ('{"tokens": ["1","2","3","4","5","6"]}', ["tokens"]),
    ('{"features": [' + '"x",' * 5000 + '"x"]}', ["features"]),
    ("null", []),
    ("[NaN]", []),
    ("7", []),
    ('"\\ud800"', []),
    ("[" * 99_000, []),
    ('{"given": ' + '{"X":' * 16_000, []),
    ("9" * 5000, []),
    ("\xff", []),
]


@pytest.mark.parametrize(("body", "loc"), BODIES, ids=[body[:40] for body, _ in BODIES])
@pytest.mark.parametrize("path", [SAE, f"{SAE}/steps/4/check"], ids=["lesson", "check"])
def test_hostile_bodies(client: TestClient, path: str, body: str, loc: list[object]) -> None:
    """Are refused with their place and a short sentence."""
    text = body.replace("{", '{"answers": {}, ', 1) if "check" in path and body.startswith("{") else body
    response = client.post(path, content=text.encode("latin-1"), headers=JSON_TYPE)
    entry = refused(response)[0]
    assert entry["loc"][: len(loc) + 1] == ["body", *loc]
    assert len(response.text) < 12_000
    assert len(entry["msg"]) < 300
    assert not FOREIGN.search(response.text), "a library's wording"


@pytest.mark.parametrize("number", ["abc", "1.5", "9" * 5000, "%20", "-"])
def test_a_step_that_is_no_number_is_refused_in_our_words(client: TestClient, number: str) -> None:
    entry = refused(client.get(f"{SAE}/steps/{number}"))[0]
    assert entry["msg"] in {"A whole number is needed here.", "A smaller whole number is needed here."}


@pytest.mark.parametrize("type_", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind_is_shown_as_it_was_sent(client: TestClient, type_: str) -> None:
    entry = refused(client.post(SAE, content=b"{}", headers={"content-type": type_}))[0]
    assert entry["input"] == "{}"


def test_too_many_layers(client: TestClient) -> None:
    """Twelve fit; the names of a thirteenth are none."""
    matrices = {f"{kind}{k}": [[1]] for k in range(1, 14) for kind in "Wb"} | {"X": [[1, 2]]}
    entries = refused(client.post(AE, json={"given": matrices}))
    assert {tuple(entry["loc"]) for entry in entries} >= {("body", "given", "W13"), ("body", "given", "b13")}
    fits = {name: rows for name, rows in matrices.items() if not name.endswith("13")}
    assert client.post(AE, json={"given": fits}).json()["given"] == fits


def test_the_autoencoder_has_no_features_and_no_lambda(client: TestClient) -> None:
    """Neither in the query nor in a body."""
    assert refused(client.post(AE, json={"features": ["x"]}))[0]["loc"] == ["body", "features"]
    assert refused(client.post(AE, json={"settings": {"lambda": 1}}))[0]["loc"] == [
        "body",
        "settings",
        "lambda",
    ]
    assert refused(client.get(f"{AE}?lambda=1"))[0]["loc"] == ["query", "lambda"]


def test_a_body_must_say_that_it_is_json(client: TestClient) -> None:
    """The sentence says how."""
    entry = refused(client.post(SAE, content=b"\xff\xfe", headers={"content-type": "text/plain"}))[0]
    assert "Content-Type: application/json" in entry["msg"]


def test_a_body_may_not_be_endless(client: TestClient) -> None:
    """A hundred thousand bytes are more than any exercise; the sentence says so."""
    assert client.post(SAE, content=b"{" + b" " * 99_998 + b"}", headers=JSON_TYPE).status_code == 200
    for headers in (JSON_TYPE, {**JSON_TYPE, "content-length": "100001"}):
        response = client.post(SAE, content=b" " * 100_001, headers=headers)
        assert response.status_code == 413
        assert response.json() == {"detail": "A body has at most 100,000 bytes, and this one has more."}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["X", "W_enc", "b_enc", "W_dec", "b_dec", "W1", "b1", "W2", "lambda", "eta", ""])
CELLS: st.SearchStrategy[Any] = st.sampled_from(
    [0, -1, 2.5, "1/3", "", "x", None, 1e6, math.nan, math.inf, -0.0, 1e-300, 10**400, [], True]
)
MATRICES = st.dictionaries(NAMES, JSON | st.lists(st.lists(CELLS, max_size=6), max_size=6), max_size=4)
SETTINGS = st.dictionaries(st.sampled_from(["lambda", "eta", "updates", "x"]), CELLS | JSON, max_size=3)
EXERCISES = st.fixed_dictionaries(
    {},
    optional={
        "given": MATRICES | JSON,
        "settings": SETTINGS | JSON,
        "tokens": st.lists(st.text(max_size=5)) | JSON,
        "features": JSON,
        "answers": st.dictionaries(st.sampled_from(["Z", "Z1", "T"]), JSON) | JSON,
        "steps": JSON,
    },
)
PATHS = st.sampled_from([SAE, AE, f"{SAE}/steps/1/check", f"{AE}/steps/1/check"])


@settings(deadline=None, derandomize=True, max_examples=fuzzed(100, 10_000))
@given(PATHS, EXERCISES | JSON)
def test_any_json_is_answered(client: TestClient, path: str, body: object) -> None:
    """200 or 422, never worse, and always JSON that has no NaN."""
    text = json.dumps(body).encode("utf-8", "surrogatepass")
    response = client.post(path, content=text, headers=JSON_TYPE)
    json.loads(response.text, parse_constant=pytest.fail)
    if response.status_code != 200:
        refused(response)


# --- The description -----------------------------------------------------------------------------


def test_every_endpoint_has_an_example(client: TestClient) -> None:
    """A real answer, the one that its request in the description gets."""
    described = {(m.upper(), path) for path, found in app.openapi()["paths"].items() for m in found}
    assert answers().keys() == described
    assert answers()["GET", "/api/lessons/{lesson}"] == client.get(SAE).json()
    assert answers()["GET", "/api/lessons/{lesson}/steps/{n}"] == client.get(f"{SAE}/steps/1").json()
    bodies = app.openapi()["components"]["schemas"]
    lesson = client.post(SAE, json=bodies["ExerciseBody"]["examples"][0]).json()
    assert answers()["POST", "/api/lessons/{lesson}"] == lesson
    marks = client.post(f"{SAE}/steps/4/check", json=bodies["CheckBody"]["examples"][0]).json()
    assert answers()["POST", "/api/lessons/{lesson}/steps/{n}/check"] == marks


schema = schemathesis.openapi.from_asgi("/openapi.json", app)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@schema.parametrize()
@settings(
    deadline=None,
    derandomize=True,
    max_examples=fuzzed(10, 4_000),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_description_is_true(case: schemathesis.Case[Any]) -> None:
    """Generated requests, sent without a network, get answers of the described form."""
    with light_work():
        answered = case.call()
    case.validate_response(answered, checks=CHECKS)
