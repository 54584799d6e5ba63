"""An exercise as a file, and such a file opened again: what the API takes, with every number as typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app import api
from app.core.lesson import Lesson, Texts
from app.exercise.exercise import NAMELESS, Exercise, ExerciseError, Problem
from app.exercise.parse_exercise import check_length
from app.lessons import LESSONS
from app.notation import numerals

NO_JSON = "This is no exercise: an exercise is a JSON object, such as the file that its sheet offers."


def saved(exercise: Exercise) -> str:
    """The exercise as JSON, a matrix row a line, without anything worked out."""
    given = {name: rows for name, rows in exercise.given.items() if name not in exercise.lesson.settings}
    settings = {name: json_entry(exercise.given[name][0][0]) for name in exercise.lesson.settings}
    entries = {
        "lesson": json.dumps(exercise.lesson.slug),
        "title": json.dumps(exercise.lesson.title, ensure_ascii=False),
        "given": json_object({name: json_matrix(rows) for name, rows in given.items()}),
        "settings": json.dumps({**settings, "updates": exercise.updates}),
        "tokens": json.dumps(exercise.tokens, ensure_ascii=False),
    }
    if "features" in exercise.lesson.called:
        names = [name or NAMELESS for name in exercise.features]
        entries["features"] = json.dumps(names, ensure_ascii=False)
    return json_object(entries, indent="") + "\n"


def json_object(entries: dict[str, str], indent: str = "  ") -> str:
    """A JSON object of entries that are written already."""
    lines = ",\n".join(f'{indent}  "{name}": {value}' for name, value in entries.items())
    return f"{{\n{lines}\n{indent}}}"


def json_matrix(rows: Texts) -> str:
    """A matrix in JSON, a row a line."""
    lines = ",\n      ".join(json.dumps([json_entry(cell) for cell in row]) for row in rows)
    return f"[{lines}]"


def json_entry(text: str) -> int | float | str:
    """The number where JSON can say it exactly, else its text: 1/3."""
    value = numerals.value(text)
    if numerals.from_float(value) != text:
        return text
    return int(value) if value.is_integer() else value


def exercise_in_text(text: str, wanted: str = "") -> Exercise:
    """The exercise in a text; wanted: its lesson, where it does not say. Raises ExerciseError."""
    body = parsed(text)
    lesson = lesson_named(body, wanted)
    try:
        exercise = api.exercise_in_body(lesson, api.ExerciseBody.model_validate(body))
    except (RequestValidationError, ValidationError) as error:
        raise ExerciseError([problem_of(entry) for entry in error.errors()]) from error
    check_length(exercise)
    return exercise


def parsed(text: str) -> dict[str, Any]:
    """The JSON object in a text; ExerciseError, with the line, where there is none."""
    if not text.strip():
        raise ExerciseError([Problem("exercise", "", "Paste an exercise, or choose its file.")])
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        says = f"This is no JSON from line {error.lineno}, character {error.colno} on."
        raise ExerciseError([Problem("exercise", "", says)]) from error
    except (ValueError, RecursionError) as error:
        raise ExerciseError([Problem("exercise", "", NO_JSON)]) from error
    if not isinstance(body, dict):
        raise ExerciseError([Problem("exercise", "", NO_JSON)])
    return body


def lesson_named(body: dict[str, Any], wanted: str) -> Lesson:
    """The lesson that an exercise belongs to; ExerciseError where nothing says which."""
    slug = body.get("lesson", lesson_of_matrices(body.get("given")) or wanted)
    if isinstance(slug, str) and slug in LESSONS:
        return LESSONS[slug]
    typed = slug if isinstance(slug, str) else ""
    raise ExerciseError([Problem("lesson", typed[:80], f"lesson takes {' or '.join(LESSONS)}.")])


def lesson_of_matrices(given: object) -> str:
    """The lesson of the first page that alone has matrices of these names; empty where none has, or two."""
    names = set(given) if isinstance(given, dict) else set()
    fit = [slug for slug, x in LESSONS.items() if x.is_listed and names and all(map(x.may_give, names))]
    return fit[0] if len(fit) == 1 else ""


def problem_of(entry: Any) -> Problem:
    """An entry of the API's list of problems, its place as pages say it."""
    entry = api.tidied(entry)
    place: Sequence[int | str] = entry["loc"]
    names = [part for part in place if isinstance(part, str) and part not in ("body", "given", "settings")]
    row, column = ([part for part in place if isinstance(part, int)] + [0, 0])[:2]
    typed = entry["input"] if isinstance(entry["input"], str) else ""
    return Problem(names[-1] if names else "exercise", typed, entry["msg"], row, column)
