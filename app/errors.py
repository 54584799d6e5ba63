"""Errors as pages, or as JSON below /api."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import pages
from app.headers import SECURITY
from app.lesson import Lesson
from app.reading import StateError, split
from app.rendering import rendered
from app.requested import query_in


def unreadable(request: Request, lesson: Lesson, error: StateError) -> Response:
    """The page that says what in the address cannot be read, with all of it in a form to mend."""
    try:
        pairs = error.pairs or tuple(split(query_in(request)))
    except StateError:
        pairs = ()
    says = [p.says for p in error.problems]
    fields = [(k, v, [p.says for p in error.problems if p.parameter == k]) for k, v in pairs]
    title = "This address cannot be shown"
    shown = pages.ErrorPage(
        title,
        f"{lesson.title}: {len(says)} thing{'s' * (len(says) != 1)} to mend.",
        error.problems,
        fields,
        request.url.path,
    )
    return rendered("error.html", shown, 422)


async def failed(request: Request, error: Exception) -> Response:
    """Errors as pages, or as JSON below /api."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    says = (
        str(error.detail) if isinstance(error, HTTPException) else "Something went wrong here, not with you."
    )
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": says}, status)
    # Outside the middleware, so a 500 brings its own headers.
    headers = SECURITY if status == 500 else getattr(error, "headers", None)
    return rendered(
        "error.html", pages.ErrorPage(pages.TITLES.get(status, "An error"), says), status, headers
    )
