"""Addresses that a mail program, a chat or a person has mangled: read where they are certain, else named."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.long import examples

SAE, AE = "/sparse-autoencoder", "/autoencoder"
B = "b_enc=1;0;0;0;0;0"
# fmt: off
CERTAIN = [
    (f"{SAE}/1?{B}&amp;lambda=2", f"{SAE}/1?{B}&lambda=2"),
    (f"{SAE}/1?{B}&amp;amp;lambda=2&amp;cell=1,2", f"{SAE}/1?{B}&lambda=2&cell=1,2"),
    (f"{SAE}/1?{B}%2526lambda=2".replace(";", "%253B"), f"{SAE}/1?{B}&lambda=2"),
    (f"{SAE}/1?{quote(B + '&lambda=2', safe='')}", f"{SAE}/1?{B}&lambda=2"),
    (f"{SAE}/1?b_enc=1%253B0%253B0%253B0%253B0%253B0", f"{SAE}/1?{B}"),
    (f"{SAE}/1?b_enc=1%25253B0%25253B0%25253B0%25253B0%25253B0", f"{SAE}/1?{B}"),
    (f"{SAE}/1?tokens=Z%25C3%25BCrich&lambda=1%252F3", f"{SAE}/1?tokens=Z%C3%BCrich&lambda=1/3"),
    (f"{SAE}/1?Lambda=2", f"{SAE}/1?lambda=2"),
    (f"{SAE}/1?%CE%BB=2&%CE%B7=1", f"{SAE}/1?lambda=2&eta=1"),
    (f"{SAE}/1?B_ENC=1;0;0;0;0;0", f"{SAE}/1?{B}"),
    (f"{SAE}/1?b-enc=1;0;0;0;0;0", f"{SAE}/1?{B}"),
    (f"{SAE}/1?x=0,0,0,2,1;-2,-2,0,-1,1;2,1,1,1,9", f"{SAE}/1?X=0,0,0,2,1;-2,-2,0,-1,1;2,1,1,1,9"),
    (f"{SAE}/1?lambda=1e+3", f"{SAE}/1?lambda=1000"),
    (f"{SAE}/1?Seed=7&Cell=1,2", f"{SAE}/1?seed=7&cell=1,2"),
    (f"{AE}/2?b₁=1;0;0".replace("₁", "%E2%82%81"), f"{AE}/2?b1=1;0;0"),
    (f"{SAE}/l1?Lambda=2&amp;W=3", f"{SAE}/l1?w=3&lambda=2"),
    (f"{SAE}/1/worksheet?{B}&amp;Paper=letter", f"{SAE}/1/worksheet?{B}&paper=letter"),
]
NEARLY = [
    (f"{SAE}/1?lamda=2", "lamda", "lambda"), (f"{SAE}/1?toknes=a", "toknes", "tokens"),
    (f"{SAE}/1?token=a", "token", "tokens"), (f"{SAE}/1?udpates=3", "udpates", "updates"),
    (f"{AE}/1?exmaples=3", "exmaples", "examples"), (f"{SAE}/l1?lamda=2", "lamda", "lambda"),
    (f"{SAE}/1/worksheet?papr=letter", "papr", "paper"),
]
FOREIGN = "utm_source=a%2525b&fbclid=x%252B&ref=a&x=13&y=4&si=1&gclid=2&mc_cid=3"
# fmt: on


@pytest.mark.parametrize(("mangled", "meant"), CERTAIN)
def test_what_is_certain_is_read(client: TestClient, mangled: str, meant: str) -> None:
    answer = client.get(mangled)
    assert (answer.status_code, answer.headers.get("location")) == (303, meant)
    assert client.get(meant).status_code == 200


@pytest.mark.parametrize(("address", "typed", "meant"), NEARLY)
def test_what_nearly_is_a_parameter_is_named(
    client: TestClient, address: str, typed: str, meant: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert f"<strong>{typed}</strong>: This is nearly “{meant}”" in answer.text
    assert f'name="{typed}"' in answer.text, "it can be mended there"


@pytest.mark.parametrize("page", [f"{SAE}/1", f"{AE}/2", f"{SAE}/l1"])
def test_what_others_add_to_addresses_is_none_of_ours(client: TestClient, page: str) -> None:
    answer = client.get(f"{page}?{FOREIGN}")
    assert (answer.status_code, answer.headers.get("location")) == (303, page)


def test_an_address_in_an_address_stays_as_it_is(client: TestClient) -> None:
    """What is remembered of an edit is escaped twice by rights, and so is a percent sign in a name."""
    for query in ("was=tokens%3DZ%25C3%25BCrich", "tokens=50%2541", f"{B}&was=lambda%3D2"):
        answer = client.get(f"{SAE}/1?{query}", follow_redirects=True)
        assert (answer.status_code, str(answer.url).endswith(query.replace("%3D", "="))) == (200, True)


@settings(deadline=None, derandomize=True, max_examples=examples(80))
@given(st.sampled_from(CERTAIN), st.integers(1, 2))
def test_an_address_escaped_again_leads_to_the_same_page(
    client: TestClient, pair: tuple[str, str], times: int
) -> None:
    """As a whole, as chats and learning platforms do."""
    path, _, query = pair[1].partition("?")
    for _ in range(times):
        query = query.replace("%", "%25").replace(";", "%3B").replace(",", "%2C")
    answer = client.get(f"{path}?{query}", follow_redirects=True)
    assert answer.status_code == 200
    assert str(answer.url).endswith(pair[1])
