"""Random exercises: numbers small enough for paper, alive everywhere, the same for ever."""

from functools import cache

import pytest

from app.exercise.generator import Dice, RandomExercise, random_exercise
from app.lessons import LESSONS
from app.notation.numerals import value
from tests.long import examples
from tests.oracle.autoencoder import autoencoder, layers
from tests.oracle.parts import Matrices
from tests.oracle.slopes import trained
from tests.oracle.sparse_autoencoder import sparse_autoencoder

SAE, AE = "sparse-autoencoder", "autoencoder"
SEEDS = range(examples(60))
SAE_SIZES = [((2, 4), 3), ((3, 6), 5), ((2, 8), 6), ((3, 8), 6), ((4, 8), 4), ((4, 8), 6)]
AE_SIZES = [
    ((3, 2, 3), 3),
    ((4, 3, 3, 4), 5),
    ((4, 3, 2, 3, 4), 4),
    ((4, 3, 2, 2, 3, 4), 4),
    ((5, 4, 3, 2, 3, 4, 5), 4),
    ((3, 3, 3, 3, 3, 3, 3, 3), 4),
    ((6, 5, 4, 3, 2, 3, 4, 5, 6), 4),
]
HAND = [(SAE, *size) for size in SAE_SIZES] + [(AE, *size) for size in AE_SIZES]
LARGE = [
    (SAE, (16, 16), 16),
    (SAE, (1, 1), 2),
    (SAE, (1, 16), 16),
    (SAE, (6, 12), 8),
    (AE, (16, 16, 16), 16),
    (AE, (16, 1) * 6 + (16,), 16),
    (AE, (8,) * 13, 8),
    (AE, (1,) * 13, 16),
]
Case = tuple[str, tuple[int, ...], int]


def name(case: object) -> str:
    """A short name for a case."""
    return str(case).replace(" ", "")


@cache
def drawn(slug: str, dims: tuple[int, ...], examples: int, seed: int) -> RandomExercise:
    """The exercise of a seed."""
    return random_exercise(LESSONS[slug], seed, dims, examples)


def numbers(exercise: RandomExercise) -> Matrices:
    """Its given matrices as numbers."""
    return {name: [[value(cell) for cell in row] for row in rows] for name, rows in exercise.given.items()}


def worked(given: Matrices) -> Matrices:
    """Every matrix, by the independent check."""
    matrices = {name: rows for name, rows in given.items() if name not in ("lambda", "eta")}
    eta = given["eta"][0][0]
    if "lambda" in given:
        return sparse_autoencoder(matrices, given["lambda"][0][0], eta)
    return autoencoder(matrices, eta)


def loss(found: Matrices) -> float:
    """What training lowers."""
    return found.get("loss", found["SSE"])[0][0]


def behind_relu(given: Matrices) -> dict[str, str]:
    """The pre-activations of each layer that ends in a ReLU, and what comes out behind it."""
    if "lambda" in given:
        return {"Z": "f"}
    last = layers(given)
    return {f"Z{k}": "Y" if k == last else f"A{k}" for k in range(1, last + 1)}


def largest(found: Matrices, name: str) -> float:
    """The largest size of a matrix's entries."""
    return max(abs(number) for row in found[name] for number in row)


@pytest.mark.parametrize("case", HAND, ids=name)
def test_what_is_called_hand_sized_is(case: Case) -> None:
    """Every row on for some token and off for another, never at 0, |Z| at most 9 and |E| at most 5."""
    for seed in SEEDS:
        exercise = drawn(*case, seed)
        if not exercise.is_hand_sized:
            continue
        given = numbers(exercise)
        found = worked(given)
        for name in behind_relu(given):
            for row in found[name]:
                assert any(z > 0 for z in row), (seed, name, "dead")
                assert any(z < 0 for z in row), (seed, name, "always on")
                assert all(row), (seed, name, "at 0")
            assert largest(found, name) <= 9, (seed, name)
        assert largest(found, "E") <= 5, seed


@pytest.mark.parametrize("case", HAND, ids=name)
def test_hand_sizes_are_nearly_always_drawn_by_hand(case: Case) -> None:
    """At least 95 seeds of a hundred."""
    # six layers on an unlucky layer leaves the next no fit row (56 and 54 of 60): it has to be drawn again.
    fit = sum(drawn(*case, seed).is_hand_sized for seed in SEEDS)
    assert fit >= 0.95 * len(SEEDS), f"{fit} of {len(SEEDS)}"


