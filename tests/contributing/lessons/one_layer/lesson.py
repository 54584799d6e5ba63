"""One layer, forwards only: a lesson without any loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core import operations as op
from app.core.extras import Introduction
from app.core.layers import Dims, Layer
from app.core.lesson import Lesson, Matrix, Plan, Preset, Result, Step, Words
from app.core.operation import Shape
from app.notation.numerals import rows_text

PLAN = Plan(
    given=("X", "W", "b"),
    matrices={
        matrix.name: matrix
        for matrix in (
            Matrix("X", "given", "dimensions", "tokens", "what goes in"),
            Matrix("W", "weights", "units", "dimensions", "weights"),
            Matrix("b", "weights", "units", "one", "biases"),
            Matrix("Z", "activation", "units", "tokens", "pre-activations"),
            Matrix("A", "activation", "units", "tokens", "what comes out"),
            Matrix("s", "activation", "units", "one", "what each unit gives in all", "sum A"),
        )
    },
    steps=(
        Step(
            1,
            "linear",
            "Layer",
            Words("Linear", "Each unit adds up what it is given. Its bias comes last."),
            (Result("Z", op.linear, ("W", "X", "b")),),
        ),
        Step(
            2,
            "relu",
            "Layer",
            Words("ReLU", "What is negative becomes 0. The rest passes."),
            (Result("A", op.relu, ("Z",)), Result("s", op.row_sums, ("A",))),
        ),
    ),
    layers=(Layer("W", "b"),),
)


def shapes(dims: Sequence[int], examples: int) -> dict[str, Shape]:
    """X, W and b for so many inputs and units."""
    into, out = dims
    return {"X": (into, examples), "W": (out, into), "b": (out, 1)}


def dims_of(given: Mapping[str, Shape]) -> tuple[int, ...]:
    """How many inputs and units there are."""
    return given["X"][0], given["W"][0]


LESSON = Lesson(
    slug="one-layer",
    place=30,
    title="One layer",
    summary="A layer and its ReLU, and nothing to learn.",
    preset=Preset(
        {"X": rows_text("1,0;2,-1"), "W": rows_text("1,-1;0,2;1,1"), "b": rows_text("0;-1;1")}, ("x1", "x2")
    ),
    plan=lambda _: PLAN,
    introduction=Introduction("Two examples and a layer.", "What comes out?", "Two steps."),
    called={"tokens": "example"},
    glimpse=("X", "A"),
    dims=Dims(
        names=lambda _: ("X", "W", "b"),
        shapes=shapes,
        of=dims_of,
        fit=lambda dims: len(dims) == 2,
        wanted="two numbers, inputs and units, such as 2,3",
    ),
)
