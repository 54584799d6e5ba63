"""Processes are begun beside the loop that serves; what is given up is over when that is told."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvloop
from anyio import open_process, sleep_forever

from app.web.process_loop import PROCESSES, back_here, in_process_loop, kill

Run = Callable[[Coroutine[Any, Any, Any]], Any]
RUNS: tuple[Run, ...] = (asyncio.run, uvloop.run)


@pytest.fixture(params=RUNS, ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Runs a coroutine on one kind of loop, then on the other, on a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda whole: thread.submit(request.param, whole).result()


async def thread_of_process() -> tuple[str, str, int]:
    """The thread and the kind of loop on which a process was begun, and what it ended with."""
    process = await open_process([sys.executable, "-c", "raise SystemExit(7)"])
    async with process:
        code = await process.wait()
    return threading.current_thread().name, type(asyncio.get_running_loop()).__module__, code


def test_a_process_is_begun_on_another_thread_and_loop(run: Run) -> None:
    async def whole() -> tuple[str, tuple[str, str, int]]:
        return threading.current_thread().name, await in_process_loop(thread_of_process)

    here, (there, loop, code) = run(whole())
    assert here != there
    assert loop.startswith("asyncio")
    assert code == 7


def test_one_loop_serves_all_while_somebody_stays(run: Run) -> None:
    async def name() -> str:
        return threading.current_thread().name

    async def whole() -> set[str]:
        with PROCESSES:
            return {await in_process_loop(name) for _ in range(3)}

    assert len(run(whole())) == 1


def test_what_is_given_up_is_over_before_that_is_told(run: Run) -> None:
    said: list[str] = []

    async def work() -> None:
        said.append("begun")
        try:
            await sleep_forever()
        finally:
            said.append("over")

    async def whole() -> None:
        asked = asyncio.create_task(in_process_loop(work))
        while not said:
            await asyncio.sleep(0.001)
        asked.cancel()
        await asyncio.wait([asked])
        assert asked.cancelled()
        assert said == ["begun", "over"]

    run(whole())


def test_what_goes_wrong_there_is_raised_here(run: Run) -> None:
    async def work(what: str) -> None:
        raise LookupError(what)

    async def whole() -> None:
        with pytest.raises(LookupError, match="there"):
            await in_process_loop(work, "there")

    run(whole())


def test_what_is_told_is_told_on_the_loop_that_asked(run: Run) -> None:
    told: list[tuple[str, int]] = []

    async def tell(number: int) -> None:
        told.append((threading.current_thread().name, number))

    async def work(teller: Callable[..., Awaitable[None]]) -> None:
        await teller(1)
        await teller(2)

    async def whole() -> str:
        await in_process_loop(work, back_here(tell))
        return threading.current_thread().name

    here = run(whole())
    assert told == [(here, 1), (here, 2)]


def test_a_process_that_ended_by_itself_is_not_taken_from_asyncio(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    """Killed in the moment in which it ends: asyncio would say that it knows no such process."""

    async def work() -> list[int | None]:
        codes: list[int | None] = []
        for _ in range(20):
            process = await open_process([sys.executable, "-S", "-c", ""])
            assert process.stdout is not None
            async for _said in process.stdout:
                pass
            kill(process)
            codes.append(await process.wait())
            await process.aclose()
        return codes

    assert set(run(in_process_loop(work))) <= {0, -9}
    assert caplog.records == []
