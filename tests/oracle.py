"""Both lessons worked out a second time, one token at a time, with nothing but loops.

This is the independent check: it imports no part of the application and no matrix library, so that
the two can only agree by both being right. A matrix is a list of rows; columns are tokens (examples).
Every function states the shapes: d dimensions, m features, t tokens; d0 .. dL the layer sizes.
Indices count from 0 here. Names are those of the lessons, except that lambda is `lambda_`.
"""

import math
import random
import re
from collections.abc import Callable, Sequence

Vector = list[float]
Matrix = list[list[float]]
Matrices = dict[str, Matrix]

SMALL = 1e-3  # nearer to a kink than this, a difference quotient is not to be trusted
ROUNDING = 1e-12  # less than this beside the size of its terms, a sum is 0 but for binary fractions


# --- The pieces both lessons are made of ---------------------------------------------------------


def zeros(rows: int, columns: int) -> Matrix:
    """A rows x columns matrix of zeros."""
    return [[0.0] * columns for _ in range(rows)]


def column(matrix: Matrix, j: int) -> Vector:
    """Column j of a rows x columns matrix, as a list of `rows` numbers."""
    return [row[j] for row in matrix]


def put(matrix: Matrix, j: int, vector: Vector) -> None:
    """Write a list of `rows` numbers into column j of a rows x columns matrix."""
    for i, number in enumerate(vector):
        matrix[i][j] = number


def relu(z: float) -> float:
    """The number itself above zero, else zero."""
    return z if z > 0 else 0.0


def step(z: float) -> float:
    """The slope of relu: 1 above zero, else 0; at zero itself 0."""
    return 1.0 if z > 0 else 0.0


def neurons(weights: Matrix, bias: Matrix, inputs: Vector) -> Vector:
    """What each neuron adds up: weights out x in, bias out x 1, `in` inputs; gives `out` numbers.

    A sum that is 0 on paper is 0: 0.1 + 0.2 - 0.3 must not be taken for a neuron that is just above 0.
    """
    sums = []
    for i, row in enumerate(weights):
        total, size = bias[i][0], abs(bias[i][0])
        for weight, value in zip(row, inputs, strict=True):
            total += weight * value
            size += abs(weight * value)
        sums.append(total if abs(total) > ROUNDING * size else 0.0)
    return sums


def squares(matrix: Matrix) -> float:
    """The sum of the squares of all entries of a matrix of any shape."""
    total = 0.0
    for row in matrix:
        for number in row:
            total += number**2
    return total


def stepped(old: Matrix, gradient: Matrix, eta: float) -> Matrix:
    """One step downhill; all three of one shape."""
    new = zeros(len(old), len(old[0]))
    for i, row in enumerate(old):
        for j, number in enumerate(row):
            new[i][j] = number - eta * gradient[i][j]
    return new


def without_minus_zero(found: Matrices) -> Matrices:
    """The same matrices, where -0.0 has become 0.0."""
    return {name: [[number + 0.0 for number in row] for row in matrix] for name, matrix in found.items()}


def add_error(found: Matrices, output: Matrix, target: Matrix) -> None:
    """E, SSE, MSE and G from an output and its target, both d x t; E and G are d x t, the rest 1 x 1."""
    rows, columns = len(target), len(target[0])
    error, gradient = zeros(rows, columns), zeros(rows, columns)
    for t in range(columns):
        for k in range(rows):
            miss = output[k][t] - target[k][t]
            error[k][t] = miss
            gradient[k][t] = 2 * miss
    total = squares(error)
    found |= {"E": error, "SSE": [[total]], "MSE": [[total / (rows * columns)]], "G": gradient}


# --- The sparse autoencoder ----------------------------------------------------------------------


def features_of(given: Matrices, x: Vector) -> Vector:
    """How strongly each of the m features fires for one token x of d numbers."""
    return [relu(z) for z in neurons(given["W_enc"], given["b_enc"], x)]


def reconstruction_of(given: Matrices, f: Vector) -> Vector:
    """The d numbers one token's m features stand for: the bias, and each feature's column f times."""
    x_hat = column(given["b_dec"], 0)
    for i, strength in enumerate(f):
        for k, part in enumerate(column(given["W_dec"], i)):
            x_hat[k] += strength * part
    return x_hat


