"""Reading the values of view parameters: which frame and which view of an exercise an address asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.exercise.exercise import MOST_ROWS, Problem
from app.exercise.parameters import one_of, whole_number
from app.exercise.screen import REVEALS, Frame, Steer
from app.lessons import LESSONS
from app.notation import numerals
from app.notation.numerals import from_float

PLANS = [lesson.plan(tuple(lesson.preset.given)) for lesson in LESSONS.values()]
VIEWS = ("", *dict.fromkeys(step.view.slug for plan in PLANS for step in plan.steps if step.view))

OPENED = re.compile(
    r"(?:(?:table|names|linear|saelens)(?:,[\w.-]{1,40}(?::(?:turned|unsure|zero|unused)){0,2}){0,40})?",
    re.ASCII,
)
LEAST_NUDGE, MOST_NUDGE = 1e-4, 10.0
"""How far a cell may be moved: less drowns in rounding, more is no nudge."""


def read_steer(values: Mapping[str, str], problems: list[Problem]) -> Steer | None:
    """The feature that is forced on, for which token, and to what; on the first token and to 1 by default."""
    if "steer" not in values:
        return None
    feature, token = (
        whole_number(name, values.get(name, "1"), 1, MOST_ROWS, problems) for name in ("steer", "on")
    )
    try:
        return Steer(feature, token, numerals.canonical(values.get("to", "1")))
    except numerals.NumeralError as error:
        problems.append(Problem("to", values["to"], str(error)))
        return None


def read_guess(values: Mapping[str, str], problems: list[Problem]) -> str:
    """What was guessed for the current cell, as typed."""
    typed = values.get("guess", "")
    if says := guess_problem(typed):
        problems.append(Problem("guess", typed, says))
        return ""
    return typed.strip() if "cell" in values else ""


def guess_problem(typed: str) -> str:
    """What is wrong with a guess; empty where nothing is. Whether it is a number is said beside its cell."""
    guess = typed.strip()
    if typed and not typed.isprintable():
        return "A guess has visible characters only; this one has a character that cannot be seen."
    if len(guess) > numerals.LONGEST:
        return f"A guess has at most {numerals.LONGEST} characters; this one has {len(guess)}."
    return ""


def read_opened(values: Mapping[str, str], problems: list[Problem]) -> str:
    """What was done to a file that was opened: whose names it has, and each matrix with a word or two."""
    typed = values.get("opened", "")
    if not OPENED.fullmatch(typed):
        problems.append(Problem("opened", typed, "This says nothing of an opened file; leave it out."))
        return ""
    return typed


def read_typed_before(values: Mapping[str, str], problems: list[Problem]) -> str:
    """What was typed on an earlier page and refused; what it says is read with the exercise."""
    typed = values.get("typed", "")
    if typed.count("&") > MOST_ROWS * MOST_ROWS * 2:
        problems.append(Problem("typed", typed, "This is more than a page has fields; leave it out."))
        return ""
    return typed


def read_result(values: Mapping[str, str], problems: list[Problem]) -> str:
    """The name of the matrix on the stage; which step has it is not known here."""
    typed = values.get("result", "")
    if typed and not re.fullmatch(r"\w{1,20}", typed, re.ASCII):
        problems.append(Problem("result", typed, "result takes the name of a matrix, such as dW_dec."))
        return ""
    return typed


def read_nudge(values: Mapping[str, str], problems: list[Problem]) -> str:
    """By how much a cell is moved to check its gradient; empty for not at all."""
    typed = values.get("nudge", "")
    try:
        nudge = numerals.canonical(typed) if typed else ""
    except numerals.NumeralError as error:
        problems.append(Problem("nudge", typed, str(error)))
        return ""
    if nudge and not LEAST_NUDGE <= numerals.value(nudge) <= MOST_NUDGE:
        says = f"A cell is nudged by a number from {from_float(LEAST_NUDGE)} to {from_float(MOST_NUDGE)}."
        problems.append(Problem("nudge", typed, says))
        return ""
    return nudge


def read_frame(values: Mapping[str, str], problems: list[Problem]) -> Frame | None:
    """The frame that cell and reveal describe; the result's name is empty where it was left out."""
    typed = values.get("cell")
    reveal = one_of("reveal", values, ("value", *REVEALS), problems)
    if typed is None:
        return None
    if typed == "0":
        return Frame("", 0, 0)
    match = re.fullmatch(r"(?:(\w{1,20}),)?([0-9]{1,3}),([0-9]{1,3})", typed, re.ASCII)
    if match is None or not int(match[2]) or not int(match[3]):
        says = "cell takes a row and a column, such as 2,3, or a result too, such as A1,2,3; 0 is the blank."
        problems.append(Problem("cell", typed, says))
        return None
    return Frame(match[1] or "", int(match[2]), int(match[3]), reveal)
