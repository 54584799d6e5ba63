"""Which store the classes are in: this process's memory, or a server that several processes share."""

from __future__ import annotations

from app.live.class_store import ClassStore
from app.live.memory_store import MemoryStore


def chosen_store(address: str) -> ClassStore:
    """The store at an address, redis://…; in memory where there is none."""
    if not address:
        return MemoryStore()
    # What most people never need is loaded only here.
    from app.live.redis_store import RedisStore  # noqa: PLC0415

    return RedisStore(address)
