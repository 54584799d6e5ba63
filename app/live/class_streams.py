"""What pages of a class are told as it happens: server-sent events, each the whole of what must be known.

Whoever is slow or asleep misses nothing: only the last state counts, and it is sent when it can be taken.
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from types import FrameType

from fastapi.sse import EventSourceResponse, format_sse_event

from app.live.class_acts import NoSuchClass, class_of_code
from app.live.class_listeners import Listener, wake
from app.live.class_store import ClassStore, StoreAway, StoreFull
from app.live.class_tally import STATES, progress_counts

SECONDS_BETWEEN_BEATS = 5.0
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
Told = Callable[[], Awaitable[str]]


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


async def phone_state(store: ClassStore, code: str, seat: str) -> str:
    """What a phone must know, as JSON: what is shown, what is asked, whether its answer is here."""
    room = await class_of_code(store, code)
    question = room.question
    is_open = question is not None and question.moment == "open"
    mine = is_open and question and await store.answered_by(code, question.place, seat)
    return json.dumps({"seen": room.tag, "stage": room.stage, "mine": bool(mine)})


async def teacher_state(store: ClassStore, code: str) -> str:
    """What a teacher's page must know, as JSON: how many are in and answered, and the class as it is kept."""
    room = await class_of_code(store, code)
    question = room.question
    answered = await store.count_answers(code, question.place) if question else 0
    seats = await store.count_seats(code)
    known: dict[str, object] = {"in": seats, "answered": answered, "stage": room.stage, "seen": room.tag}
    if question and question.kind == "practice":
        known["progress"] = progress_words(await store.answers(code, question.place))
    return json.dumps({**known, "plan": len(room.plan), "kept": room.model_dump_json()})


def progress_words(answers: Mapping[str, str]) -> str:
    """How far a class is in practice, in few words: "step 3: 5 begun, 12 all right"."""
    by_step: dict[int, list[str]] = {}
    counts = progress_counts(answers)
    for step, how in sorted(counts, key=lambda each: (each[0], STATES.index(each[1]))):
        by_step.setdefault(step, []).append(f"{counts[step, how]} {how}")
    return "; ".join(f"step {step}: {', '.join(told)}" for step, told in by_step.items())


async def phone_events(store: ClassStore, code: str, seat: str) -> AsyncGenerator[bytes, None]:
    """What a phone is told while it is in the class."""
    try:
        async for event in states(store, code, lambda: phone_state(store, code, seat), seat):
            yield event
    finally:
        await asyncio.shield(left(store, code, seat))


async def left(store: ClassStore, code: str, seat: str) -> None:
    """Notes that a phone is gone; where the store is away, that is noted by its not being heard of."""
    with suppress(StoreAway):
        await store.leave(code, seat)


async def teacher_events(store: ClassStore, code: str) -> AsyncGenerator[bytes, None]:
    """What a teacher's page is told, a few times a second at most."""
    async for event in states(store, code, lambda: teacher_state(store, code)):
        yield event
        await asyncio.sleep(SECONDS_BETWEEN_COUNTS)


async def states(store: ClassStore, code: str, state: Told, seat: str = "") -> AsyncGenerator[bytes, None]:
    """The state whenever it is another, and once more in every quiet stretch: a phone whose fetch or answer
    was lost meanwhile tries again. It ends with the class or with the server.

    Where the class is unknown it goes on: whoever waits is told as soon as the class is there again.
    """
    yield format_sse_event(retry=RETRY)
    said, is_known, noted = b"", False, -SECONDS_BETWEEN_BEATS
    with suppress(StoreAway, StoreFull):
        async with store.listening(code, counts=not seat) as listener, woken_at_the_end(listener):
            while not STREAMS.is_stopping:
                if seat and (not is_known or time.monotonic() - noted >= SECONDS_BETWEEN_BEATS):
                    await store.seat(code, seat)
                    noted = time.monotonic()
                event = await event_now(store, code, state, listener)
                if event != said:
                    yield event
                said = event
                if event == OVER:
                    return
                is_known = event != UNKNOWN
                if not await listener.wait(SECONDS_BETWEEN_BEATS if is_known else SECONDS_TO_BE_KNOWN):
                    said = b""


async def event_now(store: ClassStore, code: str, state: Told, listener: Listener) -> bytes:
    """The state; else that the class is over, or that the server does not know it: then its teacher's page
    sends it again."""
    try:
        return format_sse_event(data_str=await state())
    except NoSuchClass:
        return OVER if listener.is_over or await store.was_ended(code) else UNKNOWN


@asynccontextmanager
async def woken_at_the_end(listener: Listener) -> AsyncGenerator[None, None]:
    """Woken when the server stops."""
    STREAMS.listeners.add(listener)
    try:
        yield
    finally:
        STREAMS.listeners.discard(listener)
