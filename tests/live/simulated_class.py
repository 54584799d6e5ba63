"""A teacher and phones without browsers, who do what the scripts of their pages do."""

from __future__ import annotations

import asyncio
import json
import time
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from gzip import decompress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app.live.class_keys import code_of
from tests.live.spoken_http import LONGEST_WAIT, Connection, StreamRefusedError, events

SECONDS_TO_COME_BACK = 1.0
"""After a stream has ended, as the server asks for."""
SECONDS_TO_TRY_AGAIN = 3.0
"""After a stream was refused, as the script does."""


@dataclass
class Follower:
    """Somebody who hears of a class.

    state: what was told last; turned: told that it is another; noted: called once what it needs is done.
    """

    port: int
    path: str
    query: str = ""
    accepts: str = "identity"
    state: dict[str, Any] = field(default_factory=dict)
    turned: asyncio.Condition = field(default_factory=asyncio.Condition)
    is_over: bool = False
    noted: Callable[[dict[str, Any]], None] = lambda _: None

    def __post_init__(self) -> None:
        self.connection = Connection(self.port, self.accepts)

    async def follow(self) -> None:
        """Hears until the class is over; a stream that ends is asked for again."""
        while not self.is_over:
            try:
                await self.hear()
                pause = SECONDS_TO_COME_BACK
            except (OSError, EOFError):
                pause = SECONDS_TO_COME_BACK
            except StreamRefusedError:
                pause = SECONDS_TO_TRY_AGAIN
            if not self.is_over:
                await asyncio.sleep(pause)

    async def hear(self) -> None:
        """One stream to its end."""
        async with aclosing(events(self.port, f"{self.path}/events{self.query}")) as heard:
            async for event, data in heard:
                if event == "over":
                    self.is_over = True
                    await self.turn({})
                    return
                if event == "unknown":
                    await self.missed()
                else:
                    await self.told(json.loads(data))

    async def told(self, state: dict[str, Any]) -> None:
        """What is done about a new state."""
        await self.turn(state)

    async def missed(self) -> None:
        """What is done where the server does not know the class."""

    async def turn(self, state: dict[str, Any]) -> None:
        """Keeps the state, and tells who waits for one."""
        self.noted(state)
        async with self.turned:
            self.state = state
            self.turned.notify_all()

    async def until(self, is_so: Callable[[], object]) -> None:
        """Waits until something is so; TimeoutError long after it should have been."""
        async with asyncio.timeout(LONGEST_WAIT), self.turned:
            await self.turned.wait_for(is_so)


@dataclass
class SimulatedTeacher(Follower):
    """A teacher's window. kept: the class as it was told last."""

    kept: str = ""

    @property
    def code(self) -> str:
        """The class's code."""
        return code_of(self.path.rpartition("/")[2])

    async def told(self, state: dict[str, Any]) -> None:
        """The class is kept here."""
        self.kept = state.get("kept", self.kept)
        await self.turn(state)

    async def missed(self) -> None:
        """And sent again."""
        if self.kept:
            await self.connection.ask("POST", f"{self.path}/restore", self.kept.encode(), [])

    async def lead(self, do: str, **fields: str) -> dict[str, Any]:
        """Does what a button does."""
        answer = await self.connection.post(self.path, [("do", do), *fields.items()])
        return answer.data

    @property
    def bars(self) -> dict[str, int]:
        """How many gave each answer in the last round of the last question, of one cell."""
        (cell,) = json.loads(self.kept)["questions"][-1]["tallies"][-1]["cells"]
        return {bar["answer"]: bar["count"] for bar in cell["bars"]}


@dataclass
class SimulatedPhone(Follower):
    """A phone. place and answers: what it answered last, which it keeps; shown and staged: what it shows."""

    seat: str = ""
    place: str = ""
    answers: tuple[str, ...] = ()
    shown: str = ""
    staged: str = ""

    async def told(self, state: dict[str, Any]) -> None:
        """What is shown or asked is fetched where it is another; an answer that was lost is sent again."""
        is_ours = self.place and state["stage"] == f"{self.place}.open"
        if state["seen"] != self.shown:
            await self.put("seen", state)
            self.shown = state["seen"]
        if state["stage"] != self.staged:
            await self.put("asked", {} if is_ours else state)
            self.staged = state["stage"]
        if is_ours and not state["mine"]:
            await self.sent_once()
        await self.turn(state)

    async def put(self, name: str, state: dict[str, Any]) -> None:
        """A part of its page: as it was sent along, else asked for."""
        if packed := state.get("parts", {}).get(name):
            assert f'id="{name}"'.encode() in decompress(b64decode(packed))
        else:
            await self.connection.get(f"{self.path}/{name}{self.query}")

    async def answer(self, *texts: str) -> int:
        """Answers the question that it hears; the status."""
        self.place, self.answers = self.state["stage"].rpartition(".")[0], texts
        return await self.send()

    async def send(self) -> int:
        """Sends what it keeps until that has arrived, or comes too late; the status."""
        while (status := await self.sent_once()) not in {200, 409}:
            await asyncio.sleep(SECONDS_TO_TRY_AGAIN)
        return status

    async def sent_once(self) -> int:
        """Sends what it keeps; the status. Where it is lost, the next state says that it is not there."""
        fields = [("seat", self.seat), ("place", self.place), *(("answer", text) for text in self.answers)]
        return (await self.connection.post(self.path, fields)).status


async def open_class(port: int, at: str) -> SimulatedTeacher:
    """A teacher who has opened a class."""
    teacher = SimulatedTeacher(port, "/class")
    answer = await teacher.connection.post(teacher.path, [("at", at)])
    assert answer.status == 303, answer
    teacher.path = answer.headers["location"]
    return teacher


async def join_class(port: int, code: str, accepts: str = "identity") -> SimulatedPhone:
    """A phone that has joined."""
    found = SimulatedPhone(port, f"/join/{code}", accepts=accepts)
    answer = await found.connection.get(found.path)
    assert answer.status == 303, answer
    found.seat = parse_qs(urlsplit(answer.headers["location"]).query)["seat"][0]
    found.query = f"?seat={found.seat}"
    return found


@asynccontextmanager
async def following(*followers: Follower) -> AsyncIterator[None]:
    """All of them hear, meanwhile."""
    tasks = [asyncio.create_task(each.follow()) for each in followers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        for each in followers:
            each.connection.close()
    # A phone that broke down would be missed where somebody counts, long after and without its reason.
    for found in ended:
        if isinstance(found, Exception):
            raise found


def seconds_since(begun: float) -> float:
    """How long ago that was."""
    return time.perf_counter() - begun