@pytest.mark.parametrize("case", [*HAND, *LARGE], ids=name)
def test_whole_small_numbers_in_the_shapes_asked_for(case: Case) -> None:
    """No two examples alike, weights and biases from -2 to 2, a setting for lambda and eta; nothing else."""
    slug, dims, examples = case
    lesson = LESSONS[slug]
    for seed in SEEDS if case in HAND else (0, 1, 10**9):
        exercise = drawn(*case, seed)
        shapes = {name: (len(rows), len(rows[0])) for name, rows in exercise.given.items()}
        settings = dict.fromkeys(lesson.settings, (1, 1))
        assert lesson.dims is not None
        assert shapes == {**lesson.dims.shapes(dims, examples), **settings}
        given = numbers(exercise)
        assert len(set(zip(*given["X"], strict=True))) == examples
        texts = {c for n, rows in exercise.given.items() if n not in settings for row in rows for c in row}
        assert texts == {str(int(text)) for text in texts}
        assert max(largest(given, name) for name in given if name[0] in "Wb") <= 2
        assert largest(given, "X") <= (2 if dims[0] > 1 else examples)


@pytest.mark.parametrize("case", HAND, ids=name)
def test_the_first_update_helps_and_kills_no_layer(case: Case) -> None:
    """eta is 0.02, halved until the loss falls and each layer still passes something on."""
    for seed in SEEDS:
        given = numbers(drawn(*case, seed))
        halvings = {0.02 / 2**k for k in range(17)}
        assert given["eta"][0][0] in halvings
        after = worked(trained(given, worked, 1))
        assert loss(after) < loss(worked(given)), seed
        for name in behind_relu(given).values():
            assert any(map(any, after[name])), (seed, name)


@pytest.mark.parametrize("case", [*HAND, *LARGE], ids=name)
def test_no_size_takes_many_numbers(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: however hard a size is to draw, one gives up before long."""
    slug, dims, examples = case
    thrown: list[Dice] = []

    def kept(seed: int) -> Dice:
        thrown.append(Dice(seed))
        return thrown[-1]

    monkeypatch.setattr("app.exercise.generator.Dice", kept)
    for seed in range(5):
        random_exercise.__wrapped__(LESSONS[slug], seed, dims, examples)
    assert len(thrown) == 5
    assert max(dice.drawn for dice in thrown) < 200_000


def test_the_same_seed_draws_the_same_numbers_again() -> None:
    """Drawn twice, not remembered; another seed, size or number of examples draws others."""
    draw = random_exercise.__wrapped__
    lesson = LESSONS[SAE]
    assert draw(lesson, 7, (3, 6), 5) == draw(lesson, 7, (3, 6), 5)
    others = [draw(lesson, 8, (3, 6), 5), draw(lesson, 7, (3, 5), 5), draw(lesson, 7, (3, 6), 4)]
    assert all(other.given["W_dec"] != draw(lesson, 7, (3, 6), 5).given["W_dec"] for other in others)


GOLDEN = {
    SAE: {
        "X": "-1,-2,-2,0,0;-2,0,0,-2,2;1,-1,-2,-2,-2",
        "W_enc": "-1,-2,-2;1,0,1;-1,0,2;-2,2,2;-2,-2,1;-2,-2,-1",
        "b_enc": "-1;1;1;-1;-1;1",
        "W_dec": "-1,-1,1,2,-1,1;1,-2,-2,-2,2,-1;-1,2,1,2,-2,1",
        "b_dec": "-1;1;-1",
        "lambda": "0.1",
        "eta": "0.0025",
    },
    AE: {
        "X": "-1,0,-2,0;-2,-1,0,2;1,-2,-2,-2;-2,0,-2,-1",
        "W1": "-2,2,-1,-2;1,-2,-1,-1;-2,1,-2,0",
        "W2": "-1,-2,1;1,-1,0",
        "W3": "-2,-1;2,2;-1,1",
        "W4": "-2,1,-1;1,-1,0;-2,0,1;-2,0,0",
        "b1": "-2;-1;1",
        "b2": "0;-2",
        "b3": "2;-1;-1",
        "b4": "-2;0;-1;1",
        "eta": "0.000625",
    },
}


@pytest.mark.parametrize(("slug", "dims", "examples"), [(SAE, (3, 6), 5), (AE, (4, 3, 2, 3, 4), 4)])
def test_seed_7_has_these_numbers_for_ever(slug: str, dims: tuple[int, ...], examples: int) -> None:
    """A link with a seed is worth nothing if the numbers behind it can change."""
    exercise = drawn(slug, dims, examples, 7)
    assert exercise.is_hand_sized
    assert {name: ";".join(map(",".join, rows)) for name, rows in exercise.given.items()} == GOLDEN[slug]
