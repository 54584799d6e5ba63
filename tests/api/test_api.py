"""The JSON API: its contract, its numbers against the plain loops, posting."""

import math
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.lessons import LESSONS
from tests import golden
from tests.api.api_calls import AE, CASES, SAE, fetched, posted, refused, steps_of
from tests.oracle.autoencoder import autoencoder, random_autoencoder
from tests.oracle.parts import Matrices
from tests.oracle.slopes import trained
from tests.oracle.sparse_autoencoder import sparse_autoencoder

Json = dict[str, Any]

# --- The contract --------------------------------------------------------------------------------


def test_the_lessons(client: TestClient) -> None:
    """The list that the home page shows."""
    lessons = fetched(client, "/api/lessons")
    assert [lesson["lesson"] for lesson in lessons] == list(LESSONS)
    assert all(lesson.keys() == {"lesson", "title", "summary"} for lesson in lessons)


def test_a_lesson_holds_what_was_promised(client: TestClient) -> None:
    """The keys of a lesson, of its settings and of a step, no more and no fewer."""
    lesson = fetched(client, SAE)
    assert list(lesson) == ["lesson", "title", "given", "settings", "steps"]
    assert (lesson["lesson"], lesson["title"]) == ("sparse-autoencoder", "Sparse autoencoder")
    assert lesson["given"] == golden.SAE_GIVEN
    assert lesson["settings"] == {"lambda": 0.1, "eta": 0.02, "updates": 0}
    assert fetched(client, AE)["settings"] == {"eta": 0.0005, "updates": 0}
    assert all(list(step) == ["number", "slug", "title", "formula", "results"] for step in lesson["steps"])
    assert [step["number"] for step in lesson["steps"]] == list(range(1, 15))
    assert lesson["steps"][0]["formula"] == "Z = W_enc X + b_enc"


def test_a_step_holds_what_was_promised(client: TestClient) -> None:
    """Step 1 and the crossing of row 2 and column 3."""
    step = fetched(client, f"{SAE}/steps/1")
    assert list(step) == ["number", "slug", "title", "formula", "results", "updates", "operands", "cells"]
    assert step["results"] == {"Z": golden.SAE_EXPECTED["Z"]}
    assert step["operands"] == {name: golden.SAE_GIVEN[name] for name in ("W_enc", "X", "b_enc")}
    assert step["cells"]["Z"][1][2] == {
        "value": -1,
        "constant": 1,
        "fn": "identity",
        "divisor": None,
        "terms": [
            {"sign": 1, "factors": [["W_enc", 2, 1], ["X", 1, 3]]},
            {"sign": 1, "factors": [["W_enc", 2, 2], ["X", 2, 3]]},
            {"sign": 1, "factors": [["W_enc", 2, 3], ["X", 3, 3]]},
            {"sign": 1, "factors": [["b_enc", 2, 1], ["ones", 1, 3]]},
        ],
        "work": "1·(−1) + 0·1 + 1·1 + (−1)·1 = −1",
    }


def test_divisors_are_cells_or_numbers(client: TestClient) -> None:
    """MSE is divided by the number of entries, r by a norm."""
    assert fetched(client, f"{SAE}/steps/9")["cells"]["MSE"][0][0]["divisor"] == 15
    assert fetched(client, f"{SAE}/steps/11")["cells"]["r"][4][0]["divisor"] == ["n", 1, 5]
    assert fetched(client, f"{SAE}/steps/10")["cells"]["G"][0][1]["constant"] == 2


def test_step_6_leaves_open_what_step_7_determines(client: TestClient) -> None:
    """null away from f > 0, and no work told; at step 7 every cell is known."""
    f = golden.SAE_EXPECTED["f"]
    sixth, seventh = fetched(client, f"{SAE}/steps/6"), fetched(client, f"{SAE}/steps/7")
    assert sixth["results"]["g"] == [[-1 if cell > 0 else None for cell in row] for row in f]
    assert seventh["results"]["g"] == [[-1 if cell > 0 else 0 for cell in row] for row in f]
    assert fetched(client, SAE)["steps"][5]["results"] == sixth["results"]
    for row, values in zip(sixth["cells"]["g"], sixth["results"]["g"], strict=True):
        assert [cell["value"] for cell in row] == values
        assert [cell["work"] is None for cell in row] == [value is None for value in values]


def test_whole_numbers_are_written_whole(client: TestClient) -> None:
    """1, not 1.0, and 0, never -0."""
    text = client.get(SAE).text
    assert '"X":[[0,-1,-1,2,1],' in text
    assert "-0," not in text
    assert ".0," not in text


def test_the_current_matrices_stand_beside_the_given_ones(client: TestClient) -> None:
    """After updates, and only then."""
    lesson = fetched(client, f"{SAE}?updates=5")
    assert list(lesson) == ["lesson", "title", "given", "current", "settings", "steps"]
    assert lesson["given"] == golden.SAE_GIVEN
    assert lesson["settings"]["updates"] == 5
    after = trained(golden.SAE_GIVEN, lambda found: sparse_autoencoder(found, 0.1, 0.02), 5)
    assert_close(lesson["current"], after)
    assert_close(fetched(client, f"{SAE}/steps/1?updates=5")["operands"]["W_enc"], after["W_enc"])


