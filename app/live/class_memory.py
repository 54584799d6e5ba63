"""What this process remembers of what classes said, besides their store: forgotten every minute.

A class may end in another process, or be forgotten where it is kept, without a word to this one. So what was
worked out from answers and seats is kept for a minute at most, whatever became of its class.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final
from urllib.parse import clear_cache  # type: ignore[attr-defined] # of old, but not described

from app.live.class_answers import examiner, explained_answer
from app.live.class_store import ClassStore, StoreAway
from app.live.classroom import READ
from app.live.seen_step import step_at
from app.teaching.typed_answers import number_and_half, read_typed

SECONDS_REMEMBERED: Final = 60.0
FORGOTTEN: Final[list[Callable[[], None]]] = [
    explained_answer.cache_clear,
    examiner.cache_clear,
    number_and_half.cache_clear,
    read_typed.cache_clear,
    step_at.cache_clear,
    READ.clear,
    clear_cache,
]
"""What forgets it; pages add what they keep, and the last is of addresses that were taken apart."""


def forget_classes() -> None:
    """Forgets all of it; what is needed still is worked out anew."""
    for forget in FORGOTTEN:
        forget()


@asynccontextmanager
async def forgetting(store: ClassStore) -> AsyncGenerator[None, None]:
    """Forgets every minute, meanwhile and at the end."""
    task = asyncio.create_task(forget_often(store))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        forget_classes()


async def forget_often(store: ClassStore) -> None:
    """Forgets as long as it is not cancelled."""
    while True:
        await asyncio.sleep(SECONDS_REMEMBERED)
        if explained_answer.cache_info().currsize or step_at.cache_info().currsize:
            forget_classes()
            gc.collect()
        with suppress(StoreAway):
            await store.forget_idle()
