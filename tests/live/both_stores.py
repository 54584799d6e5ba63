"""An empty store of either kind, for what both must do alike."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from app.live.class_store import ClassStore
from app.live.memory_store import MemoryStore
from app.live.redis_store import RedisStore
from tests.live.redis_server import PROGRAM, RedisServer
from tests.own_loop import in_own_loop

Told = Callable[[ClassStore], Awaitable[None]]


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """One Redis for these tests."""
    server = RedisServer()
    server.start()
    yield server
    server.kill()


KINDS = [
    "memory",
    pytest.param("redis", marks=pytest.mark.skipif(PROGRAM is None, reason="there is no redis-server here")),
]


@pytest.fixture(params=KINDS)
def run(request: pytest.FixtureRequest) -> Callable[[Told], None]:
    """Runs something with an empty store, of one kind and then of the other."""

    def started(told: Told) -> None:
        async def whole() -> None:
            async with new_store(request) as store:
                await told(store)

        in_own_loop(whole())

    return started


@asynccontextmanager
async def new_store(request: pytest.FixtureRequest) -> AsyncIterator[ClassStore]:
    """An empty store."""
    if request.param == "memory":
        yield MemoryStore()
        return
    store = RedisStore(request.getfixturevalue("redis").url)
    await store.redis.flushall()
    yield store
    await store.close()
