"""Files as NumPy and safetensors write them, and the answers to them."""

from __future__ import annotations

import html
import io
import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from starlette.testclient import TestClient


def npy(array: NDArray[Any]) -> bytes:
    """An array as a .npy file."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    """Arrays as a .npz file."""
    file = io.BytesIO()
    named: dict[str, Any] = {name: np.asarray(array) for name, array in arrays.items()}
    np.savez_compressed(file, **named)
    return file.getvalue()


class Answered(NamedTuple):
    """What the first page answers: where it leads and what the page there says, or what is wrong."""

    status: int
    where: str
    says: str
    buttons: list[str]
    kept: str


def words(markup: str) -> str:
    """The text of some HTML."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", markup))).strip()


def answered(client: TestClient, content: bytes, name: str = "a", **fields: str) -> Answered:
    """A file sent to the first page."""
    files = {"file": (name, content)} if content else None
    answer = client.post("/", data={"exercise": "", **fields}, files=files)
    if answer.status_code == 303:
        where = answer.headers["location"]
        page = client.get(where)
        assert page.status_code == 200, page.headers.get("location")
        note = re.search(r'class="notice opened">(.*?)</div>', page.text, re.S)
        return Answered(303, where, words(note[1]) if note else "", [], "")
    assert answer.status_code == 422
    problems = re.search(r'id="problems">(.*?)</section>', answer.text, re.S)
    box = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", answer.text, re.S)
    assert problems
    assert box
    buttons = re.findall(r'name="do" value="([^"]*)"', answer.text)
    return Answered(422, "", words(problems[1]), buttons, html.unescape(box[1]))


def given_there(client: TestClient, where: str) -> dict[str, list[list[float]]]:
    """The given matrices at an address."""
    found: dict[str, list[list[float]]] = client.get(f"/api/lessons{where}").json()["given"]
    return found
