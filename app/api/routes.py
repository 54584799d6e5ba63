"""The endpoints: lessons, steps, and the marking of answers."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from app.api.answers import lesson_answer, mark_answers, step_answer
from app.api.body import exercise_in_body, read_answers
from app.api.models import (
    CheckBody,
    ExerciseBody,
    LessonAnswer,
    LessonSummary,
    Marks,
    NotFound,
    Refused,
    StepAnswer,
)
from app.api.query_parameters import described_query
from app.api.sample import CHECKED, FIRST, LESSON
from app.core.lesson import Step
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise, Problem
from app.exercise.parse_exercise import StateError, is_ours, read_state, split_query
from app.lessons import LESSONS, lesson_called
from app.training.descent import worked
from app.web import concurrency
from app.web.forms import body_of
from app.web.headers import PAGE, unchanged
from app.web.requests import query_in

LARGEST_BODY = 100_000
"""Bytes: ten times as many as the largest exercise has."""
TOO_LARGE_A_BODY = f"A body has at most {LARGEST_BODY:,} bytes, and this one has more."
LessonName = Annotated[str, Path(description="A lesson's name.", examples=[LESSON.slug])]
StepNumber = Annotated[int, Path(description="A step's number, from 1.", examples=[FIRST.number])]
CheckedStep = Annotated[int, Path(description="A step's number, from 1.", examples=[CHECKED.number])]
REFUSED: dict[int | str, dict[str, Any]] = {
    404: {"model": NotFound, "description": "There is no such lesson or step."},
    422: {"model": Refused, "description": "Something cannot be read; detail says what and where."},
}
LARGE: dict[int | str, dict[str, Any]] = {
    413: {"description": f"The body has more than {LARGEST_BODY:,} bytes."}
}
NOTHING = ExerciseBody()
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


async def read_again(body: bytes) -> Message:
    """What was read, as it was received."""
    return {"type": "http.request", "body": body, "more_body": False}


async def placed(handle: Handler, request: Request) -> Response:
    """An answer, worked out in its turn among the pages; a GET's is kept as they are."""
    if same := unchanged(request.headers.get("if-none-match")) if request.method == "GET" else None:
        return same
    # Read before the turn comes: one who sends slowly keeps nobody waiting.
    body = await body_of(request, LARGEST_BODY, TOO_LARGE_A_BODY)
    request = Request(request.scope, partial(read_again, body))
    async with concurrency.PLACES.turn():
        response = await handle(request)
    if request.method == "GET":
        response.headers.update(PAGE)
    return response


class PlacedRoute(APIRoute):
    """A route whose answers are worked out in their turn. What goes wrong is answered by routes/errors.py."""

    def get_route_handler(self) -> Handler:
        """The handler of a request."""
        return partial(placed, super().get_route_handler())


def exercise_in(request: Request, slug: str) -> Exercise:
    """The exercise that the query describes. Raises NoSuchLesson, StateError."""
    return read_state(lesson_called(slug), query_in(request)).exercise


def exercise_of(request: Request, slug: str, body: ExerciseBody) -> Exercise:
    """The exercise that the body describes; one described in the query too is refused, not ignored.

    Raises NoSuchLesson, StateError, RequestValidationError.
    """
    lesson, pairs = lesson_called(slug), split_query(query_in(request))
    says = "What is posted describes the exercise; leave this out of the address, or use GET."
    if twice := [Problem(name, value, says) for name, value in pairs if is_ours(name)]:
        raise StateError(twice, pairs)
    return exercise_in_body(lesson, body)


def checked(sheet: Sheet, step: Step, body: CheckBody) -> Marks:
    """The answers in a body marked."""
    return mark_answers(sheet, step, read_answers(body, sheet))


def summaries() -> list[LessonSummary]:
    """Every lesson: those of the home page in its order, then those that a lesson leads to."""
    return [LessonSummary(lesson=slug, title=x.title, summary=x.summary) for slug, x in LESSONS.items()]


router = APIRouter(prefix="/api", tags=["JSON"], route_class=PlacedRoute)


@router.get("/lessons", summary="The lessons")
def list_lessons() -> list[LessonSummary]:
    """Every lesson: those of the home page in its order, then those that a lesson leads to."""
    return summaries()


@router.get(
    "/lessons/{lesson}",
    summary="A lesson worked out",
    response_model_exclude_unset=True,
    responses=REFUSED,
    openapi_extra=described_query(),
)
def get_lesson(lesson: LessonName, request: Request) -> LessonAnswer:
    """The given matrices and every step with its results. The query is that of the pages."""
    return lesson_answer(exercise_in(request, lesson))


@router.post(
    "/lessons/{lesson}",
    summary="A lesson worked out on your numbers",
    response_model_exclude_unset=True,
    responses=REFUSED | LARGE,
)
def post_lesson(lesson: LessonName, request: Request, body: ExerciseBody = NOTHING) -> LessonAnswer:
    """The same for an exercise in the body, where an answer can be posted back as it is."""
    return lesson_answer(exercise_of(request, lesson, body))


@router.get(
    "/lessons/{lesson}/steps/{n}",
    summary="A step with the line of every cell",
    responses=REFUSED,
    openapi_extra=described_query(),
)
def get_step(lesson: LessonName, n: StepNumber, request: Request) -> StepAnswer:
    """A step, the matrices it reads, and the terms and the work of every cell. The query is the pages'."""
    sheet, made = worked(exercise_in(request, lesson))
    return step_answer(sheet, sheet.plan.step(n), made)


@router.post(
    "/lessons/{lesson}/steps/{n}/check",
    summary="Answers marked",
    responses=REFUSED | LARGE,
)
def check_step(lesson: LessonName, n: CheckedStep, request: Request, body: CheckBody) -> Marks:
    """Each answer marked, to this step or others; null for a cell that the step, or no step, works."""
    sheet, _ = worked(exercise_of(request, lesson, body))
    return checked(sheet, sheet.plan.step(n), body)
