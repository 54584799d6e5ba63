"""Headers stay below what a proxy takes by default, however long the address of an exercise is."""

from __future__ import annotations

import re
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.exercise.urls import LONGEST_IN_HEADER

SAE = "/sparse-autoencoder"
ROW = ",".join(["0.123456789012345"] * 16)
GIVEN = {
    "X": ";".join([ROW] * 12),
    "W_enc": ";".join([",".join("1" * 12)] * 2),
    "b_enc": "1;2",
    "W_dec": ";".join(["1,2"] * 12),
    "b_dec": ";".join("0" * 12),
    "tokens": ",".join("abcdefghijklmnop"),
    "features": "a,b",
}
LARGE = "&".join(f"{name}={value}" for name, value in GIVEN.items())
NGINX = 4096
"""Bytes: one page of memory holds all headers of an answer."""


def header_bytes(answer: Response) -> int:
    """How many bytes the headers of an answer are, with its first line."""
    lines = (f"{name}: {value}\r\n" for name, value in answer.headers.items())
    return len("".join(["HTTP/1.1 422 Unprocessable Content\r\n", *lines, "\r\n"])) + 200


def long_page(client: TestClient) -> str:
    """The address of a large exercise."""
    assert client.get(f"{SAE}/1?{LARGE}").status_code == 200
    return f"{SAE}/1?{LARGE}"


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["plain", "htmx"])
@pytest.mark.parametrize("typed", ["7", "oops"])
def test_an_edit_of_a_large_exercise_has_small_headers(
    client: TestClient, headers: dict[str, str], typed: str
) -> None:
    answer = client.post(long_page(client), data={"X[1,1]": typed}, headers=headers)
    assert header_bytes(answer) < NGINX
    assert "location" not in answer.headers
    assert "hx-push-url" not in answer.headers


def test_without_scripts_a_page_leads_on_to_the_edited_exercise(client: TestClient) -> None:
    answer = client.post(long_page(client), data={"X[1,1]": "7"})
    moved = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert moved
    there = unescape(moved[1])
    assert f'href="{moved[1]}"' in answer.text
    assert client.get(there).status_code == 200
    assert "X=7," in there


def test_htmx_finds_the_address_in_the_page(client: TestClient) -> None:
    answer = client.post(long_page(client), data={"X[1,1]": "7"}, headers={"hx-request": "true"})
    here = re.search(r'data-here="([^"]+)"', answer.text)
    assert here
    page = client.get(unescape(here[1]))
    assert (page.status_code, page.text) == (200, answer.text)


def test_an_address_that_is_not_the_page_s_own_is_led_to_it_with_small_headers(client: TestClient) -> None:
    answer = client.get(long_page(client) + "&utm_source=mail")
    assert (answer.status_code, header_bytes(answer) < NGINX) == (200, True)
    assert "Going on to your exercise" in answer.text


def test_a_short_exercise_is_led_to_by_a_header(client: TestClient) -> None:
    answer = client.post(f"{SAE}/1", data={"X[1,1]": "7"})
    assert answer.status_code == 303
    assert "data-here" not in client.get(f"{SAE}/1").text
    assert header_bytes(answer) + LONGEST_IN_HEADER < NGINX


def test_a_search_engine_keeps_the_lesson_instead_of_an_exercise(client: TestClient) -> None:
    for path in ("", "/3", "/sheet", "/1/practice"):
        kept = f'<link rel="canonical" href="http://127.0.0.1{SAE}{path}">'
        assert kept in client.get(f"{SAE}{path}?seed=4").text
