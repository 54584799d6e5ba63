"""A process beside the one that serves pages, which shares its work: it stays as long as it is wanted.

Both sides write messages as their length in eight bytes and then themselves. The process is a help and no
more than that: where it is not ready, or breaks, whoever asks does the work without it.
"""

from __future__ import annotations

import asyncio
import logging
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from subprocess import DEVNULL
from typing import Final

from anyio import (
    BrokenResourceError,
    CancelScope,
    ClosedResourceError,
    EndOfStream,
    IncompleteRead,
    fail_after,
    move_on_after,
    open_process,
)
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from app.web.process_loop import kill
from app.web.quiet_memory import quiet_memory

LENGTH: Final = struct.Struct("!Q")
SECONDS_UNWANTED: Final = 600
"""A process that nobody wanted for so long ends, at the latest after twice as long."""
SECONDS_TO_BEGIN, SECONDS_TO_ANSWER = 60.0, 60.0
BROKEN: Final = (OSError, TimeoutError, EndOfStream, IncompleteRead, BrokenResourceError, ClosedResourceError)
log: Final = logging.getLogger(__name__)


class SecondProcess:
    """A module that is run and answers. It may be begun until it is ended; all on one event loop."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.is_wanted = self.is_over = False
        self.living: asyncio.Task[None] | None = None
        self.process: Process | None = None
        self.ready: Connection | None = None
        """How it is spoken to, while it has nothing to do."""
        self.speaking = asyncio.Lock()

    async def end(self) -> None:
        """Ends it, where it lives, for good."""
        self.is_over = True
        if self.living:
            cancel_once(self.living)
            await asyncio.wait([self.living])

    def begin(self) -> None:
        """Has it begin, where it has not yet, and does not wait until it has."""
        self.is_wanted = True
        if not self.is_over and (self.living is None or self.living.done()):
            # In a context of its own: that of a request would be kept as long as the process lives.
            self.living = asyncio.create_task(self.live(), context=Context())

    async def live(self) -> None:
        """Runs it until nobody wants it any more, or until it ends by itself."""
        try:
            with CancelScope(shield=True):
                # One that is given up while it starts would be forgotten, and nobody would notice its end.
                process = await open_process([sys.executable, "-m", self.module], stderr=DEVNULL)
        except (OSError, NotImplementedError) as error:
            log.warning("no second process can be begun: %s", type(error).__name__)
            return
        self.process = process
        try:
            await self.used(process)
        except BROKEN:
            log.warning("the second process did not say that it is ready")
        finally:
            self.ready = None
            with CancelScope(shield=True):
                await self.kill(process)

    async def used(self, process: Process) -> None:
        """Has it answer from when it is ready until nobody wants it. Raises what is in BROKEN."""
        connection = Connection(process)
        with fail_after(SECONDS_TO_BEGIN):
            await connection.receive()
        self.ready = connection
        await self.unwanted(process)

    async def kill(self, process: Process) -> None:
        """Ends it, and reads what it still writes: its pipe is closed when there is no more."""
        assert process.stdout is not None
        kill(process)
        async with self.speaking:
            async for _ in process.stdout:
                pass
        await process.aclose()

    async def unwanted(self, process: Process) -> None:
        """Waits until nobody has wanted it for some time, or until it has ended."""
        while self.is_wanted and process.returncode is None:
            self.is_wanted = False
            with move_on_after(SECONDS_UNWANTED):
                await process.wait()

    async def answer(self, asked: bytes) -> bytes | None:
        """Its answer; None where it is not ready, or breaks."""
        connection, living = self.ready, self.living
        if connection is None or living is None:
            return None
        self.is_wanted, self.ready, answer = True, None, None
        try:
            with suppress(*BROKEN), fail_after(SECONDS_TO_ANSWER):
                async with self.speaking:
                    await connection.send(asked)
                    answer = await connection.receive()
        finally:
            if answer is None:
                # An answer that nobody took would be taken for the next.
                cancel_once(living)
        if answer is None:
            log.warning("the second process broke while it was asked")
            await asyncio.wait([living])
        else:
            self.ready = connection
        return answer


def cancel_once(living: asyncio.Task[None]) -> None:
    """Cancels a task; cancelled again it would not wait until its process has ended."""
    if not living.cancelling():
        living.cancel()


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
