"""What is answered when something goes wrong: a page, or JSON below /api. The table at the end is of both."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from anyio import to_thread
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from app import api, pages
from app.core.lesson import NoSuchLesson, NotInLesson
from app.exercise.parse_exercise import StateError, split_query
from app.live.class_store import StoreAway, StoreFull
from app.web.concurrency import briefly
from app.web.headers import SECURITY
from app.web.methods import allowed
from app.web.prefixed import path_within
from app.web.queues import Gone
from app.web.rendering import packed_template, rendered, unpacked
from app.web.requests import lesson_of, query_in, wants_json

SECONDS_TO_WAIT: Final = {"retry-after": "3"}
UNSAID: Final = {
    404: "There is nothing at this address. It may be mistyped, or cut off.",
    405: "{method} is not possible here. This address is answered for {allow}.",
}
"""Said of what the library refuses by itself, with no more than the name of the status."""
OURS: Final = "Something went wrong here, not with you."

LOG: Final = logging.getLogger("app")


async def unreadable(request: Request, error: StateError) -> Response:
    """The page that says what in the address cannot be read, with all of it in a form to mend."""
    if is_api(request):
        return await refused(request, api.unread_query(error.problems))
    try:
        pairs = error.pairs or tuple(split_query(query_in(request)))
    except StateError:
        pairs = ()
    says = [p.says for p in error.problems]
    fields = [(k, v, [p.says for p in error.problems if p.parameter == k]) for k, v in pairs]
    shown = pages.ErrorPage(
        "This address cannot be shown",
        f"{lesson_of(request).title}: {len(says)} thing{'s' * (len(says) != 1)} to mend.",
        error.problems,
        fields,
        request.url.path,
    )
    return await briefly(rendered, "error.html", shown, 422)


async def absent(request: Request, error: NoSuchLesson | NotInLesson) -> Response:
    """A 404 that says what there is instead."""
    of_what = f"{lesson_of(request).title}: " if isinstance(error, NotInLesson) else ""
    return await failed(request, HTTPException(404, f"{of_what}{error.args[0]}."))


async def busy(request: Request, error: StoreAway | StoreFull) -> Response:
    """A 503 that says why a class cannot be reached or has no more room; a script gets the sentence."""
    says = str(error)
    if wants_json(request):
        return JSONResponse({"says": says}, 503, SECONDS_TO_WAIT)
    return await failed(request, HTTPException(503, says, SECONDS_TO_WAIT))


async def refused(_: Request, error: RequestValidationError) -> Response:
    """A 422 with a short `detail` list that JSON can hold."""
    return JSONResponse({"detail": [api.tidied(entry) for entry in error.errors()]}, 422)


async def failed(request: Request, error: Exception) -> Response:
    """Any other error."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = headers_of(request, error, status)
    says = said_of(request, error, headers)
    if is_api(request) and status == api.NO_JSON_BODY:
        return await refused(request, api.unread_body())
    if is_api(request):
        return JSONResponse({"detail": says}, status, headers)
    packed = await to_thread.run_sync(packed_error, pages.TITLES.get(status, "An error"), says)
    answer = unpacked(request, packed, headers)
    answer.status_code = status
    return answer


def said_of(request: Request, error: Exception, headers: Mapping[str, str]) -> str:
    """The sentence of an error: its own, or ours where it has only the name of its status."""
    if not isinstance(error, HTTPException):
        return OURS
    status = error.status_code
    if status not in UNSAID or error.detail != HTTPStatus(status).phrase:
        return str(error.detail)
    return UNSAID[status].format(method=request.method, allow=headers.get("allow"))


@lru_cache(maxsize=64)
def packed_error(title: str, says: str) -> bytes:
    """A page that says what went wrong. It waits in no queue: it may say that one is full."""
    return packed_template("error.html", pages.ErrorPage(title, says))


async def unheard(_: Request, __: Gone | ClientDisconnect) -> Response:
    """An answer that nobody hears; one line says that somebody left."""
    LOG.warning("Somebody left before the answer.")
    return Response(status_code=503)


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return path_within(request.url.path).startswith("/api")


def headers_of(request: Request, error: Exception, status: int) -> Mapping[str, str]:
    """What an error says besides its words: for a 405 the methods that there are."""
    if status == 500:
        return SECURITY  # A 500 is answered outside the middleware that adds these.
    if status == 405:
        return {"allow": allowed(request.scope, request.app.routes)}
    return getattr(error, "headers", None) or {}


ANSWERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    StateError: unreadable,
    RequestValidationError: refused,
    NoSuchLesson: absent,
    NotInLesson: absent,
    StoreAway: busy,
    StoreFull: busy,
    HTTPException: failed,
    Gone: unheard,
    ClientDisconnect: unheard,
    500: failed,
}
