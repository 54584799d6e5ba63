"""A sparse autoencoder with a threshold: JumpReLU, made of a subtraction, a question and a product."""

from __future__ import annotations

from app.core import operations as op
from app.core.extras import Introduction
from app.core.lesson import Lesson, Matrix, Plan, Preset, Result, Slope, Step, Where, Words
from app.notation.numerals import rows_text

LEARNED = ("W_enc", "b_enc", "W_dec", "b_dec")
MATRICES = (
    Matrix("X", "given", "dimensions", "tokens", "tokens"),
    Matrix("W_enc", "weights", "features", "dimensions", "encoder weights"),
    Matrix("b_enc", "weights", "features", "one", "encoder biases"),
    Matrix("W_dec", "weights", "dimensions", "features", "decoder weights"),
    Matrix("b_dec", "weights", "dimensions", "one", "decoder biases"),
    Matrix("theta", "weights", "features", "one", "threshold of each feature"),
    Matrix("beta", "given", "one", "one", "weight of the sparsity loss"),
    Matrix("alpha", "given", "one", "one", "learning rate"),
    Matrix("Z", "activation", "features", "tokens", "pre-activations"),
    Matrix("H", "activation", "features", "tokens", "how far above the threshold", "Z - theta"),
    Matrix("M", "activation", "features", "tokens", "where the gate is open", "[H > 0]"),
    Matrix("f", "activation", "features", "tokens", "feature activations"),
    Matrix("R", "activation", "dimensions", "tokens", "reconstruction"),
    Matrix("E", "loss", "dimensions", "tokens", "error", "R - X"),
    Matrix("Q", "loss", "one", "one", "squared error", "sum E^2"),
    Matrix("L1", "loss", "one", "one", "sum of the activations", "sum f"),
    Matrix("J", "loss", "one", "one", "total", "Q + beta L1"),
    Matrix("G", "gradient", "dimensions", "tokens", "gradient of the squared error", "2 E"),
    Matrix("B", "gradient", "features", "tokens", "blame carried back", "W_dec^T G"),
    Matrix("g", "gradient", "features", "tokens", "the push of L1", "-[f > 0]"),
    Matrix("df", "gradient", "features", "tokens", "gradient of the activations"),
    Matrix("dZ", "gradient", "features", "tokens", "gradient of the pre-activations"),
    Matrix("dW_dec", "gradient", "dimensions", "features", "gradient of the decoder weights"),
    Matrix("db_dec", "gradient", "dimensions", "one", "gradient of the decoder biases"),
    Matrix("dW_enc", "gradient", "features", "dimensions", "gradient of the encoder weights"),
    Matrix("db_enc", "gradient", "features", "one", "gradient of the encoder biases"),
    Matrix("W_enc_new", "weights", "features", "dimensions", "encoder weights after the update"),
    Matrix("b_enc_new", "weights", "features", "one", "encoder biases after the update"),
    Matrix("W_dec_new", "weights", "dimensions", "features", "decoder weights after the update"),
    Matrix("b_dec_new", "weights", "dimensions", "one", "decoder biases after the update"),
)
STEPS = (
    Step(
        1,
        "encoder",
        "Encoder",
        Words("Encoder with a threshold", "What is above its threshold passes as it is. The rest is 0."),
        (
            Result("Z", op.linear, ("W_enc", "X", "b_enc")),
            Result("H", op.subtract_column, ("Z", "theta")),
            Result("M", op.is_positive, ("H",)),
            Result("f", op.multiply, ("Z", "M")),
        ),
    ),
    Step(
        2,
        "decoder",
        "Decoder",
        Words("Decoder", "Every active feature adds its column. The bias comes last."),
        (Result("R", op.linear, ("W_dec", "f", "b_dec")),),
    ),
    Step(
        3,
        "loss",
        "Training",
        Words("Loss", "What is missing, squared, and what is used. The weight decides between them."),
        (
            Result("E", op.difference, ("R", "X")),
            Result("Q", op.sum_squares, ("E",)),
            Result("L1", op.total, ("f",)),
            Result("J", op.penalised, ("Q", "beta", "L1")),
        ),
    ),
    Step(
        4,
        "backward",
        "Training",
        Words("Backward", "Where a gate is open the blame passes. The threshold learns nothing this way."),
        (
            Result("G", op.double, ("E",)),
            Result("B", op.transpose_times, ("W_dec", "G")),
            Result("g", op.push_down, ("f",)),
            Result("df", op.subtract_scaled, ("B", "beta", "g")),
            Result("dZ", op.multiply, ("df", "M")),
            Result("dW_dec", op.outer, ("G", "f")),
            Result("db_dec", op.row_sums, ("G",)),
            Result("dW_enc", op.outer, ("dZ", "X")),
            Result("db_enc", op.row_sums, ("dZ",)),
        ),
    ),
    Step(
        5,
        "update",
        "Training",
        Words("Update", "Each weight moves against its gradient. How far, the rate says."),
        tuple(Result(f"{name}_new", op.subtract_scaled, (name, "alpha", f"d{name}")) for name in LEARNED),
    ),
)
ACTIVE = Where("f", positive=True)

PLAN = Plan(
    given=("X", *LEARNED, "theta", "beta", "alpha"),
    matrices={matrix.name: matrix for matrix in MATRICES},
    steps=STEPS,
    loss="J",
    parts=("Q", "L1"),
    curves={"J": "total", "Q": "squared error"},
    error="E",
    fit="Q",
    penalty="L1",
    weight="beta",
    rate="alpha",
    hidden="f",
    slopes={
        "G": (Slope("Q", "R"),),
        "B": (Slope("Q", "f"),),
        "g": (Slope("L1", "f", -1, ACTIVE), Slope("L1", "Z", -1)),
        "df": (Slope("J", "f", where=ACTIVE), Slope("Q", "f")),
        "dZ": (Slope("J", "Z"),),
        **{f"d{name}": (Slope("J", name),) for name in LEARNED},
    },
)

LESSON = Lesson(
    slug="jump-relu",
    place=20,
    title="SAE with a threshold",
    summary="A feature counts only above its threshold `theta`.",
    preset=Preset(
        {
            "X": rows_text("1,0,2;0,1,-1"),
            "W_enc": rows_text("1,0;0,1;1,1"),
            "b_enc": rows_text("0;0;-1"),
            "W_dec": rows_text("1,0,1;0,1,-1"),
            "b_dec": rows_text("0;0"),
            "theta": rows_text("0.5;0.5;0.25"),
            "beta": rows_text("0.1"),
            "alpha": rows_text("0.05"),
        },
        tokens=("a", "b", "c"),
        features=("first", "second", "both"),
    ),
    plan=lambda _: PLAN,
    introduction=Introduction("Three tokens and an SAE.", "What passes the thresholds?", "Five steps."),
    settings=("beta", "alpha"),
    called={"tokens": "token", "features": "feature"},
    glimpse=("X", "f", "R"),
)