def decoder_norms(given: Matrices) -> Vector:
    """The lengths of the m columns of W_dec (d x m)."""
    features = range(len(given["W_dec"][0]))
    return [math.sqrt(sum(part**2 for part in column(given["W_dec"], i))) for i in features]


def sparse_autoencoder_loss(given: Matrices, lambda_: float) -> float:
    """Sum of squared errors, plus lambda times the activations weighted by the norms of the decoder."""
    norms = decoder_norms(given)
    total = 0.0
    for t in range(len(given["X"][0])):
        x = column(given["X"], t)
        f = features_of(given, x)
        total += sum((a - b) ** 2 for a, b in zip(reconstruction_of(given, f), x, strict=True))
        total += lambda_ * sum(n * strength for n, strength in zip(norms, f, strict=True))
    return total


def sparse_autoencoder(given: Matrices, lambda_: float, eta: float) -> Matrices:
    """Every matrix of the lesson from X d x t, W_enc m x d, b_enc m x 1, W_dec d x m, b_dec d x 1."""
    found: Matrices = {}
    _sae_forward(given, found)
    _sae_sparsity(found)
    add_error(found, found["X_hat"], given["X"])
    found["loss"] = [[found["SSE"][0][0] + lambda_ * found["L1_weighted"][0][0]]]
    _sae_backward_decoder(given, found, lambda_)
    _sae_backward_features(given, found, lambda_)
    _sae_backward_encoder(given, found)
    for name in ("W_enc", "b_enc", "W_dec", "b_dec"):
        found[f"{name}_new"] = stepped(given[name], found[f"d{name}"], eta)
    return without_minus_zero(found)


def _sae_forward(given: Matrices, found: Matrices) -> None:
    """Z and f (m x t), X_hat (d x t) and n (1 x m), token by token."""
    m, d, tokens = len(given["W_enc"]), len(given["X"]), len(given["X"][0])
    found |= {"Z": zeros(m, tokens), "f": zeros(m, tokens), "X_hat": zeros(d, tokens)}
    for t in range(tokens):
        x = column(given["X"], t)
        f = features_of(given, x)
        put(found["Z"], t, neurons(given["W_enc"], given["b_enc"], x))
        put(found["f"], t, f)
        put(found["X_hat"], t, reconstruction_of(given, f))
    found["n"] = [decoder_norms(given)]


def _sae_sparsity(found: Matrices) -> None:
    """L1 (1 x t), L1_total and L1_weighted (1 x 1), g and S (m x t)."""
    f, norms = found["f"], found["n"][0]
    m, tokens = len(f), len(f[0])
    per_token, plain, weighted = [0.0] * tokens, 0.0, 0.0
    found |= {"g": zeros(m, tokens), "S": zeros(m, tokens)}
    for t in range(tokens):
        for i in range(m):
            per_token[t] += abs(f[i][t])
            plain += abs(f[i][t])
            weighted += norms[i] * abs(f[i][t])
            if f[i][t] > 0:
                found["g"][i][t] = -1.0
                found["S"][i][t] = -norms[i]
    found |= {"L1": [per_token], "L1_total": [[plain]], "L1_weighted": [[weighted]]}


def _sae_backward_decoder(given: Matrices, found: Matrices, lambda_: float) -> None:
    """D and dW_dec (d x m), s and r (m x 1), db_dec (d x 1): each token adds its share."""
    decoder, f, gradient, norms = given["W_dec"], found["f"], found["G"], found["n"][0]
    d, m, tokens = len(decoder), len(f), len(f[0])
    found |= {
        "D": zeros(d, m),
        "s": zeros(m, 1),
        "r": zeros(m, 1),
        "dW_dec": zeros(d, m),
        "db_dec": zeros(d, 1),
    }
    for t in range(tokens):
        for k in range(d):
            found["db_dec"][k][0] += gradient[k][t]
            for i in range(m):
                found["D"][k][i] += gradient[k][t] * f[i][t]
        for i in range(m):
            found["s"][i][0] += f[i][t]
    for i in range(m):
        found["r"][i][0] = lambda_ * found["s"][i][0] / norms[i] if norms[i] > 0 else 0.0
        for k in range(d):
            found["dW_dec"][k][i] = found["D"][k][i] + found["r"][i][0] * decoder[k][i]


