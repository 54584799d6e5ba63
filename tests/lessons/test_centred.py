"""b_dec taken away before the encoder: plain loops, finite differences, and what is the lesson's still."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.core.operation import Array
from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import worked

SAE, CENTRED = "sparse-autoencoder", "sparse-autoencoder-centred"
QUERIES = ["", "lambda=1", "b_dec=0.3;-0.2;1/7&lambda=0.5", "updates=7"]
WEIGHTS = ("W_enc", "b_enc", "W_dec", "b_dec")


def sheet(slug: str, query: str = "") -> Sheet:
    """An exercise worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


def loss(X: Array, given: dict[str, Array], weight: float) -> float:
    """The total loss in plain loops: squared error, and the features weighted by their columns' lengths."""
    W_enc, b_enc, W_dec, b_dec = (given[name] for name in WEIGHTS)
    total = 0.0
    for x in X.T:
        f = [
            max(0.0, sum(W_enc[i, k] * (x[k] - b_dec[k, 0]) for k in range(len(x))) + b_enc[i, 0])
            for i in range(len(W_enc))
        ]
        for k in range(len(x)):
            total += (sum(W_dec[k, i] * f[i] for i in range(len(f))) + b_dec[k, 0] - x[k]) ** 2
        lengths = (sum(W_dec[k, i] ** 2 for k in range(len(x))) ** 0.5 for i in range(len(f)))
        total += weight * sum(n * a for n, a in zip(lengths, f, strict=True))
    return total


@pytest.mark.parametrize("query", QUERIES)
def test_the_loss_and_its_gradients(query: str) -> None:
    """The loss is that of plain loops, and every gradient its finite difference."""
    found = sheet(CENTRED, query).values
    given = {name: found[name] for name in WEIGHTS}
    X, weight = found["X"], float(found["lambda"][0, 0])
    assert np.isclose(found["loss"][0, 0], loss(X, given, weight))
    for name, array in given.items():
        for place in np.ndindex(array.shape):
            up, down = (loss(X, shifted(given, name, place, by), weight) for by in (1e-6, -1e-6))
            assert np.isclose(found[f"d{name}"][place], (up - down) / 2e-6, atol=1e-5), (name, place)


def shifted(given: dict[str, Array], name: str, place: tuple[int, ...], by: float) -> dict[str, Array]:
    """The weights with one of them moved."""
    array = given[name].copy()
    array[place] += by
    return {**given, name: array}


def test_the_preset_computes_what_the_lesson_does() -> None:
    """The encoder's biases make up for what is taken away; the gradient of b_dec is another all the same."""
    ours, theirs = sheet(CENTRED).values, sheet(SAE).values
    for name in ("Z", "f", "X_hat", "E", "loss", "dZ", "dW_dec", "db_enc"):
        assert np.array_equal(ours[name], theirs[name]), name
    assert np.array_equal(ours["b_enc"], theirs["b_enc"] + theirs["W_enc"] @ theirs["b_dec"])
    assert not np.allclose(ours["db_dec"], theirs["db_dec"])


def test_a_random_exercise_computes_what_the_lesson_s_does() -> None:
    """Of hand size as it was drawn: the biases make up for what is taken away here too."""
    ours, theirs = sheet(CENTRED, "seed=7").values, sheet(SAE, "seed=7").values
    assert theirs["b_dec"].any()
    assert np.array_equal(ours["Z"], theirs["Z"])
    assert np.array_equal(ours["X_hat"], theirs["X_hat"])


def test_the_words_differ_where_the_plan_does() -> None:
    """No step speaks of a gradient that another step works out."""
    said = {step.slug: step.words.reason for step in LESSONS[CENTRED].plan(()).steps}
    assert "X_c = X - b_dec" in said["encoder-linear"]
    assert "row sums of `G`" not in said["backward-decoder"]
    assert "b_dec` has to wait" in said["backward-decoder"]
    assert "dW_enc = dZ X_c^T" in said["backward-encoder"]
    assert "dZ X^T" not in said["backward-encoder"]
    assert "the token, measured from `b_dec`, as what was carried" in said["backward-encoder"]
    assert "a mixture of tokens so measured" in said["backward-encoder"]


def test_the_switch_leads_over_and_back(client: TestClient) -> None:
    """On the same numbers; it does not stand among the lessons of the home page."""
    there = client.get(f"/{SAE}/1?lambda=1").text
    assert f'href="/{CENTRED}/1?lambda=1"' in there
    back = client.get(f"/{CENTRED}/1?lambda=1").text
    assert f'href="/{SAE}/1?lambda=1"' in back
    assert f'href="/{CENTRED}' not in client.get(f"/{SAE}/2").text
    assert CENTRED not in client.get("/").text
    summaries = [lesson["summary"] for lesson in client.get("/api/lessons").json()]
    assert len({*summaries}) == len(summaries) == len(LESSONS)
    answer = client.get(f"/api/lessons/{CENTRED}/steps/13").json()
    assert list(answer["results"]) == ["dW_enc", "db_enc", "C", "P", "db_dec"]
