"""The independent check, itself checked: against the golden numbers, and against finite differences."""

import math
import random
from collections.abc import Callable

import pytest

from tests import golden
from tests.oracle import (
    Matrices,
    Matrix,
    Vector,
    autoencoder,
    autoencoder_loss,
    changed,
    column,
    features_of,
    kink,
    layers,
    neurons,
    random_autoencoder,
    random_sparse_autoencoder,
    reconstruction_of,
    slope,
    sparse_autoencoder,
    sparse_autoencoder_loss,
    squares,
    stepped,
    trained,
)

SIZES = [[3, 2, 3], [4, 3, 3, 4], [4, 3, 2, 3, 4], [3, 3, 2, 2, 3, 3], [5, 4, 3, 2, 3, 4, 5], [3] * 8]


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


def preset_ae() -> Matrices:
    """Every matrix of the autoencoder's preset."""
    return autoencoder(golden.AE_GIVEN, golden.AE_ETA)


def shape(matrix: Matrix) -> tuple[int, int]:
    """Rows and columns; every row must be as long as the first."""
    assert {len(row) for row in matrix} == {len(matrix[0])}
    return len(matrix), len(matrix[0])


# --- The golden numbers: sparse autoencoder ------------------------------------------------------


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


def test_sae_push_taken_for_a_gradient() -> None:
    """With the sign of the push left as it is the weighted L1 rises; with the true sign it falls."""
    found = preset_sae(lambda_=1)
    wrong: Matrices = {"W_enc": [[0.0] * 3 for _ in range(6)], "b_enc": [[0.0] for _ in range(6)]}
    for i in range(6):
        for t in range(5):
            blame = (found["B"][i][t] + found["S"][i][t]) * found["M"][i][t]
            wrong["b_enc"][i][0] += blame
            for k in range(3):
                wrong["W_enc"][i][k] += blame * golden.SAE_GIVEN["X"][k][t]
    given = {name: found.get(f"{name}_new", matrix) for name, matrix in golden.SAE_GIVEN.items()}
    right = sparse_autoencoder(given, 1, golden.SAE_ETA)["L1_weighted"][0][0]
    given |= {name: stepped(golden.SAE_GIVEN[name], wrong[name], golden.SAE_ETA) for name in wrong}
    risen = sparse_autoencoder(given, 1, golden.SAE_ETA)["L1_weighted"][0][0]
    assert rounds_to(found["L1_weighted"][0][0], golden.PUSH_AS_GRADIENT[0])
    assert rounds_to(risen, golden.PUSH_AS_GRADIENT[1])
    assert rounds_to(right, golden.TRUE_GRADIENT[1])


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


# --- The golden numbers: autoencoder -------------------------------------------------------------


@pytest.mark.parametrize("name", golden.AE_EXPECTED)
def test_ae_preset(name: str) -> None:
    """Each golden matrix of the preset, exactly."""
    assert preset_ae()[name] == golden.AE_EXPECTED[name]


@pytest.mark.parametrize("sizes", [[4, 3, 2, 3, 4], *SIZES, golden.DEEP_SIZES], ids=str)
def test_ae_has_every_matrix_in_its_shape(sizes: list[int]) -> None:
    """The names of the lesson, in their shapes, for layers of these sizes and four examples."""
    last = len(sizes) - 1
    expected = dict.fromkeys(("T", "E", "G", "Y"), (sizes[0], 4)) | dict.fromkeys(("SSE", "MSE"), (1, 1))
    for layer in range(1, last + 1):
        out = sizes[layer]
        expected |= {f"{name}{layer}": (out, 4) for name in ("Z", "M", "dZ")}
        expected |= dict.fromkeys((f"dW{layer}", f"W{layer}_new"), (out, sizes[layer - 1]))
        expected |= dict.fromkeys((f"db{layer}", f"b{layer}_new"), (out, 1))
        if layer < last:
            expected |= dict.fromkeys((f"A{layer}", f"dA{layer}"), (out, 4))
    found = autoencoder(random_autoencoder(1, sizes), golden.AE_ETA)
    assert {name: shape(matrix) for name, matrix in found.items()} == expected


