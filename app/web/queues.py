"""Queues with an end, in which everybody has a fair share.

So many work at a time; of those who wait each network is served in turn, so that one that asks for much waits
behind itself. When as many wait as may, the newest of whoever has the most waiting is asked to come back; who
has left meanwhile is passed over.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock
from typing import Final

from starlette.exceptions import HTTPException

from app.web.askers import asker

SECONDS_TO_WAIT: Final = 5
CROWDED: Final = "Many people are asking just now. Please ask again in a few seconds."


class Crowded(HTTPException):
    """As many are waiting as may; a 503 that says when to ask again."""

    def __init__(self, says: str = CROWDED) -> None:
        super().__init__(503, says, {"retry-after": str(SECONDS_TO_WAIT)})


class Gone(Exception):
    """Who asked has left: nobody waits for the answer."""


class Waiter:
    """One who waits, until it is told to go on: to work, or away."""

    def __init__(self) -> None:
        self.loop, self.told = asyncio.get_running_loop(), asyncio.Event()
        self.is_sent_away = False

    def tell(self) -> None:
        """Wakes it, from whatever thread."""
        self.loop.call_soon_threadsafe(self.told.set)


class FairQueue:
    """places: how many work at a time; most_waiting: how many wait beside them."""

    def __init__(self, places: int, most_waiting: int, says: str = CROWDED) -> None:
        self.places, self.most_waiting, self.says = places, most_waiting, says
        self.working = self.sent_away = 0
        self.lines: OrderedDict[str, deque[Waiter]] = OrderedDict()
        self.lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self.lines.values()))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A place, once it is one's turn. Raises Crowded; Gone where nobody waits any more by then."""
        await self.enter()
        try:
            yield
        finally:
            self.leave()

    async def enter(self) -> None:
        """Takes a place. Raises as turn() does."""
        who = asker()
        with self.lock:
            if self.working < self.places:
                self.working += 1
                return
            waiter = self.lined_up(who.network if who else "")
        await self.told(waiter)
        if who and await who.is_gone():
            self.leave()
            raise Gone

    def lined_up(self, client: str) -> Waiter:
        """A new one at the end of its network's line. Raises Crowded."""
        if self.waiting >= self.most_waiting:
            self.make_room(client)
        waiter = Waiter()
        self.lines.setdefault(client, deque()).append(waiter)
        return waiter

    def make_room(self, client: str) -> None:
        """Sends away the newest of the longest line. Raises Crowded where that would be one's own."""
        self.sent_away += 1
        longest = max(self.lines, key=lambda each: len(self.lines[each]), default=client)
        if len(self.lines.get(longest, ())) <= len(self.lines.get(client, ())) + 1:
            raise Crowded(self.says)
        last = self.lines[longest].pop()
        last.is_sent_away = True
        last.tell()

    async def told(self, waiter: Waiter) -> None:
        """Waits for a place, which is handed over. Raises Crowded when sent away."""
        try:
            await waiter.told.wait()
        except BaseException:
            self.give_up(waiter)
            raise
        if waiter.is_sent_away:
            raise Crowded(self.says)

    def give_up(self, waiter: Waiter) -> None:
        """Stops waiting; a place that was handed over meanwhile goes on to the next."""
        with self.lock:
            line = next((line for line in self.lines.values() if waiter in line), None)
            if line is not None:
                line.remove(waiter)
                self.lines = OrderedDict((client, each) for client, each in self.lines.items() if each)
        if line is None and not waiter.is_sent_away:
            self.leave()

    def leave(self) -> None:
        """Hands the place to the first of the next network's line."""
        with self.lock:
            if not self.lines:
                self.working -= 1
                return
            client, line = self.lines.popitem(last=False)
            waiter = line.popleft()
            if line:
                self.lines[client] = line
        waiter.tell()
