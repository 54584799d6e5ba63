"""Real requests and answers, one for every endpoint, worked out on the presets."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi.encoders import jsonable_encoder

from app.api.answers import lesson_answer, step_answer
from app.api.body import exercise_in_body
from app.api.models import CheckBody, ExerciseBody
from app.api.routes import checked, summaries
from app.api.sample import CHECKED, FIRST, LESSON, SHEET
from app.exercise.exercise import Base, start


@cache
def answers() -> dict[tuple[str, str], Any]:
    """What the endpoints answer to their examples, by method and path."""
    check = CheckBody.model_validate(request_of(CheckBody))
    exercise = start(LESSON, Base())
    changed = exercise_in_body(LESSON, ExerciseBody.model_validate(request_of(ExerciseBody)))
    found: dict[tuple[str, str], Any] = {
        ("GET", "/api/lessons"): summaries(),
        ("GET", "/api/lessons/{lesson}"): lesson_answer(exercise),
        ("POST", "/api/lessons/{lesson}"): lesson_answer(changed),
        ("GET", "/api/lessons/{lesson}/steps/{n}"): step_answer(SHEET, FIRST, 0),
        ("POST", "/api/lessons/{lesson}/steps/{n}/check"): checked(SHEET, CHECKED, check),
    }
    return {place: jsonable_encoder(answer, exclude_unset=True) for place, answer in found.items()}


def request_of(model: type[ExerciseBody]) -> dict[str, Any]:
    """The example in a body's schema."""
    example: dict[str, Any] = model.model_json_schema()["examples"][0]
    return example
