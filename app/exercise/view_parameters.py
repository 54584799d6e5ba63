"""The parameters of an address that say how an exercise is looked at, each once, in the order of an address.

Reading, writing, the order and the documentation all come from the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.exercise.exercise import Problem
from app.exercise.parameters import Parameter, Values, flag, one, one_of, other, read_fields, word
from app.exercise.parse_view import VIEWS, read_frame, read_guess, read_nudge, read_result, read_steer
from app.exercise.screen import PACES, Screen, Steer, cell_text


def read_screen(values: Values, problems: list[Problem]) -> Screen:
    """How it is looked at; a value that cannot be read is a problem, and the default."""
    return Screen(**read_fields(VIEW_PARAMETERS, values, problems))


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
VIEW_PARAMETERS: Final[tuple[Parameter[Screen], ...]] = (
    Parameter("view", "view", word("view", *VIEWS), other("view"), "recipe",
                  "The second view of a step that has one."),
    Parameter("cell", "frame", read_frame, lambda s: cell_text(s.frame) if s.frame else None, "2,3",
                  "A frame: row and column, a result first where a step has several; 0 is all blank."),
    Parameter("result", "result", read_result, lambda s: None if s.frame else s.result or None, "dW_dec",
                  "Which of a step's results is on the stage."),
    Parameter("reveal", "frame", None, at_frame(reveal_text), "products",
                  "How much of the current cell is told: cells, products, or all of it."),
    Parameter("ask", "ask", flag("ask"), one("ask"), "1",
                  "Hides results until a frame reveals them, in the steps, the sheet and the overview."),
    Parameter("guess", "guess", read_guess, at_frame(lambda s: s.guess or None), "3",
                  "What was guessed for the current cell."),
    Parameter("nudge", "nudge", read_nudge, other("nudge"), "0.1",
                  "Checks a gradient: its quantity moved by so much, and the loss before and after."),
    Parameter("pace", "pace", word("pace", "guided", *PACES), other("pace", "guided"), "row",
                  "Where Next stops: guided, cell, row or step."),
    Parameter("compare", "compare", lambda v, p: one_of("compare", v, ("", "preset"), p) == "preset",
                  lambda s: "preset" if s.compare else None, "preset",
                  "Says what results were with the numbers that the exercise began with."),
    Parameter("present", "present", flag("present"), one("present"), "1", "For a projector."),
    Parameter("steer", "steer", read_steer, of_steer(lambda s: str(s.feature)), "6",
                  "On the page of the features: the feature that is forced."),
    Parameter("on", "steer", None, of_steer(lambda s: str(s.token)), "4",
                  "For which token it is forced."),
    Parameter("to", "steer", None, of_steer(lambda s: s.strength), "1", "To which strength."),
    Parameter("was", "was", lambda v, _: v.get("was"), lambda s: s.was, "b_dec=0;0;2",
                  "The exercise before the last edit, which Undo leads back to."),
    Parameter("undone", "undone", lambda v, _: v.get("undone"), lambda s: s.undone, "b_dec=0;0;2",
                  "The exercise that was undone, which Redo leads back to."),
)
# fmt: on
VIEW_NAMES: Final = tuple(parameter.name for parameter in VIEW_PARAMETERS)
