"""Classes in this process's memory: nothing to install, and all of it gone with the process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from app.live.class_listeners import Listener, Listeners
from app.live.class_store import (
    FULL_CLASS,
    FULL_QUESTION,
    FULL_SERVER,
    MOST_CLASSES,
    MOST_SEATS,
    SECONDS_KEPT,
    SECONDS_SEEN,
    StoreFull,
)


@dataclass
class KeptClass:
    """A class in memory. seats: when each was last heard of, by the process's clock."""

    text: str
    until: float
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    seats: dict[str, float] = field(default_factory=dict)


@dataclass
class MemoryStore:
    """Classes in this process's memory: nothing to install, and all of it gone with the process."""

    classes: dict[str, KeptClass] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    listeners: Listeners = field(default_factory=Listeners)

    def held(self, code: str) -> KeptClass | None:
        """A class that is there still."""
        kept = self.classes.get(code)
        if kept and kept.until <= time.monotonic():
            del self.classes[code]
            return None
        return kept

    async def begin(self, code: str, text: str) -> bool:
        """Keeps a new class; False where the code is taken. Raises StoreFull."""
        await self.forget_idle()
        if code in self.classes or await self.was_ended(code):
            return False
        if len(self.classes) >= MOST_CLASSES:
            raise StoreFull(FULL_SERVER)
        self.classes[code] = KeptClass(text, time.monotonic() + SECONDS_KEPT)
        self.listeners.tell(code)
        return True

    async def read(self, code: str) -> str | None:
        """The text of a class."""
        kept = self.held(code)
        return kept.text if kept else None

    async def glance(self, code: str) -> str | None:
        """The same: it is at hand."""
        return await self.read(code)

    async def write(self, code: str, before: str, text: str) -> bool:
        """Changes a class that is what it was before, and tells everybody; nothing comes between."""
        kept = self.held(code)
        if kept is None or kept.text != before:
            return False
        kept.text, kept.until = text, time.monotonic() + SECONDS_KEPT
        self.listeners.tell(code)
        return True

    async def end(self, code: str) -> None:
        """Forgets a class."""
        self.classes.pop(code, None)
        self.ended[code] = time.monotonic() + SECONDS_KEPT
        self.listeners.tell_over(code)

    async def was_ended(self, code: str) -> bool:
        """Whether a class was ended lately."""
        now = time.monotonic()
        self.ended = {other: until for other, until in self.ended.items() if until > now}
        return code in self.ended

    async def answer(self, code: str, place: str, seat: str, text: str) -> None:
        """Keeps what a seat answers. Raises StoreFull."""
        if kept := self.held(code):
            given = kept.answers.setdefault(place, {})
            if seat not in given and len(given) >= MOST_SEATS:
                raise StoreFull(FULL_QUESTION)
            given[seat] = text
            kept.until = time.monotonic() + SECONDS_KEPT
            self.listeners.tell(code, counts=True)

    async def answers(self, code: str, place: str) -> Mapping[str, str]:
        """Everything answered in a round."""
        kept = self.held(code)
        return dict(kept.answers.get(place, {})) if kept else {}

    async def glance_answers(self, code: str, place: str) -> Mapping[str, str]:
        """The same, to look at."""
        kept = self.held(code)
        return kept.answers.get(place, {}) if kept else {}

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
            self.listeners.tell(code, counts=True)

    async def leave(self, code: str, seat: str) -> None:
        """Notes that a seat is gone."""
        kept = self.held(code)
        if kept and kept.seats.pop(seat, None):
            self.listeners.tell(code, counts=True)

    async def count_seats(self, code: str) -> int:
        """How many were heard of lately; the others are forgotten."""
        kept = self.held(code)
        if kept is None:
            return 0
        oldest = time.monotonic() - SECONDS_SEEN
        kept.seats = {seat: seen for seat, seen in kept.seats.items() if seen >= oldest}
        return len(kept.seats)

    def listening(self, code: str, *, counts: bool) -> AbstractAsyncContextManager[Listener]:
        """Somebody who is told of changes."""
        return self.listeners.listening(code, counts=counts)

    async def forget_idle(self) -> None:
        """Forgets what nobody has changed for so long."""
        for code in list(self.classes):
            self.held(code)

    async def close(self) -> None:
        """Forgets everything."""
        self.classes.clear()
