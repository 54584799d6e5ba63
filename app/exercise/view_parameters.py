"""The parameters of an address that say how an exercise is looked at, each once, in the order of an address.

Reading, writing, the order and the documentation all come from the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.exercise.attempt import answers_in, answers_text, record_text, records_in
from app.exercise.exercise import Problem
from app.exercise.packed_lists import PackedError
from app.exercise.parameters import Parameter, Reader, Values, flag, one, one_of, other, read_fields, word
from app.exercise.parse_view import (
    VIEWS,
    read_frame,
    read_guess,
    read_nudge,
    read_opened,
    read_result,
    read_steer,
    read_typed_before,
)
from app.exercise.predictions import look_text, predicted_text, read_trial
from app.exercise.screen import CHECKS, FADES, PACES, Screen, Steer, cell_text


def read_screen(values: Values, problems: list[Problem]) -> Screen:
    """How it is looked at; a value that cannot be read is a problem, and the default."""
    return Screen(**read_fields(VIEW_PARAMETERS, values, problems))


def kept_list(name: str, respelt: Callable[[str], str]) -> Reader:
    """Reads a list that an attempt keeps, and spells it in one way."""

    def read(values: Values, problems: list[Problem]) -> str:
        try:
            return respelt(values.get(name, ""))
        except PackedError as error:
            problems.append(Problem(name, values[name], str(error)))
            return ""

    return read


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
                  "Where Next stops: guided, cell, row, step; try: each cell waits for a number first."),
    Parameter("compare", "compare", lambda v, p: one_of("compare", v, ("", "preset"), p) == "preset",
                  lambda s: "preset" if s.compare else None, "preset",
                  "Says what results were with the numbers that the exercise began with."),
    Parameter("present", "present", flag("present"), one("present"), "1", "For a projector."),
    Parameter("steer", "steer", read_steer, of_steer(lambda s: str(s.feature)), "6",
                  "On the page of the features: the feature that is forced."),
    Parameter("on", "steer", None, of_steer(lambda s: str(s.token)), "4",
                  "For which token it is forced."),
    Parameter("to", "steer", None, of_steer(lambda s: s.strength), "1", "To which strength."),
    Parameter("look", "trial", read_trial, lambda s: look_text(s.trial), "lambda,2",
                  "The experiment whose look led here, and which of its looks."),
    Parameter("predicted", "trial", None, lambda s: predicted_text(s.trial), "fewer;8",
                  "What was predicted in an experiment, look by look; \\; is a semicolon that was typed."),
    Parameter("was", "was", lambda v, _: v.get("was"), lambda s: s.was, "b_dec=0;0;2",
                  "The exercise before the last edit, which Undo leads back to."),
    Parameter("undone", "undone", lambda v, _: v.get("undone"), lambda s: s.undone, "b_dec=0;0;2",
                  "The exercise that was undone, which Redo leads back to."),
    Parameter("fade", "fade", word("fade", "", *FADES), other("fade"), "0",
                  "In practice: 0 begins with one row worked and one half worked, 1 with one half worked."),
    Parameter("check", "check", word("check", "", *CHECKS), other("check"), "end",
                  "In practice: end checks nothing until one asks for it; done once that was asked."),
    Parameter("start", "own", lambda v, p: one_of("start", v, ("", "own"), p) == "own",
                  lambda s: "own" if s.own else None, "own",
                  "In practice: own starts later steps from one's own answers to earlier ones."),
    Parameter("answers", "answers", kept_list("answers", lambda text: answers_text(answers_in(text))),
                  other("answers"), "1,2,~1;;1",
                  "In practice: what stands in every cell, matrices in the order of the steps, parted by ;"),
    Parameter("record", "record", kept_list("record", lambda text: record_text(records_in(text))),
                  other("record"), "5b*9.2",
                  "In practice: a sign for every cell that was wrong or had a hint."),
    Parameter("typed", "typed", read_typed_before, other("typed"), "X[1,1]=x",
                  "What was typed and could not be read, so that the next page still has it."),
    Parameter("opened", "opened", read_opened, other("opened"), "saelens,W_enc:turned,W_dec:turned",
                  "What was done to the matrices of a file, for the introduction to say."),
)
# fmt: on
VIEW_NAMES: Final = tuple(parameter.name for parameter in VIEW_PARAMETERS)
