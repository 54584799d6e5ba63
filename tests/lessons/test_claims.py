"""What the lessons' words claim, beyond their figures: worked out here."""

from __future__ import annotations

import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation.number_text import short
from app.pages.balance import active_cells
from app.teaching import prose
from app.training.descent import worked
from app.training.lambda_sweep import balances
from tests.lessons.said import (
    AE,
    FEATURES,
    SAE,
    TOKENS,
    ae_says,
    at,
    changed,
    held,
    places,
    plain_text,
    says,
    sheet,
    silent,
)


def test_how_many_features_are_active_for_a_token() -> None:
    """L0, and what the article speaks of."""
    counts = [int(n) for n in (sheet(SAE).values["f"] > 0).sum(axis=0)]
    most, *rest = sorted(set(counts), reverse=True)
    assert [t for t, n in zip(TOKENS, counts, strict=True) if n == most] == ["Fuji"]
    assert rest == [2]
    mean = short(sum(counts) / len(counts))
    says(
        "l1-loss.example",
        f"L0: it is {most} for Fuji, {rest[0]} for every other token, and {mean} on average.",
    )
    assert (most, rest) == (3, [2])
    says("encoder-relu.note", "In the lesson's exercise Fuji has three, and the others have two.")


def test_explained_variance() -> None:
    """Of the starting exercise, from its definition."""
    v = sheet(SAE).values
    spread = float(((v["X"] - v["X"].mean(axis=1, keepdims=True)) ** 2).sum())
    error = at(sheet(SAE), "SSE")
    fraction = f"1 − {short(error)}/{short(spread)} ≈ {short(round(1 - error / spread, 3))}"
    says("mse-loss.example", f"a sum of squares of {short(spread)}, so it is {fraction}.")


def test_a_rounded_sum_in_words_is_about_equal() -> None:
    """What is shown of the two parts does not add up to what is shown of the sum; ≈ stands before it."""
    sae = sheet(SAE)
    parts = [round(at(sae, "dZ", 6, k), 3) for k in (2, 3)]
    assert round(sum(parts), 3) != round(at(sae, "db_enc", 6), 3)
    says("backward-encoder.example", "Its bias collects both, ≈ {db_enc[6,1]}")
    assert prose.filled("It is = {MSE[1,1]}, and = {SSE[1,1]}.", sae) == "It is ≈ 0.333, and = 5."


def test_any_token_can_be_rebuilt_by_the_mirror() -> None:
    """With a feature for each sign of each dimension, whatever the tokens."""
    X = np.random.default_rng(1).normal(size=(3, 5)) * 9
    eye, none = np.eye(3), {"b_enc": np.zeros((6, 1)), "b_dec": np.zeros((3, 1))}
    mirror = changed(X=X, W_enc=np.vstack([eye, -eye]), W_dec=np.hstack([eye, -eye]), **none)
    assert np.allclose(mirror.values["X_hat"], X)


def test_training_learns_by_heart_and_undoes_names() -> None:
    """One feature a token at lambda 0.5; with the starting settings two names no longer fit."""
    found = sheet(SAE, "lambda=0.5&updates=1000")
    assert [int(n) for n in (found.values["f"] > 0).sum(axis=0)] == [1] * 5
    assert len({int(k) for k in found.values["f"].argmax(axis=0)}) == 5, "no other token shares it"
    assert silent(found) == {"food"}
    says("closing", f"with `lambda` 0.5. The sum of squares is {places(at(found, 'SSE'), 3)}, food is dead")
    trained = sheet(SAE, "updates=1000")
    gone = [
        (name, token)
        for i, name in enumerate(FEATURES, 1)
        for j, token in enumerate(TOKENS, 1)
        if at(sheet(SAE), "f", i, j) > 0 == at(trained, "f", i, j)
    ]
    assert {("Japan", "Tokyo"), ("capital", "Paris")} <= set(gone)
    says("closing", "at the lesson's settings, Japan is silent for Tokyo, and capital for Paris.")


def test_a_silent_cell_may_wake_for_the_sake_of_others() -> None:
    """The second number of the first code opens; where b_dec is in the scores, even a dead feature wakes."""
    codes = [at(sheet(AE, f"updates={k}"), "Z2", 2, 1) for k in (0, 1)]
    assert codes[0] < 0 < codes[1]
    dead = "b_enc=-1;0;-2;-1;0;-1"
    before, after = (sheet(f"{SAE}-centred", f"{dead}&updates={k}").values["f"][2] for k in (0, 1))
    assert not before.any()
    assert after.any()
    held(f"{SAE}-centred", "sparsity-zero.reason", "Here `b_dec` can wake it as well")


def test_codes_that_lie_close_are_told_apart() -> None:
    """The second and the fourth example of the autoencoder; the fourth is rebuilt but for ReLU's part."""
    trained = sheet(AE, "updates=1000")
    far = np.abs(np.diff(sheet(AE).values["A2"][:, [1, 3]])).max()
    assert far <= 1
    reachable = trained.values["T"][:, 3] >= 0
    assert np.abs(trained.values["E"][reachable, 3]).max() < 0.03


def test_what_is_said_where_training_is_offered() -> None:
    """Two names that training undoes; and no lesson speaks of another's names."""
    trained = sheet(SAE, "updates=1000")
    assert (at(trained, "f", 3, 4), at(trained, "f", 2, 1)) == (0, 0)
    assert (FEATURES[2], TOKENS[3], FEATURES[1], TOKENS[0]) == ("Japan", "Tokyo", "capital", "Paris")
    assert LESSONS[SAE].on_training.endswith("Japan is 0 for Tokyo, and capital is 0 for Paris.")
    assert not LESSONS[AE].on_training


