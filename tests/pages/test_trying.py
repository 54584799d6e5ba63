"""Try before told: a cell waits for a number, explains it, tells its value only when one goes on."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

SAE = "sparse-autoencoder"
OPEN = f"/{SAE}/1?cell=1,1&reveal=cells&ask=1&pace=try"


def next_of(html: str) -> str:
    """Where Next leads."""
    found = re.search(r'id="next" href="([^"]*)"', html)
    assert found
    return found[1].replace("&amp;", "&")


def shown(client: TestClient, address: str) -> str:
    """The page of an address, after any redirects."""
    answer = client.get(address)
    while answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200
    return answer.text


def test_a_cell_waits_with_an_input_and_next_after_it_tells_the_value(client: TestClient) -> None:
    html = shown(client, OPEN)
    assert re.search(r'<input id="guess"[^>]* data-waits>', html)
    assert next_of(html) == f"/{SAE}/1?cell=1,1&ask=1&pace=try"
    assert next_of(shown(client, next_of(html))) == f"/{SAE}/1?cell=1,2&reveal=cells&ask=1&pace=try"


def test_the_pace_hides_what_is_still_to_come_and_walks_every_cell(client: TestClient) -> None:
    """Thirty cells, two stops each, after the blank; then the next step's blank."""
    address, stops = f"/{SAE}/1?pace=try", 0
    while "/1?" in address:
        html = shown(client, address)
        address, stops = next_of(html), stops + 1
    assert stops == 61
    assert address == f"/{SAE}/2?cell=0&ask=1&pace=try"


def test_a_wrong_number_is_explained_without_the_value(client: TestClient) -> None:
    """2 is Z[1,1] without its bias."""
    html = shown(client, f"{OPEN}&guess=2")
    assert "Not yet. The bias is missing: add" in html
    assert 'aria-invalid="true" aria-describedby="guess-says"' in html
    assert next_of(html) == f"/{SAE}/1?cell=1,1&ask=1&guess=2&pace=try"
    spoken = re.search(r'<p id="spoken"[^>]*>(.*?)</p>', html)
    assert spoken
    assert spoken[1].startswith("Not yet. The bias is missing")


def test_a_right_number_is_told_to_be_right_and_next_goes_on(client: TestClient) -> None:
    answer = client.get(f"{OPEN}&guess=1")
    assert answer.headers["location"] == f"/{SAE}/1?cell=1,1&ask=1&guess=1&pace=try"
    html = shown(client, answer.headers["location"])
    assert "Guessed: <strong>1</strong>, right." in html
    assert next_of(html) == f"/{SAE}/1?cell=1,2&reveal=cells&ask=1&pace=try"


def test_what_cannot_be_read_is_said_and_stays(client: TestClient) -> None:
    html = shown(client, f"{OPEN}&guess=two")
    assert "“two” is not a number" in html
    assert 'value="two"' in html


def test_an_answer_is_posted_and_leads_to_its_explanation(client: TestClient) -> None:
    answer = client.post(OPEN, data={"guess": "2"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{SAE}/1?cell=1,1&reveal=cells&ask=1&guess=2&pace=try"


@pytest.mark.parametrize("guess", ["", "12345", "two", "-1"])
def test_nothing_that_is_not_yet_told_is_in_the_source(client: TestClient, guess: str) -> None:
    """Z[2,1] is 2 + 771.25, and later cells of its row have such a fraction; the frame that tells it has."""
    given = "b_enc=-1;771.25;1;0;-1;-1"
    html = shown(client, f"/{SAE}/1?{given}&cell=2,1&reveal=cells&ask=1&guess={guess}&pace=try")
    later = ("773.25", "770.25", "772.25", "774.25")
    assert [number for number in later if number in html] == []
    told = shown(client, f"/{SAE}/1?{given}&cell=2,1&ask=1&pace=try")
    assert [number for number in later if number in told] == ["773.25"]


def test_leaving_the_pace_or_asking_is_one_press(client: TestClient) -> None:
    html = shown(client, OPEN)
    assert 'aria-current="true">try first</a>' in html
    assert f'id="ask" href="/{SAE}/1?cell=1,1&amp;reveal=cells"' in html
    assert f'href="/{SAE}/1?cell=1,1&amp;reveal=cells&amp;ask=1&amp;pace=try">try first' in shown(
        client, f"/{SAE}/1?cell=1,1&reveal=cells"
    )
