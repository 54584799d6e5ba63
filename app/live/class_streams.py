"""What pages of a class are told as it happens: server-sent events, each the whole of what must be known.

Whoever is slow or asleep misses nothing: only the last state counts, and it is sent when it can be taken.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from fastapi.sse import EventSourceResponse, format_sse_event

from app.live.class_acts import NoSuchClass
from app.live.class_listeners import Listener, wake
from app.live.class_store import ClassStore, StoreAway, StoreFull
from app.live.class_telling import PhoneTelling, State, TeacherTelling, Telling

SECONDS_BETWEEN_BEATS = 5.0
SECONDS_BETWEEN_NOTES = 10.0
SECONDS_TO_BE_KNOWN = 2.0
SECONDS_BETWEEN_COUNTS = 0.25
RETRY = 1000
"""Milliseconds after which a page comes back."""
UNKEPT = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""A proxy shall hold nothing back."""
OVER = format_sse_event(event="over", data_str="{}")
UNKNOWN = format_sse_event(event="unknown", data_str="{}")
MOST_STREAMS = 5000
FULL_STREAMS = "As many pages follow classes here as there is room for. Try again in a minute."


class OpenStreams:
    """The streams of this process, which end when it does."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.is_stopping = False

    def stop(self) -> None:
        """Ends them all."""
        self.is_stopping = True
        wake(self.listeners)


STREAMS = OpenStreams()


@asynccontextmanager
async def ending_with_the_server() -> AsyncGenerator[None, None]:
    """The streams end at the first sign that the server shall stop: it waits for what is under way."""
    loop = asyncio.get_running_loop()
    STREAMS.is_stopping = False
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            chain(number, loop)
    yield
    # Whoever was stopped has ended by now; another server in this process, as tests have them, goes on.
    STREAMS.is_stopping = False


def chain(number: signal.Signals, loop: asyncio.AbstractEventLoop) -> None:
    """Ends the streams at a signal, and hands it on to whoever had it before."""
    before = signal.getsignal(number)

    def heard(got: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(STREAMS.stop)
        if callable(before):
            before(got, frame)

    if callable(before):
        signal.signal(number, heard)


def told_live(events: AsyncIterator[bytes]) -> EventSourceResponse:
    """The answer that goes on. Raises StoreFull where too many do."""
    if len(STREAMS.listeners) >= MOST_STREAMS:
        raise StoreFull(FULL_STREAMS)
    return EventSourceResponse(events, headers=UNKEPT)


async def phone_events(telling: PhoneTelling) -> AsyncGenerator[bytes, None]:
    """What a phone is told while it is in the class."""
    try:
        async for event in states(telling.store, telling.code, telling):
            yield event
    finally:
        await asyncio.shield(left(telling.store, telling.code, telling.seat))


async def left(store: ClassStore, code: str, seat: str) -> None:
    """Notes that a phone is gone; where the store is away, that is noted by its not being heard of."""
    with suppress(StoreAway):
        await store.leave(code, seat)


async def teacher_events(store: ClassStore, code: str) -> AsyncGenerator[bytes, None]:
    """What a teacher's page is told, a few times a second at most."""
    async for event in states(store, code, TeacherTelling(store, code)):
        yield event
        await asyncio.sleep(SECONDS_BETWEEN_COUNTS)


async def states(store: ClassStore, code: str, telling: Telling) -> AsyncGenerator[bytes, None]:
    """The state whenever it is another, and once more in every quiet stretch: a phone whose fetch or answer
    was lost meanwhile tries again. It ends with the class or with the server.

    Where the class is unknown it goes on: whoever waits is told as soon as the class is there again.
    """
    yield format_sse_event(retry=RETRY)
    told, seat = Said(telling), SeenSeat(store, code, telling.seat)
    with suppress(StoreAway, StoreFull):
        async with store.listening(code, counts=not telling.seat) as listener, woken_at_the_end(listener):
            while not STREAMS.is_stopping:
                await seat.note(is_known=told.is_known)
                event = await told.next_event(store, code, listener)
                if event:
                    yield event
                if event == OVER:
                    return
                quiet = SECONDS_BETWEEN_BEATS if told.is_known else SECONDS_TO_BE_KNOWN
                told.is_quiet = not await listener.wait(quiet)


@dataclass
class SeenSeat:
    """The seat of a phone, noted from time to time while it is heard of; none for a teacher's page."""

    store: ClassStore
    code: str
    seat: str
    noted: float = -SECONDS_BETWEEN_NOTES

    async def note(self, *, is_known: bool) -> None:
        """Says that it is there, where that was long ago, or to a class that may just have come back."""
        if self.seat and (not is_known or time.monotonic() - self.noted >= SECONDS_BETWEEN_NOTES):
            await self.store.seat(self.code, self.seat)
            self.noted = time.monotonic()


@dataclass
class Said:
    """What a page was told last. is_known: whether its class was there; is_quiet: no change since."""

    telling: Telling
    before: State = field(default_factory=dict)
    is_known: bool = False
    is_quiet: bool = True

    async def next_event(self, store: ClassStore, code: str, listener: Listener) -> bytes:
        """What it is to be told now; nothing where it knows that.

        Of a class that is not there, that it is over, or that the server does not know it: then its teacher's
        page sends it again.
        """
        try:
            state = await self.telling.state(self.before)
            if self.is_known and not self.is_quiet and state == self.before:
                return b""
            event = await self.telling.event(state, self.before)
        except NoSuchClass:
            was_known, self.is_known = self.is_known, False
            if listener.is_over or await store.was_ended(code):
                return OVER
            return UNKNOWN if was_known or self.is_quiet else b""
        self.before, self.is_known = state, True
        return event


@asynccontextmanager
async def woken_at_the_end(listener: Listener) -> AsyncGenerator[None, None]:
    """Woken when the server stops."""
    STREAMS.listeners.add(listener)
    try:
        yield
    finally:
        STREAMS.listeners.discard(listener)
