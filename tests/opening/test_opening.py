"""Weights as here, of torch.nn.Linear and of SAELens are recognised, turned where need be, and it is said."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save
from starlette.testclient import TestClient

from tests.opening.made_files import answered, given_there, npz

SAE, AE = "/sparse-autoencoder", "/autoencoder"
W_ENC = np.arange(18.0).reshape(6, 3) / 4
W_DEC = -np.arange(18.0).reshape(3, 6) / 8
B_ENC, B_DEC = np.arange(6.0), np.arange(3.0)
OURS = {"W_enc": W_ENC, "b_enc": B_ENC, "W_dec": W_DEC, "b_dec": B_DEC}
SAELENS = {"W_enc": W_ENC.T.copy(), "b_enc": B_ENC, "W_dec": W_DEC.T.copy(), "b_dec": B_DEC}


def tensors(**arrays: Any) -> bytes:
    """Arrays as a .safetensors file."""
    return save({name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()})


def as_lists(array: Any) -> list[list[float]]:
    """An array as the JSON has it; one of one dimension as a column."""
    return [[float(x)] for x in array] if array.ndim == 1 else [[float(x) for x in row] for row in array]


@pytest.mark.parametrize("content", [tensors(**SAELENS), npz(**SAELENS), tensors(**OURS), npz(**OURS)])
def test_weights_are_read_whichever_way_they_are_stored(client: TestClient, content: bytes) -> None:
    found = answered(client, content, "sae_weights.safetensors")
    there = given_there(client, found.where)
    assert {name: there[name] for name in OURS} == {name: as_lists(array) for name, array in OURS.items()}
    is_turned = content in (tensors(**SAELENS), npz(**SAELENS))
    said = "W_enc and W_dec were turned: SAELens stores them as (3, 6) and (6, 3)." in found.says
    assert said == is_turned
    assert "X is the lesson's." in found.says


def test_what_a_file_has_beside_its_matrices_is_said(client: TestClient) -> None:
    found = answered(client, tensors(**SAELENS, threshold=B_ENC, **{"cfg.x <b>": B_DEC}))
    assert "Not used: cfg.x__b_, threshold." in found.says or "Not used: threshold, cfg.x__b_." in found.says
    found = answered(client, npz(W_enc=W_ENC, W_dec=W_DEC, lambda_=0.5))
    assert "b_enc and b_dec are not in it, and 0." in found.says
    assert client.get(f"/api/lessons{found.where}").json()["settings"]["lambda"] == 0.5


def test_that_an_sae_may_take_its_decoders_bias_from_the_input_is_said(client: TestClient) -> None:
    """Where it has one; b_enc - W_enc b_dec in the place of b_enc gives the f of the lesson that takes it."""
    told = "apply_b_dec_to_input"
    shift = np.array([[1.0], [-2.0], [0.5]])
    found = answered(client, tensors(**{**SAELENS, "b_dec": shift[:, 0]}))
    assert told in found.says
    centred = client.get(found.where.replace(SAE, f"{SAE}-centred", 1)).text
    assert "from what was opened" in centred
    assert told not in centred
    assert told not in answered(client, tensors(**{**SAELENS, "b_dec": np.zeros(3)})).says
    assert told not in answered(client, tensors(W_enc=W_ENC, W_dec=W_DEC)).says
    changed = {"W_enc": W_ENC, "b_enc": B_ENC[:, None] - W_ENC @ shift, "W_dec": W_DEC, "b_dec": shift}
    first = {**changed, "b_enc": B_ENC[:, None]}
    assert f_of(client, SAE, changed) == f_of(client, f"{SAE}-centred", first)


def f_of(client: TestClient, lesson: str, given: dict[str, Any]) -> list[list[float]]:
    """The features of a lesson on some weights."""
    body = {"given": {name: array.tolist() for name, array in given.items()}}
    steps = client.post(f"/api/lessons/{lesson.strip('/')}", json=body).json()["steps"]
    return next(step["results"]["f"] for step in steps if "f" in step["results"])


def test_a_square_matrix_can_be_turned_back(client: TestClient) -> None:
    square = np.arange(9.0).reshape(3, 3)
    found = answered(client, tensors(W_enc=square, W_dec=square, b_enc=B_DEC, b_dec=B_DEC))
    assert "the shape does not say which way is right" in found.says
    assert given_there(client, found.where)["W_enc"] == square.T.tolist()
    page = client.get(found.where).text
    link = re.search(r'<a class="button" href="([^"]*)">Turn W_enc</a>', page)
    assert link
    there = html.unescape(link[1])
    assert given_there(client, there)["W_enc"] == square.tolist()
    assert given_there(client, there)["W_dec"] == square.T.tolist()
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    ("layers", "lesson", "matrices"),
    [
        ({"encoder": (6, 3), "decoder": (3, 6)}, SAE, ["W_enc", "W_dec"]),
        ({"module.encoder": (2, 4), "module.decoder": (4, 2)}, AE, ["W1", "W2"]),
        ({"0": (3, 4), "2": (2, 3), "10": (3, 2), "12": (4, 3)}, AE, ["W1", "W2", "W3", "W4"]),
        ({"encoder.0": (3, 5), "encoder.2": (2, 3), "decoder.0": (3, 2), "decoder.2": (5, 3)}, AE,
         ["W1", "W2", "W3", "W4"]),
        ({"fc2": (5, 2), "fc1": (2, 5)}, AE, ["W1", "W2"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("has_bias", [True, False])
def test_linear_layers_are_taken_in_their_order(
    client: TestClient, layers: dict[str, tuple[int, int]], lesson: str, matrices: list[str], has_bias: bool
) -> None:
    """As torch.nn.Linear keeps them, (out, in), which is as here; biases that are not there are 0."""
    weights = {name: np.arange(a * b, dtype=float).reshape(a, b) for name, (a, b) in layers.items()}

    arrays: dict[str, Any] = {f"{name}.weight": array for name, array in weights.items()}
    if has_bias:
        arrays |= {f"{name}.bias": np.full(shape[0], 7.0) for name, shape in layers.items()}
    found = answered(client, tensors(**arrays))
    assert found.where.partition("?")[0] == lesson
    there = given_there(client, found.where)
    in_order = sorted(weights, key=lambda name: ("decoder" in name, int(re.sub(r"\D", "", name) or 0)))
    assert [there[name] for name in matrices] == [weights[name].tolist() for name in in_order]
    biases = [row for name, rows in there.items() if name.startswith("b") for row in rows]
    assert {cell for row in biases for cell in row} == {7.0 if has_bias else 0.0}
    assert "torch.nn.Linear" in found.says
    assert ("not in it, and 0" in found.says) == (not has_bias)


SIDES = st.integers(1, 16)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.tuples(SIDES, SIDES, SIDES), st.sets(st.sampled_from(["b_enc", "b_dec", "X"])), st.booleans())
def test_any_sizes_are_turned_to_fit(
    client: TestClient, sizes: tuple[int, int, int], beside: set[str], is_turned: bool
) -> None:
    """With a bias or what goes in the shapes are certain unless they are square."""
    d, m, t = sizes
    assume(d != m and beside and 2 * d * m + d * t + d + m <= 1000)
    all_arrays = {
        "W_enc": np.arange(m * d).reshape(m, d), "W_dec": np.arange(m * d).reshape(d, m),
        "b_enc": np.arange(m), "b_dec": np.arange(d), "X": np.arange(d * t).reshape(d, t) % 7,
    }  # fmt: skip
    arrays = {name: all_arrays[name] for name in all_arrays if name in {"W_enc", "W_dec", *beside}}
    stored = {n: a.T if is_turned and n.startswith("W") else a for n, a in arrays.items()}
    assume(beside != {"X"} or t not in (d, m))
    found = answered(client, npz(**stored))
    there = given_there(client, found.where)
    assert {name: there[name] for name in arrays} == {name: as_lists(array) for name, array in arrays.items()}
    assert ("were turned" in found.says) == is_turned


def test_too_large_weights_are_refused_with_the_shapes(client: TestClient) -> None:
    found = answered(client, tensors(W_enc=np.ones((20, 24)), W_dec=np.ones((24, 20))))
    assert "W_enc: It is (20, 24) in the file; at most 16 rows and columns fit." in found.says
    assert "W_dec: It is (24, 20) in the file" in found.says
    found = answered(client, tensors(W_enc=np.ones((100, 200)), W_dec=np.ones((200, 100))))
    assert "W_enc: It is (100, 200). It is too large" in found.says
    misfit = answered(client, npz(W_enc=W_ENC, W_dec=np.ones((4, 4))))
    assert "The shapes do not fit each other: W_enc is (6, 3), W_dec is (4, 4)." in misfit.says
    assert json.loads(misfit.kept)["W_dec"] == [["1"] * 4] * 4
    assert "No matrix of a lesson is called foo." in answered(client, npz(foo=W_ENC, bar=W_ENC)).says.replace(
        ", bar", ""
    )


def test_the_lesson_that_one_comes_from_is_preferred(client: TestClient) -> None:
    arrays = {"encoder.weight": W_ENC, "decoder.weight": W_DEC}
    assert answered(client, tensors(**arrays)).where.startswith(f"{SAE}?")
    assert answered(client, tensors(**arrays), **{"from": "autoencoder"}).where.startswith(f"{AE}?X=")
    centred = answered(client, tensors(**SAELENS), **{"from": "sparse-autoencoder-centred"})
    assert centred.where.startswith("/sparse-autoencoder-centred?W_enc=")
    page = client.get(AE).text
    assert '<input type="hidden" name="from" value="autoencoder">' in page


def test_what_is_said_of_a_file_stays_on_its_page(client: TestClient) -> None:
    """Another page, or an edit, leaves it; and no address says what no file can have done."""
    where = answered(client, tensors(**SAELENS)).where
    page = client.get(where).text
    assert "opened=" not in html.unescape(re.findall(r'id="next" href="([^"]*)"', page)[0])
    edited = client.post(where, data={"X[1,1]": "5"}).headers["location"]
    assert "opened=" not in edited
    assert client.get(f"{SAE}?opened=saelens,%3Cb%3E").status_code == 422
    assert client.get(f"{SAE}/1?opened=table,X").headers["location"] == f"{SAE}/1"
    odd = client.get(f"{SAE}?opened=saelens,W9:turned,X:zero,loss:unsure")
    assert odd.status_code == 200
