"""Files made beside the pages: so much at a time, within bounds, and nothing that nobody waits for."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from anyio import to_process
from anyio.from_thread import BlockingPortalProvider
from starlette.types import Message

from app.exports import workshop
from app.exports.worksheet_files import FileOrder, packed_file
from app.exports.worksheets.parse_order import read_order
from app.lessons import LESSONS
from app.main import app
from app.web import process_loop
from app.web.process_loop import PROCESSES, in_process_loop
from app.web.queues import SECONDS_TO_WAIT, FairQueue

SAE = "sparse-autoencoder"
SHEET = f"/{SAE}/1/worksheet.pdf"
LARGE = "variants=3"
HEAVY = "key=1&dims=16,16&examples=16&seed={}"


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one."""
    monkeypatch.setattr(workshop, "MOST_CELLS_OF_SMALL", 0)


def alone(main: Callable[[], Awaitable[Any]]) -> Any:
    """What a coroutine returns, run in a thread of its own: a browser test may keep this one's loop busy."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(anyio.run, main).result()


async def staying() -> int:
    """The process that stays for small files."""
    return await in_process_loop(to_process.run_sync, os.getpid)


def descendants(root: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    found = [root]
    for parent in found:
        found += [int(pid) for pid, ppid in pairs if int(ppid) == parent]
    return found[1:]


def makers(kind: str = "") -> list[int]:
    """The processes that make files, or those of one kind."""
    kinds = [kind] if kind else ["worksheet_files", "to_process"]
    return [pid for pid in descendants(os.getpid()) if any(word in command_of(pid) for word in kinds)]


def command_of(pid: int) -> str:
    """What a process was started as; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def megabytes_of(pid: int) -> float:
    """The memory of a process; none of one that has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


@contextmanager
def memory_watched() -> Iterator[list[float]]:
    """The megabytes that all processes begun meanwhile to make files have together, again and again."""
    seen, done, before = [0.0], threading.Event(), set(makers())

    def look() -> None:
        while not done.wait(0.1):
            seen.append(sum(megabytes_of(pid) for pid in makers() if pid not in before))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        done.set()
        watching.join()


@pytest.mark.parametrize("query", ["", f"?{LARGE}"])
def test_a_few_wait_their_turn_and_more_are_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(workshop, "MOST_CELLS_OF_SMALL", 0 if query else 2000)
    answers: list[int] = []
    refused: list[httpx2.Response] = []

    async def ask(client: httpx2.AsyncClient) -> None:
        answers.append((await client.get(SHEET + query)).status_code)

    async def main() -> None:
        monkeypatch.setattr(workshop, "SMALL", FairQueue(1, 2, workshop.BUSY))
        monkeypatch.setattr(workshop, "LARGE", FairQueue(1, 2, workshop.BUSY))
        queue = workshop.LARGE if query else workshop.SMALL
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x")
        async with client, anyio.create_task_group() as group, queue.turn():
            for _ in range(2):
                group.start_soon(ask, client)
            while queue.waiting < 2:
                await anyio.sleep(0.01)
            refused.append(await client.get(SHEET + query))

    alone(main)

    assert refused[0].status_code == 503
    assert refused[0].headers["retry-after"] == str(SECONDS_TO_WAIT)
    assert "ask again" in refused[0].text
    assert answers == [200, 200]


@pytest.mark.usefixtures("all_large")
def test_a_page_is_answered_while_a_class_is_printed() -> None:
    async def main() -> bool:
        order = read_order(LESSONS[SAE], 1, LARGE)
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            async with anyio.create_task_group() as group:
                group.start_soon(workshop.made_file, order, "pdf", "http://x")
                await anyio.sleep(0)
                answer = await client.get(f"/{SAE}/1")
                was_printing = workshop.LARGE.working == 1
            return was_printing and answer.status_code == 200

    assert alone(main)


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "tex"])
def test_a_small_file_is_made_in_another_process(ending: str) -> None:
    async def main() -> tuple[bytes, list[int]]:
        with PROCESSES:
            made = await workshop.made_file(read_order(LESSONS[SAE], 1, ""), ending, "http://x")
            return made, [os.getpid(), await staying()]

    made, processes = alone(main)
    assert made == packed_file(FileOrder(ending, SAE, 1, "", "http://x"))
    assert len(set(processes)) == 2


def test_the_process_that_stays_is_replaced_once_it_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> list[int]:
        seen = []
        with PROCESSES:
            for most in (10**6, 0, 10**6):
                monkeypatch.setattr(workshop, "MOST_MEGABYTES_OF_SMALL", most)
                seen.append(await staying())
                await workshop.made_file(read_order(LESSONS[SAE], 1, f"seed={most}"), "pdf", "http://x")
            return [*seen, await staying()]

    first, second, third, fourth = alone(main)
    assert first == second != third == fourth


def test_whatever_is_asked_takes_less_memory_than_700_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack that took three gigabytes: large keys of other numbers, and small ones meanwhile."""
    asked: list[tuple[int | None, str, str]] = [(None, HEAVY.format(seed), "pdf") for seed in (1,)]
    asked += [*((None, f"key=1&seed={seed}", "pdf") for seed in range(5, 9))]

    async def main() -> None:
        async with anyio.create_task_group() as group:
            for page, query, ending in asked:
                order = read_order(LESSONS[SAE], page, query)
                group.start_soon(workshop.made_file, order, ending, "http://x")

    # Other tests beside this one may slow it down; what is measured is memory.
    monkeypatch.setattr(workshop, "SECONDS_OF_WORK", 3000)
    monkeypatch.setattr(workshop, "PROCESSOR_SECONDS", 300)
    with memory_watched() as seen:
        alone(main)
    assert 100 < max(seen) < 700


