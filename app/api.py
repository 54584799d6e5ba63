"""The same as JSON, for other programs: lessons, steps, and the marking of answers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app import formula, notation
from app.api_body import JSON_WORDS, read_answers, read_exercise, refusal, tidied
from app.api_models import (
    CellAnswer,
    CheckBody,
    ExerciseBody,
    LessonAnswer,
    LessonSummary,
    MarkAnswer,
    Marks,
    StepAnswer,
    StepSummary,
    TermAnswer,
)
from app.cell import Factor, Ref
from app.exercise import Exercise, Problem, start, Base
from app.lesson import Lesson, Result, Step
from app.lessons import LESSONS
from app.practice import grade
from app.sheet import Sheet
from app.state import StateError, is_ours, read, split
from app.training import worked

LARGEST_BODY = 4_000_000
EXACT_WHOLE = 2.0**53
QUERY = {
    "seed": ("A random exercise of hand-sized numbers instead of the preset.", "7"),
    "dims": ("Layer sizes of the random exercise.", "3,6"),
    "examples": ("How many tokens or examples it has, 2 to 16.", "5"),
    "tokens": ("Names of the tokens or examples.", "Paris,Alps"),
    "features": ("Names of the features.", "Europe,capital"),
    "lambda": ("Weight of the sparsity loss.", "0.1"),
    "eta": ("Learning rate.", "0.02"),
    "updates": ("How many gradient steps come first, 0 to 1000.", "5"),
}


class StrictRoute(APIRoute):
    """A route whose every unreadable request is a 422 with a short `detail` list that JSON can hold."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of a request."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                raise RequestValidationError([tidied(e) for e in error.errors()]) from error
            except HTTPException as error:
                # What FastAPI answers with 400 is a body that is no JSON: damaged text, nested too deeply.
                if error.status_code != 400:
                    raise
                raise refusal("body", [Problem("", "", JSON_WORDS)], {}) from error

        return strict
