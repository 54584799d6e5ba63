"""The autoencoder of any number of layers worked out with loops, and random exercises of it."""

import random
import re
from collections.abc import Sequence

from tests.oracle.parts import (
    Matrices,
    add_error,
    column,
    neurons,
    put,
    relu,
    step,
    stepped,
    without_minus_zero,
    zeros,
)
from tests.oracle.slopes import kink, random_matrix


def layers(given: Matrices) -> int:
    """How many layers are given: L, where W1 .. WL are."""
    return sum(1 for name in given if re.fullmatch(r"W\d+", name))


def activation_name(layer: int, last: int) -> str:
    """What the output of a layer is called: X before the first, Y after the last."""
    if layer == 0:
        return "X"
    return "Y" if layer == last else f"A{layer}"


def autoencoder_loss(given: Matrices) -> float:
    """The sum of squared differences between each example and what comes out for it."""
    total = 0.0
    for t in range(len(given["X"][0])):
        x = column(given["X"], t)
        a = x
        for layer in range(1, layers(given) + 1):
            a = [relu(z) for z in neurons(given[f"W{layer}"], given[f"b{layer}"], a)]
        total += sum((y - wanted) ** 2 for y, wanted in zip(a, x, strict=True))
    return total


def autoencoder(given: Matrices, eta: float) -> Matrices:
    """Every matrix of the lesson from X d0 x t, and Wl dl x d(l-1), bl dl x 1 for l = 1 .. L; dL = d0."""
    last = layers(given)
    found: Matrices = {"T": [list(row) for row in given["X"]]}
    _ae_blank(given, found)
    for t in range(len(given["X"][0])):
        _ae_forward(given, found, t)
    add_error(found, found["Y"], found["T"])
    for t in range(len(given["X"][0])):
        _ae_backward(given, found, t)
    for layer in range(1, last + 1):
        for name in (f"W{layer}", f"b{layer}"):
            found[f"{name}_new"] = stepped(given[name], found[f"d{name}"], eta)
    return without_minus_zero(found)


def _ae_blank(given: Matrices, found: Matrices) -> None:
    """Room for the results of each layer: Zl, Al, Ml, dZl, dAl (dl x t), dWl (dl x d(l-1)), dbl (dl x 1)."""
    last, tokens = layers(given), len(given["X"][0])
    for layer in range(1, last + 1):
        out, inputs = len(given[f"W{layer}"]), len(given[f"W{layer}"][0])
        for name in (f"Z{layer}", activation_name(layer, last), f"M{layer}", f"dZ{layer}"):
            found[name] = zeros(out, tokens)
        if layer < last:
            found[f"dA{layer}"] = zeros(out, tokens)
        found |= {f"dW{layer}": zeros(out, inputs), f"db{layer}": zeros(out, 1)}


def _ae_forward(given: Matrices, found: Matrices, t: int) -> None:
    """Example t on its way through the layers: column t of every Zl and Al (dl x t)."""
    last, a = layers(given), column(given["X"], t)
    for layer in range(1, last + 1):
        z = neurons(given[f"W{layer}"], given[f"b{layer}"], a)
        a = [relu(number) for number in z]
        put(found[f"Z{layer}"], t, z)
        put(found[activation_name(layer, last)], t, a)


def _ae_backward(given: Matrices, found: Matrices, t: int) -> None:
    """Example t on its way back: column t of Ml, dZl, dAl (dl x t), and its share of dWl and dbl."""
    last, blame = layers(given), column(found["G"], t)
    for layer in range(last, 0, -1):
        weights, before = given[f"W{layer}"], activation_name(layer - 1, last)
        inputs = column(given["X"] if layer == 1 else found[before], t)
        handed_on = [0.0] * len(inputs)
        for i, z in enumerate(column(found[f"Z{layer}"], t)):
            found[f"M{layer}"][i][t] = step(z)
            share = blame[i] if z > 0 else 0.0
            found[f"dZ{layer}"][i][t] = share
            found[f"db{layer}"][i][0] += share
            for k, value in enumerate(inputs):
                found[f"dW{layer}"][i][k] += share * value
                handed_on[k] += share * weights[i][k]
        if layer > 1:
            put(found[f"dA{layer - 1}"], t, handed_on)
        blame = handed_on


def random_autoencoder(seed: int, sizes: Sequence[int]) -> Matrices:
    """Given matrices for layers of these sizes: away from kinks, with every layer carrying a gradient."""
    draw = random.Random(seed)
    while True:
        given = {"X": random_matrix(draw, sizes[0], 4, -2, 2)}
        for layer in range(1, len(sizes)):
            given[f"W{layer}"] = random_matrix(draw, sizes[layer], sizes[layer - 1], -1, 1.5)
            given[f"b{layer}"] = random_matrix(draw, sizes[layer], 1, -1, 1)
        found = autoencoder(given, 0.001)
        if not kink(found) and any(number for row in found["dW1"] for number in row):
            return given
