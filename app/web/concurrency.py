"""How much is worked out at once: two pages or answers, so that a crowd of large ones fills no memory.

What is already made, and the files, are served meanwhile. So many wait for their turn as are served within
some seconds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import create_task_group, to_thread
from starlette.types import Receive

from app.web.queues import FairQueue, Gone

P = ParamSpec("P")
T = TypeVar("T")


PLACES, BRIEF_PLACES = FairQueue(2, 100), FairQueue(2, 1000)
LONG_PLACE = FairQueue(1, 16)
"""For what takes seconds, one at a time; no page waits for it."""
ORDER_PLACE = FairQueue(1, 100)


async def in_thread(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes long beside the event loop, a few at a time."""
    async with PLACES.turn():
        return await to_thread.run_sync(partial(make, *args, **named))


async def briefly(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes some milliseconds beside the event loop; it waits for nothing that takes long."""
    async with BRIEF_PLACES.turn():
        return await to_thread.run_sync(partial(make, *args, **named))


async def while_connected(receive: Receive, making: Awaitable[T]) -> T:
    """What is being made, as long as somebody waits for it; else it is cancelled, and Gone is raised."""
    made: list[T] = []
    failed: list[Exception] = []

    async def make() -> None:
        try:
            made.append(await making)
        except Exception as error:  # a group would pack it up with others
            failed.append(error)
        group.cancel_scope.cancel()

    async with create_task_group() as group:
        group.start_soon(make)
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()
    if failed:
        raise failed[0]
    if not made:
        raise Gone
    return made[0]


async def as_ordered(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Reads what a file shall be, one after the other: no page waits for a crowd that asks for files."""
    async with ORDER_PLACE.turn():
        return await to_thread.run_sync(partial(make, *args, **named))
