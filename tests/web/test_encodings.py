"""What Accept-Encoding says is obeyed, and every answer says once what it varies by."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.web.encodings import taken_encodings

BY_GZIP = ["/sparse-autoencoder/1?X=o", "/api/lessons/autoencoder"]
"""Errors, and what is not a page."""
EACH_WAY = [
    "/",
    "/sparse-autoencoder/1",
    "/sparse-autoencoder/1?seed=71",
    "/static/all.css",
    "/static/all.js",
    "/static/icon.svg",
]
"""Pages, made once for each way of packing, and files."""
TAKING = {
    "gzip": ["gzip"],
    "GZIP": ["gzip"],
    "x-gzip": ["gzip"],
    "br, gzip;q=0.5": ["br", "gzip"],
    "gzip, deflate, br, zstd": ["br", "gzip"],
    "br;q=1, *;q=0.1": ["br", "gzip"],
    "*": ["br", "gzip"],
    "": [],
    "identity": [],
    "gzip;q=0": [],
    "gzip, br;q=0": ["gzip"],
    "gzip; q=0.000, *": ["br"],
    "*;q=0": [],
    "br": ["br"],
    "gzip;q=much": [],
}


@pytest.mark.parametrize(("said", "taken"), TAKING.items())
def test_what_is_taken_is_sent(client: TestClient, said: str, taken: list[str]) -> None:
    assert taken_encodings(said) == taken
    for path in (*BY_GZIP, *EACH_WAY):
        possible = [name for name in taken if path in EACH_WAY or name == "gzip"]
        answer = client.get(path, headers={"accept-encoding": said})
        assert answer.headers.get("content-encoding") == (possible[0] if possible else None), path
        assert answer.headers.get_list("vary") == ["Accept-Encoding"], path


@pytest.mark.parametrize("path", EACH_WAY)
def test_an_answer_is_the_same_in_every_encoding(client: TestClient, path: str) -> None:
    plain, zipped, tight = (
        client.get(path, headers={"accept-encoding": said}) for said in ("identity", "gzip", "br")
    )
    assert plain.content == zipped.content == tight.content
    sizes = [int(answer.headers["content-length"]) for answer in (tight, zipped, plain)]
    assert sizes == sorted(sizes)
    assert len({answer.headers["etag"] for answer in (plain, zipped, tight)}) == 1
