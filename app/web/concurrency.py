"""How much is worked out at once: two pages or answers, so that a crowd of large ones fills no memory.

What is already made, and the files, are served meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")

PLACES, BRIEF_PLACES = CapacityLimiter(2), CapacityLimiter(2)


async def in_thread(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes long beside the event loop, a few at a time."""
    return await to_thread.run_sync(partial(make, *args, **named), limiter=PLACES)


async def briefly(make: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Runs what takes some milliseconds beside the event loop; it waits for nothing that takes long."""
    return await to_thread.run_sync(partial(make, *args, **named), limiter=BRIEF_PLACES)
