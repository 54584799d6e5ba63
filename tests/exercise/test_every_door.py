"""One reader for every way in: cells, guesses, addresses, pasted blocks, the first page, the JSON."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

SAE = "/sparse-autoencoder"
# fmt: off
EXACT = {
    **{f"{dash}2": "-2" for dash in "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"},
    "½": "1/2", "−½": "-1/2", "1½": "3/2", "1⁄2": "1/2", "１２": "12", "３.５": "3.5", "1×10⁻⁷": "0.0000001",
    "1e+3": "1000", "(1/3)": "1/3", "−(1/3)": "-1/3", "√4": "2", ".5": "0.5",
}
ROOTS = {
    "√3 ≈ 1.732": 3**0.5, "√3/10": 3**0.5 / 10, "3√2/2": 1.5 * 2**0.5, "1/√3": 3**-0.5,
    "2√5+1": 2 * 5**0.5 + 1, "3^(1/2)": 3**0.5, "0,5": 0.5,
}
UNREADABLE = {
    "2·3": "not worked out yet", "1O": "is the letter O, not a zero", "1 234": "is not a number",
    "x": "is not a number", "1/0": "divides by zero",
}
# fmt: on


def refusal(page: str) -> str:
    """The problems that a page tells."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def first_cell(where: str) -> str:
    """The first number of X in an address."""
    match = re.search(r"[?&]X=([^,;&]*)", where)
    assert match, where
    return match[1]


@pytest.mark.parametrize(("typed", "exact"), EXACT.items())
def test_a_number_is_the_same_at_every_door(client: TestClient, typed: str, exact: str) -> None:
    block = f"{typed}\t1\t2\t3\t4\n" + "1\t2\t3\t4\t5\n" * 2
    forms = [
        {"X[1,1]": typed},
        {"at": "X", "paste": block, "do": "paste"},
        {"at": "X", "paste": typed, "do": "paste"},
    ]
    for form in forms:
        assert first_cell(client.post(f"{SAE}/1", data=form).headers["location"]) == exact, form
    assert first_cell(client.post("/", data={"exercise": block}).headers["location"]) == exact
    address = client.get(f"{SAE}/1?eta={quote(typed)}")
    assert (address.headers.get("location") or str(address.request.url)).endswith(f"eta={exact}")
    for given in ([[typed], [0], [0]], [typed, 0, 0], f"{typed}\n0\n0"):
        answer = client.post(f"/api/lessons{SAE}", json={"given": {"b_dec": given}}).json()
        top, _, bottom = exact.partition("/")
        assert answer["given"]["b_dec"][0][0] == float(top) / float(bottom or 1), given


def verdict(client: TestClient, guess: str) -> str:
    """What is said of a guess once the value, which is 1, is told."""
    asked = f"{SAE}/1?cell=1,1&reveal=cells&ask=1"
    where = client.post(asked, data={"guess": guess}).headers["location"]
    return str(client.get(where.replace("&reveal=cells", "")).text)


@pytest.mark.parametrize("typed", [*EXACT, *ROOTS])
def test_a_guess_that_is_read_is_judged(client: TestClient, typed: str) -> None:
    assert '<p class="guess wrong">' in verdict(client, typed)
    for right in ("1", "１", "2/2", "√1", "1,0"):
        assert '<p class="guess correct">' in verdict(client, right)


@pytest.mark.parametrize(("typed", "says"), UNREADABLE.items())
def test_what_cannot_be_read_is_never_judged_and_named_at_every_door(
    client: TestClient, typed: str, says: str
) -> None:
    page = verdict(client, typed)
    assert '<p class="guess unreadable">' in page
    assert says in refusal(page)
    block = f"{typed}\t1\t2\t3\t4\n" + "1\t2\t3\t4\t5\n" * 2
    answers = [
        client.post(f"{SAE}/1", data={"X[1,1]": typed}),
        client.post(f"{SAE}/1", data={"at": "X", "paste": block, "do": "paste"}),
        client.post("/", data={"exercise": block}),
        client.get(f"{SAE}/1?eta={quote(typed)}"),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert says in refusal(answer.text)
    answer = client.post(f"/api/lessons{SAE}", json={"given": {"X": block}})
    assert says in answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("typed", ROOTS)
def test_a_root_is_no_given_number_and_it_is_said_why(client: TestClient, typed: str) -> None:
    """A given number is kept exactly; a half with a comma is one."""
    answer = client.post(f"{SAE}/1", data={"X[1,1]": typed})
    if typed == "0,5":
        assert first_cell(answer.headers["location"]) == "0.5"
    else:
        assert "a given number is kept exactly" in refusal(answer.text)


@pytest.mark.parametrize("block", ["|-|", "|-|\n|-|", "# a\n# b", "%", ";", ",,,", "[]", "\ufeff"])
def test_a_block_without_numbers_is_refused(client: TestClient, block: str) -> None:
    for answer in (
        client.post(f"{SAE}/1", data={"at": "X", "paste": block, "do": "paste"}),
        client.post("/", data={"exercise": block}),
    ):
        assert answer.status_code == 422
