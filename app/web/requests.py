"""What a request asks for: the lesson and the page in its path, its query."""

from __future__ import annotations

import re

from starlette.requests import Request

from app.core.lesson import Lesson, NoSuchPage
from app.exercise.urls import address, lesson_path, practice_name
from app.lessons import lesson_called
from app.web.askers import network_of


def lesson_of(request: Request) -> Lesson:
    """The lesson in the path. Raises NoSuchLesson."""
    return lesson_called(request.path_params["lesson"])


def name_of(request: Request) -> str | int:
    """The page's name in the path: a word or nothing, a step's number, or matrix/ and a matrix's name.

    Raises NoSuchPage for what can be none.
    """
    if experiment := request.path_params.get("experiment"):
        return f"experiments/{experiment}"
    if matrix := request.path_params.get("matrix"):
        return f"matrix/{matrix}"
    name = str(request.path_params.get("page", ""))
    if request.scope["path"].endswith("/practice"):
        return practice_name(step_number(name) if name else None)
    return name if re.fullmatch("[a-z]*", name) else step_number(name)


def step_number(name: str) -> int:
    """A step's number in the path. Raises NoSuchPage for anything else."""
    if not re.fullmatch("[1-9][0-9]{0,2}", name):
        raise NoSuchPage
    return int(name)


def query_in(request: Request) -> str:
    """The query as it was sent."""
    return bytes(request.scope["query_string"]).decode("latin-1")


def requested_address(slug: str, name: str | int, query: str) -> str:
    """The address that was asked for."""
    return address(lesson_path(slug, name), query)


def wants_json(request: Request) -> bool:
    """Whether a script asks, for an answer that it reads itself."""
    return "application/json" in request.headers.get("accept", "")


def client_of(request: Request) -> str:
    """The network that a request comes from; empty where it is not known."""
    return network_of(request.scope.get("client"))
