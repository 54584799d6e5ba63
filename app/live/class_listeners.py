"""Who is told of changes to a class: pages wait here, and are woken when there is something new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE, SECONDS_APART = 10, 0.01
"""So many pages are woken at once, and so long after them the next: about as many as can be answered."""


@dataclass(eq=False)
class Listener:
    """Somebody who is told of changes. counts: also of answers, and of who comes and goes."""

    counts: bool
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    has_news: bool = False
    is_over: bool = False
    """Whether the class was ended, rather than lost."""

    def tell(self) -> None:
        """There is a change."""
        self.has_news = True
        self.woken.set()

    async def wait(self, seconds: float) -> bool:
        """Waits for a change, at most so long; whether there was one."""
        # Hundreds wait: asyncio.timeout() would cancel each, which takes as long as what they are woken for.
        end = asyncio.get_running_loop().call_later(seconds, self.woken.set)
        try:
            await self.woken.wait()
        finally:
            end.cancel()
        self.woken.clear()
        had_news, self.has_news = self.has_news, False
        return had_news


class Listeners:
    """Everybody who waits in this process, by the class's code.

    Nothing is queued: whoever is woken reads the state as it is then, so a slow page skips what is past.
    """

    def __init__(self) -> None:
        self.by_code: dict[str, set[Listener]] = {}
        self.counting: dict[str, set[Listener]] = {}
        """Those who are told of counts as well, a few of hundreds."""

    @asynccontextmanager
    async def listening(self, code: str, *, counts: bool) -> AsyncGenerator[Listener, None]:
        """Somebody who is told of changes, for as long as it is held."""
        listener = Listener(counts)
        lists = (self.by_code, self.counting) if counts else (self.by_code,)
        for each in lists:
            each.setdefault(code, set()).add(listener)
        try:
            yield listener
        finally:
            for each in lists:
                each[code].discard(listener)
                if not each[code]:
                    del each[code]

    def tell(self, code: str, *, counts: bool = False) -> None:
        """Wakes those who wait, those who count first; for a count only those."""
        wake(self.counting.get(code, ()))
        if not counts:
            wake_in_turn([listener for listener in self.by_code.get(code, ()) if not listener.counts])

    def tell_over(self, code: str) -> None:
        """Wakes those who wait, and tells them that the class was ended."""
        for listener in self.by_code.get(code, ()):
            listener.is_over = True
        self.tell(code)

    def tell_all(self) -> None:
        """Wakes everybody: something may have been missed."""
        for code in self.by_code:
            self.tell(code)


def wake_in_turn(listeners: list[Listener]) -> None:
    """Wakes some now and the others soon: each asks for something then, and whoever is not of the class would
    wait behind all of them."""
    wake(listeners[:AT_ONCE])
    if len(listeners) > AT_ONCE:
        asyncio.get_running_loop().call_later(SECONDS_APART, wake_in_turn, listeners[AT_ONCE:])


def wake(listeners: Iterable[Listener]) -> None:
    """Wakes some of them."""
    for listener in listeners:
        listener.tell()