def test_what_the_page_of_the_balance_says() -> None:
    """One point beats another in both; of two features of the same density one outlives the other."""
    found = {b.weight: b for b in balances(read_state(LESSONS[SAE], "").exercise)}
    for better, worse in ((0.05, 0.1), (0.5, 1.0)):
        assert found[better].error < found[worse].error
        assert found[better].active <= found[worse].active
    food, volcano = (sheet(SAE).values["f"][k] > 0 for k in (3, 4))
    assert food.sum() == volcano.sum() == 1
    assert not found[0.5].hidden[3].any()
    assert found[0.5].hidden[4].any()
    assert active_cells(found[4.0]) == "1 active cell"
    assert active_cells(found[1.0]) == "5 active cells"


def test_an_introduction_is_true_of_numbers_that_were_changed_or_trained(client: TestClient) -> None:
    """It stands over any numbers of the lesson's shapes, and says which ones it means."""
    weights = [sheet(AE).values[name] for name in ("W1", "W2", "W3", "W4")]
    assert all((w == w.round()).all() and np.abs(w).max() <= 3 for w in weights), "small whole numbers"
    trained = sheet(AE, "updates=1000").values["W1"]
    assert (trained != trained.round()).any()
    said = "The weights that you start from are small whole numbers, which no training has moved yet."
    assert said in plain_text(client.get(f"/{AE}?updates=1000").text)
    exact = [not error.any() for error in sheet(SAE).values["E"].T]
    assert (exact.count(True), exact.count(False)) == (3, 2), "most things right and a few things wrong"
    assert "The numbers that you start from were made by hand" in plain_text(
        client.get(f"/{SAE}?lambda=3").text
    )


def test_where_lambda_comes_in_and_where_it_meets_the_push() -> None:
    """It is in the loss of step 10 and in step 11 already; B and the push meet in step 12."""
    plan = sheet(SAE).plan
    uses = {r.name: step.number for step in plan.steps for r in step.results if "lambda" in r.operands}
    assert uses == {"loss": 10, "r": 11, "df": 12}
    assert set(plan.maker("df").operands) == {"B", "lambda", "S"}
    says("backward-features.note", "This is where `lambda` meets the push")
    says("sparsity-gradient.note", "Step 12 puts the sign right where the two meet.")


def test_which_gradients_pass_the_gate() -> None:
    """Those of the encoder, not those of the decoder, in which both losses meet as well."""
    plan = sheet(SAE).plan
    gated = {name for name in plan.gradients.values() if "M" in plan.behind(name)}
    assert gated == {"dW_enc", "db_enc"}
    assert {"G", "r"} <= set(plan.behind("dW_dec"))
    says("closing", "meet in the decoder and at the features, go on to the encoder through the gate of ReLU")


def test_a_network_of_one_layer_is_told_of_no_code() -> None:
    """Its only layer gives the output: nothing is narrowed, and no blame is handed down."""
    one, blamed = (sheet(AE, "seed=3&dims=3,3").plan.step(k).words.reason for k in (2, 4))
    assert "code" not in one
    assert "Every layer that the blame came through" not in " ".join(blamed.split())
    assert "Nothing is handed further down" in " ".join(blamed.split())


@pytest.mark.parametrize(
    ("slug", "query"), [(AE, "seed=3&dims=3,3"), (AE, "seed=3"), (SAE, "seed=2&dims=2,4")]
)
def test_what_is_said_of_the_lesson_s_numbers_is_not_said_of_others(
    client: TestClient, slug: str, query: str
) -> None:
    """Neither at the beginning nor at the end; both say where it stands, and that is there."""
    last = len(sheet(slug, query).plan.steps)
    first, end = (client.get(f"/{slug}{path}?{query}").text for path in ("", f"/{last}"))
    assert "What is given" not in first
    assert "What you have learnt" not in end
    own = f"/{slug}/{len(sheet(slug).plan.steps)}"
    assert f'href="{own}">its last step</a>' in end
    for changed_query in ("", "?eta=0.01", "?updates=3"):
        assert "What you have learnt" in client.get(own + changed_query).text


def test_no_word_of_the_lessons_calls_an_exercise_the_starting_one() -> None:
    """Whoever drew another exercise started from that: figures are those of the lesson's."""
    for lesson in LESSONS.values():
        texts = [text for step in sheet(lesson.slug).plan.steps for text in vars(step.words).values()]
        assert not re.search(
            r"starting (exercise|numbers|weights|settings)", " ".join([*texts, lesson.closing])
        )


def test_no_matrix_is_described_by_a_name_as_programs_write_it() -> None:
    """What a matrix means is shown as text: b_dec would stand there as it is typed."""
    for lesson in LESSONS.values():
        for matrix in lesson.preset_plan.matrices.values():
            assert "_" not in matrix.meaning


def test_what_training_does_to_the_lesson_s_names_is_said_over_its_exercise_alone(client: TestClient) -> None:
    for query, is_said in (("", True), ("?lambda=1", True), ("?seed=7", False)):
        assert ("Japan is 0 for Tokyo" in client.get(f"/{SAE}/training{query}").text) == is_said


def test_a_closed_gate_of_the_last_layer_may_be_opened_by_the_layers_before() -> None:
    """With one example alone, so by no other; the weights of its own row have not moved when it opens."""
    closed, opened = (read_state(LESSONS[AE], f"X=2;-1;2;1&updates={k}") for k in (17, 18))
    before, after = (worked(state.exercise)[0].values for state in (closed, opened))
    assert before["Z4"][1, 0] < 0 < after["Z4"][1, 0]
    assert before["W4"][1].tolist() == after["W4"][1].tolist() == sheet(AE).values["W4"][1].tolist()
    ae_says(
        "layer-4.reason",
        "What other cells ask of the weights and biases that they share with it can still open it.",
    )
