"""The autoencoder, for any number of layers; the preset is 4, 3, 2, 3, 4. Its matrices and steps, as data.

Columns are examples; a weight matrix has shape (out, in). The first half of the layers is called encoder,
the second decoder. The preset's numbers are those of the sheet "small" in advanced/Autoencoder.xlsx of the
public repository ImagineAILab/ai-by-hand-excel (MIT, (c) 2024 Tom Yeh), with two more examples added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from app.core import operations as op
from app.core.layers import Dims, Layer
from app.core.lesson import MOST_LAYERS, Axis, Lesson, Matrix, Plan, Preset, Result, Slope, Step, Words
from app.core.operation import Shape
from app.lessons.autoencoder import terms, words
from app.lessons.autoencoder.class_plan import CLASS_PLAN
from app.lessons.autoencoder.experiments import EXPERIMENTS
from app.notation.numerals import rows_text

GIVEN, ENCODER, DECODER = "Given", "Encoder", "Decoder"
TRAINING, BEYOND = "Training", "Backward and update"


def given_names(layers: int) -> tuple[str, ...]:
    """X, W1 .. WL, b1 .. bL."""
    numbers = range(1, layers + 1)
    return ("X", *(f"W{k}" for k in numbers), *(f"b{k}" for k in numbers))


def activation(layer: int, layers: int) -> str:
    """The output of a layer: X for layer 0, Y for the last."""
    return {0: "X", layers: "Y"}.get(layer, f"A{layer}")


def matrices(layers: int) -> tuple[Matrix, ...]:
    """Every matrix of an autoencoder with that many layers."""
    return (
        Matrix("X", "given", "dimensions", "tokens", "the examples, one a column"),
        Matrix("eta", "given", "one", "one", "learning rate"),
        Matrix("T", "given", "dimensions", "tokens", "the targets: the examples themselves"),
        Matrix("E", "loss", "dimensions", "tokens", "error", "Y - T"),
        Matrix("SSE", "loss", "one", "one", "sum of the squared errors", "sum E^2"),
        Matrix("MSE", "loss", "one", "one", "mean of the squared errors"),
        Matrix("G", "gradient", "dimensions", "tokens", "gradient of the squared error", "2 E"),
        *(matrix for layer in range(1, layers + 1) for matrix in layer_matrices(layer, layers)),
    )


def layer_matrices(k: int, layers: int) -> tuple[Matrix, ...]:
    """The matrices of layer k, forwards and backwards."""
    rows: Axis = "dimensions" if k == layers else "units"
    before: Axis = "dimensions" if k == 1 else "units"
    return (
        Matrix(f"W{k}", "weights", rows, before, f"weights of layer {k}"),
        Matrix(f"b{k}", "weights", rows, "one", f"biases of layer {k}"),
        Matrix(f"Z{k}", "activation", rows, "tokens", f"pre-activations of layer {k}"),
        Matrix(activation(k, layers), "activation", rows, "tokens", f"output of layer {k}"),
        Matrix(f"M{k}", "activation", rows, "tokens", f"where ReLU {k} is open", f"[Z{k} > 0]"),
        Matrix(f"dA{k}", "gradient", rows, "tokens", f"gradient of the output of layer {k}"),
        Matrix(f"dZ{k}", "gradient", rows, "tokens", f"gradient of the pre-activations of layer {k}"),
        Matrix(f"dW{k}", "gradient", rows, before, f"gradient of the weights of layer {k}"),
        Matrix(f"db{k}", "gradient", rows, "one", f"gradient of the biases of layer {k}"),
        Matrix(f"W{k}_new", "weights", rows, before, f"weights of layer {k} after the update"),
        Matrix(f"b{k}_new", "weights", rows, "one", f"biases of layer {k} after the update"),
    )


def forward_step(k: int, layers: int) -> Step:
    """Layer k: a linear layer and a ReLU, on one page."""
    before, out = activation(k - 1, layers), activation(k, layers)
    results = (
        Result(f"Z{k}", op.linear, (f"W{k}", before, f"b{k}"), slowly=((1, 1), (2, 2))),
        Result(out, op.relu, (f"Z{k}",), slowly=((1, 1),)),
    )
    group = ENCODER if k <= layers // 2 else DECODER
    return Step(k + 1, f"layer-{k}", group, forward_words(k, layers), results)


def layer_words(k: int, layers: int) -> str:
    """Which words fit layer k."""
    if k == layers:
        return "decoder-output"
    if k == layers // 2:
        return "bottleneck"
    return "encoder-layer" if k < layers // 2 else "decoder-layer"


def backward_step(k: int, layers: int) -> Step:
    """Back through layer k; below the first there is nothing left to blame."""
    blame = "G" if k == layers else f"dA{k}"
    results = [
        Result(f"M{k}", op.is_positive, (f"Z{k}",)),
        Result(f"dZ{k}", op.multiply, (blame, f"M{k}")),
        Result(f"dW{k}", op.outer, (f"dZ{k}", activation(k - 1, layers))),
        Result(f"db{k}", op.row_sums, (f"dZ{k}",)),
    ]
    if k > 1:
        results.append(Result(f"dA{k - 1}", op.transpose_times, (f"W{k}", f"dZ{k}")))
    number = 2 * layers + 3 - k
    return Step(number, f"backward-{k}", BEYOND, backward_words(k, layers), tuple(results))


def with_layer(text: Words, k: int, layers: int) -> Words:
    """The words with the layer's number, its place in its half, and where its sizes are to be read."""
    side = k if k <= layers // 2 else k - layers // 2
    names = {"l": str(k), "k": str(side), "n_in": f"{{columns:W{k}}}", "n_out": f"{{rows:W{k}}}"}
    fields = {key: re.sub(r"\{(\w+)\}", lambda m: names[m[1]], value) for key, value in vars(text).items()}
    return Words(**fields)