def test_ae_relu_closes_cells() -> None:
    """How many cells each ReLU closes; no pre-activation is 0; the largest weight gradient."""
    found = preset_ae()
    z = [found[f"Z{layer}"] for layer in range(1, 5)]
    assert [sum(1 for row in matrix for number in row if number < 0) for matrix in z] == golden.AE_ZEROED
    assert not kink(found, 0.5)
    gradients = [number for layer in range(1, 5) for row in found[f"dW{layer}"] for number in row]
    assert max(map(abs, gradients)) == golden.AE_LARGEST_WEIGHT_GRADIENT


def test_ae_masks_let_the_gradients_through() -> None:
    """Ml is 1 where Zl is above 0, and dZl is dAl there (all dl x t); dA of the last layer is G."""
    found = preset_ae()
    for layer in range(1, 5):
        arriving = found["G" if layer == 4 else f"dA{layer}"]
        for i, row in enumerate(found[f"Z{layer}"]):
            for t, number in enumerate(row):
                assert found[f"M{layer}"][i][t] == (1 if number > 0 else 0)
                assert found[f"dZ{layer}"][i][t] == (arriving[i][t] if number > 0 else 0)


def ae_after(updates: int) -> Matrices:
    """Every matrix of the autoencoder after so many updates of its preset."""
    given = trained(golden.AE_GIVEN, lambda now: autoencoder(now, golden.AE_ETA), updates)
    return autoencoder(given, golden.AE_ETA)


@pytest.mark.parametrize(("updates", "printed"), golden.AE_SQUARES_AFTER.items())
def test_ae_trained(updates: int, printed: str) -> None:
    """The sum of squares after so many updates."""
    assert rounds_to(ae_after(updates)["SSE"][0][0], printed)


def test_ae_what_training_cannot_mend() -> None:
    """After a thousand updates: four targets below 0, and one cell whose ReLU never opens."""
    found = ae_after(1000)
    row, at, target, stays = golden.AE_STRANDED
    assert found["T"][row - 1][at - 1] == target
    assert found["E"][row - 1][at - 1] ** 2 == stays
    pairs = [(found["T"][i][t], found["E"][i][t]) for i in range(4) for t in range(4)]
    assert sum(error**2 for wanted, error in pairs if wanted == -1) == pytest.approx(
        golden.AE_LEFT_FROM_MINUS_ONES, abs=0.005
    )


# --- Gradients against finite differences --------------------------------------------------------


def assert_slopes(loss: Callable[[Matrices], float], given: Matrices, found: Matrices) -> None:
    """Every entry of every gradient that has a given matrix is the slope of the loss there."""
    assert not kink(found)
    names = [name for name in given if name != "X"]
    for name in names:
        gradient = found[f"d{name}"]
        assert shape(gradient) == shape(given[name])
        for i, row in enumerate(gradient):
            for j, number in enumerate(row):
                measured = slope(loss, given, name, i, j)
                assert number == pytest.approx(measured, rel=1e-5, abs=1e-5), (name, i, j)


@pytest.mark.parametrize("lambda_", [0, 0.1, 1])
def test_sae_preset_gradients_are_slopes(lambda_: float) -> None:
    """The preset, at three strengths of the penalty."""
    found = preset_sae(lambda_)
    assert found["loss"][0][0] == pytest.approx(sparse_autoencoder_loss(golden.SAE_GIVEN, lambda_), rel=1e-12)
    assert_slopes(lambda now: sparse_autoencoder_loss(now, lambda_), golden.SAE_GIVEN, found)


@pytest.mark.parametrize("seed", range(30))
def test_sae_gradients_are_slopes(seed: int) -> None:
    """Real-valued exercises of many shapes."""
    given, lambda_ = random_sparse_autoencoder(seed)
    found = sparse_autoencoder(given, lambda_, golden.SAE_ETA)
    assert_slopes(lambda now: sparse_autoencoder_loss(now, lambda_), given, found)


def test_ae_preset_gradients_are_slopes() -> None:
    """The preset, four layers."""
    assert_slopes(autoencoder_loss, golden.AE_GIVEN, preset_ae())


@pytest.mark.parametrize("sizes", [*SIZES, golden.DEEP_SIZES], ids=str)
@pytest.mark.parametrize("seed", range(5))
def test_ae_gradients_are_slopes(sizes: list[int], seed: int) -> None:
    """Real-valued exercises of two to eight layers."""
    given = random_autoencoder(seed, sizes)
    assert layers(given) == len(sizes) - 1
    assert_slopes(autoencoder_loss, given, autoencoder(given, golden.AE_ETA))


