"""Nothing of a class is left when it is over: not in the store, and not in what this process keeps."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.live import class_memory, memory_store
from app.live.class_answers import examiner, explained_answer
from app.live.class_keys import code_of
from app.live.class_memory import forgetting
from app.live.classroom import READ
from app.live.memory_store import MemoryStore
from app.live.redis_store import RedisStore
from app.live.seen_step import step_at
from app.main import app
from app.routes.class_phones import PARTS
from tests.live.class_calls import STEP, asked, joined, lead, opened, phone, say
from tests.live.redis_server import PROGRAM, RedisServer
from tests.own_loop import in_own_loop

PLANTED = "4713.73519"
CODE = "BCDFG"


def held(needle: str) -> Iterator[str]:
    """Where a text is held in this process: the kinds of objects that hold it, and the texts."""
    sought = needle.encode()
    gc.unfreeze()  # the server sets aside what stays for ever, and the caches of modules with it
    for owner in gc.get_objects():
        for each in gc.get_referents(owner):
            if is_found(each, needle) or is_found(each, sought):
                yield f"{type(owner).__name__}: {each[:200]!r}"


def is_found(each: Any, needle: Any) -> bool:
    """Whether something is a text with the needle in it, and not the needle itself."""
    return isinstance(each, type(needle)) and each is not needle and needle in each


def play(client: TestClient, *, end: bool) -> str:
    """A class in which one phone answers with the planted number; the number of its seat, backwards."""
    key = opened(client, STEP)
    seat = joined(client, key)
    answer = "".join(reversed("91537.3174"))
    lead(client, key, "ask", at=STEP)
    assert say(client, key, seat, answer) == 200
    assert answer in phone(client, key, seat)
    lead(client, key, "close")
    lead(client, key, "reveal")
    assert "You said" in asked(phone(client, key, seat))
    lead(client, key, "ask", at=STEP, own="1")
    say(client, key, seat, answer, place="2.1")
    assert client.get(f"/join/{code_of(key)}/seen", params={"seat": seat}).status_code == 200
    lead(client, key, "close")
    if end:
        client.post(f"/class/{key}", data={"do": "end"})
    return seat.partition(".")[0][::-1]


def test_nothing_in_this_process_knows_a_seat_or_an_answer_when_the_class_is_over(client: TestClient) -> None:
    backwards = play(client, end=True)
    gc.unfreeze()  # a class of another test may have been set aside when this server started
    gc.collect()
    seat = backwards[::-1]
    assert list(held(seat)) == []
    assert [found for found in held(PLANTED) if "PLANTED" not in found] == []


def test_the_search_finds_what_a_class_that_goes_on_is_known_by(client: TestClient) -> None:
    """Else the test above would say nothing."""
    seat = play(client, end=False)[::-1]
    assert list(held(seat))
    app.state.class_store.classes.clear()


def test_a_class_that_nobody_uses_is_forgotten_with_all_that_was_worked_out_for_it(
    monkeypatch: pytest.MonkeyPatch, client: TestClient
) -> None:
    """Nobody asks for it any more, and no word comes that it has ended."""
    play(client, end=False)
    app.state.class_store.classes.clear()
    assert explained_answer.cache_info().currsize
    assert PARTS.kept.things
    monkeypatch.setattr(class_memory, "SECONDS_REMEMBERED", 0.01)
    monkeypatch.setattr(memory_store, "SECONDS_KEPT", 0)
    store = MemoryStore()

    async def whole() -> None:
        await store.begin(CODE, "class")
        async with forgetting(store):
            async with asyncio.timeout(60):
                while store.classes or explained_answer.cache_info().currsize:
                    await asyncio.sleep(0.01)

    in_own_loop(whole())
    kept = [
        explained_answer.cache_info().currsize,
        examiner.cache_info().currsize,
        step_at.cache_info().currsize,
    ]
    assert (kept, len(READ.things), READ.bytes, len(PARTS.kept.things)) == ([0, 0, 0], 0, 0, 0)


@pytest.mark.skipif(PROGRAM is None, reason="there is no redis-server here")
def test_a_shared_store_keeps_of_an_ended_class_only_that_it_ended() -> None:
    """For two hours, so that no page which did not hear of it brings the class back."""

    async def whole() -> list[tuple[str, str, bool]]:
        server = RedisServer()
        server.start()
        store = RedisStore(server.url)
        await store.begin(CODE, "class")
        await store.seat(CODE, "a seat")
        for place in ("1.1", "1.2"):
            await store.answer(CODE, place, "a seat", PLANTED)
        lives = [await store.redis.ttl(key) for key in await store.redis.keys("*") if CODE in key]
        assert min(lives) > 0, "what belongs to a class expires by itself"
        await store.end(CODE)
        left = [
            (str(key), str(await store.redis.get(key)), await store.redis.ttl(key) > 0)
            for key in await store.redis.keys("*")
        ]
        await store.close()
        server.kill()
        return left

    assert in_own_loop(whole()) == [(f"by-hand:class:{CODE}:ended", "1", True)]
