"""Answers posted to the JSON API are marked cell by cell."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests import golden
from tests.api.api_calls import CASES, SAE, fetched, posted, refused


def statuses(marks: Any) -> Any:
    """The statuses alone, in the same shape."""
    return [[cell and cell["status"] for cell in row] for row in marks]


def test_answers_are_marked(client: TestClient) -> None:
    """Cell by cell, in the shape of the answers."""
    marks = posted(client, f"{SAE}/steps/4/check", {"answers": {"n": [["sqrt 3", 2, "", None, "two", "√5"]]}})
    assert statuses(marks["n"]) == [["correct", "wrong", "blank", "blank", "unreadable", "correct"]]
    assert [bool(cell["hint"]) for cell in marks["n"][0]] == [False, True, False, False, True, False]


@pytest.mark.parametrize(("path", "query"), CASES)
def test_its_own_results_are_correct(client: TestClient, path: str, query: str) -> None:
    """Every result of every step, posted as answers; null where the step works no cell."""
    lesson = fetched(client, f"{path}?{query}")
    for step in lesson["steps"]:
        body = {"given": lesson["given"], "settings": lesson["settings"], "answers": step["results"]}
        marks = posted(client, f"{path}/steps/{step['number']}/check", body)
        assert {s for rows in marks.values() for row in statuses(rows) for s in row} <= {"correct", None}
        assert marks.keys() == step["results"].keys()


def test_cells_that_a_step_does_not_work_have_no_mark(client: TestClient) -> None:
    """Step 6 marks where f > 0, step 7 where f is 0."""
    answers = [[0] * 5] * 6
    sixth = posted(client, f"{SAE}/steps/6/check", {"answers": {"g": answers}})["g"]
    seventh = posted(client, f"{SAE}/steps/7/check", {"answers": {"g": answers}})["g"]
    on = [[cell > 0 for cell in row] for row in golden.SAE_EXPECTED["f"]]
    assert statuses(sixth) == [["wrong" if cell else None for cell in row] for row in on]
    assert statuses(seventh) == [[None if cell else "correct" for cell in row] for row in on]


@pytest.mark.parametrize(
    ("answers", "loc"),
    [
        (None, ["answers"]),
        ([1], ["answers"]),
        ({"Z": [[1]]}, ["answers", "Z"]),
        ({"n": [[1, 2, 3, 4, 5]]}, ["answers", "n"]),
        ({"n": [1, 2, 3, 4, 5, 6]}, ["answers", "n"]),
        ({"n": 7}, ["answers", "n"]),
        ({"n": [["1", "2", "3", "4", "5", ["6"]]]}, ["answers", "n", 1, 6]),
        ({"n": [[True, "2", "3", "4", "5", {}]]}, ["answers", "n", 1, 1]),
    ],
)
def test_answers_of_another_shape_are_refused(client: TestClient, answers: object, loc: list[object]) -> None:
    """With the place."""
    assert refused(client.post(f"{SAE}/steps/4/check", json={"answers": answers}))[0]["loc"] == ["body", *loc]


def test_answers_are_needed(client: TestClient) -> None:
    """There is nothing to mark without them."""
    assert refused(client.post(f"{SAE}/steps/4/check", json={}))[0]["loc"] == ["body", "answers"]


def test_a_slip_is_named_by_its_code(client: TestClient) -> None:
    """Step 1 without its bias: wrong where the bias is not 0, and every such cell is told the same."""
    bias = [-1, -1, 1, 0, -1, -1]
    answers = [[cell - b for cell in row] for row, b in zip(golden.SAE_EXPECTED["Z"], bias, strict=True)]
    marks = posted(client, f"{SAE}/steps/1/check", {"answers": {"Z": answers}})["Z"]
    for row, b in zip(marks, bias, strict=True):
        for cell in row:
            assert cell["status"] == ("wrong" if b else "correct")
            assert [slip["code"] for slip in cell["slips"]] == (["bias-left-out"] if b else [])
            assert [slip["says"] for slip in cell["slips"]] == [cell["hint"]] * bool(b)


def test_what_follows_from_one_s_own_wrong_cell_is_carried(client: TestClient) -> None:
    """Answers of two steps together: f is right for the Z that was answered, though not for the true one."""
    own = [list(row) for row in golden.SAE_EXPECTED["Z"]]
    own[0][0] = 3
    active = [[max(0, cell) for cell in row] for row in own]
    marks = posted(client, f"{SAE}/steps/2/check", {"answers": {"Z": own, "f": active}})
    assert (marks["f"][0][0]["status"], marks["f"][0][0]["carried"]) == ("wrong", True)
    assert not any(cell["carried"] for row in marks["f"] for cell in row if cell is not marks["f"][0][0])
