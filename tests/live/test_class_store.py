"""Both places where classes are kept do the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from app.live import class_store, memory_store, redis_store
from app.live.class_listeners import Listener
from app.live.class_store import ClassStore, StoreAway, StoreFull
from app.live.redis_store import RedisStore
from tests.live.both_stores import Told
from tests.live.redis_server import PROGRAM, RedisServer
from tests.own_loop import in_own_loop

CODE, OTHER = "BCDFG", "HJKLM"


def test_a_class_is_kept_changed_and_ended(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        assert await store.read(CODE) is None
        assert not await store.write(CODE, "", "nothing to change")
        assert await store.begin(CODE, "first")
        assert not await store.begin(CODE, "of somebody else")
        assert await store.write(CODE, "first", "second")
        assert await store.read(CODE) == "second"
        assert await store.read(OTHER) is None
        assert not await store.was_ended(CODE)
        await store.end(CODE)
        assert await store.read(CODE) is None
        assert await store.was_ended(CODE)
        assert not await store.begin(CODE, "brought back by a page that did not hear of it")
        assert not await store.was_ended(OTHER)

    run(told)


def test_of_two_changes_at_the_same_moment_one_is_told_to_look_again(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "before")
        both = (store.write(CODE, "before", text) for text in ("one", "other"))
        assert sorted(await asyncio.gather(*both)) == [False, True]
        kept = await store.read(CODE)
        assert kept in {"one", "other"}
        assert not await store.write(CODE, "before", "late")
        assert await store.read(CODE) == kept

    run(told)


def test_changes_that_come_between_each_other_are_all_made(run: Callable[[Told], None]) -> None:
    """Each looks again until its own is made: none is written over."""

    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "")

        async def add(letter: str) -> None:
            before = await store.read(CODE) or ""
            while not await store.write(CODE, before, before + letter):
                before = await store.read(CODE) or ""

        await asyncio.gather(*map(add, "abcdefgh"))
        assert sorted(await store.read(CODE) or "") == list("abcdefgh")

    run(told)


def test_an_answer_takes_the_place_of_the_one_before(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        for seat, text in (("a", "1"), ("b", "2"), ("a", "3")):
            await store.answer(CODE, "1.1", seat, text)
        await store.answer(CODE, "1.2", "a", "4")
        assert await store.answers(CODE, "1.1") == {"a": "3", "b": "2"}
        assert await store.answered_by(CODE, "1.1", "a") == "3"
        assert await store.answered_by(CODE, "1.1", "c") is None
        assert await store.count_answers(CODE, "1.1") == 2
        await store.forget_answers(CODE, "1.1")
        assert await store.answers(CODE, "1.1") == {}
        assert await store.count_answers(CODE, "1.2") == 1

    run(told)


def test_ending_a_class_forgets_its_answers(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        await store.seat(CODE, "a")
        await store.answer(CODE, "1.1", "a", "1")
        await store.end(CODE)
        await store.answer(CODE, "1.1", "a", "late")
        await store.seat(CODE, "a")
        assert await store.answers(CODE, "1.1") == {}
        assert await store.count_seats(CODE) == 0

    run(told)


def test_seats_are_counted_once_and_leave(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        for seat in ("a", "b", "a"):
            await store.seat(CODE, seat)
        assert await store.count_seats(CODE) == 2
        await store.leave(CODE, "a")
        await store.leave(CODE, "nobody")
        assert await store.count_seats(CODE) == 1

    run(told)


def test_who_is_not_heard_of_is_not_counted(
    run: Callable[[Told], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (memory_store, redis_store):
        monkeypatch.setattr(module, "SECONDS_SEEN", -1)

    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        await store.seat(CODE, "a")
        assert await store.count_seats(CODE) == 0

    run(told)


def test_there_is_room_for_so_many_and_a_sentence_for_more(
    run: Callable[[Told], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (memory_store, redis_store):
        monkeypatch.setattr(module, "MOST_CLASSES", 1)
        monkeypatch.setattr(module, "MOST_SEATS", 1)

    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        with pytest.raises(StoreFull, match="room"):
            await store.begin(OTHER, "one too many")
        await store.seat(CODE, "a")
        await store.seat(CODE, "a")
        with pytest.raises(StoreFull, match="full"):
            await store.seat(CODE, "b")

    run(told)


def test_a_class_that_nobody_uses_is_forgotten(
    run: Callable[[Told], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (memory_store, redis_store):
        monkeypatch.setattr(module, "SECONDS_KEPT", 1)

    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        await store.answer(CODE, "1.1", "a", "1")
        while await store.read(CODE):  # it ends by itself
            await asyncio.sleep(0.05)
        await store.begin(CODE, "another")
        assert await store.answers(CODE, "1.1") == {}

    run(told)
    assert class_store.SECONDS_KEPT == 7200


def test_who_listens_is_told_of_changes_and_who_counts_of_answers(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        await store.begin(CODE, "class")
        async with (
            store.listening(CODE, counts=False) as phone,
            store.listening(CODE, counts=True) as teacher,
            store.listening(OTHER, counts=True) as stranger,
        ):
            await settle(phone, teacher, stranger)
            await store.answer(CODE, "1.1", "a", "1")
            assert await teacher.wait(5)
            assert not await phone.wait(0.05)
            assert await store.write(CODE, "class", "changed")
            assert await teacher.wait(5)
            assert await phone.wait(5)
            assert (phone.is_over, teacher.is_over) == (False, False)
            await store.end(CODE)
            assert await phone.wait(5)
            assert phone.is_over
            assert not await stranger.wait(0.05)

    run(told)


async def settle(*listeners: Listener) -> None:
    """Waits until the subscription is under way: it wakes everybody once."""
    for listener in listeners:
        while await listener.wait(0.2):
            pass


@pytest.mark.skipif(PROGRAM is None, reason="there is no redis-server here")
def test_a_store_that_is_killed_says_so_and_comes_back() -> None:
    """What it held is gone; whoever listened is woken and reads that for itself."""

    async def whole() -> None:
        server = RedisServer()
        server.start()
        store = RedisStore(server.url)
        await store.begin(CODE, "class")
        await store.answer(CODE, "1.1", "a", "1")
        async with store.listening(CODE, counts=True) as listener:
            await settle(listener)
            server.kill()
            assert await listener.wait(5)
            with pytest.raises(StoreAway):
                await store.read(CODE)
            server.start()
            assert await store.read(CODE) is None
            assert await store.begin(CODE, "sent again by its teacher")
            await store.answer(CODE, "1.1", "a", "1")
            assert await listener.wait(5)
            assert await store.count_answers(CODE, "1.1") == 1
        await store.close()
        server.kill()

    in_own_loop(whole())
