"""Exercises trained side by side are those that train alone."""

from __future__ import annotations

import pytest

from app.exercise.exercise import MOST_UPDATES
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training import lambda_sweep
from app.training.descent import history
from app.training.lambda_sweep import AT_ONCE, LAMBDAS, Balance, balances, trained_with

SAE = "sparse-autoencoder"


def bits(query: str) -> list[tuple[float, float, bytes]]:
    """Every number of the balance of an exercise, worked anew."""
    trained_with.cache_clear()
    found: tuple[Balance, ...] = balances(read_state(LESSONS[SAE], query).exercise)
    return [(balance.weight, balance.error, balance.hidden.tobytes()) for balance in found]


@pytest.mark.parametrize("query", ["", "eta=0.2", "seed=3&dims=3,5", "b_enc=-1;-1;1;-2;-1;-1"])
def test_how_often_is_looked_changes_no_number(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With sums that cancel, exercises at their end, exercises that burst."""
    assert MOST_UPDATES % AT_ONCE == 0
    usual = bits(query)
    for at_once in (20, 250):
        monkeypatch.setattr(lambda_sweep, "AT_ONCE", at_once)
        assert bits(query) == usual


@pytest.mark.parametrize(
    "query", ["eta=0.2", "eta=0.11", "eta=-1", "X=900,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1"]
)
def test_those_are_left_out_that_burst_alone(query: str) -> None:
    """Where a number or the loss passes its bound, at whatever update; of the large ones one stays below."""
    alone = {
        weight: history(read_state(LESSONS[SAE], f"{query}&lambda={weight:g}").exercise) for weight in LAMBDAS
    }
    found = {weight for weight, _, _ in bits(query)}
    own = read_state(LESSONS[SAE], query).exercise.numbers["lambda"][0][0]
    assert found - {float(own)} == {w for w, h in alone.items() if not h.stopped} - {float(own)}
