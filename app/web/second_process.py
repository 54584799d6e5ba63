"""A process beside the one that serves pages, which shares its work: it stays as long as it is wanted.

Both sides write messages as their length in eight bytes and then themselves. The process is a help and no
more than that: where it is not ready, or breaks, whoever asks does the work without it.
"""

from __future__ import annotations

import asyncio
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from subprocess import DEVNULL
from typing import Final, Self

from anyio import (
    BrokenResourceError,
    CancelScope,
    EndOfStream,
    IncompleteRead,
    fail_after,
    move_on_after,
    open_process,
    to_thread,
)
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from app.web.quiet_memory import quiet_memory

LENGTH: Final = struct.Struct("!Q")
SECONDS_UNWANTED: Final = 600
"""A process that nobody wanted for so long ends, at the latest after twice as long."""
SECONDS_TO_ANSWER: Final = 60
BROKEN: Final = (OSError, TimeoutError, EndOfStream, IncompleteRead, BrokenResourceError)


class SecondProcess:
    """A module that is run and answers; ready_here is called in this process meanwhile, in a thread."""

    def __init__(self, module: str, ready_here: Callable[[], None]) -> None:
        self.module, self.ready_here = module, ready_here
        self.is_wanted = False
        self.living: asyncio.Task[None] | None = None
        self.process: Process | None = None
        self.ready: Connection | None = None
        """How it is spoken to, while it has nothing to do."""

    async def __aenter__(self) -> Self:
        """It may be begun, and ends when this is left."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ends it, where it lives."""
        if self.living:
            self.living.cancel()
            with suppress(asyncio.CancelledError):
                await self.living

    def begin(self) -> None:
        """Has it begin, where it has not yet, and does not wait until it has."""
        self.is_wanted = True
        if self.living is None or self.living.done():
            self.living = asyncio.create_task(self.live())

    async def live(self) -> None:
        """Runs it until nobody wants it any more, or until it ends by itself."""
        with CancelScope(shield=True):
            # One that is given up while it starts would be forgotten, and nobody would notice its end.
            self.process = process = await open_process([sys.executable, "-m", self.module], stderr=DEVNULL)
        try:
            await to_thread.run_sync(self.ready_here)
            with suppress(*BROKEN):
                connection = Connection(process)
                await connection.receive()
                self.ready = connection
                await self.unwanted(process)
        finally:
            self.ready = None
            with CancelScope(shield=True), suppress(ProcessLookupError):
                process.kill()
                await process.aclose()

    async def unwanted(self, process: Process) -> None:
        """Waits until nobody has wanted it for some time, or until it has ended."""
        while self.is_wanted and process.returncode is None:
            self.is_wanted = False
            with move_on_after(SECONDS_UNWANTED):
                await process.wait()

    async def answer(self, asked: bytes) -> bytes | None:
        """Its answer; None where it is not ready, or breaks."""
        connection, self.ready = self.ready, None
        if connection is None:
            return None
        self.is_wanted, answer = True, None
        try:
            with suppress(*BROKEN), fail_after(SECONDS_TO_ANSWER):
                await connection.send(asked)
                answer = await connection.receive()
                self.ready = connection
        finally:
            if self.ready is None and self.living:
                # An answer that nobody took would be taken for the next.
                self.living.cancel()
        return answer


class Connection:
    """How this process speaks with the other."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.asked, self.answers = process.stdin, BufferedByteReceiveStream(process.stdout)

    async def send(self, message: bytes) -> None:
        """Writes a message. Raises what is in BROKEN."""
        await self.asked.send(LENGTH.pack(len(message)) + message)

    async def receive(self) -> bytes:
        """The next message. Raises what is in BROKEN."""
        (length,) = LENGTH.unpack(await self.answers.receive_exactly(LENGTH.size))
        return await self.answers.receive_exactly(length)


def answer_what_is_asked(answer: Callable[[bytes], bytes]) -> None:
    """In the other process: says that it is ready, and answers until nobody can ask any more."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    message = b""
    with quiet_memory():
        while True:
            answers.write(LENGTH.pack(len(message)) + message)
            answers.flush()
            if len(begun := asked.read(LENGTH.size)) < LENGTH.size:
                return
            (length,) = LENGTH.unpack(begun)
            message = answer(asked.read(length))
