"""The sparse autoencoder: 3 dimensions, 6 features, 5 tokens. Its matrices and steps, as data.

Columns are tokens; rows are dimensions or features; a weight matrix has shape (out, in), as
torch.nn.Linear.weight has. The names are SAELens's, which keeps its matrices transposed. Losses are sums.
The shapes follow S. Dey, "Deep Dive into Anthropic's Sparse Autoencoders by Hand" (2024), after exercises
by Prof. Tom Yeh; the numbers were chosen for this project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core import operations as op
from app.core.extras import Aside, Switch
from app.core.layers import Dims, Layer
from app.core.lesson import Lesson, Matrix, Plan, Preset, Result, Slope, Step, View, Where
from app.core.operation import Shape
from app.lessons.sparse_autoencoder import words
from app.lessons.sparse_autoencoder.experiments import EXPERIMENTS
from app.lessons.sparse_autoencoder.words import around, terms
from app.lessons.sparse_autoencoder.words.class_plan import CLASS_PLAN
from app.notation.numerals import rows_text

GIVEN = ("X", "W_enc", "b_enc", "W_dec", "b_dec")

MATRICES = (
    Matrix("X", "given", "dimensions", "tokens", "what the language model computed for each token"),
    Matrix("W_enc", "weights", "features", "dimensions", "encoder weights"),
    Matrix("b_enc", "weights", "features", "one", "encoder biases"),
    Matrix("W_dec", "weights", "dimensions", "features", "decoder weights"),
    Matrix("b_dec", "weights", "dimensions", "one", "decoder biases"),
    Matrix("lambda", "given", "one", "one", "weight of the sparsity loss"),
    Matrix("eta", "given", "one", "one", "learning rate"),
    Matrix("Z", "activation", "features", "tokens", "pre-activations"),
    Matrix("f", "activation", "features", "tokens", "feature activations"),
    Matrix("X_hat", "activation", "dimensions", "tokens", "reconstruction"),
    Matrix("n", "weights", "one", "features", "L2 norms of the decoder's columns", "‖w‖"),
    Matrix("L1", "loss", "one", "tokens", "L1 loss of each token"),
    Matrix("L1_total", "loss", "one", "one", "L1 loss of all tokens", "sum L1"),
    Matrix("g", "gradient", "features", "tokens", "the push of the L1 loss on f", "-∂L1/∂f"),
    Matrix("dL1", "gradient", "features", "tokens", "the derivative of the L1 loss", "∂L1/∂f"),
    Matrix("S", "gradient", "features", "tokens", "the push, weighted by the norms", "n g"),
    Matrix("L1_weighted", "loss", "one", "one", "L1 loss weighted by the norms", "sum n f"),
    Matrix("E", "loss", "dimensions", "tokens", "error, or residual", "X_hat - X"),
    Matrix("SSE", "loss", "one", "one", "sum of the squared errors", "sum E^2"),
    Matrix("MSE", "loss", "one", "one", "mean of the squared errors"),
    Matrix("G", "gradient", "dimensions", "tokens", "gradient of the squared error", "2 E"),
    Matrix("loss", "loss", "one", "one", "total loss", "SSE + lambda L1_weighted"),
    Matrix("D", "gradient", "dimensions", "features", "what reconstruction asks of the decoder", "G f^T"),
    Matrix("s", "activation", "features", "one", "activation of a feature over all tokens", "sum f"),
    Matrix("r", "gradient", "features", "one", "what sparsity asks of a column's length", "lambda s / n"),
    Matrix("dW_dec", "gradient", "dimensions", "features", "gradient of the decoder weights"),
    Matrix("db_dec", "gradient", "dimensions", "one", "gradient of the decoder biases"),
    Matrix("B", "gradient", "features", "tokens", "the blame carried back to the features", "W_dec^T G"),
    Matrix("df", "gradient", "features", "tokens", "gradient of the activations", "∂loss/∂f"),
    Matrix("M", "activation", "features", "tokens", "where ReLU is open", "[Z > 0]"),
    Matrix("dZ", "gradient", "features", "tokens", "gradient of the pre-activations", "∂loss/∂Z"),
    Matrix("dW_enc", "gradient", "features", "dimensions", "gradient of the encoder weights"),
    Matrix("db_enc", "gradient", "features", "one", "gradient of the encoder biases"),
    Matrix("W_enc_new", "weights", "features", "dimensions", "encoder weights after the update"),
    Matrix("b_enc_new", "weights", "features", "one", "encoder biases after the update"),
    Matrix("W_dec_new", "weights", "dimensions", "features", "decoder weights after the update"),
    Matrix("b_dec_new", "weights", "dimensions", "one", "decoder biases after the update"),
)

ENCODER, DECODER, SPARSITY = "Encoder", "Decoder", "Training: sparsity"
RECONSTRUCTION, BEYOND = "Training: reconstruction", "Backward and update"

RECIPE = View("recipe", "The recipe")
DERIVATIVE = View("derivative", "The derivative", (Result("dL1", op.is_positive, ("f",)),))


def _push(*, positive: bool) -> Result:
    """The push g; step 6 works its cells with f > 0, step 7 those with f = 0."""
    return Result("g", op.push_down, ("f",), Where("f", positive))


def _update(name: str) -> Result:
    return Result(f"{name}_new", op.subtract_scaled, (name, "eta", f"d{name}"))


STEPS: tuple[tuple[str, str, tuple[Result, ...], View | None], ...] = (
    (
        "encoder-linear",
        ENCODER,
        (Result("Z", op.linear, ("W_enc", "X", "b_enc"), slowly=((1, 1), (2, 3), (6, 3))),),
        None,
    ),
    ("encoder-relu", ENCODER, (Result("f", op.relu, ("Z",), slowly=((1, 1), (1, 3))),), None),
    (
        "decoder-reconstruction",
        DECODER,
        (Result("X_hat", op.linear, ("W_dec", "f", "b_dec"), slowly=((1, 1), (3, 3))),),
        RECIPE,
    ),
    ("decoder-norms", DECODER, (Result("n", op.column_norms, ("W_dec",), slowly=((1, 1), (1, 4))),), None),
    (
        "l1-loss",
        SPARSITY,
        (Result("L1", op.column_sums, ("f",)), Result("L1_total", op.total, ("L1",))),
        None,
    ),
    ("sparsity-gradient", SPARSITY, (_push(positive=True),), DERIVATIVE),
    ("sparsity-zero", SPARSITY, (_push(positive=False),), None),
    (
        "sparsity-weight",
        SPARSITY,
        (Result("S", op.scale_rows, ("n", "g")), Result("L1_weighted", op.weighted_total, ("n", "f"))),
        None,
    ),
    (
        "mse-loss",
        RECONSTRUCTION,
        (
            Result("E", op.difference, ("X_hat", "X"), slowly=((1, 1), (1, 2))),
            Result("SSE", op.sum_squares, ("E",)),
            Result("MSE", op.mean, ("SSE", "E")),
        ),
        None,
    ),
    (
        "mse-gradient",
        RECONSTRUCTION,
        (
            Result("G", op.double, ("E",), slowly=((1, 2),)),
            Result("loss", op.penalised, ("SSE", "lambda", "L1_weighted")),
        ),
        None,
    ),
    (
        "backward-decoder",
        BEYOND,
        (
            Result("D", op.outer, ("G", "f")),
            Result("s", op.row_sums, ("f",)),
            Result("r", op.norm_slope, ("lambda", "s", "n")),
            Result("dW_dec", op.add_scaled_columns, ("D", "r", "W_dec")),
            Result("db_dec", op.row_sums, ("G",)),
        ),
        None,
    ),
    (
        "backward-features",
        BEYOND,
        (
            Result("B", op.transpose_times, ("W_dec", "G"), slowly=((1, 2),)),
            Result("df", op.subtract_scaled, ("B", "lambda", "S"), slowly=((1, 2),)),
            Result("M", op.is_positive, ("Z",), slowly=((1, 2),)),
            Result("dZ", op.multiply, ("df", "M"), slowly=((1, 2), (2, 2))),
        ),
        None,
    ),
    (
        "backward-encoder",
        BEYOND,
        (Result("dW_enc", op.outer, ("dZ", "X")), Result("db_enc", op.row_sums, ("dZ",))),
        None,
    ),
    ("update", BEYOND, tuple(_update(name) for name in GIVEN[1:]), None),
)

ACTIVE = Where("f", positive=True)


def _sparsity(loss: str, sign: int) -> tuple[Slope, ...]:
    """What raising f does to a loss of sparsity; where f is 0, what raising the Z behind it does."""
    return Slope(loss, "f", sign, ACTIVE), Slope(loss, "Z", sign)


SLOPES = {
    "g": _sparsity("L1_total", -1),
    "dL1": _sparsity("L1_total", 1),
    "S": _sparsity("L1_weighted", -1),
    "G": (Slope("SSE", "X_hat"),),
    "D": (Slope("SSE", "W_dec"),),
    "dW_dec": (Slope("loss", "W_dec"),),
    "db_dec": (Slope("loss", "b_dec"),),
    "B": (Slope("SSE", "f"),),
    "df": (Slope("loss", "f", where=ACTIVE), Slope("SSE", "f")),
    "dZ": (Slope("loss", "Z"),),
    "dW_enc": (Slope("loss", "W_enc"),),
    "db_enc": (Slope("loss", "b_enc"),),
}

PLAN = Plan(
    given=(*GIVEN, "lambda", "eta"),
    matrices={matrix.name: matrix for matrix in MATRICES},
    steps=tuple(
        Step(number, slug, group, words.STEPS[slug], results, view)
        for number, (slug, group, results, view) in enumerate(STEPS, start=1)
    ),
    layers=(Layer("W_enc", "b_enc"), Layer("W_dec", "b_dec", relu=False)),
    loss="loss",
    parts=("SSE", "L1_weighted"),
    curves={"loss": "total loss", "SSE": "squared error", "L1_weighted": "weighted L1"},
    error="E",
    fit="SSE",
    penalty="L1_weighted",
    weight="lambda",
    rate="eta",
    hidden="f",
    slopes=SLOPES,
)


def _shapes(dims: Sequence[int], examples: int) -> dict[str, Shape]:
    d, m = dims
    return {"X": (d, examples), "W_enc": (m, d), "b_enc": (m, 1), "W_dec": (d, m), "b_dec": (d, 1)}


def _dims_of(shapes: Mapping[str, Shape]) -> tuple[int, ...]:
    return shapes["X"][0], shapes["W_enc"][0]


def _plan(_: Sequence[str]) -> Plan:
    return PLAN


LESSON = Lesson(
    slug="sparse-autoencoder",
    place=2,
    title="Sparse autoencoder",
    summary=around.SUMMARY,
    teaches=around.TEACHES,
    preset=Preset(
        given={
            "X": rows_text("0,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1"),
            "W_enc": rows_text("-1,-1,0;1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0"),
            "b_enc": rows_text("-1;-1;1;0;-1;-1"),
            "W_dec": rows_text("-1,1,0,1,0,-1;-1,-1,1,-2,0,0;1,0,0,-2,2,-2"),
            "b_dec": rows_text("0;0;1"),
            "lambda": rows_text("0.1"),
            "eta": rows_text("0.02"),
        },
        tokens=("Paris", "Alps", "Fuji", "Tokyo", "sushi"),
        features=("Europe", "capital", "Japan", "food", "volcano", "mountain"),
    ),
    plan=_plan,
    dims=Dims(
        names=lambda _: GIVEN,
        shapes=_shapes,
        of=_dims_of,
        fit=lambda dims: len(dims) == 2,
        wanted="two numbers, dimensions and features, such as 3,6",
    ),
    is_given=GIVEN.__contains__,
    given_in_words="X, W_enc, b_enc, W_dec and b_dec",
    settings=("lambda", "eta"),
    called={"tokens": "token", "features": "feature"},
    glimpse=("X", "f", "X_hat"),
    examples={
        "2 dimensions, 4 features, 4 tokens": "seed=1&dims=2,4&examples=4",
        "4 dimensions, 8 features, 6 tokens": "seed=1&dims=4,8&examples=6",
    },
    introduction=around.INTRODUCTION,
    closing=around.CLOSING,
    credits=around.CREDITS,
    on_training=around.ON_TRAINING,
    experiments=EXPERIMENTS,
    class_plan=CLASS_PLAN,
    terms=terms.TERMS,
    switch=Switch("sparse-autoencoder-centred", "encoder-linear", "Work it that way"),
    aside=Aside("sparsity-gradient", "How L1 drives a weight to zero"),
)
