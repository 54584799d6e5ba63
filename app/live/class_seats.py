"""Seats for those who come to a class, so that what is dealt to phones is dealt evenly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from app.live.class_keys import new_seat
from app.live.class_memory import FORGOTTEN
from app.live.class_store import MOST_CLASSES
from app.live.classroom import Classroom
from app.live.seen_step import step_at


def seat_for_comer(code: str, room: Classroom) -> str:
    """A seat for the next who comes: of as many as a row has cells each is dealt another."""
    seen = step_at(room.address)
    return new_seat(room.lock, next(comers(code)), seen.sheet.shapes[seen.shown.name][1])


@lru_cache(maxsize=MOST_CLASSES)
def comers(_code: str) -> Iterator[int]:
    """Counts who comes to a class, as far as this process is asked."""
    return count()


FORGOTTEN.append(comers.cache_clear)
