"""An experiment in the address: the look that led to a page, and what was predicted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exercise.parse_exercise import StateError, read_state
from app.exercise.predictions import LONGEST_PREDICTION
from app.exercise.screen import Screen, Trial, trial_at
from app.exercise.state import State, looking, query_of
from app.lessons import EXPERIMENTS, LESSONS

SAE = LESSONS["sparse-autoencoder"]
TEXTS = st.text(max_size=LONGEST_PREDICTION).filter(lambda text: text.isprintable() and text == text.strip())


@given(predicted=st.lists(TEXTS, max_size=7), look=st.integers(1, 5))
def test_whatever_is_predicted_comes_back_from_the_address(predicted: list[str], look: int) -> None:
    """Semicolons, backslashes, percent signs and any script; empty ones keep the others in their places."""
    while predicted and not predicted[-1]:
        predicted.pop()
    state = looking(read_state(SAE, ""), trial=Trial("lambda", look, tuple(predicted)))
    assert read_state(SAE, query_of(state)) == state


@pytest.mark.parametrize(
    "typed", ["lambda", "lambda,0", "lambda,6", "lambda,1,1", "none,1", ",1", "lambda,x", ""]
)
def test_a_look_that_there_is_not_is_said(typed: str) -> None:
    with pytest.raises(StateError) as caught:
        read_state(SAE, f"look={typed}")
    assert [(p.parameter, p.typed) for p in caught.value.problems] == [("look", typed)]
    assert caught.value.problems[0].says.startswith("look takes an experiment and the number of one of its")


@pytest.mark.parametrize("typed", ["x" * (LONGEST_PREDICTION + 1), "a%00b", "fine;a%0Ab"])
def test_a_prediction_that_no_line_holds_is_said(typed: str) -> None:
    with pytest.raises(StateError) as caught:
        read_state(SAE, f"look=lambda,2&predicted={typed}")
    assert [(p.parameter, p.says) for p in caught.value.problems] == [
        ("predicted", "A prediction has at most 80 visible characters.")
    ]


@pytest.mark.parametrize(
    ("query", "page", "shown"),
    [
        ("look=lambda,2&predicted=a", 2, "look=lambda,2&predicted=a"),
        ("look=lambda,2&predicted=a", "sheet", "look=lambda,2&predicted=a"),
        ("look=lambda,2&predicted=a", "experiments/lambda", "predicted=a"),
        ("look=lambda,2&predicted=a", "experiments/shrinkage", ""),
        ("look=lambda,2", "experiments/lambda", ""),
        ("predicted=a", "experiments/lambda", "predicted=a"),
        ("predicted=a", "experiments", ""),
        ("predicted=a", 2, ""),
    ],
)
def test_which_page_has_what_of_it(query: str, page: str | int, shown: str) -> None:
    """Nothing of one experiment gets into another, and none of it where no look led."""
    state = read_state(SAE, query)
    trial = trial_at(state.screen.trial, page)
    assert query_of(State(state.exercise, Screen(trial=trial))) == shown
    assert trial_at(trial, page) == trial


def test_no_two_experiments_have_one_name() -> None:
    """The name alone finds the lesson, since a look may lead into another lesson."""
    assert len(EXPERIMENTS) == sum(len(lesson.experiments) for lesson in LESSONS.values())
