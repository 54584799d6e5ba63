"""Crowds that ask for large files and leave keep nobody from a page: what waits is counted and dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import anyio
import httpx2
import pytest
from starlette.types import Message

from app.exports import workshop
from app.main import app
from app.web import concurrency
from app.web.queues import FairQueue
from tests.exports.test_workshop import SAE, alone, makers

LARGEST = "key=1&dims=16,16&examples=16&seed={}"
CROWDS = {
    "spreadsheets": [(f"/{SAE}/worksheet.xlsx", LARGEST.format(k)) for k in range(50)],
    "variants": [(f"/{SAE}/1/worksheet.pdf", f"variants=200&seed={k}") for k in range(50)],
    "counted": [(f"/{SAE}/worksheet.counted", LARGEST.format(k)) for k in range(50)],
}


@pytest.fixture(autouse=True)
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The queues, empty, of this test alone."""
    for owner, name in ((workshop, "SMALL"), (workshop, "LARGE"), (concurrency, "PLACES")):
        usual: FairQueue = getattr(owner, name)
        monkeypatch.setattr(owner, name, FairQueue(usual.places, usual.most_waiting, usual.says))
    yield
    assert not makers("worksheet_files")


class Crowd:
    """Many who ask from one address each time, until all leave at once."""

    def __init__(self) -> None:
        self.left, self.statuses = anyio.Event(), Counter[int]()

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.statuses[message["status"]] += 1

    async def ask(self, path: str, query: str) -> None:
        await app(
            {
                "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "",
                "query_string": query.encode(), "headers": [(b"host", b"x")], "scheme": "http",
                "http_version": "1.1", "server": ("x", 80), "client": ("192.0.2.1", 1),
            },
            self.receive,
            self.send,
        )  # fmt: skip


@asynccontextmanager
async def asking(crowd: list[tuple[str, str]]) -> AsyncIterator[Crowd]:
    """A crowd that has asked: as many wait as may, and one file is being made."""
    many = Crowd()
    async with anyio.create_task_group() as group:
        for path, query in crowd:
            group.start_soon(many.ask, path, query)
        while workshop.LARGE.working + workshop.LARGE.waiting + workshop.LARGE.sent_away < len(crowd):
            await anyio.sleep(0.01)
        yield many
        many.left.set()


@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS)
def test_a_page_is_answered_while_a_crowd_asks_for_large_files(crowd: list[tuple[str, str]]) -> None:
    """Pages have threads of their own, whoever waits for files; who asks from elsewhere is served next."""

    async def main() -> list[int]:
        transport = httpx2.ASGITransport(app, client=("198.51.100.7", 1))
        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://x") as other,
            asking(crowd) as many,
        ):
            seen = [(await other.get(f"/{SAE}/{k}?seed={k}")).status_code for k in range(1, 6)]
            seen.append((await other.get("/healthz")).status_code)
            assert workshop.LARGE.working == 1
            assert workshop.LARGE.sent_away == 50 - 1 - 16
            # One that is told how far its file is hears so in a line, under a status that was sent before.
            while sum(many.statuses.values()) < workshop.LARGE.sent_away:
                await anyio.sleep(0.01)
            assert many.statuses[503] in {0, workshop.LARGE.sent_away}
            many.left.set()
        assert (workshop.LARGE.working, workshop.LARGE.waiting) == (0, 0)
        return seen

    assert alone(main) == [200] * 6


def test_a_file_for_somebody_else_comes_before_those_of_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the next one; the crowd's sixteen wait behind it."""
    monkeypatch.setattr(workshop, "MOST_CELLS_OF_SMALL", 0)

    async def main() -> tuple[int, int]:
        transport = httpx2.ASGITransport(app, client=("198.51.100.7", 1))
        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://x", timeout=None) as other,
            asking([(f"/{SAE}/1/worksheet.pdf", f"variants=5&seed={k}") for k in range(50)]) as many,
        ):
            status = (await other.get(f"/{SAE}/1/worksheet.pdf?variants=5&seed=99")).status_code
            made_for_the_crowd = many.statuses[200]
            many.left.set()
        return status, made_for_the_crowd

    status, before = alone(main)
    assert status == 200
    assert before <= 2


def test_a_page_does_not_wait_for_orders_that_are_read() -> None:
    """The orders of a crowd wait; a page passes them."""

    async def main() -> list[int]:
        seen: list[int] = []
        transport, orders = httpx2.ASGITransport(app), concurrency.ORDER_PLACE

        async def ask(address: str) -> None:
            seen.append((await client.get(address)).status_code)

        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://x") as client,
            anyio.create_task_group() as group,
            orders.turn(),
        ):
            for k in range(5):
                group.start_soon(ask, f"/{SAE}/1/worksheet.tex?seed=80{k}")
            while orders.waiting < 5:
                await anyio.sleep(0.01)
            await ask(f"/{SAE}/3?seed=809")
            assert orders.waiting == 5
        return seen

    assert alone(main) == [200] * 6


def test_a_crowd_that_asks_for_pages_is_told_to_come_back_in_a_page() -> None:
    concurrency.PLACES.most_waiting = 3

    async def main() -> list[httpx2.Response]:
        answers: list[httpx2.Response] = []

        async def ask(address: str) -> None:
            answers.append(await client.get(address))

        transport, places = httpx2.ASGITransport(app), concurrency.PLACES
        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://x") as client,
            anyio.create_task_group() as group,
            places.turn(),
            places.turn(),
        ):
            for k in range(5):
                group.start_soon(ask, f"/{SAE}/3?seed=70{k}")
            group.start_soon(ask, f"/api/lessons/{SAE}?seed=71")
            while len(answers) < 3:
                await anyio.sleep(0.01)
        return answers

    answers = alone(main)
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [503] * 3
    for answer in answers[:3]:
        assert answer.headers["retry-after"] == "5"
        assert "Please ask again in a few seconds." in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
