"""A large pile of attempts is marked by two processes, or by one where there is no second: the same marks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from app.main import app
from app.routes import marking
from app.routes.marking import second_marker
from app.teaching import marking_process, pile_part
from app.teaching.marking_process import answered_part, make_slips_ahead, read_marks, written_part
from app.teaching.pile_part import MarkedPart, PilePart, marked_part
from app.teaching.shared_cells import KEPT
from app.web.second_process import SecondProcess
from tests.own_loop import in_own_loop
from tests.piles import piled

PILE = "\n".join([*piled(12, steps=3, seeds=(0, 3)), "no link", *piled(2, "autoencoder", steps=3)])


@pytest.fixture
def marked_in_this_process(monkeypatch: pytest.MonkeyPatch) -> list[PilePart]:
    """The parts that this process marks. Every pile is a large one."""
    marked: list[PilePart] = []

    def noted(part: PilePart) -> MarkedPart:
        marked.append(part)
        return marked_part(part)

    monkeypatch.setattr(marking, "marked_part", noted)
    monkeypatch.setattr(pile_part, "LARGE_PILE", 0)
    return marked


@dataclass
class Server:
    """The app, and what a server has at hand besides."""

    second: SecondProcess
    client: httpx2.AsyncClient

    async def open(self) -> None:
        """Has the page of marks opened, and the second process ready."""
        assert "Nothing is kept" in (await self.client.get("/marks")).text
        while self.second.ready is None:
            assert self.second.living is not None
            assert not self.second.living.done()
            await asyncio.sleep(0.01)

    async def marks(self, wanted: str = "") -> bytes:
        """What the pile is answered with."""
        answer = await self.client.post("/marks", data={"links": PILE, "as": wanted})
        assert answer.status_code == 200
        return answer.content


@asynccontextmanager
async def served() -> AsyncGenerator[Server, None]:
    """As uvicorn serves the app, in short."""
    async with second_marker() as second:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": {"second_marker": second}}, receive, send)

        transport = httpx2.ASGITransport(with_state)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            yield Server(second, client)


@pytest.mark.parametrize("wanted", ["", "table", "slips"])
def test_two_processes_give_the_same_marks_as_one(
    marked_in_this_process: list[PilePart], wanted: str
) -> None:
    async def whole() -> tuple[list[bytes], list[int]]:
        async with served() as server:
            answers, by_now = [await server.marks(wanted)], [len(marked_in_this_process)]
            await server.open()
            for _ in range(2):
                answers.append(await server.marks(wanted))
                by_now.append(len(marked_in_this_process))
        return answers, by_now

    answers, by_now = in_own_loop(whole())
    assert by_now == [2, 3, 4], "both halves here, and then one of them"
    assert len({*answers}) == 1
    assert len(answers[0]) > 500


def test_where_the_second_process_dies_its_half_is_marked_here(
    marked_in_this_process: list[PilePart],
) -> None:
    async def whole() -> tuple[bytes, bytes]:
        async with served() as server:
            await server.open()
            before = await server.marks("slips")
            assert server.second.process is not None
            os.kill(server.second.process.pid, 9)
            return before, await server.marks("slips")

    before, after = in_own_loop(whole())
    assert before == after
    assert len(marked_in_this_process) == 3


def test_a_part_goes_there_and_back() -> None:
    part = PilePart(PILE, 7)
    marked = read_marks(answered_part(written_part(part)))
    assert marked == marked_part(part)
    assert [each.line.number for each in marked.found if not isinstance(each, tuple)][:2] == [8, 9]


def test_the_slips_of_the_lessons_sizes_are_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pile at the lesson's own numbers needs no other."""
    KEPT.clear()
    make_slips_ahead()
    assert KEPT.bytes > 100_000

    def failing(*_: object) -> None:
        raise AssertionError("the slips of a cell were not made ahead")

    monkeypatch.setattr("app.teaching.shared_cells.slips_in_cell", failing)
    assert marked_part(PilePart("\n".join(piled(3)))).found


def test_a_server_has_a_second_process_at_hand() -> None:
    """And an app that nobody serves has none: its piles are marked all the same."""

    async def whole() -> object:
        async with app.router.lifespan_context(app) as state:
            assert state is not None
            return state["second_marker"]

    second = in_own_loop(whole())
    assert isinstance(second, SecondProcess)
    assert second.module == marking_process.__name__