def _sae_backward_features(given: Matrices, found: Matrices, lambda_: float) -> None:
    """B, df, M and dZ (m x t): the blame for one token, carried home along each decoder column."""
    m, tokens = len(found["f"]), len(found["f"][0])
    found |= {name: zeros(m, tokens) for name in ("B", "df", "M", "dZ")}
    for t in range(tokens):
        blame = column(found["G"], t)
        for i in range(m):
            carried = 0.0
            for k, part in enumerate(column(given["W_dec"], i)):
                carried += part * blame[k]
            penalty = lambda_ * found["n"][0][i] if found["f"][i][t] > 0 else 0.0
            found["B"][i][t] = carried
            found["df"][i][t] = carried + penalty
            found["M"][i][t] = step(found["Z"][i][t])
            found["dZ"][i][t] = carried + penalty if found["Z"][i][t] > 0 else 0.0


def _sae_backward_encoder(given: Matrices, found: Matrices) -> None:
    """dW_enc (m x d) and db_enc (m x 1): each token adds its blame times what it carried in."""
    m, d, tokens = len(given["W_enc"]), len(given["X"]), len(given["X"][0])
    found |= {"dW_enc": zeros(m, d), "db_enc": zeros(m, 1)}
    for t in range(tokens):
        x = column(given["X"], t)
        for i in range(m):
            found["db_enc"][i][0] += found["dZ"][i][t]
            for k in range(d):
                found["dW_enc"][i][k] += found["dZ"][i][t] * x[k]


# --- The autoencoder, any number of layers -------------------------------------------------------


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


# --- Training, slopes and kinks ------------------------------------------------------------------


def trained(given: Matrices, work_out: Callable[[Matrices], Matrices], updates: int) -> Matrices:
    """The given matrices after so many updates, where `work_out` gives every `name_new`."""
    for _ in range(updates):
        found = work_out(given)
        given = {name: found.get(f"{name}_new", matrix) for name, matrix in given.items()}
    return given


def changed(given: Matrices, name: str, i: int, j: int, number: float) -> Matrices:
    """The given matrices with one entry replaced; the original stays as it is."""
    copy = [list(row) for row in given[name]]
    copy[i][j] = number
    return {**given, name: copy}


def slope(
    loss: Callable[[Matrices], float], given: Matrices, name: str, i: int, j: int, *, h: float = 1e-6
) -> float:
    """How fast the loss changes with one given entry: its central difference."""
    here = given[name][i][j]
    above, below = changed(given, name, i, j, here + h), changed(given, name, i, j, here - h)
    return (loss(above) - loss(below)) / (2 * h)


def kink(found: Matrices, margin: float = SMALL) -> bool:
    """Whether a pre-activation (Z, Z1, ..) or a decoder norm (n), worked out, is within margin of 0."""
    watched = [matrix for name, matrix in found.items() if re.fullmatch(r"Z\d*|n", name)]
    return any(abs(number) < margin for matrix in watched for row in matrix for number in row)


# --- Random exercises in real numbers, away from kinks -------------------------------------------


def random_matrix(draw: random.Random, rows: int, columns: int, low: float, high: float) -> Matrix:
    """A rows x columns matrix of real numbers between low and high."""
    return [[draw.uniform(low, high) for _ in range(columns)] for _ in range(rows)]


def random_sparse_autoencoder(seed: int) -> tuple[Matrices, float]:
    """Given matrices and lambda: away from kinks, with some features on and some off."""
    draw = random.Random(seed)
    while True:
        d, m, tokens = draw.randint(1, 4), draw.randint(2, 6), draw.randint(2, 5)
        given = {
            "X": random_matrix(draw, d, tokens, -2, 2),
            "W_enc": random_matrix(draw, m, d, -2, 2),
            "b_enc": random_matrix(draw, m, 1, -1, 1),
            "W_dec": random_matrix(draw, d, m, -2, 2),
            "b_dec": random_matrix(draw, d, 1, -1, 1),
        }
        lambda_ = draw.uniform(0.05, 1.5)
        found = sparse_autoencoder(given, lambda_, 0.02)
        cells = [number for row in found["f"] for number in row]
        if not kink(found) and any(cells) and not all(cells):
            return given, lambda_


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
