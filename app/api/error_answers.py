"""Errors of the API: problems as entries of FastAPI's `detail` list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError

from app.exercise.exercise import Problem

LONGEST_INPUT = 100
JSON_WORDS = "Send a JSON object, with the header Content-Type: application/json."
WHOLE = ("", "address")
"""What a problem of the whole source is about."""
NO_OBJECT = ("json_invalid", "model_attributes_type")
OURS = "value_error"
SAYS = {
    **dict.fromkeys(NO_OBJECT, JSON_WORDS),
    "missing": "This is needed and is not there.",
    "extra_forbidden": "There is no such key here.",
    "int_parsing": "A whole number is needed here.",
    "int_parsing_size": "A smaller whole number is needed here.",
}
"""What is said of the errors that the library finds, in our words."""
OTHERWISE = "This cannot be read here."
Error = dict[str, Any]
NO_JSON_BODY = 400
"""FastAPI's answer to a body that is no JSON: damaged text, nested too deeply."""


def refusal(source: str, problems: Sequence[Problem], places: Mapping[str, str]) -> RequestValidationError:
    """The 422 that lists problems; places says under which key of the body a parameter stood."""
    errors = []
    for problem in problems:
        place = [problem.row, problem.column] if problem.row else []
        names = [places.get(problem.parameter, ""), problem.parameter]
        loc = [source, *(name for name in names if name not in WHOLE), *place]
        errors.append({"type": "value_error", "loc": loc, "msg": problem.says, "input": problem.typed})
    return RequestValidationError(errors)


def unread_query(problems: Sequence[Problem]) -> RequestValidationError:
    """The 422 of a query that cannot be read."""
    return refusal("query", problems, {})


def unread_body() -> RequestValidationError:
    """The 422 of a body that is no JSON."""
    return refusal("body", [Problem("", "", JSON_WORDS)], {})


def tidied(error: Error) -> Error:
    """An entry of a `detail` list that is short and certain to be writable as JSON."""
    loc = [part if isinstance(part, int) else printable(str(part)) for part in error["loc"]]
    msg = printable(error["msg"]) if error["type"] == OURS else SAYS.get(error["type"], OTHERWISE)
    return {"type": error["type"], "loc": loc, "msg": msg, "input": shortened(error.get("input"))}


def shortened(value: object) -> object:
    """A value that is repeated in an error: whole numbers and text cut short, the rest described."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return printable(value)[:LONGEST_INPUT] if isinstance(value, str) else kind_of_body(value)


def kind_of_body(value: object) -> str:
    """What kind of thing was posted, in a few words."""
    if isinstance(value, list | Mapping):
        return f"{'a list' if isinstance(value, list) else 'an object'} of {len(value)}"
    return json.dumps(value) if value is None or isinstance(value, float) else str(value)[:LONGEST_INPUT]


def printable(text: str) -> str:
    """Text that can be encoded: half a surrogate pair, which JSON allows, becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
