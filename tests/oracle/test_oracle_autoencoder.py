"""The independent check against the golden numbers of the autoencoder."""

import pytest

from tests import golden
from tests.oracle.autoencoder import autoencoder, random_autoencoder
from tests.oracle.parts import Matrices
from tests.oracle.slopes import kink, trained
from tests.oracle.test_oracle import rounds_to, shape

SIZES = [[3, 2, 3], [4, 3, 3, 4], [4, 3, 2, 3, 4], [3, 3, 2, 2, 3, 3], [5, 4, 3, 2, 3, 4, 5], [3] * 8]


def preset_ae() -> Matrices:
    """Every matrix of the autoencoder's preset."""
    return autoencoder(golden.AE_GIVEN, golden.AE_ETA)


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
