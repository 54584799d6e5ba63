"""The turns that a class takes, by name: what an act was made from, and what it led to.

Two windows may lead a class, and a button may be pressed twice: so an act names the turn it was made from.
Where the class has gone on, it is at what the act leads to, or at something else that must be seen first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from app.live.classroom import Classroom

TURN = re.compile(r"(\d{1,3})\.(\d)\.(?:open|closed|revealed|over)", re.ASCII)
BEGUN = "0"
"""The turn of a class that was never asked."""
OVERTAKEN = (
    "The class had already gone on, in another window perhaps, so that was not done. Here is where it is now."
)
Change = Callable[[Classroom], Classroom]


class OvertakenError(ValueError):
    """An act made from a turn that is past, and from which the class went on to something else."""

    def __init__(self) -> None:
        super().__init__(OVERTAKEN)


def turn_of(room: Classroom) -> str:
    """The turn that a class is at."""
    return room.questions[-1].stage if room.questions else BEGUN


def made_at(turn: str, change: Change, leads: str) -> Change:
    """A change that was made from a turn: it is done at that turn alone.

    turn: empty where it was not named, and the change is done whenever it comes; leads: what it leads to, as
    turn_after() names it. Where the class is there already, nothing is to be done.

    The change raises OvertakenError where the class is elsewhere.
    """

    def changed(room: Classroom) -> Classroom:
        if turn in {"", turn_of(room)}:
            return change(room)
        if turn_of(room) != turn_after(turn, leads):
            raise OvertakenError
        return room

    return changed


def turn_after(turn: str, leads: str) -> str:
    """The turn that comes after one; empty where the text is no turn.

    leads: "asked" for the next question, "again" for the next round, else a moment of the same round.
    """
    match = TURN.fullmatch(turn)
    number, tried = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match and turn != BEGUN:
        return ""
    if leads == "asked":
        return f"{number + 1}.1.open"
    return f"{number}.{tried + 1}.open" if leads == "again" else f"{number}.{tried}.{leads}"
