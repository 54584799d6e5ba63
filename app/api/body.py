"""Reading what is posted to the API: JSON to an exercise, or to typed answers.

Sizes are checked before anything is read. Every problem becomes an entry of FastAPI's `detail` list, with its
place counted from 1 as everywhere: ["body", "given", "W_dec", 2, 3].
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.api.error_answers import kind_of_body, printable, refusal
from app.api.models import CheckBody, ExerciseBody
from app.core.lesson import Lesson, Texts
from app.core.sheet import Sheet
from app.exercise.exercise import MOST_ROWS, MOST_UPDATES, Draft, Exercise, ExerciseError, Problem
from app.exercise.parameters import whole_number
from app.exercise.parse_exercise import read_cell
from app.notation import numerals
from app.notation.bracketed import TableError
from app.notation.number_text import so_many
from app.notation.pasted_tables import read_table

NO_NUMBER = f"A cell holds {numerals.ACCEPTED}."
TOO_FAR = f"This number is too large to be read: use numbers from −{numerals.LIMIT:,} to {numerals.LIMIT:,}."
"""Of one such as 1e999, of which JSON leaves Infinity and not the digits that were sent."""
NOT_A_NUMBER = f"NaN stands for what is not a number. {NO_NUMBER}"


def exercise_in_body(lesson: Lesson, body: ExerciseBody) -> Exercise:
    """The exercise that a body describes. Raises RequestValidationError with every problem found."""
    draft = Draft(lesson)
    posted = Posted(draft, {})
    posted.read_given(body.given)
    posted.read_settings(body.settings)
    draft.tokens = posted.names("tokens", body.tokens)
    draft.features = posted.names("features", body.features)
    try:
        return draft.exercise()
    except ExerciseError as error:
        raise refusal("body", error.problems, posted.places) from error


class Posted:
    """Fills a draft from JSON. places says under which key each parameter stood."""

    def __init__(self, draft: Draft, places: dict[str, str]) -> None:
        self.draft = draft
        self.places = places

    def read_given(self, given: object) -> None:
        """The matrices; each name must be one of the lesson's."""
        lesson = self.draft.lesson
        known = {*lesson.all_given, *lesson.settings}
        for name, rows in self.entries("given", given, known):
            self.draft.given[name] = self.matrix(name, rows)

    def read_settings(self, settings: object) -> None:
        """lambda, eta and updates; none of them may stand in given too."""
        for name, value in self.entries("settings", settings, {*self.draft.lesson.settings, "updates"}):
            if name in self.draft.given:
                self.say(name, "", f"{name} stands both in given and in settings; keep one of them.")
            elif name == "updates":
                typed = typed_text(value) or "null"
                self.draft.updates = whole_number(name, typed, 0, MOST_UPDATES, self.draft.problems)
            else:
                self.draft.given[name] = ((self.cell(name, 0, 0, value),),)

    def entries(self, key: str, value: object, known: set[str]) -> Iterator[tuple[str, object]]:
        """The entries of an object that have a known name; the others are problems, the first few of them."""
        if value is not None and not isinstance(value, Mapping):
            self.say(key, kind_of_body(value), f"{key} takes an object.")
            return
        names = dict(value or {})
        for name in [name for name in names if name not in known][:MOST_ROWS]:
            self.places[name] = key
            self.say(
                name, "", f"There is no {printable(name)} in {key} here; {key} takes {name_list(known)}."
            )
        for name in [name for name in names if name in known]:
            self.places[name] = key
            yield name, names[name]

    def matrix(self, name: str, rows: object) -> Texts:
        """A matrix in canonical text; where it is none that fits, a problem and a single 0."""
        if isinstance(rows, str) or is_line(rows):
            return self.table(name, rows)
        problem = shape_problem(rows)
        if problem or not isinstance(rows, list):
            self.say(name, kind_of_body(rows), f"{name} takes {problem}.")
            return (("0",),)
        return tuple(
            tuple(self.cell(name, i, j, cell) for j, cell in enumerate(row, start=1))
            for i, row in enumerate(rows, start=1)
        )

    def table(self, name: str, typed: object) -> Texts:
        """A matrix that is given as the text of a table, or as one list: read as what is pasted is."""
        matrix = self.draft.lesson.plan((name,)).matrices.get(name)
        is_column = matrix is not None and matrix.columns == "one"
        if not isinstance(typed, str):
            line = typed if isinstance(typed, list) else []
            return self.matrix(name, [[cell] for cell in line] if is_column else [line])
        try:
            table = read_table(typed)
        except TableError as error:
            self.say(name, typed, str(error))
            return (("0",),)
        if names := ", ".join(filter(None, (*table.columns, *table.rows))):
            self.say(name, "", f"Names stand beside the numbers: {names}. Send the numbers alone.")
        rows = table.turned() if is_column and table.shape[0] == 1 else table
        return self.matrix(name, [list(row) for row in rows.cells])

    def cell(self, name: str, row: int, column: int, value: object) -> str:
        """A number in canonical text; else a problem, and 0."""
        if says := cell_problem(value):
            self.draft.problems.append(Problem(name, kind_of_body(value), says, row, column))
            return "0"
        return read_cell(name, row, column, typed_text(value) or "", self.draft.problems)

    def names(self, parameter: str, value: object) -> Sequence[str]:
        """The names of tokens or features; the autoencoder's units have none."""
        names = value or []
        if names and parameter not in self.draft.lesson.called:
            self.say(parameter, "", f"The {self.draft.lesson.title.lower()} has no {parameter}.")
        elif not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.say(parameter, kind_of_body(value), f"{parameter} takes a list of strings.")
        elif len(names) > MOST_ROWS:
            self.say(parameter, kind_of_body(value), f"{parameter} takes at most {MOST_ROWS} names.")
        else:
            return [name.strip() if name.isprintable() else name for name in names]
        return []

    def say(self, parameter: str, typed: str, says: str) -> None:
        """Notes a problem."""
        self.draft.problems.append(Problem(parameter, typed, says))