def forward_words(k: int, layers: int) -> Words:
    """The words of layer k; the first layer recaps what a linear layer and ReLU are."""
    recap = words.STEPS["encoder-layer"].recap if k == 1 else ""
    return replace(with_layer(words.STEPS[layer_words(k, layers)], k, layers), recap=recap)


def backward_words(k: int, layers: int) -> Words:
    """The words of the way back through layer k; the last layer also tells the convention."""
    if layers == 1:
        note = words.STEPS["backward-layer"].note
        return replace(with_layer(words.STEPS["backward-only"], k, layers), note=note)
    if k == 1:
        return with_layer(words.STEPS["backward-first"], k, layers)
    text = replace(
        with_layer(words.STEPS["backward-layer"], k, layers), example=words.BACKWARD_EXAMPLES.get(k, "")
    )
    if k < layers:
        return replace(text, note="")
    return replace(text, reason=f"{text.reason.rstrip()} {words.LAST_LAYER}")


def slopes(layers: int) -> dict[str, tuple[Slope, ...]]:
    """Every gradient is one of the squared error."""
    parts = [f"{kind}{k}" for k in range(1, layers + 1) for kind in "ZWb"]
    parts += [f"A{k}" for k in range(1, layers)]
    return {"G": (Slope("SSE", "Y"),), **{f"d{part}": (Slope("SSE", part),) for part in parts}}


