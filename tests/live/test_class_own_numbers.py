"""A question of which each phone has numbers of its own."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.live.class_calls import STEP, asked, board, joined, lead, phone, say


def test_everybody_may_have_numbers_of_their_own(client: TestClient, key: str) -> None:
    """Then right and wrong are counted; the right number of one phone is wrong on another."""
    seats = [joined(client, key) for _ in range(4)]
    lead(client, key, "ask", at=STEP, own="1")
    number = re.compile(r'<td class="given[^>]*>\s*<span[^>]*>([^<]*)')
    given = [number.findall(phone(client, key, seat)) for seat in seats]
    assert len({tuple(numbers) for numbers in given}) == 4
    for seat in seats:
        say(client, key, seat, "1000")
    lead(client, key, "close")
    assert board(client, key) == [("wrong", "4")]
    lead(client, key, "reveal")
    told = [re.search(r"is (−?[\d.]+)\.", asked(phone(client, key, seat))) for seat in seats]
    assert all(told)
    lead(client, key, "ask", at=STEP, own="1")
    for seat, found in zip(seats, told, strict=True):
        assert found is not None
        say(client, key, seat, found[1], place="2.1")
    lead(client, key, "close")
    assert board(client, key) == [("right", "4")]


@pytest.mark.parametrize("asks", [{"scope": "row"}, {"scope": "column"}, {"kind": "largest"}])
def test_own_numbers_are_all_there_where_a_frame_would_leave_some_out(
    client: TestClient, key: str, asks: dict[str, str]
) -> None:
    """No board shows them: on a phone a frame shows one row and one column of them."""
    seat = joined(client, key)
    lead(client, key, "ask", at=STEP, own="1", **asks)
    for do in ("", "close"):
        if do:
            lead(client, key, do)
        seen = phone(client, key, seat).partition('id="seen"')[2]
        assert "at-frame" not in seen
        assert all(f'id="{cell}"' in seen for cell in ("X-1-1", "X-3-5", "W_enc-6-3"))
    lead(client, key, "reveal")
    assert asked(phone(client, key, seat)).count("is ") >= 1


def test_where_cells_differ_between_exercises_nobody_has_their_own(client: TestClient, key: str) -> None:
    """Step 6 works only the cells of active features."""
    says = lead(client, key, "ask", at="/sparse-autoencoder/6?cell=1,1", own="1")["says"]
    assert "not every exercise works the same cells" in says or "Go to a cell" in says


def test_of_a_single_token_nobody_has_their_own(client: TestClient, key: str) -> None:
    """No exercise with one token is drawn; the phones go on as they were."""
    seat = joined(client, key)
    at = "/sparse-autoencoder/1?cell=2,1&X=0;-2;2"
    assert "at least 2 tokens" in lead(client, key, "ask", at=at, own="1")["says"]
    lead(client, key, "ask", at=at)
    assert "What is Z[2] capital, Paris?" in asked(phone(client, key, seat))
