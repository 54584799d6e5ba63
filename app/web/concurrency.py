"""How much is worked out at once: two pages or answers, so that a crowd of large ones fills no memory.

What is already made, and the files, are served meanwhile.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, create_task_group, to_thread
from starlette.types import Receive

P = ParamSpec("P")
T = TypeVar("T")


class Gone(Exception):
    """Who asked has left: nobody waits for the answer."""


PLACES, BRIEF_PLACES, LONG_PLACE = CapacityLimiter(2), CapacityLimiter(2), CapacityLimiter(1)


async def in_thread(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes long beside the event loop, a few at a time."""
    return await to_thread.run_sync(partial(make, *args, **named), limiter=PLACES)


async def briefly(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes some milliseconds beside the event loop; it waits for nothing that takes long."""
    return await to_thread.run_sync(partial(make, *args, **named), limiter=BRIEF_PLACES)


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


async def at_length(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes seconds beside the event loop, one at a time; no page waits for it."""
    return await to_thread.run_sync(partial(make, *args, **named), limiter=LONG_PLACE)
