"""Streams: nothing holds them back, they end with the server, and who vanishes leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from app.live import class_streams
from app.live.class_streams import STREAMS
from app.main import app
from tests.live.class_calls import STEP
from tests.live.class_server import ClassServer
from tests.live.redis_server import PROGRAM, RedisServer
from tests.live.simulated_class import SimulatedTeacher, following, join_class, open_class
from tests.live.spoken_http import LONGEST_WAIT, events, read_head, request_bytes
from tests.own_loop import in_own_loop

PHONES = 20


@pytest.fixture
def port(server: str) -> int:
    """The port of the server in this process."""
    return int(server.rpartition(":")[2])


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.skipif(PROGRAM is None, reason="no redis"))])
def processes(request: pytest.FixtureRequest) -> Iterator[ClassServer]:
    """A server of one process, then one of two that share a store."""
    redis = RedisServer()
    if request.param == 1:
        served = ClassServer()
    else:
        redis.start()
        served = ClassServer("--workers", "2", "--class-store", redis.url)
    served.start()
    yield served
    served.stopped()
    redis.kill()


def test_compression_and_proxies_hold_no_event_back(port: int) -> None:
    """The first event is there while the stream goes on, for a browser that takes compressed pages."""

    async def whole() -> None:
        teacher = await open_class(port, STEP)
        phone = await join_class(port, teacher.code)
        for path in (f"{teacher.path}/events", f"{phone.path}/events{phone.query}"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request_bytes("GET", path, b"", ["Accept-Encoding: gzip, br"]))
            status, headers = await read_head(reader)
            assert (status, headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
            assert (headers["x-accel-buffering"], headers["cache-control"]) == ("no", "no-store")
            assert "content-encoding" not in headers
            async with asyncio.timeout(LONGEST_WAIT):
                await reader.readuntil(b"data: {")
            writer.close()
        for each in (teacher, phone):
            each.connection.close()

    in_own_loop(whole())


def test_a_phone_that_vanishes_leaves_nothing_behind(port: int) -> None:
    """Its connection is cut; its listener, its task and its seat are gone soon after."""

    async def whole() -> None:
        before = {*STREAMS.listeners}  # of tests before, some of them about to end
        teacher = await open_class(port, STEP)
        phones = [await join_class(port, teacher.code) for _ in range(PHONES)]
        async with following(teacher):
            async with following(*phones):
                await teacher.until(lambda: teacher.state.get("in") == PHONES)
                assert len(STREAMS.listeners - before) == PHONES + 1
            await teacher.until(lambda: teacher.state.get("in") == 0)
        async with asyncio.timeout(LONGEST_WAIT):
            while STREAMS.listeners - before:
                await asyncio.sleep(0.01)
        assert teacher.code not in app.state.class_store.listeners.by_code

    in_own_loop(whole())


def test_streams_end_with_the_server(processes: ClassServer) -> None:
    """It is asked to stop while phones follow: each stream ends in order, and nothing is complained of."""

    async def whole() -> tuple[int, list[str]]:
        teacher = await open_class(processes.port, STEP)
        phones = [await join_class(processes.port, teacher.code) for _ in range(PHONES)]
        paths = [f"{teacher.path}/events", *(f"{each.path}/events{each.query}" for each in phones)]
        for each in (teacher, *phones):
            each.connection.close()
        begun = [asyncio.Event() for _ in paths]
        heard = [
            asyncio.create_task(to_its_end(processes.port, path, first))
            for path, first in zip(paths, begun, strict=True)
        ]
        async with asyncio.timeout(LONGEST_WAIT):
            for first in begun:
                await first.wait()
        code = await asyncio.to_thread(processes.stop)
        return code, await asyncio.gather(*heard)

    code, last = in_own_loop(whole())
    assert code in {0, -signal.SIGTERM}, "it ended by itself, before it had to be killed"
    assert set(last) == {"message"}
    assert processes.complaints() == []


async def to_its_end(port: int, path: str, begun: asyncio.Event) -> str:
    """Hears a stream until it is ended in order, and not cut; what its last event was."""
    last = ""
    async with aclosing(events(port, path)) as heard:
        async for event, _ in heard:
            last = event
            begun.set()
    return last


def test_who_waits_for_a_lost_class_hears_at_once_that_it_is_back(port: int) -> None:
    """The streams go on while the server does not know the class."""

    async def whole() -> None:
        teacher = await open_class(port, STEP)
        phone = await join_class(port, teacher.code)
        async with following(teacher, phone):
            await teacher.until(lambda: teacher.kept)
            await phone.until(lambda: phone.state)
        kept = teacher.kept
        app.state.class_store.classes.clear()
        async with aclosing(events(port, f"{phone.path}/events{phone.query}")) as heard:
            assert (await anext(heard))[0] == "unknown"
            assert (await restored(teacher, kept)) == {"says": ""}
            event, data = await anext(heard)
        assert (event, json.loads(data)["stage"]) == ("message", "")
        teacher.connection.close()

    in_own_loop(whole())


def test_an_answer_that_was_lost_on_its_way_is_sent_again(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream says once more what it knows, and the phone sees that its answer is not there."""
    monkeypatch.setattr(class_streams, "SECONDS_BETWEEN_BEATS", 0.05)

    async def whole() -> None:
        teacher = await open_class(port, STEP)
        phone = await join_class(port, teacher.code)
        async with following(teacher, phone):
            await teacher.lead("ask", at=STEP)
            await phone.until(lambda: phone.state.get("stage") == "1.1.open")
            assert await phone.answer("-1") == 200
            await teacher.until(lambda: teacher.state.get("answered") == 1)
            store = app.state.class_store
            store.classes[teacher.code].answers.clear()
            async with asyncio.timeout(LONGEST_WAIT):
                while not await store.count_answers(teacher.code, "1.1"):
                    await asyncio.sleep(0.01)

    in_own_loop(whole())


async def restored(teacher: SimulatedTeacher, kept: str) -> dict[str, str]:
    """What is said when a class is sent again."""
    answer = await teacher.connection.ask("POST", f"{teacher.path}/restore", kept.encode(), [])
    return answer.data
