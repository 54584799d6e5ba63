"""The independent check, itself checked against the golden numbers of the sparse autoencoder."""

import math

import pytest

from tests import golden
from tests.oracle.parts import Matrices, Matrix, Vector, column, squares
from tests.oracle.slopes import changed, trained
from tests.oracle.sparse_autoencoder import features_of, reconstruction_of, sparse_autoencoder


def rounds_to(value: float, printed: str) -> bool:
    """Whether a number, rounded to the digits of a printed one, is that number."""
    places = len(printed.partition(".")[2])
    return f"{value:.{places}f}" == printed


def active(f: Matrix) -> int:
    """How many cells of f (m x t) are above 0."""
    return sum(1 for row in f for number in row if number > 0)


def dead(f: Matrix) -> list[str]:
    """The labels of the features (rows of f, m x t) that are above 0 for no token."""
    return [label for label, row in zip(golden.FEATURES, f, strict=True) if not any(row)]


def preset_sae(lambda_: float = golden.LAMBDA, eta: float = golden.SAE_ETA) -> Matrices:
    """Every matrix of the sparse autoencoder's preset."""
    return sparse_autoencoder(golden.SAE_GIVEN, lambda_, eta)


def shape(matrix: Matrix) -> tuple[int, int]:
    """Rows and columns; every row must be as long as the first."""
    assert {len(row) for row in matrix} == {len(matrix[0])}
    return len(matrix), len(matrix[0])


def test_sae_has_every_matrix_in_its_shape() -> None:
    """The names of the lesson, in their shapes, for d = 3, m = 6, t = 5."""
    d, m, t = 3, 6, 5
    by_shape = {
        (m, t): "Z f g S B df M dZ",
        (d, t): "X_hat E G",
        (d, m): "D dW_dec W_dec_new",
        (m, d): "dW_enc W_enc_new",
        (m, 1): "s r db_enc b_enc_new",
        (d, 1): "db_dec b_dec_new",
        (1, m): "n",
        (1, t): "L1",
        (1, 1): "L1_total L1_weighted SSE MSE loss",
    }
    expected = {name: size for size, names in by_shape.items() for name in names.split()}
    assert {name: shape(matrix) for name, matrix in preset_sae().items()} == expected


@pytest.mark.parametrize("name", golden.SAE_EXPECTED)
def test_sae_preset(name: str) -> None:
    """Each golden matrix of the preset, exactly."""
    assert preset_sae()[name] == golden.SAE_EXPECTED[name]


@pytest.mark.parametrize("name", golden.SAE_LAMBDA_0)
def test_sae_preset_without_penalty(name: str) -> None:
    """The gradients of the encoder at lambda 0 are whole numbers, exactly."""
    assert preset_sae(lambda_=0)[name] == golden.SAE_LAMBDA_0[name]


def test_sae_norms_and_weighted_l1() -> None:
    """The norms are roots of whole numbers; the weighted L1 is a sum of those roots."""
    found = preset_sae()
    assert found["n"][0] == pytest.approx([math.sqrt(number) for number in golden.NORMS_SQUARED], abs=1e-14)
    weighted = sum(factor * math.sqrt(number) for factor, number in golden.WEIGHTED_PARTS)
    assert found["L1_weighted"][0][0] == pytest.approx(weighted, abs=1e-12)
    assert rounds_to(weighted, golden.WEIGHTED)
    assert found["SSE"][0][0] / len(golden.TOKENS) == golden.SQUARES_PER_TOKEN


def test_sae_push_follows_the_activations() -> None:
    """g is -1 where f is above 0, S that times the norm, M 1 exactly there (all m x t)."""
    found = preset_sae()
    for i, row in enumerate(golden.SAE_EXPECTED["f"]):
        for t, number in enumerate(row):
            on = 1 if number > 0 else 0
            assert found["g"][i][t] == -on
            assert found["M"][i][t] == on
            assert found["S"][i][t] == -on * found["n"][0][i]


