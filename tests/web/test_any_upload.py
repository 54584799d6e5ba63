"""Whatever is uploaded is opened or refused in a sentence: never a 5xx, and nothing of it unescaped."""

from __future__ import annotations

import io
import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save
from starlette.testclient import TestClient

from tests.long import fuzzed, light_work
from tests.web.test_hostile import MARK, checked


def files() -> list[bytes]:
    """A file of each kind that is opened, one with a name that would be markup."""
    npy, npz, arrays = io.BytesIO(), io.BytesIO(), {"W_enc": np.ones((4, 3)), MARK: np.ones((3, 4))}
    np.save(npy, np.arange(6).reshape(2, 3))
    np.savez_compressed(npz, W_enc=np.ones((4, 3)), W_dec=np.ones((3, 4)))
    tables = [f"{MARK}\tb\n1\t2\n3\t4", "1,2;3,4", "[[1, 2], [3, 4]]", "1 2\n3 x"]
    exercise = {"lesson": "sparse-autoencoder", "given": {"X": [[1, 2]], "b_enc": MARK}, "tokens": [MARK]}
    texts = [*tables, json.dumps(exercise)]
    return [npy.getvalue(), npz.getvalue(), save(arrays), *(text.encode() for text in texts)]


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A file with some bytes changed, left out or put in."""
    content = bytearray(draw(st.sampled_from(files())))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        content[at : at + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return bytes(content)


NAMES = st.sampled_from(["", "a.npy", "a.npz", "a.safetensors", "a.csv", "a.json", "a.txt", MARK, "../x.npz"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "from": st.sampled_from(["autoencoder", "sparse-autoencoder", "nothing", MARK]),
        "do": st.text(max_size=20) | st.sampled_from(["sparse-autoencoder/X/fit", "autoencoder/W1/as-it-is"]),
        "exercise": st.text(max_size=40) | st.just(MARK),
    },
)


@settings(deadline=None, derandomize=True, max_examples=fuzzed(40, 10_000))
@given(mutilated() | st.binary(max_size=60), NAMES, FIELDS)
def test_any_file_is_opened_or_refused(
    client: TestClient, content: bytes, name: str, fields: dict[str, str]
) -> None:
    with light_work():
        answer = client.post("/", files={"file": (name, content)}, data=fields)
    checked(answer, 303, 422)
