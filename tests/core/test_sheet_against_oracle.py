"""The application held to the independent check: every matrix, every cell, every line of every cell.

For each exercise the values of the sheet and the value of each cell's own line must equal what the
plain loops of `oracle` give, and no number may be -0.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.sheet import work_out
from app.lessons import LESSONS
from tests import golden
from tests.oracle.autoencoder import autoencoder, random_autoencoder
from tests.oracle.parts import Matrices, Matrix
from tests.oracle.slopes import changed
from tests.oracle.sparse_autoencoder import random_sparse_autoencoder, sparse_autoencoder

SAE, AE = "sparse-autoencoder", "autoencoder"
CLOSE = 1e-9

CHECKED = settings(deadline=None, derandomize=True, max_examples=100)
NUMBERS = st.sampled_from(
    [
        st.integers(-3, 3).map(float),
        st.integers(-9, 9).map(float),
        st.integers(-1, 0).map(float),
        st.integers(-20, 20).map(lambda tenths: tenths / 10),
        st.integers(-12, 12).map(lambda quarters: quarters / 4),
    ]
)


def close(a: float, b: float) -> bool:
    """Equal to 1e-9, relative or absolute."""
    return math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE)


def is_minus_zero(number: float) -> bool:
    """Whether a number is the zero that prints as -0."""
    return number == 0 and math.copysign(1, number) < 0


def assert_sheet_gives(slug: str, exercise: Matrices, expected: Matrices) -> None:
    """Every expected matrix is in the sheet, cell by cell, and each cell's line gives it too."""
    sheet = work_out(LESSONS[slug], exercise)
    for name, matrix in expected.items():
        assert name in sheet.values, name
        values = sheet.values[name]
        assert values.shape == (len(matrix), len(matrix[0])), name
        for i, row in enumerate(matrix):
            for j, number in enumerate(row):
                value = float(values[i, j])
                by_line = sheet.line(name, i + 1, j + 1).value(sheet.lookup)
                assert close(value, number), (name, i + 1, j + 1, value, number)
                assert close(by_line, number), (name, i + 1, j + 1, by_line, number)
                assert not is_minus_zero(value), (name, i + 1, j + 1)
                assert not is_minus_zero(by_line), (name, i + 1, j + 1)


def assert_sae(matrices: Matrices, lambda_: float, eta: float) -> None:
    """The sparse autoencoder of these given matrices agrees with the oracle."""
    exercise = {**matrices, "lambda": [[lambda_]], "eta": [[eta]]}
    assert_sheet_gives(SAE, exercise, sparse_autoencoder(matrices, lambda_, eta))


def assert_ae(matrices: Matrices, eta: float) -> None:
    """The autoencoder of these given matrices agrees with the oracle."""
    assert_sheet_gives(AE, {**matrices, "eta": [[eta]]}, autoencoder(matrices, eta))


# --- The presets and their golden numbers --------------------------------------------------------


def sae_preset(lambda_: float = golden.LAMBDA) -> Matrices:
    """All that is given in the sparse autoencoder's preset, lambda and eta among it."""
    return {**golden.SAE_GIVEN, "lambda": [[lambda_]], "eta": [[golden.SAE_ETA]]}


def ae_preset() -> Matrices:
    """All that is given in the autoencoder's preset, eta among it."""
    return {**golden.AE_GIVEN, "eta": [[golden.AE_ETA]]}


def test_both_lessons_are_there() -> None:
    """The registry knows the two lessons by their slugs."""
    assert {SAE, AE} <= set(LESSONS)


def test_golden_numbers() -> None:
    """The numbers typed by hand, straight against the sheet."""
    assert_sheet_gives(SAE, sae_preset(), golden.SAE_EXPECTED)
    assert_sheet_gives(SAE, sae_preset(lambda_=0), golden.SAE_LAMBDA_0)
    assert_sheet_gives(AE, ae_preset(), golden.AE_EXPECTED)


def test_golden_norms() -> None:
    """The norms are the roots of whole numbers, and the weighted L1 a sum of them."""
    roots = [math.sqrt(number) for number in golden.NORMS_SQUARED]
    weighted = sum(factor * math.sqrt(number) for factor, number in golden.WEIGHTED_PARTS)
    assert_sheet_gives(SAE, sae_preset(), {"n": [roots], "L1_weighted": [[weighted]]})


@pytest.mark.parametrize(
    ("slug", "exercise", "expected"),
    [
        (SAE, sae_preset(), sparse_autoencoder(golden.SAE_GIVEN, golden.LAMBDA, golden.SAE_ETA)),
        (AE, ae_preset(), autoencoder(golden.AE_GIVEN, golden.AE_ETA)),
    ],
    ids=[SAE, AE],
)
def test_nothing_is_worked_out_unchecked(slug: str, exercise: Matrices, expected: Matrices) -> None:
    """The steps work out the oracle's matrices, each and no other."""
    assert {result.name for result in work_out(LESSONS[slug], exercise).plan.results()} == set(expected)


@pytest.mark.parametrize(("slug", "exercise"), [(SAE, sae_preset()), (AE, ae_preset())], ids=[SAE, AE])
def test_the_lesson_starts_from_the_golden_preset(slug: str, exercise: Matrices) -> None:
    """The preset of each lesson is the one typed by hand, labels included."""
    preset = LESSONS[slug].preset
    labels = (golden.TOKENS, golden.FEATURES) if slug == SAE else (golden.EXAMPLES, [])
    assert (list(preset.tokens), list(preset.features)) == labels
    typed = {name: [[float(text) for text in row] for row in rows] for name, rows in preset.given.items()}
    assert typed == exercise


