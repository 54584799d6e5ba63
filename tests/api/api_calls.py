"""Calls of the JSON API that must be answered, or refused, in a certain way."""

from collections.abc import Iterator
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

SAE, AE = "/api/lessons/sparse-autoencoder", "/api/lessons/autoencoder"
CASES = [
    (SAE, ""),
    (AE, ""),
    (SAE, "seed=7"),
    (AE, "seed=7"),
    (SAE, "seed=3&dims=2,4&examples=3"),
    (AE, "seed=4&dims=6,5,4,3,2,3,4,5,6&examples=3"),
]
"""Both presets, random exercises of usual and unusual sizes, eight layers."""


def fetched(client: TestClient, url: str) -> Any:
    """The JSON of an address that must be there."""
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.json()


def posted(client: TestClient, url: str, body: object) -> Any:
    """The JSON answer to a body that must be accepted."""
    response = client.post(url, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def refused(response: Response) -> list[dict[str, Any]]:
    """The entries of a 422, each in FastAPI's form."""
    assert response.status_code == 422, response.text
    detail = response.json()["detail"]
    assert detail
    assert all({"type", "loc", "msg", "input"} <= entry.keys() for entry in detail)
    return list(detail)


def steps_of(client: TestClient, url: str) -> Iterator[str]:
    """The address of every step of a lesson."""
    path, _, query = url.partition("?")
    for step in fetched(client, url)["steps"]:
        yield f"{path}/steps/{step['number']}?{query}"
