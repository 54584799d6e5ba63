"""The parameters of an address that say how an exercise is looked at, each once, in the order of an address.

Reading, writing, the order and the documentation all come from the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from app.exercise.exercise import Problem
from app.exercise.parse_view import VIEWS, one_of, read_frame, read_guess, read_nudge, read_result, read_steer
from app.exercise.screen import PACES, Screen, Steer, cell_text

Values = Mapping[str, str]
Reader = Callable[[Values, list[Problem]], Any]


class ViewParameter(NamedTuple):
    """A parameter: its name, the field of a Screen that it says (or a part of), how that is read and written.

    read is None where an earlier parameter of the same field reads both; write gives None for the default.
    """

    name: str
    field: str
    read: Reader | None
    write: Callable[[Screen], str | None]
    example: str
    says: str


def read_screen(values: Values, problems: list[Problem]) -> Screen:
    """How it is looked at; a value that cannot be read is a problem, and the default."""
    readers = {p.field: p.read for p in VIEW_PARAMETERS if p.read}
    return Screen(**{field: read(values, problems) for field, read in readers.items()})


def flag(name: str) -> Reader:
    """Reads a parameter that is 1 or not there."""
    return lambda values, problems: one_of(name, values, ("", "0", "1"), problems) == "1"


def word(name: str, *accepts: str) -> Reader:
    """Reads one of a few words, the first by default."""
    return partial(_one_of, name, accepts)


def _one_of(name: str, accepts: tuple[str, ...], values: Values, problems: list[Problem]) -> str:
    return one_of(name, values, accepts, problems)


def other(field: str, default: str = "") -> Callable[[Screen], str | None]:
    """Writes a field's text where it is not the default."""
    return lambda screen: None if getattr(screen, field) == default else str(getattr(screen, field))


def one(field: str) -> Callable[[Screen], str | None]:
    """Writes 1 where a field is true."""
    return lambda screen: "1" if getattr(screen, field) else None


def at_frame(write: Callable[[Screen], str | None]) -> Callable[[Screen], str | None]:
    """Writes only where there is a current cell."""
    return lambda screen: write(screen) if screen.frame and screen.frame.row else None


def of_steer(write: Callable[[Steer], str]) -> Callable[[Screen], str | None]:
    """Writes a part of what is steered."""
    return lambda screen: write(screen.steer) if screen.steer else None


def reveal_text(screen: Screen) -> str | None:
    """How much of the current cell is told, where that is not all."""
    return screen.frame.reveal if screen.frame and screen.frame.reveal != "value" else None


# fmt: off
VIEW_PARAMETERS: Final = (
    ViewParameter("view", "view", word("view", *VIEWS), other("view"), "recipe",
                  "The second view of a step that has one."),
    ViewParameter("cell", "frame", read_frame, lambda s: cell_text(s.frame) if s.frame else None, "2,3",
                  "A frame: row and column, a result first where a step has several; 0 is all blank."),
    ViewParameter("result", "result", read_result, lambda s: None if s.frame else s.result or None, "dW_dec",
                  "Which of a step's results is on the stage."),
    ViewParameter("reveal", "frame", None, at_frame(reveal_text), "products",
                  "How much of the current cell is told: cells, products, or all of it."),
    ViewParameter("ask", "ask", flag("ask"), one("ask"), "1",
                  "Hides results until a frame reveals them, in the steps, the sheet and the overview."),
    ViewParameter("guess", "guess", read_guess, at_frame(lambda s: s.guess or None), "3",
                  "What was guessed for the current cell."),
    ViewParameter("nudge", "nudge", read_nudge, other("nudge"), "0.1",
                  "Checks a gradient: its quantity moved by so much, and the loss before and after."),
    ViewParameter("pace", "pace", word("pace", "guided", *PACES), other("pace", "guided"), "row",
                  "Where Next stops: guided, cell, row or step."),
    ViewParameter("compare", "compare", lambda v, p: one_of("compare", v, ("", "preset"), p) == "preset",
                  lambda s: "preset" if s.compare else None, "preset",
                  "Says what results were with the numbers that the exercise began with."),
    ViewParameter("present", "present", flag("present"), one("present"), "1", "For a projector."),
    ViewParameter("steer", "steer", read_steer, of_steer(lambda s: str(s.feature)), "6",
                  "On the page of the features: the feature that is forced."),
    ViewParameter("on", "steer", None, of_steer(lambda s: str(s.token)), "4",
                  "For which token it is forced."),
    ViewParameter("to", "steer", None, of_steer(lambda s: s.strength), "1", "To which strength."),
    ViewParameter("was", "was", lambda v, _: v.get("was"), lambda s: s.was, "b_dec=0;0;2",
                  "The exercise before the last edit, which Undo leads back to."),
    ViewParameter("undone", "undone", lambda v, _: v.get("undone"), lambda s: s.undone, "b_dec=0;0;2",
                  "The exercise that was undone, which Redo leads back to."),
)
# fmt: on
VIEW_NAMES: Final = tuple(parameter.name for parameter in VIEW_PARAMETERS)
