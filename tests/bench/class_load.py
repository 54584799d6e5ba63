"""A class as it is in a lecture hall: hundreds of phones that follow, fetch what is shown, and answer.

Each phone does what its page's script does. The figures are from the teacher's click until a phone has
fetched what it leads to, and from a phone's answer until the teacher's page counts it.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from itertools import count as numbers
from pathlib import Path
from typing import Any, Final, NamedTuple

import uvloop

from tests.bench import visitor
from tests.bench.load import Tally
from tests.bench.table import aligned, figure
from tests.live.class_server import ClassServer
from tests.live.redis_server import PROGRAM, RedisServer
from tests.live.simulated_class import SimulatedPhone, SimulatedTeacher, following, join_class, open_class
from tests.live.spoken_http import LONGEST_WAIT

STEP: Final = "/sparse-autoencoder/1?cell={},{}"
SEEDS: Final = numbers(1, 100_000)
"""Where each visitor begins: what one has seen no other asks for."""
FRAMES: Final = [(row, column) for row in range(1, 7) for column in range(1, 6)]
PAUSE: Final = 0.25
"""Between a frame that everybody has and the next: quicker than anybody teaches."""
JOINING: Final = 20
"""Phones that join at the same moment."""
HEADS: Final = [
    "milliseconds", "phones", "click p50", "p95", "answer p50", "p95", "page p99 alone", "meanwhile",
    "MB before", "after",
]  # fmt: skip
RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+)")


class ClassSize(NamedTuple):
    """How many classes at the same time, and in each how many phones, frames and questions; for how many
    seconds pages are asked for before, and in how many a whole class answers."""

    classes: int
    phones: int
    frames: int
    questions: int
    seconds: float = 3.0
    answering: float = 3.0


class ClassFigures(NamedTuple):
    """What was measured: the seconds until phones had fetched, until the board counted all, until a page
    was there before and while the classes went on, and the server's memory in bytes, before and after."""

    shown: Tally
    counted: Tally
    alone: Tally
    meanwhile: Tally
    memory: list[int]


def class_load(size: ClassSize, many: ClassSize) -> str:
    """The figures of a class on one process and, where there is a Redis, of several on two."""
    rows = [HEADS]
    with ExitStack() as stack:
        server = served(stack)
        rows.append(row_of("one process", size, measured(server, size)))
        if PROGRAM:
            redis = RedisServer()
            redis.start()
            stack.callback(redis.kill)
            server = served(stack, "--workers", "2", "--class-store", redis.url)
            rows.append(row_of("two, and a store", many, measured(server, many)))
    return aligned(rows)


def served(stack: ExitStack, *options: str) -> ClassServer:
    """A server that ends with the measuring."""
    server = ClassServer(*options)
    server.start()
    stack.callback(server.stopped)
    return server


def row_of(name: str, size: ClassSize, found: ClassFigures) -> list[str]:
    """One line of the table, in milliseconds."""
    pairs = [(each, percent) for each in (found.shown, found.counted) for percent in (50, 95)]
    pairs += [(found.alone, 99), (found.meanwhile, 99)]
    times = [figure(each.percentile(percent) * 1000) for each, percent in pairs]
    memory = [figure(each / 1e6) for each in found.memory]
    return [name, f"{size.classes * size.phones:,}", *times, *memory]


def measured(server: ClassServer, size: ClassSize) -> ClassFigures:
    """The figures of one class."""
    return uvloop.run(class_figures(server, size))


async def class_figures(server: ClassServer, size: ClassSize) -> ClassFigures:
    """The figures of classes that go on at the same time, and of somebody who is in none."""
    found = ClassFigures(Tally(), Tally(), Tally(), Tally(), [])
    async with visiting(server.port, Tally()):
        await asyncio.sleep(size.seconds / 6)
    async with visiting(server.port, found.alone):
        await asyncio.sleep(size.seconds)
    found.memory.append(memory_of(server))
    async with visiting(server.port, found.meanwhile):
        await asyncio.gather(*(one_class(server, size, found) for _ in range(size.classes)))
    found.memory.append(memory_of(server))
    return found


