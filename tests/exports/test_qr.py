"""The address that others reach a page by, and its code."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

import pytest
import segno
from starlette.testclient import TestClient

from app.exports import qr
from app.settings import PUBLIC_URL, public_origin

PATH = "/sparse-autoencoder/1?cell=2,3"
PUBLIC = "https://hand.example"


def dots(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a code, by row and column, quiet zone left out."""
    path = ElementTree.fromstring(svg)[0].attrib["d"]
    found, x, y = set(), 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        if command == "h":
            found |= {(int(y), int(x) + k) for k in range(int(first))}
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return {(row - 4, column - 4) for row, column in found}


def test_the_public_address_is_the_one_given_or_where_the_app_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(PUBLIC_URL.variable, raising=False)
    assert public_origin("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    assert public_origin("http://127.0.0.1:8000/") == PUBLIC


def test_the_code_is_that_of_the_public_address(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    answer = client.get("/code.svg", params={"page": PATH})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    wanted = segno.make(PUBLIC + PATH, error="m", micro=False).matrix
    assert dots(answer.text) == {(i, j) for i, row in enumerate(wanted) for j, dark in enumerate(row) if dark}


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/", "//elsewhere.example"])
def test_only_a_page_of_this_app_has_a_code(client: TestClient, page: str) -> None:
    assert client.get("/code.svg", params={"page": page}).status_code == 422


def test_a_code_never_holds_what_numbers_were_before(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    plain, edited = (
        client.get("/code.svg", params={"page": PATH + more}).text
        for more in ("", "&was=X%3D1%2C2&undone=lambda%3D1")
    )
    assert plain == edited
    assert qr.scanned_path("/a?was=&cell=0") == "/a?cell=0"
    assert qr.scanned_path("/a?was=") == "/a"


def test_what_is_too_long_for_a_code_has_none(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    assert qr.qr_image("x" * 2000) == b""
    assert client.get("/code.svg", params={"page": "/" + "x" * 2000}).status_code == 422


@pytest.mark.parametrize(
    "served_at", ["http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/", "http://0.0.0.0/"]
)
def test_an_address_that_nobody_else_reaches_has_no_code_and_says_why(
    monkeypatch: pytest.MonkeyPatch, served_at: str
) -> None:
    monkeypatch.delenv(PUBLIC_URL.variable, raising=False)
    shared = qr.sharing(PATH, public_origin(served_at))
    assert (shared.image, shared.address) == (b"", "")
    assert shared.missing == "This address works on this computer only."
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    assert public_origin(served_at) == PUBLIC
    assert qr.sharing(PATH, PUBLIC).address == PUBLIC + PATH


def test_the_code_s_address_says_why_there_is_none(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PUBLIC_URL.variable, raising=False)
    answer = client.get("/code.svg", params={"page": PATH})
    assert answer.status_code == 422
    assert qr.only_here("http://127.0.0.1") in html.unescape(answer.text)


def test_a_page_is_kept_for_each_address_that_it_is_reached_by(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that has the page for one address, and a server that has made it, hand it to no other."""
    page = "/sparse-autoencoder/1?cell=2,2"
    tags: list[str] = []
    for base in (PUBLIC, "https://other.example", PUBLIC):
        monkeypatch.setenv(PUBLIC_URL.variable, base)
        tag = tags[-1] if tags else "none"
        answer = client.get(page, headers={"if-none-match": tag})
        assert f'value="{base}{page}"' in answer.text
        tags.append(answer.headers["etag"])
    assert tags[0] == tags[2] != tags[1]


@pytest.mark.parametrize("length", [*range(40, 900, 61), *(n + d for n in (106, 251, 711) for d in (0, 1))])
def test_a_code_s_dots_are_never_smaller_than_prints_reliably(length: int) -> None:
    shared = qr.sharing("/" + "x" * (length - len(PUBLIC) - 1), PUBLIC)
    across = segno.make(shared.address, error="m", micro=False).symbol_size(border=4)[0]
    assert len(shared.address) == length
    assert shared.side >= 25
    assert shared.side / across >= 0.32, "four dots of a printer of 300 to the inch are 0.34 mm"
    assert shared.side == pytest.approx(max(25, 0.325 * across), abs=0.06)


def test_a_code_that_would_be_too_wide_is_left_out_and_says_so() -> None:
    shared = qr.sharing("/" + "x" * 1000, PUBLIC)
    assert (shared.image, shared.side) == (b"", 0.0)
    assert "too long" in shared.missing
