"""What a page of a class must know, and what is sent along with it where that has become another.

A state is all that counts, and it is small. What it leads to (the class as a teacher's page keeps it, the
parts of a phone's page) goes with it once, when it changes; a page that lacks it asks for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from app.live.class_acts import NoSuchClass, class_glanced
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

    async def more(self, state: State, before: State, /) -> State:
        """What goes with it."""


@dataclass(frozen=True)
class PartAsked:
    """The parts of a phone's page that it is to be sent. answer: what it answered, where that is told."""

    code: str
    seat: str
    room: Classroom
    names: tuple[str, ...]
    answer: str | None


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
        room = await class_glanced(self.store, self.code)
        is_new = bool(before) and before["stage"] != room.stage
        mine = bool(room.question) and await self.is_here(room.question, is_new=is_new)
        return {"seen": room.tag, "stage": room.stage, "mine": mine}

    async def is_here(self, question: Question | None, *, is_new: bool) -> bool:
        """Whether this phone's answer is here; to a question that it hears of now it cannot be."""
        if question is None or (is_new and question.moment == "open"):
            return False
        if question.moment == "open":
            return bool(await self.store.answered_by(self.code, question.place, self.seat))
        return self.seat in await self.store.glance_answers(self.code, question.place)

    async def more(self, state: State, before: State) -> State:
        """The parts of its page that have become others since it was told last."""
        parts = (("seen", "seen"), ("asked", "stage"))
        names = tuple(part for part, name in parts if before and before[name] != state[name])
        if not names:
            return {}
        room = await class_glanced(self.store, self.code)
        if (room.tag, room.stage) != (state["seen"], state["stage"]):
            return {}
        packed = await self.parts(PartAsked(self.code, self.seat, room, names, await self.answer(room)))
        return {"parts": packed} if packed else {}

    async def answer(self, room: Classroom) -> str | None:
        """What it answered to a question that is closed."""
        question = room.question
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
        text = await self.text()
        room = await class_glanced(self.store, self.code)
        question = room.question
        answered = await self.store.count_answers(self.code, question.place) if question else 0
        known: dict[str, object] = {"in": await self.store.count_seats(self.code), "answered": answered}
        if question and question.kind == "practice":
            known["progress"] = progress_words(await self.store.answers(self.code, question.place))
        version = sha256(text.encode()).hexdigest()[:12]
        return {**known, "stage": room.stage, "seen": room.tag, "version": version}

    async def more(self, state: State, before: State) -> State:
        """The class, for the page to keep."""
        return {} if before and before["version"] == state["version"] else {"kept": await self.text()}

    async def text(self) -> str:
        """The class as it is kept. Raises NoSuchClass."""
        text = await self.store.glance(self.code)
        if text is None:
            raise NoSuchClass
        return text

    async def whole(self) -> State:
        """All of it, for a page that asks every few seconds."""
        state = await self.state({})
        return {**state, **await self.more(state, {})}


def progress_words(answers: Mapping[str, str]) -> str:
    """How far a class is in practice, in few words: "step 3: 5 begun, 12 all right"."""
    by_step: dict[int, list[str]] = {}
    counts = progress_counts(answers)
    for step, how in sorted(counts, key=lambda each: (each[0], STATES.index(each[1]))):
        by_step.setdefault(step, []).append(f"{counts[step, how]} {how}")
    return "; ".join(f"step {step}: {', '.join(told)}" for step, told in by_step.items())
