"""What Accept-Encoding says is obeyed, and every answer says once what it varies by."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.web.encodings import takes_gzip

PATHS = [
    "/",
    "/static/all.css",
    "/sparse-autoencoder/1",
    "/sparse-autoencoder/1?X=o",
    "/api/lessons/autoencoder",
]
TAKING = {
    "gzip": True,
    "GZIP": True,
    "br, gzip;q=0.5": True,
    "br;q=1, *;q=0.1": True,
    "*": True,
    "": False,
    "identity": False,
    "gzip;q=0": False,
    "gzip; q=0.000, *": False,
    "*;q=0": False,
    "br": False,
    "gzip;q=much": False,
}


@pytest.mark.parametrize(("said", "takes"), TAKING.items())
def test_gzip_is_sent_where_it_is_taken(client: TestClient, said: str, takes: bool) -> None:
    assert takes_gzip(said) == takes
    for path in PATHS:
        answer = client.get(path, headers={"accept-encoding": said})
        assert answer.headers.get("content-encoding") == ("gzip" if takes else None), path
        assert answer.headers.get_list("vary") == ["Accept-Encoding"], path