def test_sae_two_gradients_meet() -> None:
    """df is B less lambda times the push, and M lets it through to dZ (all m x t)."""
    found = preset_sae()
    for i, row in enumerate(found["df"]):
        for t, number in enumerate(row):
            assert number == found["B"][i][t] - golden.LAMBDA * found["S"][i][t]
            assert found["dZ"][i][t] == number * found["M"][i][t]


@pytest.mark.parametrize("row", golden.ONE_UPDATE, ids=lambda row: f"lambda={row.lambda_},eta={row.eta}")
def test_sae_one_update(row: golden.Update) -> None:
    """Squares, weighted L1 and total, before and after one update."""
    before = preset_sae(row.lambda_, row.eta)
    new = {name: before.get(f"{name}_new", matrix) for name, matrix in golden.SAE_GIVEN.items()}
    after = sparse_autoencoder(new, row.lambda_, row.eta)
    for name, printed in (("SSE", row.squares), ("L1_weighted", row.weighted), ("loss", row.total)):
        if printed is not None:
            assert rounds_to(before[name][0][0], printed[0]), (name, before[name])
            assert rounds_to(after[name][0][0], printed[1]), (name, after[name])


def sae_after(lambda_: float, eta: float, updates: int) -> Matrices:
    """Every matrix of the sparse autoencoder after so many updates of its preset."""
    given = trained(golden.SAE_GIVEN, lambda now: sparse_autoencoder(now, lambda_, eta), updates)
    return sparse_autoencoder(given, lambda_, eta)


@pytest.mark.parametrize("row", golden.TRAINED + golden.SWEEP, ids=lambda row: f"{row.lambda_}-{row.updates}")
def test_sae_trained(row: golden.Trained) -> None:
    """What is left, what still fires, and what has died after many updates."""
    found = sae_after(row.lambda_, row.eta, row.updates)
    assert rounds_to(found["SSE"][0][0], row.squares), found["SSE"]
    assert active(found["f"]) == row.active
    assert dead(found["f"]) == row.dead


def test_sae_cheat_of_the_decoder_norms() -> None:
    """Half the encoder and twice the decoder: same output, half the plain L1, the same weighted L1."""
    given = dict(golden.SAE_GIVEN)
    for name, factor in (("W_enc", 0.5), ("b_enc", 0.5), ("W_dec", 2.0)):
        given[name] = [[factor * number for number in row] for row in given[name]]
    before, after = preset_sae(), sparse_autoencoder(given, golden.LAMBDA, golden.SAE_ETA)
    assert after["X_hat"] == before["X_hat"]
    assert (before["L1_total"][0][0], after["L1_total"][0][0]) == golden.CHEAT_L1
    assert rounds_to(after["L1_weighted"][0][0], golden.WEIGHTED)


def test_sae_mirror() -> None:
    """[I; -I] and [I, -I] reconstruct exactly, more cheaply, and with more cells firing."""
    found = sparse_autoencoder(golden.MIRROR, golden.LAMBDA, golden.SAE_ETA)
    assert found["SSE"] == [[golden.MIRROR_SSE]]
    assert found["X_hat"] == golden.MIRROR["X"]
    assert found["L1_weighted"] == [[golden.MIRROR_WEIGHTED]]
    assert active(found["f"]) == golden.MIRROR_ACTIVE


def test_sae_statistics() -> None:
    """Active features a token, tokens a feature, and explained variance."""
    f, wide = golden.SAE_EXPECTED["f"], golden.SAE_GIVEN["X"]
    assert [active([column(f, t)]) for t in range(5)] == golden.L0_PER_TOKEN
    assert [active([row]) / 5 for row in f] == golden.DENSITY
    centred = squares([[number - sum(row) / 5 for number in row] for row in wide])
    assert rounds_to(centred, golden.CENTRED_SQUARES)
    assert rounds_to(1 - preset_sae()["SSE"][0][0] / centred, golden.EXPLAINED_VARIANCE)


