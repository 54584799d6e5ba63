"""Random exercises of the sizes of another: of those that it has now, and none where none can be drawn."""

from __future__ import annotations

import pickle
import re

import pytest
from starlette.testclient import TestClient

from app.exercise.alike import DrawnSizes, drawn_sizes, next_alike, why_none_alike
from app.exercise.edits import EditError
from app.exercise.exercise import Base, ExerciseError, Problem
from app.exercise.parse_exercise import StateError
from tests.exercise.test_state import AE, SAE, after, start

ONE_TOKEN = "X=0;-2;2"
FEW = "at least 2 tokens"


def test_the_sizes_are_those_that_an_exercise_has_now() -> None:
    """Not those that it was drawn with, once something was removed or typed."""
    fewer = after(start(SAE, "seed=1&dims=2,4&examples=4"), ("do", "remove-feature-1")).exercise
    assert drawn_sizes(fewer) == DrawnSizes((2, 3), 4)
    assert next_alike(fewer) == Base(2, (2, 3), 4)
    assert next_alike(start(AE).exercise) == Base(1, (4, 3, 2, 3, 4), 4)


@pytest.mark.parametrize(
    ("slug", "query", "why"),
    [
        (SAE, ONE_TOKEN, "an exercise that is drawn has at least 2 tokens"),
        (AE, "X=1;0;0;1", "an exercise that is drawn has at least 2 examples"),
        (SAE, "", ""),
        (AE, "X=1,2;0,1;0,0;1,1", ""),
    ],
)
def test_of_one_example_there_is_none_alike(slug: str, query: str, why: str) -> None:
    assert why_none_alike(start(slug, query).exercise) == why


def test_practice_leads_to_none_alike_where_there_is_none(client: TestClient) -> None:
    """Else the link leads to an address that can be shown, of the same sizes."""
    for path in (f"/{SAE}/1/practice", f"/{SAE}/practice"):
        assert "Another like this" not in client.get(f"{path}?{ONE_TOKEN}").text
        link = re.search(r'href="([^"]*)"[^>]*>Another like this', client.get(path).text)
        assert link
        assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_the_form_for_a_random_exercise_begins_with_what_can_be_drawn(client: TestClient) -> None:
    page = client.get(f"/{SAE}?{ONE_TOKEN}").text
    found = dict(re.findall(r'<input name="(seed|dims|examples)" value="([^"]*)"', page))
    assert found == {"seed": "1", "dims": "3,6", "examples": "2"}
    assert client.get(f"/{SAE}", params=found, follow_redirects=True).status_code == 200


def test_a_worksheet_of_one_token_has_no_variants(client: TestClient) -> None:
    assert "Variants</legend>" not in client.get(f"/{SAE}/worksheet?{ONE_TOKEN}").text
    for ending in ("", ".pdf", ".xlsx", ".tex", ".counted"):
        answer = client.get(f"/{SAE}/worksheet{ending}?{ONE_TOKEN}&variants=3")
        assert answer.status_code == 422, ending
        assert FEW in answer.text, ending


@pytest.mark.parametrize(
    "error",
    [
        ExerciseError([Problem("X", "a", "No.", 1, 2)]),
        StateError([Problem("X", "a", "No.", 1, 2)], [("X", "a")]),
        EditError([Problem("X", "a", "No.", 1, 2)], [("X[1,2]", "a")]),
    ],
)
def test_an_error_of_another_process_is_the_same(error: ExerciseError) -> None:
    """As files are made in one, and what is wrong with one is said here."""
    found = pickle.loads(pickle.dumps(error))
    assert (type(found), str(found), vars(found)) == (type(error), str(error), vars(error))
