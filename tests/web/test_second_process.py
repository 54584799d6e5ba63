"""A process beside the one that serves pages: a help while it lives, nobody's trouble when it does not."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path

import pytest

from app.web import second_process
from app.web.second_process import SecondProcess
from tests.own_loop import in_own_loop

BACKWARDS = "tests.web.answering_backwards"


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A pipe that was not closed is an error of the test that left it."""
    yield
    gc.collect()


async def ready(second: SecondProcess) -> None:
    """Has it begin, and waits until it is ready."""
    second.begin()
    while second.ready is None:
        assert second.living is not None
        assert not second.living.done()
        await asyncio.sleep(0.01)


@asynccontextmanager
async def ended_at_last(second: SecondProcess) -> AsyncGenerator[SecondProcess, None]:
    """As a server has it at hand until it stops."""
    yield second
    await second.end()


async def ended(second: SecondProcess) -> None:
    """Waits until it has ended."""
    assert second.living is not None
    await asyncio.wait([second.living])


def children() -> set[int]:
    """The processes that this one has begun and that live."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for listed in found for pid in listed.read_text(encoding="ascii").split()}


def while_at_hand(what: Callable[[SecondProcess], Awaitable[None]], module: str = BACKWARDS) -> None:
    """Something done while a second process is at hand; none of its processes is left afterwards."""

    async def whole() -> None:
        before = children()
        async with ended_at_last(SecondProcess(module)) as second:
            await what(second)
        assert children() <= before

    in_own_loop(whole())


def test_it_answers_one_thing_after_the_other() -> None:
    async def asked(second: SecondProcess) -> None:
        await ready(second)
        for message in (b"abc", b"", b"x" * 1_000_000 + b"y"):
            assert await second.answer(message) == message[::-1]

    while_at_hand(asked)


def test_where_none_is_ready_there_is_no_answer() -> None:
    async def asked(second: SecondProcess) -> None:
        assert await second.answer(b"abc") is None, "none was begun"
        second.begin()
        assert await second.answer(b"abc") is None, "it has begun, and is not ready yet"

    while_at_hand(asked)


def test_one_that_breaks_leaves_no_answer_and_is_followed_by_another() -> None:
    async def asked(second: SecondProcess) -> None:
        await ready(second)
        assert await second.answer(b"end") is None
        await ended(second)
        assert await second.answer(b"abc") is None
        await ready(second)
        assert await second.answer(b"abc") == b"cba"

    while_at_hand(asked)


def test_one_that_is_late_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "SECONDS_TO_ANSWER", 0.05)

    async def asked(second: SecondProcess) -> None:
        await ready(second)
        assert await second.answer(b"wait") is None
        await ended(second)

    while_at_hand(asked)


def test_an_answer_that_nobody_took_is_not_the_next() -> None:
    """Whoever asked has left while it was working."""

    async def asked(second: SecondProcess) -> None:
        await ready(second)
        asking = asyncio.create_task(second.answer(b"wait"))
        await asyncio.sleep(0.05)
        assert await second.answer(b"abc") is None, "it is busy"
        asking.cancel()
        await asyncio.wait([asking])
        await ended(second)
        await ready(second)
        assert await second.answer(b"abc") == b"cba"

    while_at_hand(asked)


def test_it_ends_when_nobody_wants_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "SECONDS_UNWANTED", 0.05)

    async def asked(second: SecondProcess) -> None:
        second.begin()
        await ended(second)
        assert second.ready is None

    while_at_hand(asked)


def test_it_ends_by_itself_when_nobody_can_ask_any_more() -> None:
    """Its server was killed, and could not end it."""

    async def asked(second: SecondProcess) -> None:
        await ready(second)
        assert second.ready is not None
        await second.ready.asked.aclose()
        await ended(second)

    while_at_hand(asked)


@pytest.mark.parametrize("module", ["tests.web.no_such_module", "this", "tests.web.never_ready"])
def test_a_module_that_does_not_answer_is_nobodys_trouble(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is none of that name; or it writes something else and ends; or it never says that it is ready."""
    if module.endswith("ready"):
        monkeypatch.setattr(second_process, "SECONDS_TO_BEGIN", 0.05)

    async def asked(second: SecondProcess) -> None:
        second.begin()
        await ended(second)
        assert second.living is not None
        assert second.living.exception() is None
        assert await second.answer(b"abc") is None

    while_at_hand(asked, module)


def test_where_no_process_can_be_begun_the_server_lives_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nothing/here")

    async def asked(second: SecondProcess) -> None:
        second.begin()
        await ended(second)
        assert await second.answer(b"abc") is None

    while_at_hand(asked)


def test_once_it_is_over_none_is_begun() -> None:
    async def whole() -> None:
        async with ended_at_last(SecondProcess(BACKWARDS)) as second:
            await ready(second)
        second.begin()
        assert second.living is not None
        assert second.living.done()
        assert await second.answer(b"abc") is None

    in_own_loop(whole())


def test_an_answer_on_its_way_when_all_ends_is_none() -> None:
    async def whole() -> bytes | None:
        async with ended_at_last(SecondProcess(BACKWARDS)) as second:
            await ready(second)
            asking = asyncio.create_task(second.answer(b"wait"))
            await asyncio.sleep(0.05)
        return await asking

    assert in_own_loop(whole()) is None


def test_nothing_of_who_asked_is_kept_as_long_as_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lives has none of the request's variables."""
    whose: ContextVar[str] = ContextVar("whose")
    seen: list[str] = []
    real = SecondProcess.live

    async def noted(second: SecondProcess) -> None:
        seen.append(whose.get("nobody"))
        await real(second)

    monkeypatch.setattr(SecondProcess, "live", noted)

    async def asked(second: SecondProcess) -> None:
        whose.set("somebody")
        await ready(second)

    while_at_hand(asked)
    assert seen == ["nobody"]
