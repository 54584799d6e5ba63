"""What all pages of a process read after a change, read once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")
SECONDS_SHARED = 1.0
"""Kept so long at most: by then whoever heard of a change has read, and nobody's answer is kept here."""


class SharedReads(Generic[T]):
    """Things read, by their names: who asks while one is being read, or soon after, gets that."""

    def __init__(self) -> None:
        self.found: dict[Hashable, asyncio.Task[T]] = {}

    async def read(self, name: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """A thing as it was read since it was forgotten last. Raises what the reading raises."""
        if name not in self.found:
            # Nobody in particular reads it: that the first one leaves is nothing to the others.
            task = self.found[name] = asyncio.create_task(self.begun(name, read), context=Context())
            asyncio.get_running_loop().call_later(SECONDS_SHARED, self.put_away, name, task)
        return await asyncio.shield(self.found[name])

    async def begun(self, name: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """Reads it; what could not be read is tried anew by whoever asks next."""
        try:
            return await read()
        except BaseException:
            self.found.pop(name, None)
            raise

    def put_away(self, name: Hashable, task: asyncio.Task[T]) -> None:
        """Forgets a thing that has been kept for long enough, unless it was read again meanwhile."""
        if self.found.get(name) is task:
            del self.found[name]

    def forget(self, name: Hashable) -> None:
        """It has changed: it is read again."""
        self.found.pop(name, None)

    def forget_all(self) -> None:
        """Anything may have changed."""
        self.found.clear()
