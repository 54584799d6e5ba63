"""Where classes are kept: one small interface, held in this process's memory by default.

A store knows nothing of what it keeps: a class is a text under its code, an answer a text under a seat.
Nothing of it is ever written to disk, and what nobody has changed for two hours is forgotten.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

SECONDS_KEPT: Final = 2 * 60 * 60
SECONDS_SEEN: Final = 30
"""A phone that was not heard of for so long is not in the class."""
MOST_CLASSES, MOST_SEATS = 500, 1000


class StoreFull(Exception):
    """There is no room; the message is a sentence."""


class StoreAway(Exception):
    """What keeps the classes cannot be reached just now."""


@dataclass(eq=False)
class Listener:
    """Somebody who is told of changes. counts: also of answers, and of who comes and goes."""

    counts: bool
    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    """Whether the class was ended, rather than lost."""

    async def wait(self, seconds: float) -> bool:
        """Waits for a change, at most so long; whether there was one."""
        try:
            async with asyncio.timeout(seconds):
                await self.news.wait()
        except TimeoutError:
            return False
        self.news.clear()
        return True


class ClassStore(Protocol):
    """What a class needs of where it is kept. Every method may raise StoreAway."""

    async def begin(self, code: str, text: str) -> bool:
        """Keeps a new class; False where the code is taken. Raises StoreFull."""

    async def read(self, code: str) -> str | None:
        """The text of a class; None where it is not there."""

    async def write(self, code: str, text: str) -> bool:
        """Changes a class, and tells everybody; False where it is not there."""

    async def end(self, code: str) -> None:
        """Forgets a class and all answers, and tells everybody that it is over."""

    async def answer(self, code: str, place: str, seat: str, text: str) -> None:
        """Keeps what a seat answers in a round, instead of what it answered before."""

    async def answers(self, code: str, place: str) -> Mapping[str, str]:
        """Everything answered in a round, by seat."""

    async def answered_by(self, code: str, place: str, seat: str) -> str | None:
        """What one seat answered in a round."""

    async def count_answers(self, code: str, place: str) -> int:
        """How many answered in a round."""

    async def forget_answers(self, code: str, place: str) -> None:
        """Forgets a round's answers."""

    async def seat(self, code: str, seat: str) -> None:
        """Notes that a seat is there. Raises StoreFull where the class has too many."""

    async def leave(self, code: str, seat: str) -> None:
        """Notes that a seat is gone."""

    async def count_seats(self, code: str) -> int:
        """How many were heard of lately."""

    def listening(self, code: str, *, counts: bool) -> AbstractAsyncContextManager[Listener]:
        """Somebody who is told of changes to a class, for as long as it is held."""

    async def close(self) -> None:
        """Lets go of whatever it holds."""


@dataclass
class KeptClass:
    """A class in memory. seats: when each was last heard of, by the process's clock."""

    text: str
    until: float
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    seats: dict[str, float] = field(default_factory=dict)


FULL_SERVER = "There are as many classes here as there is room for. Try again when one has ended."
FULL_CLASS = f"This class is full: {MOST_SEATS:,} phones are in it."


@dataclass
class MemoryStore:
    """Classes in this process's memory: nothing to install, and all of it gone with the process."""

    classes: dict[str, KeptClass] = field(default_factory=dict)
    listeners: dict[str, set[Listener]] = field(default_factory=dict)

    def held(self, code: str) -> KeptClass | None:
        """A class that is there still."""
        kept = self.classes.get(code)
        if kept and kept.until <= time.monotonic():
            del self.classes[code]
            return None
        return kept

    async def begin(self, code: str, text: str) -> bool:
        """Keeps a new class; False where the code is taken. Raises StoreFull."""
        for other in list(self.classes):
            self.held(other)
        if code in self.classes:
            return False
        if len(self.classes) >= MOST_CLASSES:
            raise StoreFull(FULL_SERVER)
        self.classes[code] = KeptClass(text, time.monotonic() + SECONDS_KEPT)
        self.tell(code)
        return True

    async def read(self, code: str) -> str | None:
        """The text of a class."""
        kept = self.held(code)
        return kept.text if kept else None

    async def write(self, code: str, text: str) -> bool:
        """Changes a class, and tells everybody."""
        kept = self.held(code)
        if kept is None:
            return False
        kept.text, kept.until = text, time.monotonic() + SECONDS_KEPT
        self.tell(code)
        return True

    async def end(self, code: str) -> None:
        """Forgets a class."""
        self.classes.pop(code, None)
        for listener in self.listeners.get(code, ()):
            listener.is_over = True
            listener.news.set()

    async def answer(self, code: str, place: str, seat: str, text: str) -> None:
        """Keeps what a seat answers."""
        if kept := self.held(code):
            kept.answers.setdefault(place, {})[seat] = text
            kept.until = time.monotonic() + SECONDS_KEPT
            self.tell(code, counts=True)

    async def answers(self, code: str, place: str) -> Mapping[str, str]:
        """Everything answered in a round."""
        kept = self.held(code)
        return dict(kept.answers.get(place, {})) if kept else {}

    async def answered_by(self, code: str, place: str, seat: str) -> str | None:
        """What one seat answered."""
        kept = self.held(code)
        return kept.answers.get(place, {}).get(seat) if kept else None

    async def count_answers(self, code: str, place: str) -> int:
        """How many answered."""
        kept = self.held(code)
        return len(kept.answers.get(place, ())) if kept else 0

    async def forget_answers(self, code: str, place: str) -> None:
        """Forgets a round's answers."""
        if kept := self.held(code):
            kept.answers.pop(place, None)

    async def seat(self, code: str, seat: str) -> None:
        """Notes that a seat is there."""
        kept = self.held(code)
        if kept is None:
            return
        is_new = seat not in kept.seats
        if is_new and await self.count_seats(code) >= MOST_SEATS:
            raise StoreFull(FULL_CLASS)
        kept.seats[seat] = time.monotonic()
        if is_new:
            self.tell(code, counts=True)

    async def leave(self, code: str, seat: str) -> None:
        """Notes that a seat is gone."""
        kept = self.held(code)
        if kept and kept.seats.pop(seat, None):
            self.tell(code, counts=True)

    async def count_seats(self, code: str) -> int:
        """How many were heard of lately; the others are forgotten."""
        kept = self.held(code)
        if kept is None:
            return 0
        oldest = time.monotonic() - SECONDS_SEEN
        kept.seats = {seat: seen for seat, seen in kept.seats.items() if seen >= oldest}
        return len(kept.seats)

    @asynccontextmanager
    async def listening(self, code: str, *, counts: bool) -> AsyncGenerator[Listener, None]:
        """Somebody who is told of changes."""
        listener = Listener(counts)
        self.listeners.setdefault(code, set()).add(listener)
        try:
            yield listener
        finally:
            self.listeners[code].discard(listener)
            if not self.listeners[code]:
                del self.listeners[code]

    def tell(self, code: str, *, counts: bool = False) -> None:
        """Wakes those who listen; of a count only those who count."""
        for listener in self.listeners.get(code, ()):
            if listener.counts or not counts:
                listener.news.set()

    async def close(self) -> None:
        """Forgets everything."""
        self.classes.clear()
