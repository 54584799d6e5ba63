"""What was typed and refused stays, whatever is pressed next, until it is mended or discarded."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.exercise.refused import LONGEST_TYPED, pasted_blocks, refused_text, typed_fields, with_typed
from app.exports.qr import scanned_path
from tests.long import examples

SAE, AE = "/sparse-autoencoder", "/autoencoder"
SIX = {f"W_enc[{i},1]": text for i, text in enumerate(["9", "8", "x", "7", "1O", "6"], start=1)}
TALL = "1\t2\t3\t4\t5\t6\n7\t8\t9\t10\t11\t12\n13\t14\t15\t16\t17\t18"
KINDS = [
    ({"paste": TALL, "at": "W_enc[1,1]", "do": "paste"}, "What was pasted is 3×6 and does not fit W_enc"),
    (
        {"tokens[2]": "a name that is much longer than names may be, and still goes on"},
        "A name has at most 24",
    ),
    ({"lambda[1,1]": "½x", "b_dec[2,1]": "4"}, "“½x” is not a number"),
    ({"paste": "a\nb\nc", "at": "tokens[4]", "do": "paste"}, "3 names were pasted where there are 2 tokens"),
]


def refused(client: TestClient, address: str, fields: dict[str, str]) -> str:
    """The page that refuses a form."""
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    return str(answer.text)


def link(page: str, ident: str) -> str:
    """Where a link of a page leads."""
    found = re.search(rf'<a [^>]*id="{ident}"[^>]*>', page) or re.search(rf'<a id="{ident}"[^>]*>', page)
    assert found, ident
    address = re.search(r'href="([^"]*)"', found[0])
    assert address
    return html.unescape(address[1])


def inputs(page: str) -> dict[str, str]:
    """Every field of a page with what stands in it."""
    found = {
        name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page)
    }
    box = re.search(r'<textarea id="paste"[^>]*>\n?(.*?)</textarea>', page, re.S)
    return found | ({"paste": html.unescape(box[1])} if box else {})


def shown(client: TestClient, address: str) -> str:
    """A page at its own address."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.headers.get("location")
    return str(answer.text)


@pytest.mark.parametrize("ident", ["next", "back", "last", "ask", "present"])
def test_six_cells_of_which_two_are_wrong_stay_whatever_is_pressed(client: TestClient, ident: str) -> None:
    page = refused(client, f"{SAE}/1?cell=1,2", SIX)
    after = shown(client, link(page, ident))
    assert "“x” is not a number" in after
    if ident != "back":
        assert {name: value for name, value in inputs(after).items() if name in SIX} == SIX
    assert "Not changed yet" in after


@pytest.mark.parametrize(("fields", "says"), KINDS)
def test_every_kind_of_refused_form_walks_along(
    client: TestClient, fields: dict[str, str], says: str
) -> None:
    """Two presses, to another step, and the sheet; there it can be mended."""
    page = refused(client, f"{SAE}/1?cell=0&pace=step", fields)
    for _ in range(3):
        assert says in page
        page = shown(client, link(page, "next"))
    assert "/2" in link(page, "back") or "/1" in link(page, "back")
    sheet = re.search(r'href="(/sparse-autoencoder/sheet[^"#]*)"', page)
    assert sheet
    page = shown(client, html.unescape(sheet[1]))
    assert says in page
    stands = inputs(page)
    assert {k: stands[k] for k in fields if k != "do"} == {k: v for k, v in fields.items() if k != "do"}


def test_the_page_that_refuses_is_the_page_of_its_address(client: TestClient) -> None:
    answer = client.post(f"{SAE}/1", data=SIX)
    there = shown(client, answer.headers["hx-push-url"])
    assert there == answer.text


def test_what_is_mended_on_another_page_is_one_edit(client: TestClient) -> None:
    """The cells that stand on no field of that page are taken along."""
    page = refused(client, f"{SAE}/1?cell=0&pace=step", SIX | {"X[1,1]": "5"})
    action = re.search(r'class="exercise" id="exercise" method="post" action="([^"]*)"', page)
    assert action
    answer = client.post(html.unescape(action[1]), data={"W_enc[3,1]": "3", "W_enc[5,1]": "10"})
    assert answer.status_code == 303
    assert "X=5,-1,-1,2,1;" in answer.headers["location"]
    assert "W_enc=9,-1,0;8,0,1;3,1,0;7,0,-1;10,1,1;6,0,0" in answer.headers["location"]
    assert "typed=" not in answer.headers["location"]


def test_a_refused_block_stays_when_something_else_is_edited(client: TestClient) -> None:
    page = refused(client, f"{SAE}/sheet", {"paste": TALL, "at": "W_enc[1,1]", "do": "paste"})
    fields = inputs(page)
    answer = client.post(f"{SAE}/sheet", data=fields | {"X[1,1]": "5"})
    assert answer.status_code == 303
    after = shown(client, answer.headers["location"])
    assert inputs(after)["paste"] == TALL
    assert inputs(after)["X[1,1]"] == "5"
    assert "What was pasted is 3×6" in after
    turned = client.post(answer.headers["location"], data={"do": "paste-turned"})
    assert "W_enc=1,7,13;2,8,14;" in turned.headers["location"]
    assert "typed=" not in turned.headers["location"]
    cleared = client.post(answer.headers["location"], data=fields | {"paste": "", "X[1,1]": "5"})
    assert "typed=" not in cleared.headers["location"]


