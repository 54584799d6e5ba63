"""Two windows lead a class, or a button is pressed twice: every act is done once, none is written over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.testclient import TestClient

from app.live.class_acts import ActError, TeachersClass, class_of_key, opened_class, take_answer
from app.live.class_keys import new_seat
from app.live.class_store import ClassStore
from app.live.class_turns import turn_after, turn_of
from tests.live.both_stores import Told
from tests.live.class_calls import STEP, joined, lead, opened, say

PLAN = "/sparse-autoencoder/1 | 5 | a plan"
Act = Callable[[TeachersClass], Awaitable[TeachersClass]]
ACTS: dict[str, Act] = {
    "close": TeachersClass.close_question,
    "again": TeachersClass.ask_again,
    "reveal": TeachersClass.reveal,
    "drop": TeachersClass.drop,
    "ask": lambda taught: taught.ask(STEP, "value", "cell", own=False),
    "ask another": lambda taught: taught.ask(STEP, "sign", "cell", own=False),
    "plan": lambda taught: taught.plan(PLAN),
    "show": lambda taught: taught.show("/sparse-autoencoder/2?cell=1,1"),
}


async def both(store: ClassStore, key: str, turn: str, *names: str) -> list[TeachersClass | BaseException]:
    """What comes of acts that windows make at the same moment, from what all of them showed."""
    windows = [(await class_of_key(store, key)).acting(turn) for _ in names]
    acts = (ACTS[name](window) for name, window in zip(names, windows, strict=True))
    return await asyncio.gather(*acts, return_exceptions=True)


async def told_after(store: ClassStore, *acts: tuple[str, ...]) -> TeachersClass:
    """A class after acts, of which those in one bracket came at the same moment and were all done."""
    taught = await opened_class(store, STEP)
    for names in acts:
        turn = turn_of((await class_of_key(store, taught.key)).room)
        assert not [
            each for each in await both(store, taught.key, turn, *names) if isinstance(each, BaseException)
        ]
    return await class_of_key(store, taught.key)


@pytest.mark.parametrize(
    ("acts", "turn"),
    [
        ([("ask", "ask")], "1.1.open"),
        ([("ask",), ("close", "close")], "1.1.closed"),
        ([("ask",), ("close",), ("again", "again")], "1.2.open"),
        ([("ask",), ("close",), ("reveal", "reveal")], "1.1.revealed"),
        ([("ask",), ("close",), ("drop", "drop")], "1.1.over"),
        ([("ask",), ("close",), ("reveal",), ("ask", "ask", "ask")], "2.1.open"),
    ],
)
def test_a_button_that_is_pressed_twice_acts_once(
    run: Callable[[Told], None], acts: list[tuple[str, ...]], turn: str
) -> None:
    async def told(store: ClassStore) -> None:
        taught = await told_after(store, *acts)
        assert turn_of(taught.room) == turn
        is_counted = ("close",) in [names[:1] for names in acts]
        assert [len(question.tallies) for question in taught.room.questions[:1]] == [is_counted]

    run(told)


def test_what_two_windows_change_at_the_same_moment_is_all_there(run: Callable[[Told], None]) -> None:
    """One asks, the other takes a plan, a third goes on: no act is written over by another."""

    async def told(store: ClassStore) -> None:
        room = (await told_after(store, ("ask", "plan"))).room
        assert (turn_of(room), room.plan) == ("1.1.open", PLAN)
        room = (await told_after(store, ("plan", "show"))).room
        assert (room.address, room.plan) == ("/sparse-autoencoder/2?cell=1,1", PLAN)

    run(told)


def test_of_two_different_questions_one_is_asked_and_the_other_window_is_told(
    run: Callable[[Told], None],
) -> None:
    async def told(store: ClassStore) -> None:
        taught = await opened_class(store, STEP)
        found = await both(store, taught.key, "0", "ask", "ask another")
        (refused,) = [each for each in found if isinstance(each, ActError)]
        assert "already gone on" in str(refused)
        assert len((await class_of_key(store, taught.key)).room.questions) == 1

    run(told)


def test_what_is_answered_while_two_windows_close_is_counted_once(run: Callable[[Told], None]) -> None:
    async def told(store: ClassStore) -> None:
        taught = await told_after(store, ("ask",))
        for text in ("-1", "0", "0"):
            seat = new_seat(taught.room.lock)
            await take_answer(store, taught.code, seat, "1.1", [text])
        await both(store, taught.key, "1.1.open", "close", "close", "close")
        (question,) = (await class_of_key(store, taught.key)).room.questions
        (tally,) = question.tallies
        assert (tally.seats, sorted(bar.count for bar in tally.cells[0].bars)) == (3, [1, 2])

    run(told)


def test_an_act_of_a_turn_that_is_past_is_refused_in_a_sentence(client: TestClient) -> None:
    """A window still shows the first round as open; another has closed it and votes again."""
    key = opened(client, STEP)
    for do in ("ask", "close", "again"):
        lead(client, key, do, at=STEP)
    assert "already gone on" in lead(client, key, "close", turn="1.1.open")["says"]
    assert say(client, key, joined(client, key), "0", place="1.2") == 200, "the second round is open still"
    assert lead(client, key, "close", turn="1.2.open")["says"] == ""


def test_the_desk_names_the_turn_that_its_buttons_are_pressed_at(client: TestClient) -> None:
    """Without scripts too a form that was sent twice acts once."""
    key = opened(client, STEP)
    for turn in ("0", "1.1.open"):
        assert f'name="turn" value="{turn}"' in client.get(f"/class/{key}").text
        lead(client, key, "ask", at=STEP, turn="0")
    for _ in range(2):
        answer = client.post(f"/class/{key}", data={"do": "close", "turn": "1.1.open"})
        assert answer.status_code == 303


@pytest.mark.parametrize("turn", ["1", "1.1", "1.1.open.", "-1.1.open", "١.1.open", "1.1.open\n", "0.0"])
def test_what_is_no_turn_leads_nowhere(client: TestClient, turn: str) -> None:
    key = opened(client, STEP)
    assert turn_after(turn, "closed") == ""
    lead(client, key, "ask", at=STEP)
    assert "already gone on" in lead(client, key, "close", turn=turn)["says"]


@pytest.mark.parametrize(
    ("turn", "leads", "after"),
    [
        ("0", "asked", "1.1.open"),
        ("1.1.open", "closed", "1.1.closed"),
        ("2.3.closed", "again", "2.4.open"),
        ("2.3.closed", "revealed", "2.3.revealed"),
        ("2.3.revealed", "asked", "3.1.open"),
    ],
)
def test_every_act_leads_to_a_turn(turn: str, leads: str, after: str) -> None:
    assert turn_after(turn, leads) == after
