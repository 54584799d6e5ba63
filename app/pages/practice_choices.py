"""The ways to practise that one may choose: links, and buttons that keep what was typed."""

from __future__ import annotations

from typing import Final, NamedTuple

from app.exercise.state import Looked


class PracticeChoice(NamedTuple):
    """A way to practise: what its button sends, what it changes, its words."""

    sent: str
    looked: Looked
    text: str


class ChoiceShown(NamedTuple):
    """A way as a page offers it; current: it is the one that one is in."""

    href: str
    sent: str
    text: str
    current: bool


CHECKED: Final = (
    PracticeChoice("choose each", {"check": ""}, "each cell as I leave it"),
    PracticeChoice("choose end", {"check": "end"}, "all at the end"),
)
STARTED: Final = (
    PracticeChoice("choose true", {"own": False}, "the true values"),
    PracticeChoice("choose own", {"own": True}, "my own answers"),
)
FADED: Final = {
    "": PracticeChoice("choose blank", {"fade": "", "frame": None}, "all blank"),
    "0": PracticeChoice("choose example", {"fade": "0", "frame": None}, "an example first"),
    "1": PracticeChoice("choose half", {"fade": "1", "frame": None}, "half an example"),
}
CHOSEN: Final[dict[str, Looked]] = {
    choice.sent: choice.looked for choice in (*CHECKED, *STARTED, *FADED.values())
}
"""What a button changes."""