def test_of_two_blocks_that_do_not_fit_neither_is_lost(client: TestClient) -> None:
    body = f"at=X[1,1]&paste={'1%092%0A' * 20}&at=W_dec&paste=a%09b%0A1%092&at=b_dec&paste=7%0A8%0A9&do=paste"
    answer = client.post(
        f"{SAE}/sheet", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    typed = parse_qs(answer.headers["hx-push-url"].partition("?")[2])["typed"][0]
    assert list(pasted_blocks(typed_fields(typed))) == ["X[1,1]", "W_dec", "b_dec"]


def test_it_can_be_discarded(client: TestClient) -> None:
    page = refused(client, f"{SAE}/3?lambda=2", {"b_dec[1,1]": "x"})
    assert link(page, "discard") == f"{SAE}/3?lambda=2"


def test_undo_leaves_it_and_says_where_it_fits_by_now(client: TestClient) -> None:
    """An exercise of four tokens does not take five numbers a row; the one before the edit did."""
    fewer = client.post(f"{SAE}/sheet", data={"do": "remove-token-5"}).headers["location"]
    page = refused(client, fewer, {"paste": "1 2 3 4 5\n" * 3, "at": "X[1,1]", "do": "paste"})
    before = shown(client, link(page, "undo"))
    assert "can be put in here" in before
    assert inputs(before)["paste"].split() == ["1", "2", "3", "4", "5"] * 3


def test_what_is_too_long_to_carry_says_so_and_stays_where_it_is(client: TestClient) -> None:
    block = "\n".join("\t".join(f"0.{i}{j}12345" for j in range(20)) for i in range(30))
    answer = client.post(f"{SAE}/1", data={"paste": block, "at": "X[1,1]", "do": "paste"})
    assert answer.status_code == 422
    assert "too long to be carried along" in answer.text
    assert inputs(answer.text)["paste"] == block
    assert "typed=" not in answer.headers["hx-push-url"]


def test_a_guess_belongs_to_its_cell(client: TestClient) -> None:
    asked = f"{SAE}/1?cell=1,1&reveal=cells&ask=1"
    page = refused(client, asked, {"guess": "7" * 60, "X[1,1]": "x"})
    more = shown(client, link(page, "next"))
    assert inputs(more)["guess"] == "7" * 60
    elsewhere = shown(client, link(page, "first"))
    assert "7777" not in elsewhere
    assert inputs(elsewhere)["X[1,1]"] == "x"


def test_an_address_says_nothing_that_is_not_typed(client: TestClient) -> None:
    """What equals what is shown is dropped, and so is what no form has."""
    answer = client.get(f"{SAE}/1", params={"typed": "X[1,1]=0&tokens[1]=Paris&colour=red&guess="})
    assert answer.headers["location"] == f"{SAE}/1"
    assert scanned_path(f"{SAE}/1?lambda=2&typed=X%255B1,1%255D=x") == f"{SAE}/1?lambda=2"


TEXTS = st.text(max_size=12) | st.sampled_from(["0", "paste", "paste-turned", "X", "1\t2\n3\t4"])
CELLS = st.lists(
    st.tuples(st.sampled_from(["X[1,1]", "W_dec[3,6]", "tokens[2]", "guess", "z"]), TEXTS), max_size=5
)
BLOCKS = st.lists(st.tuples(st.sampled_from(["X[1,1]", "b_enc", "tokens[2]", "Q", ""]), TEXTS), max_size=3)
BUTTONS = st.lists(st.tuples(st.just("do"), TEXTS), max_size=2)
FIELDS = st.builds(
    lambda cells, blocks, buttons: [
        *cells,
        *(pair for at, text in blocks for pair in (("at", at), ("paste", text))),
        *buttons,
    ],
    CELLS,
    BLOCKS,
    BUTTONS,
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(FIELDS, FIELDS)
def test_what_is_kept_is_read_as_it_was(first: list[tuple[str, str]], then: list[tuple[str, str]]) -> None:
    text = refused_text(first, {"X[1,1]": "0"})
    assert refused_text(typed_fields(text), {"X[1,1]": "0"}) == text
    merged = with_typed(typed_fields(text), then)
    assert [pair for pair in merged if pair in then][: len(then)] == then
    assert set(pasted_blocks(typed_fields(text))) - {v for n, v in then if n == "at"} <= set(
        pasted_blocks(merged)
    )


@settings(deadline=None, derandomize=True, max_examples=examples(80))
@given(FIELDS, st.sampled_from([f"{SAE}/1?cell=1,1&ask=1", f"{SAE}/sheet", AE, f"{SAE}/features"]))
def test_any_refused_form_has_an_address_of_its_own(
    client: TestClient, fields: list[tuple[str, str]], page: str
) -> None:
    """The page there is the one that refused it, and is at its only address."""
    answer = client.post(page, data=dict(fields))
    if answer.status_code == 422:
        assert len(answer.headers["hx-push-url"]) < LONGEST_TYPED + 200
        there = client.get(answer.headers["hx-push-url"])
        assert there.status_code == 200
        if "typed=" in answer.headers["hx-push-url"]:
            assert there.text == answer.text
