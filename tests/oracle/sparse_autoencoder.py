"""The sparse autoencoder worked out with loops, and random exercises of it in real numbers."""

import math
import random

from tests.oracle.parts import (
    Matrices,
    Vector,
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
