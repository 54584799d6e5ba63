"""What a page of a class must know, and what is sent along with it where that has become another.

A state is all that counts, and it is small. What it leads to (the class as a teacher's page keeps it, the
parts of a phone's page) goes with it once, when it changes; a page that lacks it asks for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any, Final, Protocol

from fastapi.sse import format_sse_event

from app.core.recently_made import RecentlyMade
from app.live.class_acts import class_glanced
from app.live.class_memory import FORGOTTEN
from app.live.class_store import ClassStore
from app.live.class_tally import STATES, progress_counts
from app.live.classroom import Classroom, Question

State = Mapping[str, Any]


class Telling(Protocol):
    """What one page is told. Both may raise NoSuchClass and StoreAway."""

    @property
    def seat(self) -> str:
        """The seat of a phone; empty for a teacher's page."""

    async def state(self, before: State, /) -> State:
        """What must be known now; before: what this page was told last, nothing at first."""

    async def event(self, state: State, before: State, /) -> bytes:
        """That and what goes with it, as it is sent."""


EVENTS: Final = RecentlyMade[bytes](2_000_000, len)
"""What phones are told, as it is sent: the same for all who saw the same before and answered alike."""
FORGOTTEN.append(EVENTS.clear)


def state_event(state: State) -> bytes:
    """A state as it is sent."""
    return format_sse_event(data_str=dumps(state))


@dataclass(frozen=True)
class PartAsked:
    """The parts of a phone's page that it is to be sent. answer: what it answered, where that is told."""

    code: str
    seat: str
    room: Classroom
    names: tuple[str, ...]
    answer: str | None


PARTS_BY_STATE: Final = (("seen", "seen"), ("asked", "stage"))
"""The parts of a phone's page, and what of the state each shows."""
PackedParts = Callable[[PartAsked], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True)
class PhoneTelling:
    """What a phone is told: what is shown and asked, and whether its answer is here. parts: makes those."""

    store: ClassStore
    code: str
    seat: str
    parts: PackedParts

    async def state(self, before: State) -> State:
        """What is shown and asked, by their names."""
        read = await class_glanced(self.store, self.code)
        question = read.room.question
        is_new = bool(before) and before["stage"] != read.stage
        mine = bool(question) and await self.is_here(question, is_new=is_new)
        return {"seen": read.tag, "stage": read.stage, "mine": mine}

    async def is_here(self, question: Question | None, *, is_new: bool) -> bool:
        """Whether this phone's answer is here; to a question that it hears of now it cannot be."""
        if question is None or (is_new and question.moment == "open"):
            return False
        if question.moment == "open":
            return bool(await self.store.answered_by(self.code, question.place, self.seat))
        return self.seat in await self.store.glance_answers(self.code, question.place)

    async def event(self, state: State, before: State) -> bytes:
        """That, and the parts of its page that have become others since it was told last."""
        names = tuple(part for part, name in PARTS_BY_STATE if before and before[name] != state[name])
        read = await class_glanced(self.store, self.code)
        if not names or (read.tag, read.stage) != (state["seen"], state["stage"]):
            return state_event(state)
        answer = await self.answer(read.room.question)
        key = self.code, read.version, names, state["mine"], answer
        return EVENTS.take(key) or EVENTS.keep(
            key, await self.written(state, PartAsked(self.code, self.seat, read.room, names, answer))
        )

    async def written(self, state: State, asked: PartAsked) -> bytes:
        """A state with parts of the page, as it is sent."""
        packed = await self.parts(asked)
        return state_event({**state, "parts": packed} if packed else state)

    async def answer(self, question: Question | None) -> str | None:
        """What it answered to a question that is closed."""
        if question is None or question.moment == "open":
            return None
        return (await self.store.glance_answers(self.code, question.place)).get(self.seat)


@dataclass(frozen=True)
class TeacherTelling:
    """What a teacher's page is told: counts as they come and, when it has changed, the class to be kept."""

    store: ClassStore
    code: str
    seat: str = ""

    async def state(self, _: State) -> State:
        """How many are in and answered. version: a name for the class as it is."""
        read = await class_glanced(self.store, self.code)
        question = read.room.question
        answered = await self.store.count_answers(self.code, question.place) if question else 0
        known: dict[str, object] = {"in": await self.store.count_seats(self.code), "answered": answered}
        if question and question.kind == "practice":
            known["progress"] = progress_words(await self.store.answers(self.code, question.place))
        return {**known, "stage": read.stage, "seen": read.tag, "version": read.version[:12]}

    async def event(self, state: State, before: State) -> bytes:
        """That and, where it has changed, the class for the page to keep."""
        is_kept = before and before["version"] == state["version"]
        return state_event(state if is_kept else await self.with_class(state))

    async def with_class(self, state: State) -> State:
        """A state with the class for the page to keep. Raises NoSuchClass."""
        return {**state, "kept": (await class_glanced(self.store, self.code)).text}

    async def whole(self) -> State:
        """All of it, for a page that asks every few seconds."""
        return await self.with_class(await self.state({}))


def progress_words(answers: Mapping[str, str]) -> str:
    """How far a class is in practice, in few words: "step 3: 5 begun, 12 all right"."""
    by_step: dict[int, list[str]] = {}
    counts = progress_counts(answers)
    for step, how in sorted(counts, key=lambda each: (each[0], STATES.index(each[1]))):
        by_step.setdefault(step, []).append(f"{counts[step, how]} {how}")
    return "; ".join(f"step {step}: {', '.join(told)}" for step, told in by_step.items())
