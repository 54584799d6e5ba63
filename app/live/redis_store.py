"""Classes in Redis or Valkey, for several processes and machines that share them.

A class is a text, a round's answers are a hash, the seats a sorted set by when each was last heard of; all of
them expire by themselves. One subscription a process hears of changes and wakes the pages that wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.live.class_listeners import Listener, Listeners
from app.live.class_store import (
    FULL_CLASS,
    FULL_QUESTION,
    FULL_SERVER,
    MOST_CLASSES,
    MOST_SEATS,
    SECONDS_KEPT,
    SECONDS_SEEN,
    StoreAway,
    StoreFull,
)
from app.live.shared_reads import SharedReads

PREFIX = "by-hand:class:"
EVERY = f"{PREFIX}all"
NEWS = f"{PREFIX}news:"
SECONDS_TO_ANSWER = 2.0
RETRIES = 1
SECONDS_BETWEEN_TRIES = 0.5
MOST_CONNECTIONS, SECONDS_TO_WAIT_FOR_ONE = 32, 20
"""A thousand pages that are woken at once take turns: each waits for a connection, and none is refused."""

EXCHANGE = """
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1
"""
"""Changes a text where it is what it was before: the server does both at once."""


class RedisStore:
    """Classes in a server that keeps texts by name. address: redis://host:port/number."""

    def __init__(self, address: str) -> None:
        pool = BlockingConnectionPool.from_url(
            address,
            max_connections=MOST_CONNECTIONS,
            timeout=SECONDS_TO_WAIT_FOR_ONE,
            decode_responses=True,
            socket_timeout=SECONDS_TO_ANSWER,
            socket_connect_timeout=SECONDS_TO_ANSWER,
            # A connection that broke is made anew at once; to wait longer is left to whoever asks.
            retry=Retry(NoBackoff(), RETRIES),
        )
        self.redis: Redis = Redis.from_pool(pool)
        self.exchange = self.redis.register_script(EXCHANGE)
        self.listeners = Listeners()
        self.texts, self.rounds = SharedReads[str | None](), SharedReads[Mapping[str, str]]()
        self.hearing: asyncio.Task[None] | None = None

    async def begin(self, code: str, text: str) -> bool:
        """Keeps a new class; False where the code is taken. Raises StoreFull."""
        if await self.was_ended(code):
            return False
        async with reached():
            await self.redis.zremrangebyscore(EVERY, 0, time.time())
            if await self.redis.zcard(EVERY) >= MOST_CLASSES:
                raise StoreFull(FULL_SERVER)
            if not await self.redis.set(PREFIX + code, text, ex=SECONDS_KEPT, nx=True):
                return False
            await self.redis.zadd(EVERY, {code: time.time() + SECONDS_KEPT})
            await self.tell(code, "class")
        return True

    async def read(self, code: str) -> str | None:
        """The text of a class."""
        async with reached():
            text: Any = await self.redis.get(PREFIX + code)
            return None if text is None else str(text)

    async def glance(self, code: str) -> str | None:
        """The text of a class, read once for all pages of this process after a change."""
        return await self.texts.read(code, lambda: self.read(code))

    async def write(self, code: str, before: str, text: str) -> bool:
        """Changes a class that is what it was before, and tells everybody."""
        async with reached():
            if not await self.exchange(keys=[PREFIX + code], args=[before, text, SECONDS_KEPT]):
                return False
            await self.redis.zadd(EVERY, {code: time.time() + SECONDS_KEPT})
            await self.tell(code, "class")
        return True

    async def end(self, code: str) -> None:
        """Forgets a class and all that was answered in it."""
        async with reached():
            rounds = await self.redis.smembers(rounds_of(code))
            await self.redis.delete(
                PREFIX + code,
                seats_of(code),
                rounds_of(code),
                *(answers_of(code, str(place)) for place in rounds),
            )
            await self.redis.zrem(EVERY, code)
            await self.redis.set(ended_at(code), "1", ex=SECONDS_KEPT)
            await self.tell(code, "over")

    async def was_ended(self, code: str) -> bool:
        """Whether a class was ended lately."""
        async with reached():
            return bool(await self.redis.exists(ended_at(code)))

    async def answer(self, code: str, place: str, seat: str, text: str) -> None:
        """Keeps what a seat answers, where its class is there. Raises StoreFull."""
        async with reached():
            async with self.redis.pipeline(transaction=False) as several:
                several.expire(PREFIX + code, SECONDS_KEPT)
                several.hexists(answers_of(code, place), seat)
                several.hlen(answers_of(code, place))
                is_there, is_known, given = await several.execute()
            if not is_there:
                return
            if not is_known and given >= MOST_SEATS:
                raise StoreFull(FULL_QUESTION)
            async with self.redis.pipeline(transaction=True) as several:
                several.hset(answers_of(code, place), seat, text)
                several.expire(answers_of(code, place), SECONDS_KEPT)
                several.sadd(rounds_of(code), place)
                several.expire(rounds_of(code), SECONDS_KEPT)
                several.publish(NEWS + code, "count")
                await several.execute()

    async def answers(self, code: str, place: str) -> Mapping[str, str]:
        """Everything answered in a round."""
        async with reached():
            found = await self.redis.hgetall(answers_of(code, place))
            return {str(seat): str(text) for seat, text in found.items()}

    async def glance_answers(self, code: str, place: str) -> Mapping[str, str]:
        """A closed round's answers, read once for all pages of this process."""
        return await self.rounds.read((code, place), lambda: self.answers(code, place))

    async def answered_by(self, code: str, place: str, seat: str) -> str | None:
        """What one seat answered."""
        async with reached():
            text: Any = await self.redis.hget(answers_of(code, place), seat)
            return None if text is None else str(text)

    async def count_answers(self, code: str, place: str) -> int:
        """How many answered."""
        async with reached():
            return int(await self.redis.hlen(answers_of(code, place)))

    async def forget_answers(self, code: str, place: str) -> None:
        """Forgets a round's answers."""
        async with reached():
            await self.redis.delete(answers_of(code, place))
            await self.redis.srem(rounds_of(code), place)

    async def seat(self, code: str, seat: str) -> None:
        """Notes that a seat is there. Raises StoreFull."""
        async with reached():
            async with self.redis.pipeline(transaction=False) as several:
                several.exists(PREFIX + code)
                several.zscore(seats_of(code), seat)
                is_there, known = await several.execute()
            if not is_there:
                return
            if known is None and await self.count_seats(code) >= MOST_SEATS:
                raise StoreFull(FULL_CLASS)
            async with self.redis.pipeline(transaction=True) as several:
                several.zadd(seats_of(code), {seat: time.time()})
                several.expire(seats_of(code), SECONDS_KEPT)
                if known is None:
                    several.publish(NEWS + code, "count")
                await several.execute()

    async def leave(self, code: str, seat: str) -> None:
        """Notes that a seat is gone."""
        async with reached():
            if await self.redis.zrem(seats_of(code), seat):
                await self.tell(code, "count")

    async def count_seats(self, code: str) -> int:
        """How many were heard of lately; the others are forgotten."""
        async with reached(), self.redis.pipeline(transaction=False) as several:
            several.zremrangebyscore(seats_of(code), 0, time.time() - SECONDS_SEEN)
            several.zcard(seats_of(code))
            return int((await several.execute())[-1])

    @asynccontextmanager
    async def told_of(self, code: str, *, counts: bool) -> AsyncGenerator[Listener, None]:
        """Somebody who is told of changes, once the subscription is under way."""
        if self.hearing is None or self.hearing.done():
            self.hearing = asyncio.create_task(self.hear())
        async with self.listeners.listening(code, counts=counts) as listener:
            yield listener

    def listening(self, code: str, *, counts: bool) -> AbstractAsyncContextManager[Listener]:
        """Somebody who is told of changes."""
        return self.told_of(code, counts=counts)

    async def tell(self, code: str, what: str) -> None:
        """Tells every process, this one as well."""
        self.texts.forget(code)
        await self.redis.publish(NEWS + code, what)

    async def hear(self) -> None:
        """Wakes who waits here, as long as this process lives; what was missed meanwhile is read anew."""
        while True:
            with suppress(RedisError, OSError):
                async with self.redis.pubsub() as heard:
                    await heard.psubscribe(f"{NEWS}*")
                    self.tell_all()
                    while True:
                        self.pass_on(await heard.get_message(ignore_subscribe_messages=True, timeout=None))
            self.tell_all()
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    def tell_all(self) -> None:
        """Something may have been missed."""
        self.texts.forget_all()
        self.rounds.forget_all()
        self.listeners.tell_all()

    def pass_on(self, message: dict[str, Any] | None) -> None:
        """One message."""
        if message is None:
            return
        code, what = message["channel"].removeprefix(NEWS), message["data"]
        if what != "count":
            self.texts.forget(code)
            self.rounds.forget_all()
        if what == "over":
            self.listeners.tell_over(code)
        else:
            self.listeners.tell(code, counts=what == "count")

    async def forget_idle(self) -> None:
        """Every key expires by itself."""

    async def close(self) -> None:
        """Lets go of the server; what it keeps stays there."""
        if self.hearing:
            self.hearing.cancel()
            with suppress(asyncio.CancelledError):
                await self.hearing
        await self.redis.aclose()


@asynccontextmanager
async def reached() -> AsyncGenerator[None, None]:
    """Raises StoreAway where the server cannot be reached."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreAway from error


def answers_of(code: str, place: str) -> str:
    """Where a round's answers are."""
    return f"{PREFIX}{code}:answers:{place}"


def rounds_of(code: str) -> str:
    """Where the rounds are listed that have answers."""
    return f"{PREFIX}{code}:rounds"


def seats_of(code: str) -> str:
    """Where the seats are."""
    return f"{PREFIX}{code}:seats"


def ended_at(code: str) -> str:
    """Where it is noted that a class was ended."""
    return f"{PREFIX}{code}:ended"
