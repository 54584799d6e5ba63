"""What a teacher and phones do, as forms and scripts send it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from app.live.class_keys import code_of

STEP = "/sparse-autoencoder/1?cell=2,3"


def opened(client: TestClient, at: str) -> str:
    """The key of a class that is opened at a step."""
    answer = client.post("/class", data={"at": at})
    assert answer.status_code == 303
    return answer.headers["location"].removeprefix("/class/")


def lead(client: TestClient, key: str, do: str, **fields: str) -> dict[str, str]:
    """What a teacher does, as a script asks for it."""
    headers = {"accept": "application/json"}
    answered: dict[str, str] = client.post(f"/class/{key}", data={"do": do, **fields}, headers=headers).json()
    return answered


def joined(client: TestClient, key: str) -> str:
    """The seat of a phone that joins."""
    answer = client.get(f"/join/{code_of(key)}")
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["seat"][0]


def say(client: TestClient, key: str, seat: str, *texts: str, place: str = "1.1") -> int:
    """The status of an answer."""
    fields = {"seat": seat, "place": place, "answer": list(texts)}
    headers = {"accept": "application/json"}
    return client.post(f"/join/{code_of(key)}", data=fields, headers=headers).status_code


def phone(client: TestClient, key: str, seat: str) -> str:
    """A phone's page."""
    return client.get(f"/join/{code_of(key)}", params={"seat": seat}).text


def words(html: str) -> str:
    """What is read of a part of a page."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def asked(html: str) -> str:
    """What a phone says of the question."""
    return words(html[html.index('id="asked"') : html.index('id="seen"')])


def board(client: TestClient, key: str) -> list[tuple[str, ...]]:
    """The rows of the board: an answer, then its counts."""
    bar = client.get(f"/class/{key}/bar").text
    rows = re.findall(r"<tr(?: class=\"right\")?>\s*<th scope=\"row\">(.*?)</tr>", bar, re.S)
    return [tuple(filter(None, map(words, re.split(r"</th>|</td>|<small>", row)))) for row in rows]


def news(client: TestClient, key: str, seat: str) -> dict[str, object]:
    """What a phone is told that asks every few seconds."""
    told: dict[str, object] = client.get(f"/join/{code_of(key)}/news", params={"seat": seat}).json()
    return told
