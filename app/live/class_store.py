"""Where classes are kept: one small interface with two implementations.

A store knows nothing of what it keeps: a class is a text under its code, an answer a text under a seat.
Nothing of it is ever written to disk, and what nobody has changed for two hours is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

from app.live.class_listeners import Listener

SECONDS_KEPT: Final = 2 * 60 * 60
SECONDS_SEEN: Final = 30
"""A phone that was not heard of for so long is not in the class."""
MOST_CLASSES, MOST_SEATS = 500, 1000


class StoreFull(Exception):
    """There is no room; the message is a sentence."""


class StoreAway(Exception):
    """What keeps the classes cannot be reached just now; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            "The classes cannot be reached just now. Nothing is lost; try again in a few seconds."
        )


class ClassStore(Protocol):
    """What a class needs of where it is kept. Every method may raise StoreAway.

    Whoever calls it need not catch that: it is answered in one place, as a 503 that says so.
    """

    async def begin(self, code: str, text: str) -> bool:
        """Keeps a new class; False where the code is taken. Raises StoreFull."""

    async def read(self, code: str) -> str | None:
        """The text of a class; None where it is not there."""

    async def glance(self, code: str) -> str | None:
        """The same as at the last change that this process heard of: for the many that were told of it."""

    async def write(self, code: str, before: str, text: str) -> bool:
        """Changes a class, and tells everybody; False, and nothing done, where it is not what it was before.

        So of two who change it at the same moment one hears that, and looks again.
        """

    async def end(self, code: str) -> None:
        """Forgets a class and all answers, and tells everybody that it is over."""

    async def was_ended(self, code: str) -> bool:
        """Whether a class was ended in the last two hours: then no page may bring it back."""

    async def answer(self, code: str, place: str, seat: str, text: str) -> None:
        """Keeps what a seat answers in a round, instead of what it answered before.

        Raises StoreFull where as many seats have answered as a class can have.
        """

    async def answers(self, code: str, place: str) -> Mapping[str, str]:
        """Everything answered in a round, by seat."""

    async def glance_answers(self, code: str, place: str) -> Mapping[str, str]:
        """The same of a round that is closed, for the many that were told of that."""

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

    async def forget_idle(self) -> None:
        """Forgets the classes that nobody has changed for so long, unless they expire by themselves."""

    async def close(self) -> None:
        """Lets go of whatever it holds."""


FULL_SERVER = "There are as many classes here as there is room for. Try again when one has ended."
FULL_CLASS = f"This class is full: {MOST_SEATS:,} phones are in it."
FULL_QUESTION = f"No more answers are taken: {MOST_SEATS:,} are in."