@pytest.mark.usefixtures("all_large")
@pytest.mark.parametrize(("bound", "least"), [("MOST_MEMORY", 60_000_000), ("SECONDS_OF_WORK", 0.01)])
def test_a_file_beyond_its_bounds_says_what_to_ask_for_instead(
    monkeypatch: pytest.MonkeyPatch, bound: str, least: float
) -> None:
    async def main() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x") as client:
            return await client.get(f"{SHEET}?{LARGE}")

    monkeypatch.setattr(workshop, bound, least)
    answer = alone(main)
    assert answer.status_code == 413
    assert "Ask for fewer variants" in answer.text


@pytest.mark.parametrize("path", [SHEET, f"/{SAE}/1/worksheet.counted"])
def test_what_nobody_waits_for_is_dropped_at_once(path: str) -> None:
    async def main() -> int:
        left = anyio.Event()
        asked: list[Message] = [{"type": "http.request", "body": b""}]

        async def receive() -> Message:
            if not asked:
                await left.wait()
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(_: Message) -> None:
            pass

        scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "",
            "query_string": b"variants=200", "headers": [(b"host", b"x")], "scheme": "http",
            "http_version": "1.1", "server": ("x", 80), "client": ("y", 1),
        }  # fmt: skip
        async with anyio.create_task_group() as group:
            group.start_soon(app, scope, receive, send)
            while not makers("worksheet_files"):
                await anyio.sleep(0.02)
            left.set()
        return workshop.LARGE.working

    assert alone(main) == 0
    assert not makers("worksheet_files")


def test_a_process_that_is_given_up_while_it_starts_ends_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the loop of its own that it was begun on; other tests have one that goes on."""
    monkeypatch.setattr(process_loop, "PROCESSES", BlockingPortalProvider("asyncio"))

    async def main() -> None:
        before = {*makers("to_process")}
        with process_loop.PROCESSES:
            async with anyio.create_task_group() as group:
                group.start_soon(workshop.made_file, read_order(LESSONS[SAE], 1, ""), "pdf", "http://x")
                while not {*makers("to_process")} - before:
                    await anyio.sleep(0)
                group.cancel_scope.cancel()
            started.update({*makers("to_process")} - before)

    started: set[int] = set()
    alone(main)
    assert started, "it stays for the next file"
    assert not started & {*makers("to_process")}


@pytest.mark.usefixtures("all_large")
def test_how_far_a_file_is_made_is_told_after_each_sheet() -> None:
    async def main() -> bytes:
        client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://hand.example")
        async with client:
            return (await client.get(f"/{SAE}/1/worksheet.counted?{LARGE}")).content

    *lines, file = alone(main).split(b"\n", 4)
    assert [line.split() for line in lines[:-1]] == [[b"%d" % k, b"3"] for k in range(1, 4)]
    assert lines[-1] == f"file {SAE}-step-1.pdf".encode()
    assert gzip.decompress(file).startswith(b"%PDF")


def test_a_server_has_no_library_in_memory_that_files_alone_need() -> None:
    """They take 14 MB of every process, and a part of its start."""
    libraries = ("pikepdf", "typst", "xlsxwriter")
    program = f"import sys, app.main; print([name for name in {libraries!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
