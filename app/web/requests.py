"""What a request asks for: the lesson and the page in its path, its query."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.core.lesson import Lesson
from app.exercise.urls import address, lesson_path, practice_name
from app.lessons import LESSONS


def lesson_of(request: Request) -> Lesson:
    """The lesson in the path; a 404 where there is none of that name."""
    lesson = LESSONS.get(request.path_params["lesson"])
    if lesson is None:
        raise HTTPException(404, "There is no lesson of that name.")
    return lesson


def name_of(request: Request) -> str | int:
    """The page's name in the path: a word or nothing, a step's number, or matrix/ and a matrix's name."""
    if experiment := request.path_params.get("experiment"):
        return f"experiments/{experiment}"
    if matrix := request.path_params.get("matrix"):
        return f"matrix/{matrix}"
    name = str(request.path_params.get("page", ""))
    if request.scope["path"].endswith("/practice"):
        return practice_name(step_number(name) if name else None)
    return name if re.fullmatch("[a-z]*", name) else step_number(name)


def step_number(name: str) -> int:
    """A step's number in the path; a 404 for anything else."""
    if not re.fullmatch("[1-9][0-9]{0,2}", name):
        raise HTTPException(404, "There is no page of that name.")
    return int(name)


def query_in(request: Request) -> str:
    """The query as it was sent."""
    return bytes(request.scope["query_string"]).decode("latin-1")


def requested_address(slug: str, name: str | int, query: str) -> str:
    """The address that was asked for."""
    return address(lesson_path(slug, name), query)
