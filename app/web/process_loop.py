"""An event loop on a thread of its own, on which other processes are begun and spoken with.

uvloop, which serves, copies this process to begin another and stands still meanwhile, for 9 to 14 ms where it
was measured; begun from asyncio's own loop on another thread it waited for the interpreter, for about one.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar

from anyio.abc import Process
from anyio.from_thread import BlockingPortalProvider

T = TypeVar("T")
PROCESSES: Final = BlockingPortalProvider("asyncio")
"""Begins when it is entered, and ends, with its processes, when all have left that entered it."""


async def in_process_loop(work: Callable[..., Awaitable[T]], *said: object) -> T:
    """What some work comes to, done on that loop; cancelled it is over when this is."""
    with PROCESSES as portal:
        return await portal.call_async(uninterrupted, work, *said)


async def uninterrupted(work: Callable[..., Awaitable[T]], *said: object) -> T:
    """What some work comes to. The Ctrl+C that a terminal sends to all reaches neither this thread nor the
    processes begun on it: the server has what is under way finished, and then ends them.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return await work(*said)


def back_here(told: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A function of the running loop, to be called on that other one."""
    here = asyncio.get_running_loop()

    async def called(*said: object) -> None:
        async def call() -> None:
            await told(*said)

        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(call(), here))

    return called


def kill(process: Process) -> None:
    """Ends a process; one that has just ended by itself is left to asyncio.

    A process's own kill looks first whether it has ended, and if so takes from asyncio what it ended with,
    which asyncio then says in the log.
    """
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.kill(process.pid, signal.SIGKILL)
