"""Methods of HTTP: HEAD wherever GET is answered, and a 405 that names what is."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.lessons import LESSONS

PAGES = ("", "/1", "/sheet", "/worksheet.pdf", "/with-numpy.py")
PATHS = [
    "/",
    "/docs",
    "/glossary",
    "/healthz",
    "/openapi.json",
    "/static/all.css",
    "/api/lessons",
    "/api/lessons/autoencoder",
    "/api/lessons/autoencoder/steps/1",
    *(
        f"/{slug}{page}"
        for slug in LESSONS
        for page in ("", "/1", "/sheet", "/worksheet.pdf", "/with-numpy.py")
    ),
]


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert asked.status_code == got.status_code == 200
    assert {name: asked.headers.get(name) for name in ("content-type", "etag")} == {
        name: got.headers.get(name) for name in ("content-type", "etag")
    }


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/", "GET, HEAD, POST"),
        ("/healthz", "GET, HEAD"),
        ("/marks", "GET, HEAD, POST"),
        ("/sparse-autoencoder/1", "GET, HEAD, POST"),
        ("/sparse-autoencoder/worksheet.pdf", "GET, HEAD"),
        ("/api/lessons", "GET, HEAD"),
        ("/api/lessons/autoencoder", "GET, HEAD, POST"),
        ("/api/lessons/autoencoder/steps/1/check", "POST"),
    ],
)
def test_a_method_that_is_not_answered_is_told_which_are(client: TestClient, path: str, allow: str) -> None:
    answer = client.delete(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)


def test_what_is_not_possible_is_said_in_a_sentence(client: TestClient) -> None:
    """To people and to programs alike, and not in the name of the status."""
    says = "{} is not possible here. This address is answered for {}."
    for method in ("PUT", "DELETE", "OPTIONS"):
        answer = client.request(method, "/sparse-autoencoder/1")
        assert f"<p>{says.format(method, 'GET, HEAD, POST')}</p>" in answer.text
        assert "Method Not Allowed" not in answer.text
    assert client.put("/api/lessons").json() == {"detail": says.format("PUT", "GET, HEAD")}


@pytest.mark.parametrize(
    "path", ["/sparse-autoencoder/1/nope", "/class/abcdef/zz", "/join/x/y", "/static/nope.js", "/a/b/c/d"]
)
def test_what_no_route_knows_is_said_in_a_sentence(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "<p>There is nothing at this address. It may be mistyped, or cut off.</p>" in answer.text
    assert "Not Found" not in answer.text


def test_a_program_is_told_in_the_same_words_that_nothing_is_there(client: TestClient) -> None:
    says = "There is nothing at this address. It may be mistyped, or cut off."
    assert client.get("/api/lessons/autoencoder/nope").json() == {"detail": says}


def test_clients_made_from_the_description_have_short_names(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    names = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(names) == len(set(names)) >= 5
    assert all(name.isidentifier() and len(name) <= 20 for name in names)
