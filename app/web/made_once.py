"""What many ask for at the same moment, made once for all of them and kept for those who come later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from contextvars import Context
from typing import Generic, TypeVar

from app.core.recently_made import RecentlyMade
from app.web.concurrency import briefly

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """Things by what they are made from, in all at most so many bytes; size says how many one takes."""

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self.kept: RecentlyMade[T] = RecentlyMade(most, size)
        self.making: dict[Hashable, asyncio.Task[T]] = {}

    async def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """A thing, made beside the event loop unless it is there or under way."""
        thing = self.kept.take(key)
        if thing is not None:
            return thing
        if key not in self.making:
            # Nobody in particular asks for it: that the first one leaves is nothing to the others.
            self.making[key] = asyncio.create_task(self.make(key, make), context=Context())
        return await asyncio.shield(self.making[key])

    async def make(self, key: Hashable, make: Callable[[], T]) -> T:
        """Makes it, and keeps it."""
        try:
            return self.kept.keep(key, await briefly(make))
        finally:
            del self.making[key]

    def forget(self) -> None:
        """Forgets what is kept."""
        self.kept.clear()
