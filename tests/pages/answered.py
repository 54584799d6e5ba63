"""What the app answers, as a reader has it."""

from __future__ import annotations

from starlette.testclient import TestClient


def get(client: TestClient, url: str) -> str:
    """The HTML of a page, after at most one redirect to its canonical address."""
    answer = client.get(url)
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.text
