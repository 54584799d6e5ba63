"""Training: many updates at once are the same as single ones, and lead where independent loops lead."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.core.operation import Array
from app.core.sheet import compute
from app.exercise.exercise import Exercise
from app.exercise.matrices import as_arrays, as_texts
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import STRETCH, History, history, key_of, moment, worked
from tests import golden
from tests.oracle.autoencoder import autoencoder, random_autoencoder
from tests.oracle.parts import Matrices
from tests.oracle.sparse_autoencoder import random_sparse_autoencoder, sparse_autoencoder

SAE, AE = "sparse-autoencoder", "autoencoder"
CANCELLING = "X=.1,.3;.2,-.1&W_enc=1,1;3,0&b_enc=-.3;-.3&W_dec=1,2;2,1&b_dec=0;0&lambda=.3&eta=.1"
"""0.1 + 0.2 - 0.3: on paper both features begin silent for the first token."""
EXERCISES = [
    (SAE, ""),
    (SAE, "lambda=0"),
    (SAE, "lambda=1&eta=1/64"),
    (SAE, CANCELLING),
    (AE, ""),
    (AE, "seed=13&dims=6,5,4,3,2,3,4,5,6"),
    (AE, "X=.1;.2&W1=1,1&b1=-.3&W2=3;.1&b2=0;1&eta=.1"),
    *((SAE, f"seed={seed}&dims=3,5&lambda=.3") for seed in range(6)),
    *((AE, f"seed={seed}&dims=3,2,3") for seed in range(6)),
]


def exercise(slug: str, query: str) -> Exercise:
    """The exercise of an address."""
    return read_state(LESSONS[slug], query).exercise


def one_update(exercise: Exercise, given: dict[str, Array]) -> dict[str, Array]:
    """What the whole sheet, settled, makes of the given matrices in one update."""
    values = compute(exercise.plan, given)
    return {name: values.get(f"{name}_new", values[name]) for name in given}


@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_many_updates_are_the_same_as_single_ones(slug: str, query: str) -> None:
    """The same floats, across stretches, wherever sums cancel; and back again."""
    of = exercise(slug, query)
    seen = [as_arrays(key_of(of)[1])]
    for _ in range(2 * STRETCH + 3):
        seen.append(one_update(of, seen[-1]))
    for updates in (*range(len(seen)), 7, 0, STRETCH):
        given, made = moment(key_of(of), updates)
        assert made == updates
        assert all(np.array_equal(given[name], seen[updates][name]) for name in given), updates


def test_numbers_that_went_through_an_address_are_the_same() -> None:
    """Kept after 30 updates and trained for 20 more: as after 50."""
    given, _ = moment(key_of(exercise(SAE, "")), 30)
    query = "&".join(f"{n}={';'.join(','.join(r) for r in rows)}" for n, rows in as_texts(given).items())
    again, _ = moment(key_of(exercise(SAE, query)), 20)
    at_once, _ = moment(key_of(exercise(SAE, "")), 50)
    assert all(np.array_equal(again[name], at_once[name]) for name in at_once)


def as_matrices(given: dict[str, Array]) -> Matrices:
    """The given matrices but for the settings, as lists."""
    return {name: array.tolist() for name, array in given.items() if name not in ("lambda", "eta")}


def assert_close(given: dict[str, Array], expected: Matrices) -> None:
    """Equal to 1e-12, relative or absolute."""
    for name, matrix in expected.items():
        assert np.allclose(given[name], matrix, rtol=1e-12, atol=1e-12), name


@pytest.mark.parametrize("seed", range(12))
def test_a_sparse_autoencoder_trains_as_plain_loops_do(seed: int) -> None:
    """Ten updates of a real-valued exercise, by the oracle and by the app."""
    given, lambda_ = random_sparse_autoencoder(seed)
    key = key_of(typed(SAE, {**given, "lambda": [[lambda_]], "eta": [[0.01]]}))
    for _ in range(10):
        found = sparse_autoencoder(given, lambda_, 0.01)
        given = {name: found.get(f"{name}_new", matrix) for name, matrix in given.items()}
    assert_close(moment(key, 10)[0], given)


@pytest.mark.parametrize("sizes", [[3, 2, 3], [4, 3, 2, 3, 4], golden.DEEP_SIZES], ids=str)
def test_an_autoencoder_trains_as_plain_loops_do(sizes: list[int]) -> None:
    """Ten updates of a real-valued exercise, by the oracle and by the app."""
    given = random_autoencoder(1, sizes)
    key = key_of(typed(AE, {**given, "eta": [[0.001]]}))
    for _ in range(10):
        found = autoencoder(given, 0.001)
        given = {name: found.get(f"{name}_new", matrix) for name, matrix in given.items()}
    assert_close(moment(key, 10)[0], given)


def typed(slug: str, given: Matrices) -> Exercise:
    """The exercise with these matrices, typed into the address."""
    arrays = as_texts({name: np.array(matrix, dtype=float) for name, matrix in given.items()})
    return exercise(
        slug, "&".join(f"{n}={';'.join(','.join(r) for r in rows)}" for n, rows in arrays.items())
    )


def rounds_to(value: float, printed: str) -> bool:
    """Whether a number, rounded to the digits of a printed one, is that number."""
    return f"{value:.{len(printed.partition('.')[2])}f}" == printed


@pytest.mark.parametrize("row", golden.TRAINED + golden.SWEEP, ids=lambda row: f"{row.lambda_}-{row.updates}")
def test_what_training_leads_to(row: golden.Trained) -> None:
    """What is left, what still fires, and what has died: the figures that are printed."""
    of = exercise(SAE, f"lambda={row.lambda_}&eta={row.eta}")
    values = compute(of.plan, moment(key_of(of), row.updates)[0])
    assert rounds_to(values["SSE"][0, 0], row.squares)
    assert (values["f"] > 0).sum() == row.active
    assert [
        name for name, row_of in zip(of.features, values["f"], strict=True) if not row_of.any()
    ] == row.dead


@pytest.mark.parametrize("row", golden.ONE_UPDATE, ids=lambda row: f"{row.lambda_}-{row.eta}")
def test_what_one_update_leads_to(row: golden.Update) -> None:
    """The losses before and after, as printed."""
    records = history(exercise(SAE, f"lambda={row.lambda_}&eta={row.eta}")).records
    for name, printed in (("SSE", row.squares), ("L1_weighted", row.weighted), ("loss", row.total)):
        for updates, text in enumerate(printed or ()):
            assert rounds_to(records[name][updates, 0, 0], text), (name, updates)


@pytest.mark.parametrize(("updates", "printed"), golden.AE_SQUARES_AFTER.items())
def test_what_training_the_autoencoder_leads_to(updates: int, printed: str) -> None:
    """The sum of squares, as printed."""
    assert rounds_to(history(exercise(AE, "")).records["SSE"][updates, 0, 0], printed)


@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_the_curves_are_the_sheets_numbers(slug: str, query: str) -> None:
    """At every moment: what was recorded is what the page of that moment shows."""
    of = exercise(slug, query)
    records = history(of).records
    for updates in (0, 1, STRETCH - 1, STRETCH, STRETCH + 1, 1000):
        values = compute(of.plan, moment(key_of(of), updates)[0])
        for name, stack in records.items():
            assert np.allclose(stack[updates], values[name], rtol=1e-12, atol=1e-12), (name, updates)


def stopped(query: str, slug: str = SAE) -> tuple[Exercise, History]:
    """An exercise whose training cannot go on, and its history."""
    found = history(exercise(slug, query))
    assert found.stopped
    assert found.updates < 1000
    return exercise(slug, query), found


@pytest.mark.parametrize(
    ("query", "why"),
    [("eta=0.2", "the loss passed 1×10¹²"), ("eta=1000&lambda=0.001", "the loss passed 1×10¹²")],
)
def test_training_that_bursts_keeps_the_last_moment_that_can_be_shown(query: str, why: str) -> None:
    """The next one is beyond the bounds, by the sheet; this one is not."""
    of, found = stopped(query)
    assert found.stopped == why
    given, made = moment(key_of(of), 1000)
    assert made == found.updates
    assert found.records["loss"].max() <= 1e12
    assert max(abs(array).max() for array in given.values()) <= 1e6
    assert not compute(of.plan, one_update(of, given))["loss"][0, 0] <= 1e12
    for updates in range(made + 1):
        assert moment(key_of(of), updates)[1] == updates


def test_numbers_beyond_a_million_are_not_shown() -> None:
    """No address could hold them, though the loss is small."""
    of, found = stopped("X=0,0;0,0&W1=0,0;0,0&b1=9;0&eta=60000", AE)
    given, made = moment(key_of(of), 1000)
    assert (found.stopped, made) == ("a number passed 1,000,000", 0)
    assert abs(one_update(of, given)["b1"]).max() > 1e6


def test_an_exercise_beyond_all_bounds_is_shown_untrained() -> None:
    """A million everywhere: no update is made, and nothing breaks."""
    of, found = stopped("X=1e6,1e6;1e6,1e6;1e6,1e6&tokens=a,b")
    assert found.updates == 0
    assert worked(of)[0].values["SSE"][0, 0] > 1e12


def test_the_history_is_finite() -> None:
    """Every curve of every exercise above, to the last moment."""
    for slug, query in [*EXERCISES, (SAE, "eta=0.2"), (SAE, "eta=1000")]:
        for stack in history(exercise(slug, query)).records.values():
            assert all(math.isfinite(number) for number in stack.ravel())
