"""Pupils: each a procedure that is applied to whole matrices, in plain loops, with slips of the pen besides.

This file shares nothing with the app's explanations: a pupil is a function from numbers to the numbers that
are written down. A matrix is a list of rows; indices count from 0.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Matrix = list[list[float]]
Matrices = Mapping[str, Matrix]


class Pupil(NamedTuple):
    """Somebody who always goes wrong in one way: the code of it, and the matrix that is written down."""

    code: str
    name: str
    writes: Callable[[Matrices], Matrix]


def times(W: Matrix, X: Matrix) -> Matrix:
    """W (m, d) times X (d, t)."""
    return [[sum(w[k] * X[k][j] for k in range(len(X))) for j in range(len(X[0]))] for w in W]


def turned(W: Matrix) -> Matrix:
    """W (m, d) with rows and columns exchanged."""
    return [[W[i][k] for i in range(len(W))] for k in range(len(W[0]))]


def each(A: Matrix, change: Callable[[float], float]) -> Matrix:
    """Every number changed."""
    return [[change(a) for a in row] for row in A]


def both(A: Matrix, B: Matrix, combine: Callable[[float, float], float]) -> Matrix:
    """Two matrices combined cell by cell."""
    return [[combine(a, b) for a, b in zip(r, s, strict=True)] for r, s in zip(A, B, strict=True)]


def with_bias(A: Matrix, b: Matrix) -> Matrix:
    """A (m, t) with b (m, 1) added to every column."""
    return [[a + b[i][0] for a in row] for i, row in enumerate(A)]


def across(A: Matrix, weight: Callable[[float], float] = float) -> Matrix:
    """The sum of every row, as a column."""
    return [[sum(map(weight, row))] for row in A]


def minus_times_minus(W: Matrix, X: Matrix) -> Matrix:
    """W (m, d) times X (d, t) by somebody to whom a product of two negative numbers is negative."""

    def product(a: float, b: float) -> float:
        return -a * b if a < 0 and b < 0 else a * b

    return [[sum(product(w[k], X[k][j]) for k in range(len(X))) for j in range(len(X[0]))] for w in W]


def layer_pupils(W: str, X: str, b: str, Z: str) -> list[Pupil]:
    """Those who go wrong in a linear layer."""

    def skips(m: Matrices, k: int) -> Matrix:
        product = times([r[:k] + r[k + 1 :] for r in m[W]], m[X][:k] + m[X][k + 1 :])
        return with_bias(product, m[b])

    return [
        Pupil("bias-left-out", Z, lambda m: times(m[W], m[X])),
        Pupil("relu-too-early", Z, lambda m: each(m[Z], lambda z: max(z, 0.0))),
        Pupil("sign-of-all", Z, lambda m: each(m[Z], lambda z: -z)),
        Pupil("term-left-out", Z, lambda m: skips(m, 0)),
        Pupil("term-left-out", Z, lambda m: skips(m, len(m[X]) - 1)),
        Pupil("sign-of-one", Z, lambda m: both(times(m[W], m[X]), m[Z], lambda p, z: p - (z - p))),
        Pupil("sign-of-one", Z, lambda m: with_bias(minus_times_minus(m[W], m[X]), m[b])),
        Pupil("row-or-column", Z, lambda m: with_bias(times(m[W], m[X]), m[b][1:] + m[b][-1:])),
        Pupil("other-cell", Z, lambda m: [row[1:] + row[-1:] for row in m[Z]]),
    ]


def sae_pupils() -> list[Pupil]:
    """Those who go wrong in the sparse autoencoder."""
    up = layer_pupils("W_enc", "X", "b_enc", "Z") + layer_pupils("W_dec", "f", "b_dec", "X_hat")
    return [
        *up,
        Pupil("other-matrix", "X_hat", lambda m: with_bias(times(m["W_dec"], m["Z"]), m["b_dec"])),
        Pupil("function-left-out", "f", lambda m: m["Z"]),
        Pupil("abs-for-relu", "f", lambda m: each(m["Z"], abs)),
        Pupil("gate-for-relu", "f", lambda m: each(m["Z"], lambda z: float(z > 0))),
        Pupil("relu-turned-round", "f", lambda m: each(m["Z"], lambda z: min(z, 0.0))),
        Pupil("root-left-out", "n", lambda m: turned(across(turned(m["W_dec"]), lambda w: w * w))),
        Pupil("half-for-root", "n", lambda m: turned(across(turned(m["W_dec"]), lambda w: w * w / 2))),
        Pupil("square-left-out", "n", lambda m: turned(across(turned(m["W_dec"])))),
        Pupil("sizes-for-squares", "n", lambda m: turned(across(turned(m["W_dec"]), abs))),
        Pupil("count-for-sum", "L1", lambda m: turned(across(turned(m["f"]), lambda f: float(f > 0)))),
        Pupil("weight-left-out", "S", lambda m: m["g"]),
        Pupil("gate-left-out", "S", lambda m: [[-n for _ in m["g"][0]] for n in m["n"][0]]),
        Pupil("sign-of-all", "S", lambda m: each(m["S"], lambda s: -s)),
        Pupil("reversed", "E", lambda m: both(m["X"], m["X_hat"], lambda x, y: x - y)),
        Pupil("added-for-subtracted", "E", lambda m: both(m["X"], m["X_hat"], lambda x, y: x + y)),
        Pupil("factor-left-out", "G", lambda m: m["E"]),
        Pupil("square-for-double", "G", lambda m: each(m["E"], lambda e: e * e)),
        *back_pupils("dZ", "df", "M"),
        Pupil("other-matrix", "D", lambda m: times(m["E"], turned(m["f"]))),
        Pupil("other-matrix", "dW_enc", lambda m: times(m["df"], turned(m["X"]))),
        Pupil("other-matrix", "B", lambda m: times(turned(m["W_dec"]), m["E"])),
        Pupil("setting-left-out", "df", lambda m: both(m["B"], m["S"], lambda b, s: b - s)),
        Pupil("added-for-subtracted", "df", lambda m: both(m["B"], m["df"], lambda b, d: b + (b - d))),
        Pupil("mean-for-sum", "D", lambda m: each(m["D"], lambda d: d / len(m["G"][0]))),
        Pupil("mean-for-sum", "dW_enc", lambda m: each(m["dW_enc"], lambda w: w / len(m["X"][0]))),
        Pupil("squares-for-sizes", "L1", lambda m: turned(across(turned(m["f"]), lambda f: f * f))),
        Pupil(
            "other-divisor",
            "r",
            lambda m: [[s * n * m["lambda"][0][0]] for [s], n in zip(m["s"], m["n"][0], strict=True)],
        ),
        Pupil(
            "other-matrix",
            "W_enc_new",
            lambda m: both(m["W_enc"], m["dW_enc"], lambda w, d: w - m["lambda"][0][0] * d),
        ),
        Pupil("divisor-left-out", "r", lambda m: each(m["s"], lambda s: s * m["lambda"][0][0])),
        Pupil(
            "setting-left-out",
            "W_enc_new",
            lambda m: both(m["W_enc"], m["dW_enc"], lambda w, d: w - d),
        ),
        Pupil(
            "added-for-subtracted",
            "W_dec_new",
            lambda m: both(m["W_dec"], m["W_dec_new"], lambda w, v: w + (w - v)),
        ),
    ]


def back_pupils(dZ: str, dA: str, M: str) -> list[Pupil]:
    """Those who go wrong on the way back through a ReLU."""
    return [
        Pupil("gate-left-out", dZ, lambda m: m[dA]),
        Pupil("sum-for-product", dZ, lambda m: both(m[dA], m[M], lambda a, b: a + b)),
        Pupil("sign-of-all", dZ, lambda m: each(m[dZ], lambda z: -z)),
    ]


def autoencoder_pupils() -> list[Pupil]:
    """Those who go wrong in the autoencoder of four layers."""
    return [
        *layer_pupils("W1", "X", "b1", "Z1"),
        *layer_pupils("W2", "A1", "b2", "Z2"),
        *layer_pupils("W4", "A3", "b4", "Z4"),
        Pupil("other-matrix", "Z2", lambda m: with_bias(times(m["W2"], m["Z1"]), m["b2"])),
        Pupil("function-left-out", "A1", lambda m: m["Z1"]),
        Pupil("abs-for-relu", "A1", lambda m: each(m["Z1"], abs)),
        Pupil("gate-for-relu", "A1", lambda m: each(m["Z1"], lambda z: float(z > 0))),
        Pupil("relu-turned-round", "A1", lambda m: each(m["Z1"], lambda z: min(z, 0.0))),
        Pupil("reversed", "E", lambda m: both(m["T"], m["Y"], lambda x, y: x - y)),
        Pupil("added-for-subtracted", "E", lambda m: both(m["T"], m["Y"], lambda x, y: x + y)),
        Pupil("factor-left-out", "G", lambda m: m["E"]),
        Pupil("square-for-double", "G", lambda m: each(m["E"], lambda e: e * e)),
        *back_pupils("dZ4", "G", "M4"),
        *back_pupils("dZ2", "dA2", "M2"),
        Pupil("other-matrix", "dW4", lambda m: times(m["G"], turned(m["A3"]))),
        Pupil("transposed", "T", lambda m: turned(m["T"])),
        Pupil("other-axis", "db4", lambda m: across(turned(m["dZ4"]))),
        Pupil("setting-left-out", "W1_new", lambda m: both(m["W1"], m["dW1"], lambda w, d: w - d)),
    ]


def slipped(written: Matrix, true: Matrix, draw: random.Random, slips: int) -> Matrix:
    """What was written, with so many slips of the pen: a number one or two off, or its sign lost."""
    found = [list(row) for row in written]
    for _ in range(slips):
        i, j = draw.randrange(len(true)), draw.randrange(len(true[0]))
        value = found[i][j]
        found[i][j] = draw.choice([value + 1, value - 1, value + 2, value - 2, -value])
    return found


def wrong_cells(written: Matrix, true: Matrix) -> list[tuple[int, int]]:
    """Where what was written is not what is true, to three decimals."""
    return [
        (i, j)
        for i, row in enumerate(written)
        for j, value in enumerate(row)
        if abs(value - true[i][j]) > 6e-4
    ]


def typed(written: Sequence[Sequence[float]]) -> list[list[str]]:
    """As it is typed: whole numbers plainly, others with four decimals."""
    return [[str(int(v)) if v == int(v) else f"{v:.4f}" for v in row] for row in written]
