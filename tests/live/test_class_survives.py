"""A class outlives the server: nothing told or answered is lost, and nobody has to press anything."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from app.notation.number_text import MINUS
from tests.live.class_calls import STEP
from tests.live.class_server import ClassServer
from tests.live.redis_server import PROGRAM, RedisServer
from tests.live.simulated_class import (
    SimulatedPhone,
    SimulatedTeacher,
    following,
    join_class,
    open_class,
    seconds_since,
)
from tests.own_loop import in_own_loop

PHONES = 50
ANSWERS = ["-1", "0", "7", "0.5", "x"]
COUNTED = {f"{MINUS}1": 10, "0": 10, "7": 10, "0.5": 10, "not a number": 10}
"""Of fifty phones that give these answers in turn to Z[2,3], which is -1."""


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is to be ended when the test is over."""
    with ExitStack() as held:
        yield held


async def asked(port: int) -> tuple[SimulatedTeacher, list[SimulatedPhone]]:
    """A class of phones, each of which keeps an answer to the first question; nobody hears yet."""
    teacher = await open_class(port, STEP)
    phones = [await join_class(port, teacher.code) for _ in range(PHONES)]
    return teacher, phones


async def answer_all(teacher: SimulatedTeacher, phones: list[SimulatedPhone]) -> None:
    """Every phone answers, and the teacher's page says so."""
    await teacher.lead("ask", at=STEP)
    for phone in phones:
        await phone.until(partial(is_at, phone, "1.1.open"))
    sent = [phone.answer(ANSWERS[k % len(ANSWERS)]) for k, phone in enumerate(phones)]
    assert set(await asyncio.gather(*sent)) == {200}
    await teacher.until(lambda: teacher.state.get("answered") == PHONES)


def is_at(phone: SimulatedPhone, stage: str) -> bool:
    """Whether a phone heard that the question is at a stage."""
    return bool(phone.state.get("stage") == stage)


async def counted_after(
    teacher: SimulatedTeacher, phones: list[SimulatedPhone], lose: Callable[[], None]
) -> float:
    """How many seconds it took until all answers were there again, after something was lost mid-vote."""
    async with following(teacher, *phones):
        await answer_all(teacher, phones)
        teacher.state = {}
        await asyncio.to_thread(lose)
        begun = time.perf_counter()
        await teacher.until(lambda: teacher.state.get("answered") == PHONES)
        seconds = seconds_since(begun)
        await teacher.lead("close")
        await teacher.until(lambda: teacher.state.get("stage") == "1.1.closed" and '"count"' in teacher.kept)
    assert teacher.bars == COUNTED
    return seconds


def test_a_server_that_is_killed_between_asking_and_closing_loses_no_answer(stack: ExitStack) -> None:
    """Fifty phones answered; the class and the answers are sent again by the pages that hold them."""
    server = ClassServer()
    server.start()
    stack.callback(server.stopped)

    def lose() -> None:
        server.kill()
        server.start()

    async def whole() -> float:
        teacher, phones = await asked(server.port)
        return await counted_after(teacher, phones, lose)

    print(f"all answers were there again after {in_own_loop(whole()):.1f} s")
    assert server.complaints() == []


@pytest.mark.skipif(PROGRAM is None, reason="there is no redis-server here")
def test_a_store_that_is_killed_between_asking_and_closing_loses_no_answer(stack: ExitStack) -> None:
    """Two processes share it; what they answer meanwhile is a sentence, and never an error of theirs."""
    redis = RedisServer()
    redis.start()
    stack.callback(redis.kill)
    server = ClassServer("--workers", "2", "--class-store", redis.url)
    server.start()
    stack.callback(server.stopped)

    def lose() -> None:
        redis.kill()
        redis.start()

    async def whole() -> float:
        teacher, phones = await asked(server.port)
        return await counted_after(teacher, phones, lose)

    print(f"all answers were there again after {in_own_loop(whole()):.1f} s")
    assert server.complaints() == []