def read_answers(body: CheckBody, sheet: Sheet) -> dict[str, list[list[str]]]:
    """The answers as typed, each in the shape of its result. Raises RequestValidationError."""
    shapes = {name: sheet.shapes[name] for name in sheet.results}
    answers, problems = body.answers, list[Problem]()
    if not isinstance(answers, Mapping):
        raise refusal("body", [Problem("answers", kind_of_body(answers), "answers takes an object.")], {})
    for name, rows in list(answers.items())[: len(shapes) + 1]:
        problems += answer_problems(name, rows, shapes)
    if problems:
        raise refusal("body", problems, dict.fromkeys(answers, "answers"))
    return {
        name: [[typed_text(cell) or "" for cell in row] for row in rows] for name, rows in answers.items()
    }


def answer_problems(name: str, rows: object, shapes: Mapping[str, tuple[int, int]]) -> list[Problem]:
    """What is wrong with the answers to one result."""
    if name not in shapes:
        return [
            Problem(name, "", f"No step works out {printable(name)}; the steps work out {name_list(shapes)}.")
        ]
    height, width = shapes[name]
    if not isinstance(rows, list) or [is_row(row, width) for row in rows] != [True] * height:
        return [
            Problem(
                name,
                kind_of_body(rows),
                f"{name} takes {so_many(height, 'row')} of {so_many(width, 'answer')}.",
            )
        ]
    return [
        Problem(name, kind_of_body(cell), "An answer is a string, a number or null.", i, j)
        for i, row in enumerate(rows, start=1)
        for j, cell in enumerate(row, start=1)
        if cell is not None and typed_text(cell) is None
    ]


def is_line(rows: object) -> bool:
    """Whether it is one list of numbers, as a bias of one dimension is."""
    return (
        isinstance(rows, list) and 0 < len(rows) <= MOST_ROWS and all(typed_text(x) is not None for x in rows)
    )


def is_row(row: object, width: int) -> bool:
    """Whether it is a list of that many cells."""
    return isinstance(row, list) and len(row) == width


def shape_problem(rows: object) -> str:
    """What a matrix takes, where this is none; else an empty string."""
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        return "a list of rows, each a list of numbers, and at least one of each"
    if max(len(rows), *map(len, rows)) > MOST_ROWS:
        return f"at most {MOST_ROWS} rows and columns"
    return "" if len({len(row) for row in rows}) == 1 else "as many numbers in every row as in the first"


def cell_problem(value: object) -> str:
    """Why what stands in a cell cannot even be looked at as text; else an empty string."""
    if isinstance(value, float) and not math.isfinite(value):
        return NOT_A_NUMBER if math.isnan(value) else TOO_FAR
    return NO_NUMBER if typed_text(value) is None else ""


def typed_text(value: object) -> str | None:
    """What somebody would have typed for it; None where it is neither text nor a number."""
    if isinstance(value, float):
        return numerals.from_float(value) if math.isfinite(value) else json.dumps(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return None


def name_list(names: Iterator[str] | Sequence[str] | set[str] | Mapping[str, Any]) -> str:
    """Names in one line, sorted."""
    return ", ".join(sorted(names))