def test_sae_recipe() -> None:
    """A reconstruction is the sum of the columns of its active features, and the bias."""
    fuji = features_of(golden.SAE_GIVEN, column(golden.SAE_GIVEN["X"], golden.TOKENS.index("Fuji")))
    recipe: dict[str, Vector] = {}
    for i, (label, strength) in enumerate(zip(golden.FEATURES, fuji, strict=True)):
        if strength > 0:
            recipe[label] = [strength * part for part in column(golden.SAE_GIVEN["W_dec"], i)]
    recipe["bias"] = column(golden.SAE_GIVEN["b_dec"], 0)
    assert recipe == golden.FUJI_RECIPE
    assert [sum(parts) for parts in zip(*recipe.values(), strict=True)] == golden.FUJI
    assert reconstruction_of(golden.SAE_GIVEN, fuji) == golden.FUJI


def test_sae_dead_feature_has_no_gradient() -> None:
    """A feature that fires for no token: its row of W_enc, its bias and its column of W_dec rest."""
    i = golden.FEATURES.index(golden.SILENT_FEATURE)
    given = changed(golden.SAE_GIVEN, "b_enc", i, 0, golden.SILENT_BIAS)
    found = sparse_autoencoder(given, golden.LAMBDA, golden.SAE_ETA)
    assert dead(found["f"]) == [golden.SILENT_FEATURE]
    assert found["dW_enc"][i] == [0, 0, 0]
    assert found["db_enc"][i] == [0]
    assert column(found["dW_dec"], i) == [0, 0, 0]


def squared_errors(f: Matrix) -> Vector:
    """Each token's squared error when its features are those of f (m x t)."""
    errors = []
    for t in range(len(golden.TOKENS)):
        pairs = zip(
            reconstruction_of(golden.SAE_GIVEN, column(f, t)), column(golden.SAE_GIVEN["X"], t), strict=True
        )
        errors.append(sum((y - x) ** 2 for y, x in pairs))
    return errors


def test_sae_ablation_and_steering() -> None:
    """Squared errors with one feature switched off, and the output with one switched on."""
    f = golden.SAE_EXPECTED["f"]
    without = [
        squared_errors([row if i != off else [0.0] * 5 for i, row in enumerate(f)]) for off in range(6)
    ]
    assert [sum(errors) for errors in without] == golden.ABLATED_SSE
    mountain, before = without[golden.FEATURES.index("mountain")], squared_errors(f)
    for token, errors in golden.ABLATED_MOUNTAIN.items():
        t = golden.TOKENS.index(token)
        assert (before[t], mountain[t]) == errors
    tokyo = column(f, golden.TOKENS.index("Tokyo"))
    tokyo[golden.FEATURES.index("mountain")] = 1
    assert reconstruction_of(golden.SAE_GIVEN, tokyo) == golden.STEERED_TOKYO


def test_sae_tug_of_war() -> None:
    """At one lambda the error and the penalty pull on one cell equally hard."""
    i, t = golden.FEATURES.index(golden.TUG_FEATURE), golden.TOKENS.index(golden.TUG_TOKEN)
    balance = math.sqrt(golden.TUG_LAMBDA_SQUARED)
    below, at, above = (preset_sae(lambda_=balance + change)["dZ"][i][t] for change in (-0.01, 0, 0.01))
    assert below < 0 < above
    assert at == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("lambda_", "printed"), golden.SHRINKAGE.items())
def test_sae_shrinkage(lambda_: float, printed: str) -> None:
    """The best activation of a single feature lies below the length of its token, by lambda's doing."""
    w = column(golden.SAE_GIVEN["W_dec"], golden.FEATURES.index(golden.SHRINKAGE_FEATURE))
    norm = math.sqrt(sum(part**2 for part in w))
    best = max(0.0, 3 - lambda_ / (2 * norm))

    def loss(f: float) -> float:
        return sum((f * part - 3 * part) ** 2 for part in w) + lambda_ * norm * f

    assert rounds_to(best, printed)
    assert loss(best) < min(loss(best - 1e-3), loss(best + 1e-3))
