"""Making worksheets' files beside the pages, in other processes, so that no page waits for them.

A small file is made by a process that stays, in milliseconds; it is replaced once it has grown, for what sets
the pages never gives memory back. A large one is made by a process that ends with it and tells how far it is.
One of each works at a time, within bounds of memory and time, and a few orders may wait for it; beyond that a
person is asked to come back in some seconds. Work that nobody waits for any more is dropped.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from anyio import (
    BrokenWorkerProcess,
    CancelScope,
    CapacityLimiter,
    EndOfStream,
    IncompleteRead,
    fail_after,
    open_process,
    to_process,
)
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from app.exports.worksheet_files import FileOrder, packed_file, stay_small
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import cells_in_file, cells_in_sheet
from app.web.process_loop import back_here, in_process_loop, kill
from app.web.queues import FairQueue

BUSY: Final = "Many worksheets are being made just now. Please ask again in a few seconds."
SMALL, LARGE = FairQueue(1, 16, BUSY), FairQueue(1, 16, BUSY)
MOST_MEMORY: Final = 680_000_000
"""Bytes that a process which makes files may ask for: the largest asks for 622 million, and uses 540."""
IN_ONE_HEAP: Final = {"MALLOC_ARENA_MAX": "1"}
"""With a heap for each of its threads the GNU C library asked for a tenth more, now and then."""
PROCESSOR_SECONDS: Final = 20
"""For a file: the largest, a key of a lesson of 16 rows and columns, takes 14 of them."""
SECONDS_OF_WORK: Final = 60
"""After these the work is given up, whatever else the machine does meanwhile."""
MOST_CELLS_OF_SMALL: Final = 2_000
MOST_MEGABYTES_OF_SMALL: Final = 150
"""In a file that the process which stays makes, and in that process before it is replaced."""
LONGEST_LINE: Final = 300
TOO_LARGE: Final = (
    "This file grew too large, or took too long, to be made. Ask for fewer variants, or for fewer steps."
)
Told = Callable[[int, int], Awaitable[None]]


class TooLarge(Exception):
    """A file that needs more room, memory or time than there is; says what to ask for instead."""


async def nobody(done: int, every: int) -> None:
    """Is told nothing."""


async def made_file(order: Order, ending: str, base: str, told: Told = nobody) -> bytes:
    """A worksheet's file, compressed by gzip. base: where others reach the app; told: after each sheet.

    Raises Crowded, Gone, TooLarge. When it is cancelled, so is the work.
    """
    asked = FileOrder(ending, order.state.exercise.lesson.slug, order.page, order.query, base)
    cells = cells_in_file(order) if ending == "pdf" else cells_in_sheet(order)
    is_large = cells > MOST_CELLS_OF_SMALL
    queue = LARGE if is_large else SMALL
    try:
        async with queue.turn():
            with fail_after(SECONDS_OF_WORK):
                if is_large:
                    return await in_process_loop(large_file, asked, back_here(told))
                return await in_process_loop(small_file, asked)
    except (TimeoutError, BrokenWorkerProcess, EndOfStream, IncompleteRead) as error:
        raise TooLarge(TOO_LARGE) from error


async def small_file(asked: FileOrder) -> bytes:
    """A file made by the process that stays. Raises BrokenWorkerProcess."""
    alone = CapacityLimiter(1)
    with CancelScope(shield=True):
        # AnyIO forgets a process that is given up while it starts, and never ends it.
        await to_process.run_sync(stay_small_once, limiter=alone)
    made, megabytes = await to_process.run_sync(small_file_there, asked, limiter=alone, cancellable=True)
    if megabytes > MOST_MEGABYTES_OF_SMALL:
        with suppress(BrokenWorkerProcess):
            await to_process.run_sync(leave, limiter=alone)
    return made


def small_file_there(asked: FileOrder) -> tuple[bytes, int]:
    """A file, and how many megabytes the process that made it has."""
    return packed_file(asked), megabytes_here()


@cache
def stay_small_once() -> None:
    """The bounds of a process, set before it makes its first file."""
    stay_small(MOST_MEMORY)


def megabytes_here() -> int:
    """The memory of this process; where the system does not tell, as much as has it replaced."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return MOST_MEGABYTES_OF_SMALL + 1
    return pages * 4096 // 1_000_000


def leave() -> None:
    """Ends the process that stays; the next file has a new one."""
    os._exit(0)


async def large_file(asked: FileOrder, told: Told) -> bytes:
    """A file made by a process of its own. Raises EndOfStream, IncompleteRead, TooLarge."""
    limits = (MOST_MEMORY, PROCESSOR_SECONDS)
    command = [sys.executable, "-m", packed_file.__module__, *map(str, limits)]
    with CancelScope(shield=True):
        # One that is given up while it starts would be forgotten, and nobody would notice its end.
        process = await open_process(command, stderr=None, env=os.environ | IN_ONE_HEAP)
    async with process:
        try:
            return await read_file(process, asked, told)
        finally:
            if process.returncode is None:
                kill(process)
            with CancelScope(shield=True):
                await read_to_end(process)


async def read_to_end(process: Process) -> None:
    """Reads what a process that ends still writes: its pipe is closed when there is no more."""
    assert process.stdout is not None
    async for _ in process.stdout:
        pass


async def read_file(process: Process, asked: FileOrder, told: Told) -> bytes:
    """What the process writes: how far it is, line by line, and then the file."""
    assert process.stdin is not None
    assert process.stdout is not None
    await process.stdin.send(json.dumps(asked).encode())
    await process.stdin.aclose()
    written = BufferedByteReceiveStream(process.stdout)
    while True:
        first, _, rest = (await written.receive_until(b"\n", LONGEST_LINE)).partition(b" ")
        if first == b"sorry":
            raise TooLarge(rest.decode())
        if first == b"file":
            return await written.receive_exactly(int(rest))
        await told(int(first), int(rest))
