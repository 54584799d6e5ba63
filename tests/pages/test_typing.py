"""Where numbers and names are typed: a minus on a phone, what cannot be read, what an empty field means."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

SAE = "/sparse-autoencoder"
PAGES = [
    f"{SAE}/1?cell=1,1&ask=1&reveal=cells",
    f"{SAE}/5",
    f"{SAE}/sheet",
    f"{SAE}/l1",
    f"{SAE}/features",
    SAE,
]


def test_a_guess_that_cannot_be_read_is_not_called_wrong(client: TestClient) -> None:
    """It is kept as typed, and the sentence names what was in it."""
    page = client.get(f"{SAE}/1?cell=1,1&ask=1&guess=1O").text
    assert "<strong>1O</strong>, which cannot be compared." in page
    assert "the letter O, not a zero" in page
    assert "not so" not in page


@pytest.mark.parametrize("address", PAGES)
def test_no_field_brings_up_keys_without_a_minus(client: TestClient, address: str) -> None:
    """An iPhone has none on its decimal pad, and no stroke; whole numbers alone may have digits only."""
    page = client.get(address).text
    digits = {field for field in re.findall(r"<input[^>]*>", page) if 'inputmode="numeric"' in field}
    assert 'inputmode="decimal"' not in page
    assert all(re.search(r'name="(seed|examples|updates|on|steer)"', field) for field in digits), digits


@pytest.mark.parametrize("query", ["", "?tokens=Foo", "?tokens=Foo,Bar&examples=3&seed=4"])
def test_an_empty_field_shows_the_name_that_it_stands_for(client: TestClient, query: str) -> None:
    """And that is the name which the token has once it is emptied."""
    page = client.get(f"{SAE}/1{query}", follow_redirects=True).text
    usual = dict(re.findall(r'<input name="(tokens\[\d\])"[^>]* placeholder="([^"]*)"', page))
    assert list(usual) == [f"tokens[{k}]" for k in range(1, len(usual) + 1)]
    assert len(usual) > 2
    emptied = client.post(f"{SAE}/1{query}", data=dict.fromkeys(usual, ""), follow_redirects=True).text
    assert dict(re.findall(r'<input name="(tokens\[\d\])" value="([^"]*)"', emptied)) == usual
    assert not re.search(r'<input name="features[^>]* placeholder', page)
