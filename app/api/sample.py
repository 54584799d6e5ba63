"""The lesson that the examples of the API's description are taken from, and what they show of its preset."""

from __future__ import annotations

import json
from typing import Final

from pydantic import JsonValue

from app.core.cell import Ref
from app.core.lesson import Lesson, Step
from app.core.sheet import Sheet
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.notation.numerals import from_float
from app.training.descent import worked

LISTED: Final = [lesson for lesson in LESSONS.values() if lesson.is_listed]
LESSON: Final = max(LISTED, key=lambda lesson: len(lesson.settings))
"""The one with the most settings: its answers show the most."""
WITH_SETTING: Final[dict[str, Lesson]] = {
    name: next(lesson for lesson in (LESSON, *LISTED) if name in lesson.settings)
    for name in dict.fromkeys(name for lesson in (LESSON, *LISTED) for name in lesson.settings)
}
"""Every setting, with a lesson that has it."""
SHEET: Final[Sheet] = worked(start(LESSON, Base()))[0]
FIRST: Final[Step] = SHEET.plan.step(1)
FACTORS: Final = [f for f in SHEET.line(FIRST.results[0].name, 2, 3).terms[0].factors if isinstance(f, Ref)]
"""What the first product of a cell is made of."""


def made_of_roots() -> Step:
    """The first step that takes roots, else the first: its answers may be typed in many ways."""
    firsts = ((step, SHEET.cells(step.results[0])[0]) for step in SHEET.plan.steps)
    return next((step for step, cell in firsts if SHEET.line(*cell).fn == "sqrt"), FIRST)


CHECKED: Final = made_of_roots()


def changed_vector() -> dict[str, JsonValue]:
    """The last vector that is given, its last number a fraction."""
    given = LESSON.preset.given
    name = [name for name in given if len(given[name]) > 1 == len(given[name][0])][-1]
    whole: list[JsonValue] = [[int(cell) for cell in row] for row in SHEET.values[name].tolist()[:-1]]
    return {name: [*whole, ["1/3"]]}


def changed_settings() -> dict[str, JsonValue]:
    """The first setting otherwise, and no updates."""
    return {**dict.fromkeys(LESSON.settings[:1], 1), "updates": 0}


def typed_answers() -> dict[str, JsonValue]:
    """Answers to a step's first result as somebody may type them: roots, decimals, blanks, wrong ones."""
    name = CHECKED.results[0].name
    typed: list[JsonValue] = [
        [one_way(k, value) for k, value in enumerate(row)] for row in SHEET.values[name].tolist()
    ]
    return {name: typed}


def one_way(place: int, value: float) -> str:
    """What is typed at a place in a row for a number."""
    square = round(value * value)
    exact = from_float(value) if value == round(value) else f"sqrt {square}"
    return (exact, from_float(round(value, 1)), "", "9")[place % 4]


EXAMPLE: Final = json.dumps({"lesson": LESSON.slug, "given": changed_vector()})
"""An exercise as it may be pasted."""