def bias_taken_off(given: Matrices) -> Matrices:
    """The same exercise as seen by an encoder that is given X - b_dec: X less b_dec, and b_dec 0."""
    bias = column(given["b_dec"], 0)
    x = [[number - bias[k] for number in row] for k, row in enumerate(given["X"])]
    return given | {"X": x, "b_dec": [[0.0] for _ in bias]}


@pytest.mark.parametrize("seed", range(5))
def test_sae_with_the_decoder_bias_taken_off_first(seed: int) -> None:
    """Z = W_enc (X - b_dec) + b_enc: dW_enc = dZ (X - b_dec)', db_dec = row sums of G - W_enc' dZ."""
    given, lambda_ = random_sparse_autoencoder(seed)
    found = sparse_autoencoder(bias_taken_off(given), lambda_, golden.SAE_ETA)
    for t in range(len(given["X"][0])):
        for i, blame in enumerate(column(found["dZ"], t)):
            for k, weight in enumerate(given["W_enc"][i]):
                found["db_dec"][k][0] -= weight * blame
    assert_slopes(lambda now: sparse_autoencoder_loss(bias_taken_off(now), lambda_), given, found)


def test_kink_sees_what_lies_near_zero() -> None:
    """A pre-activation or a decoder norm near 0 is a kink; other matrices do not matter."""
    for matrix in ({"Z": [[1, 1e-4]]}, {"Z12": [[-1e-4]]}, {"n": [[0.0]]}):
        assert kink(matrix)
    assert not kink({"Z": [[1, -1e-2]], "n": [[1]], "dZ": [[0]], "f": [[0]], "Z1_new": [[0]]})


def filled(matrices: Matrices, number: float) -> Matrices:
    """Matrices of the same shapes with one number everywhere."""
    return {name: [[number for _ in row] for row in matrix] for name, matrix in matrices.items()}


def test_conventions_at_zero() -> None:
    """All zeros: every slope is 0, 0 / 0 is 0, and no number is -0."""
    nothing = filled(golden.SAE_GIVEN, 0.0)
    minus_sae = sparse_autoencoder(filled(golden.SAE_GIVEN, -0.0), 0.1, 0.02)
    minus_ae = autoencoder(filled(golden.AE_GIVEN, -0.0), 0.0005)
    for found in (sparse_autoencoder(nothing, 0.1, 0.02), minus_sae, minus_ae, preset_sae(), preset_ae()):
        numbers = [number for matrix in found.values() for row in matrix for number in row]
        assert all(math.copysign(1, number) == 1 for number in numbers if number == 0)
    assert not any(any(row) for matrix in sparse_autoencoder(nothing, 0.1, 0.02).values() for row in matrix)


def test_a_decoder_column_of_zeros_has_no_slope_of_its_norm() -> None:
    """A feature that fires while its column of W_dec is 0: n and r are 0, dW_dec is D alone."""
    given = golden.SAE_GIVEN
    for k in range(3):
        given = changed(given, "W_dec", k, 0, 0)
    found = sparse_autoencoder(given, golden.LAMBDA, golden.SAE_ETA)
    assert found["s"][0][0] > 0
    assert (found["n"][0][0], found["r"][0][0]) == (0, 0)
    assert column(found["dW_dec"], 0) == column(found["D"], 0)


@pytest.mark.parametrize("seed", range(50))
def test_a_sum_that_is_zero_on_paper_is_zero(seed: int) -> None:
    """In tenths, binary fractions leave crumbs; each pre-activation has the sign of the exact fraction."""
    draw = random.Random(seed)
    wide, tall, flat = (
        [[draw.randint(-4, 4) for _ in range(n)] for _ in range(m)] for m, n in ((3, 3), (3, 1), (1, 3))
    )
    tenths: list[Matrix] = [
        [[number / 10 for number in row] for row in matrix] for matrix in (wide, tall, flat)
    ]
    for i, number in enumerate(neurons(tenths[0], tenths[1], tenths[2][0])):
        exact = 10 * tall[i][0] + sum(a * b for a, b in zip(wide[i], flat[0], strict=True))
        assert (number > 0, number < 0) == (exact > 0, exact < 0)