async def one_class(server: ClassServer, size: ClassSize, found: ClassFigures) -> None:
    """Phones join, follow the frames, and answer the questions."""
    teacher = await open_class(server.port, STEP.format(1, 1))
    phones: list[SimulatedPhone] = []
    while len(phones) < size.phones:
        some = min(JOINING, size.phones - len(phones))
        phones += await asyncio.gather(*(join_class(server.port, teacher.code, "gzip") for _ in range(some)))
    async with following(teacher, *phones):
        await teacher.until(lambda: teacher.state.get("in") == size.phones)
        await all_at(phones, lambda phone: phone.shown == teacher.state["seen"])
        found.shown.latencies += (await frames_followed(teacher, phones, size.frames)).latencies
        found.counted.latencies += (await questions_answered(teacher, phones, size)).latencies
        await teacher.connection.post(teacher.path, [("do", "end")])
        await all_at(phones, lambda phone: phone.is_over)


async def frames_followed(teacher: SimulatedTeacher, phones: list[SimulatedPhone], frames: int) -> Tally:
    """From the click to a frame until a phone has fetched it, for every phone and frame."""
    tally, begun, before = Tally(), 0.0, ""

    def note(state: dict[str, Any]) -> None:
        if state.get("seen") != before:
            tally.latencies.append(time.perf_counter() - begun)

    def is_elsewhere() -> bool:
        return bool(teacher.state["seen"] != before)

    for phone in phones:
        phone.noted = note
    for k in range(frames):
        before, begun = teacher.state["seen"], time.perf_counter()
        await teacher.lead("show", at=STEP.format(*FRAMES[(k + 1) % len(FRAMES)]))
        await teacher.until(is_elsewhere)
        await all_at(phones, lambda phone: phone.shown == teacher.state["seen"])
        await asyncio.sleep(PAUSE)
    for phone in phones:
        phone.noted = ignored
    return tally


async def questions_answered(
    teacher: SimulatedTeacher, phones: list[SimulatedPhone], size: ClassSize
) -> Tally:
    """From an answer until the teacher's page counts it, for every phone and question."""
    tally = Tally()
    for number in range(1, size.questions + 1):
        await teacher.lead("ask", at=STEP.format(2, 3))
        await all_at(phones, partial(is_asked, f"{number}.1.open"))
        sent: list[float] = []
        counts: list[tuple[int, float]] = []

        def count(state: dict[str, Any], counts: list[tuple[int, float]] = counts) -> None:
            counts.append((state["answered"], time.perf_counter()))

        teacher.noted = count
        apart = size.answering / len(phones)
        await asyncio.gather(*(answered(phone, k * apart, sent) for k, phone in enumerate(phones)))
        await teacher.until(lambda: teacher.state["answered"] == len(phones))
        teacher.noted = ignored
        tally.latencies += [told_after(rank, when, counts) for rank, when in enumerate(sent, 1)]
        for act in ("close", "reveal"):
            await teacher.lead(act)
    return tally


def is_asked(stage: str, phone: SimulatedPhone) -> bool:
    """Whether a phone shows a question at a stage."""
    return phone.staged == stage


async def answered(phone: SimulatedPhone, after: float, sent: list[float]) -> None:
    """A phone answers after so many seconds."""
    await asyncio.sleep(after)
    sent.append(time.perf_counter())
    assert await phone.answer("-1") == 200


def told_after(rank: int, when: float, counts: list[tuple[int, float]]) -> float:
    """How long it took until so many were counted."""
    return min(at for number, at in counts if number >= rank) - when


def ignored(_: object) -> None:
    """Nothing is measured just now."""


async def all_at(
    phones: list[SimulatedPhone],
    is_so: Callable[[SimulatedPhone], bool],
    most: int = 0,
    tally: Tally | None = None,
) -> None:
    """Waits until something is so for every phone and, where times are noted, as many were."""
    async with asyncio.timeout(LONGEST_WAIT):
        while not all(map(is_so, phones)) or (tally and len(tally.latencies) < most):
            await asyncio.sleep(0.02)


@asynccontextmanager
async def visiting(port: int, tally: Tally) -> AsyncIterator[None]:
    """Somebody who is not in the class asks for pages meanwhile, and how long each took is noted."""
    command = [sys.executable, "-m", visitor.__name__, str(port), str(next(SEEDS))]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    told = await process.stdout.readline()
    try:
        yield
    finally:
        told += (await process.communicate(b""))[0]
    assert process.returncode == 0
    tally.latencies += map(float, told.split())


def memory_of(server: ClassServer) -> int:
    """Bytes that its processes hold; 0 where that cannot be read."""
    assert server.running is not None
    first = Path(f"/proc/{server.running.pid}")
    if not first.is_dir():
        return 0
    children = (first / "task" / first.name / "children").read_text().split()
    statuses = [Path(f"/proc/{each}/status").read_text() for each in (first.name, *children)]
    return sum(int(kilobytes) * 1024 for status in statuses for kilobytes in RESIDENT.findall(status))
