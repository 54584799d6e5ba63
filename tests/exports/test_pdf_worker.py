"""Printing beside the pages: so much at a time, and a clear answer beyond."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx2
import pytest
from anyio import CapacityLimiter, to_process

from app.exports import pdf_worker
from app.exports.worksheets.parse_order import read_order
from app.lessons import LESSONS
from app.main import app

SHEET = "/sparse-autoencoder/1/worksheet.pdf"


def alone(main: Callable[[], Awaitable[Any]]) -> Any:
    """What a coroutine returns, run in a thread of its own: a browser test may keep this one's loop busy."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, main).result()


@pytest.mark.parametrize("query", ["", "?variants=2"])
def test_a_few_wait_their_turn_and_more_are_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(pdf_worker, "MOST_WAITING", 2)
    answers: list[int] = []
    refused: list[httpx2.Response] = []

    async def ask(client: httpx2.AsyncClient) -> None:
        answers.append((await client.get(SHEET + query)).status_code)

    async def main() -> None:
        monkeypatch.setattr(pdf_worker, "SINGLE", CapacityLimiter(1))
        monkeypatch.setattr(pdf_worker, "CLASSES", CapacityLimiter(1))
        queue = pdf_worker.CLASSES if query else pdf_worker.SINGLE
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x")
        async with client, anyio.create_task_group() as group, queue:
            for _ in range(2):
                group.start_soon(ask, client)
            while queue.statistics().tasks_waiting < 2:
                await anyio.sleep(0.01)
            refused.append(await client.get(SHEET + query))

    alone(main)

    assert refused[0].status_code == 503
    assert refused[0].headers["retry-after"] == str(pdf_worker.SECONDS_TO_WAIT)
    assert "ask again" in refused[0].text
    assert answers == [200, 200]


def test_a_page_is_answered_while_a_class_is_printed() -> None:
    async def main() -> bool:
        order = read_order(LESSONS["sparse-autoencoder"], 1, "variants=20")
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            async with anyio.create_task_group() as group:
                group.start_soon(pdf_worker.packed_pdf, order, "http://x")
                await anyio.sleep(0)
                answer = await client.get("/sparse-autoencoder/1")
                was_printing = pdf_worker.CLASSES.borrowed_tokens == 1
            return was_printing and answer.status_code == 200

    assert alone(main)


def test_a_single_sheet_is_made_in_another_process() -> None:
    async def main() -> tuple[bytes, list[int]]:
        order = read_order(LESSONS["sparse-autoencoder"], 1, "")
        made = await pdf_worker.packed_pdf(order, "http://x")
        return made, [os.getpid(), await to_process.run_sync(os.getpid)]

    made, processes = alone(main)
    assert made == pdf_worker.make_pdf("sparse-autoencoder", 1, "", "http://x")
    assert len(set(processes)) == 2