def test_training_that_bursts_stops_at_the_last_finite_moment(client: TestClient) -> None:
    """updates says how many were made, and no number is infinite."""
    lesson = fetched(client, f"{SAE}?eta=1&updates=1000")
    made = lesson["settings"]["updates"]
    assert 0 < made < 1000
    assert fetched(client, f"{SAE}?eta=1&updates={made}") == lesson
    assert posted(client, SAE, lesson) == lesson
    assert all(
        "Infinity" not in client.get(url).text for url in steps_of(client, f"{SAE}?eta=1&updates={made}")
    )


# --- The numbers ---------------------------------------------------------------------------------


def assert_close(found: Any, expected: Any) -> None:
    """Equal to 1e-9, whatever they are made of; null is not compared."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            assert_close(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for part, value in zip(found, expected, strict=True):
            assert_close(part, value)
    elif found is not None:
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def expected_of(lesson: Json) -> Matrices:
    """What the plain loops make of an answer's given matrices."""
    matrices: Matrices = lesson["current"] if "current" in lesson else lesson["given"]
    if lesson["lesson"] == "autoencoder":
        return autoencoder(matrices, lesson["settings"]["eta"])
    return sparse_autoencoder(matrices, lesson["settings"]["lambda"], lesson["settings"]["eta"])


@pytest.mark.parametrize(("path", "query"), [*CASES, (SAE, "updates=30&lambda=1"), (AE, "updates=30")])
def test_the_numbers_are_the_oracles(client: TestClient, path: str, query: str) -> None:
    """Every result of every step."""
    lesson = fetched(client, f"{path}?{query}")
    results = {name: rows for step in lesson["steps"] for name, rows in step["results"].items()}
    assert_close(results, expected_of(lesson))


def reckoned(cell: Json, matrices: Json) -> float:
    """A cell's value, worked from its line alone as another program would."""

    def number(factor: Any) -> float:
        if not isinstance(factor, list):
            return float(factor)
        name, row, column = factor
        return 1.0 if name == "ones" else float(matrices[name][row - 1][column - 1])

    total = math.fsum(term["sign"] * math.prod(map(number, term["factors"])) for term in cell["terms"])
    divisor = 1.0 if cell["divisor"] is None else number(cell["divisor"])
    inner = total / divisor if divisor else 0.0
    functions = {
        "identity": inner,
        "relu": max(0.0, inner),
        "step": float(inner > 0),
        "sqrt": abs(inner) ** 0.5,
    }
    return float(cell["constant"] * functions[cell["fn"]])


@pytest.mark.parametrize(("path", "query"), CASES)
def test_every_line_gives_its_value(client: TestClient, path: str, query: str) -> None:
    """The lines need nothing but the operands and results of their own step."""
    for url in steps_of(client, f"{path}?{query}"):
        step = fetched(client, url)
        matrices = step["operands"] | step["results"]
        for name, rows in step["cells"].items():
            assert_close([[cell["value"] for cell in row] for row in rows], step["results"][name])
            assert_close(step["results"][name], [[reckoned(cell, matrices) for cell in row] for row in rows])


# --- Posting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query"),
    [*CASES, (SAE, "updates=7"), (AE, "updates=7"), (SAE, "lambda=1/3&X=1/3,.1;2,0;0,-1e-3")],
)
def test_an_answer_can_be_posted_back(client: TestClient, path: str, query: str) -> None:
    """And gives itself, seeds, depths and updates included."""
    lesson = fetched(client, f"{path}?{query}")
    assert posted(client, path, lesson) == lesson


@pytest.mark.parametrize("body", [None, {}, {"given": {}, "settings": {}, "tokens": [], "features": []}])
def test_an_empty_body_is_the_preset(client: TestClient, body: object) -> None:
    """All of it is optional."""
    response = client.post(SAE, json=body) if body is not None else client.post(SAE)
    assert response.json() == fetched(client, SAE)


def test_numbers_may_be_strings(client: TestClient) -> None:
    """As they are typed on the pages."""
    body = {
        "given": {"b_dec": [["1/3"], [0], ["−.5"]]},
        "settings": {"lambda": "1", "eta": "1e-3", "updates": "2"},
    }
    assert posted(client, SAE, body) == fetched(
        client, f"{SAE}?b_dec=1/3;0;-0.5&lambda=1&eta=0.001&updates=2"
    )
    assert posted(client, SAE, {"given": {"lambda": [[1]]}}) == fetched(client, f"{SAE}?lambda=1")
    assert posted(client, SAE, {"settings": {"updates": 2.0}}) == fetched(client, f"{SAE}?updates=2")


def test_other_depths_can_be_posted(client: TestClient) -> None:
    """A whole autoencoder needs nothing of the preset's."""
    sizes = [3, 2, 3]
    matrices = random_autoencoder(1, sizes)
    lesson = posted(client, AE, {"given": matrices, "settings": {"eta": 0.01}, "tokens": ["a", "b"]})
    assert len(lesson["steps"]) == 2 * 2 + 3
    results = {name: rows for step in lesson["steps"] for name, rows in step["results"].items()}
    assert_close(results, autoencoder(matrices, 0.01))


def test_the_address_of_a_post_describes_no_exercise(client: TestClient) -> None:
    """It would have to be ignored; what a mail program adds is."""
    assert refused(client.post(f"{SAE}?seed=7", json={}))[0]["loc"] == ["query", "seed"]
    assert client.post(f"{SAE}?utm_source=mail", json={}).status_code == 200


def test_a_step_tells_the_updates_that_were_made(client: TestClient) -> None:
    for query, made in (("", 0), ("updates=3", 3), ("eta=1000000&updates=3", 0)):
        assert fetched(client, f"{SAE}/steps/1?{query}")["updates"] == made
