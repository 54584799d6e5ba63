"""The independent check's gradients against finite differences, and its conventions at zero."""

import math
import random
from collections.abc import Callable

import pytest

from tests import golden
from tests.oracle.autoencoder import autoencoder, autoencoder_loss, layers, random_autoencoder
from tests.oracle.parts import Matrices, Matrix, column, neurons
from tests.oracle.slopes import changed, kink, slope
from tests.oracle.sparse_autoencoder import (
    random_sparse_autoencoder,
    sparse_autoencoder,
    sparse_autoencoder_loss,
)
from tests.oracle.test_oracle import preset_sae, shape
from tests.oracle.test_oracle_autoencoder import SIZES, preset_ae


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