@cache
def plan(layers: int) -> Plan:
    """The plan of an autoencoder with that many layers."""
    loss = (
        Result("E", op.difference, ("Y", "T"), slowly=((1, 1), (2, 2))),
        Result("SSE", op.sum_squares, ("E",)),
        Result("MSE", op.mean, ("SSE", "E")),
        Result("G", op.double, ("E",)),
    )
    given = given_names(layers)
    update = tuple(Result(f"{n}_new", op.subtract_scaled, (n, "eta", f"d{n}")) for n in given[1:])
    steps = (
        Step(1, "auto", GIVEN, words.STEPS["auto"], (Result("T", op.copy, ("X",)),)),
        *(forward_step(k, layers) for k in range(1, layers + 1)),
        Step(layers + 2, "loss", TRAINING, words.STEPS["loss"], loss),
        *(backward_step(k, layers) for k in range(layers, 0, -1)),
        Step(2 * layers + 3, "update", BEYOND, words.STEPS["update"], update),
    )
    return Plan(
        (*given, "eta"),
        {matrix.name: matrix for matrix in matrices(layers)},
        steps,
        tuple(Layer(f"W{k}", f"b{k}") for k in range(1, layers + 1)),
        loss="SSE",
        parts=("MSE",),
        curves={"SSE": "squared error"},
        error="E",
        fit="SSE",
        rate="eta",
        hidden=activation(max(layers // 2, 1), layers),
        slopes=slopes(layers),
    )


def _plan_of(names: Sequence[str]) -> Plan:
    return plan(max(1, sum(bool(re.fullmatch(r"W\d+", name)) for name in names)))


def _shapes(dims: Sequence[int], examples: int) -> dict[str, Shape]:
    weights = {f"W{k}": (out, into) for k, (into, out) in enumerate(pairwise(dims), start=1)}
    biases = {f"b{k}": (out, 1) for k, out in enumerate(dims[1:], start=1)}
    return {"X": (dims[0], examples), **weights, **biases}


def _dims_of(shapes: Mapping[str, Shape]) -> tuple[int, ...]:
    return tuple(rows for name, (rows, _) in shapes.items() if name.startswith(("X", "W")))


def _is_given(name: str) -> bool:
    return bool(re.fullmatch(r"X|[Wb][1-9][0-9]?", name))


def _fit(dims: Sequence[int]) -> bool:
    return 1 <= len(dims) - 1 <= MOST_LAYERS and dims[0] == dims[-1]


LESSON = Lesson(
    slug="autoencoder",
    place=1,
    title="Autoencoder",
    summary=words.SUMMARY,
    teaches=words.TEACHES,
    preset=Preset(
        given={
            "X": rows_text("2,-1,0,-1;-1,0,1,0;2,1,-1,1;1,2,3,0"),
            "W1": rows_text("1,0,-1,1;0,1,1,0;1,-1,0,0"),
            "W2": rows_text("0,1,2;-1,0,-3"),
            "W3": rows_text("1,1;-1,1;1,0"),
            "W4": rows_text("0,-1,0;-1,2,0;1,-1,1;-1,0,1"),
            "b1": rows_text("1;1;0"),
            "b2": rows_text("1;10"),
            "b3": rows_text("-2;1;1"),
            "b4": rows_text("2;3;2;5"),
            "eta": rows_text("0.0005"),
        },
        tokens=("x1", "x2", "x3", "x4"),
    ),
    plan=_plan_of,
    dims=Dims(
        names=lambda dims: given_names(len(dims) - 1),
        shapes=_shapes,
        of=_dims_of,
        fit=_fit,
        wanted="one to twelve layers that end with the number they start with, such as 4,3,2,3,4",
    ),
    is_given=_is_given,
    given_in_words="X, W1, b1, W2, b2 and so on",
    settings=("eta",),
    called={"tokens": "example"},
    glimpse=("X", "A2", "Y"),
    examples={
        "Two layers: 3, 2, 3": "seed=33&dims=3,2,3",
        "Four layers: 6, 4, 3, 4, 6": "seed=17&dims=6,4,3,4,6",
        "Eight layers: 6, 5, 4, 3, 2, 3, 4, 5, 6": "seed=35&dims=6,5,4,3,2,3,4,5,6",
    },
    introduction=words.INTRODUCTION,
    closing=words.CLOSING,
    credits=words.CREDITS,
    experiments=EXPERIMENTS,
    class_plan=CLASS_PLAN,
    terms=terms.TERMS,
)
