"""Queues have an end, everybody has a fair share of them, and who has left is passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any
from urllib.request import Request, urlopen

import pytest
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.types import Message

from app.main import app
from app.web.askers import ASKING, Asker, network_of
from app.web.concurrency import PLACES
from app.web.queues import Crowded, FairQueue, Gone
from tests.local_server import LocalServer


def alone(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine returns, run in a thread of its own: a browser test may keep this one's loop busy."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(main())).result(60)


class Visit:
    """One who asks from a network, and what came of it."""

    def __init__(self, queue: FairQueue, client: str, log: list[str]) -> None:
        self.queue, self.log, self.name = queue, log, client
        self.left, self.done = asyncio.Event(), asyncio.Event()
        self.asker = Asker((f"192.0.2.{ord(client)}", 1), self.receive)
        self.task = asyncio.create_task(self.ask())

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def ask(self) -> None:
        ASKING.set(self.asker)
        try:
            async with self.queue.turn():
                self.log.append(self.name)
                await self.done.wait()
        except Crowded as error:
            self.log.append(f"{self.name} sent away, {dict(error.headers or {})['retry-after']}")
        except Gone:
            self.log.append(f"{self.name} gone")


async def settled() -> None:
    """Whatever can happen has happened."""
    for _ in range(20):
        await asyncio.sleep(0)


async def visits(queue: FairQueue, clients: str, log: list[str]) -> list[Visit]:
    """One who asks for each letter, in order."""
    found = []
    for client in clients:
        found.append(Visit(queue, client, log))
        await settled()
    return found


async def finished(all_: list[Visit]) -> None:
    """All end their work, as it comes to them."""
    for visit in all_:
        visit.done.set()
    await asyncio.gather(*(visit.task for visit in all_))


def test_networks_are_served_in_turn() -> None:
    log: list[str] = []

    async def main() -> None:
        await finished(await visits(FairQueue(1, 100), "aaaaaabcb", log))

    alone(main)
    assert "".join(log) == "aabcabaaa"


def test_whoever_has_the_most_waiting_is_sent_away_first() -> None:
    log: list[str] = []

    async def main() -> tuple[int, int]:
        queue = FairQueue(1, 4)
        everybody = await visits(queue, "aaaaaabc", log)
        waiting = queue.waiting
        await finished(everybody)
        return waiting, queue.working

    assert alone(main) == (4, 0)
    away = "a sent away, 5"
    assert log == ["a", away, away, away, "a", "b", "c", "a"]


def test_a_full_queue_of_single_visitors_sends_the_newest_away() -> None:
    log: list[str] = []

    async def main() -> None:
        await finished(await visits(FairQueue(1, 3), "abcde", log))

    alone(main)
    assert log == ["a", "e sent away, 5", "b", "c", "d"]


def test_who_has_left_is_passed_over() -> None:
    log: list[str] = []

    async def main() -> int:
        queue = FairQueue(1, 100)
        everybody = await visits(queue, "aaaab", log)
        for visit in everybody[1:4]:
            visit.left.set()
        await finished(everybody)
        return queue.working

    assert alone(main) == 0
    assert log == ["a", "a gone", "b", "a gone", "a gone"]


def test_one_who_gives_up_leaves_the_queue_and_its_place() -> None:
    log: list[str] = []

    async def main() -> tuple[int, int]:
        queue = FairQueue(1, 100)
        everybody = await visits(queue, "abc", log)
        everybody[1].task.cancel()
        await settled()
        waiting = queue.waiting
        everybody[0].done.set()
        everybody[2].task.cancel()
        await asyncio.gather(*(visit.task for visit in everybody), return_exceptions=True)
        return waiting, queue.working

    assert alone(main) == (1, 0)


def test_looking_whether_somebody_has_left_loses_nothing_of_what_they_send() -> None:
    sent: list[Message] = [{"type": "http.request", "body": bytes([k]), "more_body": k < 8} for k in range(9)]

    async def receive() -> Message:
        return sent.pop(0) if sent else {"type": "http.disconnect"}

    async def main() -> tuple[bool, list[bytes]]:
        asker = Asker(None, receive)
        is_gone = await asker.is_gone()
        return is_gone, [(await asker.receive())["body"] for _ in range(9)]

    assert alone(main) == (False, [bytes([k]) for k in range(9)])


def test_an_edit_that_waited_for_its_turn_is_answered_behind_whatever_middleware() -> None:
    async def passing(request: Asked, call_next: Callable[[Asked], Awaitable[Response]]) -> Response:
        return await call_next(request)

    server = LocalServer(BaseHTTPMiddleware(app, passing))
    server.start()
    with ThreadPoolExecutor(1) as threads:
        PLACES.working += PLACES.places
        try:
            edit = threads.submit(posted, f"{server.url}/sparse-autoencoder/1", b"X%5B1%2C1%5D=7")
            while not PLACES.waiting:
                sleep(0.01)
        finally:
            for _ in range(PLACES.places):
                PLACES.leave()
        assert edit.result() == 200
    server.stop()


def posted(address: str, form: bytes) -> int:
    """The status of the page that an edit leads to."""
    with urlopen(Request(address, form), timeout=10) as answer:
        return int(answer.status)


@pytest.mark.parametrize(
    ("client", "network"),
    [(None, ""), (("", 0), ""), (("192.0.2.1", 5), "192.0.2.1"), (("/run/a.sock", 0), "")],
)
def test_a_network_is_an_address(client: tuple[str, int] | None, network: str) -> None:
    assert network_of(client) == network


def test_a_household_is_one_network() -> None:
    one, other, neighbour = (network_of((a, 1)) for a in ("2001:db8::1", "2001:db8::ff:2", "2001:db8:0:1::1"))
    assert one == other != neighbour