def test_the_derivative_is_the_push_turned_round() -> None:
    """The second view of step 6: 1 where f is above 0, else 0 (m x t)."""
    push = sparse_autoencoder(golden.SAE_GIVEN, golden.LAMBDA, golden.SAE_ETA)["g"]
    assert_sheet_gives(SAE, sae_preset(), {"dL1": [[0 - number for number in row] for row in push]})


@pytest.mark.parametrize("lambda_", [0, 0.1, 1, 4])
@pytest.mark.parametrize("eta", [0.02, 0.1])
def test_sae_preset(lambda_: float, eta: float) -> None:
    """The sparse autoencoder's preset at several strengths."""
    assert_sae(golden.SAE_GIVEN, lambda_, eta)


def test_ae_preset() -> None:
    """The autoencoder's preset."""
    assert_ae(golden.AE_GIVEN, golden.AE_ETA)


# --- Corners -------------------------------------------------------------------------------------


def filled(matrices: Matrices, number: float) -> Matrices:
    """Matrices of the same shapes with one number everywhere."""
    return {name: [[number for _ in row] for row in matrix] for name, matrix in matrices.items()}


@pytest.mark.parametrize("number", [0.0, -0.0, -1.0, 1.0])
def test_one_number_everywhere(number: float) -> None:
    """All cells 0, -0, -1 or 1: nothing divides by 0 and nothing becomes -0."""
    assert_sae(filled(golden.SAE_GIVEN, number), golden.LAMBDA, golden.SAE_ETA)
    assert_ae(filled(golden.AE_GIVEN, number), golden.AE_ETA)


def test_columns_of_zeros_in_the_decoder() -> None:
    """Features that fire while their columns of W_dec are 0: the slope of such a norm is 0."""
    exercise = golden.SAE_GIVEN
    for i in (0, 2):
        for k in range(3):
            exercise = changed(exercise, "W_dec", k, i, 0)
        assert_sae(exercise, golden.LAMBDA, golden.SAE_ETA)


def test_exact_reconstruction() -> None:
    """No error anywhere: only the penalty has gradients left."""
    assert_sae(golden.MIRROR, golden.LAMBDA, golden.SAE_ETA)


def test_sums_that_are_zero_on_paper() -> None:
    """0.1 + 0.2 - 0.3 is 0, so the ReLU there is closed."""
    sae: Matrices = {
        "X": [[0.1], [0.2]],
        "W_enc": [[1, 1], [3, 0]],
        "b_enc": [[-0.3], [-0.3]],
        "W_dec": [[1, 2], [2, 1]],
        "b_dec": [[0], [0]],
    }
    assert_sae(sae, golden.LAMBDA, golden.SAE_ETA)
    ae: Matrices = {"X": [[0.1], [0.2]], "W1": [[1, 1]], "b1": [[-0.3]], "W2": [[3], [0.1]], "b2": [[0], [1]]}
    assert_ae(ae, golden.AE_ETA)


# --- Generated exercises -------------------------------------------------------------------------


def matrices_of(rows: int, columns: int, entry: st.SearchStrategy[float]) -> st.SearchStrategy[Matrix]:
    """Matrices of rows x columns entries."""
    row = st.lists(entry, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def sparse_autoencoders(draw: st.DrawFn) -> Matrices:
    """Given matrices: one to four dimensions, one to six features, one to four tokens."""
    entry = draw(NUMBERS)
    d, m, tokens = draw(st.integers(1, 4)), draw(st.integers(1, 6)), draw(st.integers(1, 4))
    shapes = {"X": (d, tokens), "W_enc": (m, d), "b_enc": (m, 1), "W_dec": (d, m), "b_dec": (d, 1)}
    return {name: draw(matrices_of(rows, columns, entry)) for name, (rows, columns) in shapes.items()}


@st.composite
def autoencoders(draw: st.DrawFn) -> Matrices:
    """Given matrices: two to four layers of one to four neurons, one to three examples."""
    entry = draw(NUMBERS)
    inner = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    ends = draw(st.integers(1, 4))
    sizes = [ends, *inner, ends]
    exercise = {"X": draw(matrices_of(ends, draw(st.integers(1, 3)), entry))}
    for layer, (inputs, out) in enumerate(pairwise(sizes), start=1):
        exercise[f"W{layer}"] = draw(matrices_of(out, inputs, entry))
        exercise[f"b{layer}"] = draw(matrices_of(out, 1, entry))
    return exercise


@CHECKED
@given(sparse_autoencoders(), st.sampled_from([0, 0.1, 0.5, 1, 2]), st.sampled_from([0, 0.02, 0.1, 1]))
def test_generated_sparse_autoencoders(exercise: Matrices, lambda_: float, eta: float) -> None:
    """Small numbers, many zeros and negatives, whole and decimal."""
    assert_sae(exercise, lambda_, eta)


@CHECKED
@given(autoencoders(), st.sampled_from([0, 0.0005, 0.1, 1]))
def test_generated_autoencoders(exercise: Matrices, eta: float) -> None:
    """Small numbers, many zeros and negatives, whole and decimal."""
    assert_ae(exercise, eta)


@pytest.mark.parametrize("seed", range(10))
def test_real_sparse_autoencoders(seed: int) -> None:
    """Real numbers, with features on and off."""
    exercise, lambda_ = random_sparse_autoencoder(seed)
    assert_sae(exercise, lambda_, golden.SAE_ETA)


@pytest.mark.parametrize("sizes", [[3, 3], [4, 2, 4], [3, 4, 2, 4, 3], golden.DEEP_SIZES], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_real_autoencoders(sizes: Sequence[int], seed: int) -> None:
    """Real numbers through one to eight layers, a gradient in every one."""
    assert_ae(random_autoencoder(seed, sizes), golden.AE_ETA)
