"""The table of operations, each stated once: its cells' line, its formula, how it stands on paper, its code.

Operation says what each field means. Numpy computes and the line explains; tests hold them equal on generated
matrices, and hold every operation to be complete.
"""

from __future__ import annotations

import numpy as np

from app.core.operation import Array, Operation


def _quotient(scale: Array, s: Array, n: Array) -> Array:
    quotient: Array = scale * s / np.where(n != 0, n, np.inf).mT
    return quotient


def _total(A: Array) -> Array:
    total: Array = np.add.reduce(A, axis=(-2, -1), keepdims=True)
    return total


# fmt: off
copy = Operation(
    name="copy", line="out[i,j] = X[i,j]",
    formula="{out} = {X}", on_paper="row {X} =",
    numpy="{X}",
    raw=lambda X: X,
)
linear = Operation(
    name="linear layer", line="out[i,j] = W[i,k] X[k,j] + b[i,1] ones[1,j]",
    formula="{out} = {W} {X} + {b}", on_paper="crossing {W} {X} {b}",
    numpy="{W} @ {X} + {b}",
    raw=lambda W, X, b: W @ X + b,
)
relu = Operation(
    name="ReLU", line="out[i,j] = relu(Z[i,j])",
    formula="{out} = max(0, {Z})", on_paper="row {Z} ReLU",
    numpy="np.maximum({Z}, 0)", torch="torch.relu({Z})",
    raw=lambda Z: np.maximum(Z, 0.0),
)
is_positive = Operation(
    name="positive?", line="out[i,j] = step(Z[i,j])",
    formula="{out} = [{Z} > 0]", on_paper="row {Z} > 0?",
    numpy="({Z} > 0).astype(float)", torch="({Z} > 0).double()",
    raw=lambda Z: np.heaviside(Z, 0.0),
)
push_down = Operation(
    name="push down", line="out[i,j] = -1 * step(f[i,j])",
    formula="{out} = -[{f} > 0]", on_paper="row {f} push",
    numpy="-({f} > 0).astype(float)", torch="-({f} > 0).double()",
    raw=lambda f: -np.heaviside(f, 0.0),
)
column_norms = Operation(
    name="column norms", line="out[1,i] = sqrt(W[k,i] W[k,i])",
    formula="{out}[i] = sqrt(sum_k {W}[k,i]^2)", on_paper="under {W} √",
    numpy="np.linalg.norm({W}, axis=0, keepdims=True)",
    torch="torch.linalg.vector_norm({W}, dim=0, keepdim=True)",
    raw=lambda W: np.sqrt(np.add.reduce(W * W, axis=-2, keepdims=True)),
)
column_sums = Operation(
    name="column sums", line="out[1,j] = f[i,j]",
    formula="{out}[j] = sum_i {f}[i,j]", on_paper="under {f} Σ",
    numpy="{f}.sum(axis=0, keepdims=True)", torch="{f}.sum(dim=0, keepdim=True)",
    raw=lambda f: np.add.reduce(f, axis=-2, keepdims=True),
)
row_sums = Operation(
    name="row sums", line="out[i,1] = G[i,j]",
    formula="{out}[i] = sum_j {G}[i,j]", on_paper="row {G} Σ row",
    numpy="{G}.sum(axis=1, keepdims=True)", torch="{G}.sum(dim=1, keepdim=True)",
    raw=lambda G: np.add.reduce(G, axis=-1, keepdims=True),
)
total = Operation(
    name="total", line="out[1,1] = A[i,j]",
    formula="{out} = sum {A}", on_paper="row {A} Σ",
    numpy="{A}.sum()",
    raw=_total,
)
scale_rows = Operation(
    name="row scaling", line="out[i,j] = n[1,i] g[i,j]",
    formula="{out}[i,j] = {n}[i] {g}[i,j]", on_paper="row {n}^T[i] × {g}[i,j] =",
    numpy="{n}.T * {g}",
    raw=lambda n, g: n.mT * g,
)
weighted_total = Operation(
    name="weighted total", line="out[1,1] = n[1,i] f[i,j]",
    formula="{out} = sum_i sum_j {n}[i] {f}[i,j]", on_paper="row {n}^T[i] × {f}[i,j] Σ",
    numpy="({n}.T * {f}).sum()",
    raw=lambda n, f: _total(n.mT * f),
)
difference = Operation(
    name="difference", line="out[i,j] = Y[i,j] - T[i,j]",
    formula="{out} = {Y} - {T}", on_paper="row {Y} − {T} =",
    numpy="{Y} - {T}",
    raw=np.subtract,
)
subtract_column = Operation(
    name="subtract a column", line="out[i,j] = X[i,j] - b[i,1]",
    formula="{out} = {X} - {b}", on_paper="row {X} − {b} =",
    numpy="{X} - {b}",
    raw=np.subtract,
)
sum_squares = Operation(
    name="sum of squares", line="out[1,1] = E[i,j] E[i,j]",
    formula="{out} = sum {E}^2", on_paper="row {E} Σ ( )²",
    numpy="({E}**2).sum()",
    raw=lambda E: _total(E * E),
)
mean = Operation(
    name="mean", line="out[1,1] = S[1,1] / #E",
    formula="{out} = {S} / #{E}", on_paper="row {S} / entries of {E} =",
    numpy="{S} / {E}.size", torch="{S} / {E}.numel()",
    raw=lambda S, E: S / (E.shape[-2] * E.shape[-1]),
)
double = Operation(
    name="double", line="out[i,j] = 2 * E[i,j]",
    formula="{out} = 2 {E}", on_paper="row 2 × {E} =",
    numpy="2 * {E}",
    raw=lambda E: 2.0 * E,
)
penalised = Operation(
    name="penalised loss", line="out[1,1] = R[1,1] + weight[1,1] P[1,1]",
    formula="{out} = {R} + {weight} {P}", on_paper="row {R} + {weight} × {P} =",
    numpy="{R} + {weight} * {P}",
    raw=lambda R, weight, P: R + weight * P,
)
outer = Operation(
    name="product with a transpose", line="out[k,i] = G[k,j] f[i,j]",
    formula="{out} = {G} {f}^T", on_paper="crossing {G} {f}^T",
    numpy="{G} @ {f}.T",
    raw=lambda G, f: G @ f.mT,
)
transpose_times = Operation(
    name="transpose times", line="out[i,j] = W[k,i] G[k,j]",
    formula="{out} = {W}^T {G}", on_paper="crossing {W}^T {G}",
    numpy="{W}.T @ {G}",
    raw=lambda W, G: W.mT @ G,
)
norm_slope = Operation(
    name="slope of a norm", line="out[i,1] = weight[1,1] s[i,1] / n[1,i]",
    formula="{out}[i] = {weight} {s}[i] / {n}[i]", on_paper="row {weight} × {s}[i] / {n}^T[i] =",
    numpy="np.divide({weight} * {s}, {n}.T, out=np.zeros_like({s}), where={n}.T > 0)",
    torch="torch.where({n}.T > 0, {weight} * {s} / {n}.T, 0)",
    raw=_quotient,
)
add_scaled_columns = Operation(
    name="add scaled columns", line="out[k,i] = D[k,i] + r[i,1] W[k,i]",
    formula="{out}[k,i] = {D}[k,i] + {r}[i] {W}[k,i]", on_paper="under {D} + {r}^T[i] × {W}[k,i] =",
    numpy="{D} + {r}.T * {W}",
    raw=lambda D, r, W: D + r.mT * W,
)
subtract_scaled = Operation(
    name="subtract scaled", line="out[i,j] = A[i,j] - weight[1,1] B[i,j]",
    formula="{out} = {A} - {weight} {B}", on_paper="row {A} − {weight} × {B} =",
    numpy="{A} - {weight} * {B}",
    raw=lambda A, weight, B: A - weight * B,
)
multiply = Operation(
    name="cell by cell", line="out[i,j] = A[i,j] M[i,j]",
    formula="{out}[i,j] = {A}[i,j] {M}[i,j]", on_paper="row {A}[i,j] × {M}[i,j] =",
    numpy="{A} * {M}",
    raw=np.multiply,
)
# fmt: on

OPERATIONS = tuple(value for value in list(vars().values()) if isinstance(value, Operation))
