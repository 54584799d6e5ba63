"""What is answered from memory, compressed already, before any route is looked for.

A page is a function of its address, so one made lately need not be made again; some the build alone decides;
files never change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.recently_made import RecentlyMade
from app.exercise.urls import address
from app.routes.files import base_of
from app.web.concurrency import briefly
from app.web.headers import PAGE, page_headers, unchanged
from app.web.rendering import unpacked
from app.web.requests import query_in
from app.web.static_files import FILES, file_answer

MOST: Final = 32_000_000
ADDRESS: Final = 2000
"""Bytes that a page is kept with, besides its own."""
PAGES_MADE: Final = RecentlyMade[bytes](MOST, lambda packed: ADDRESS + len(packed))
"""Pages by where others reach the app and their canonical address."""


BUILD_PAGES: Final[dict[str, bytes]] = {}
"""The pages that the build alone decides, by their paths."""


class AnsweredFromMemory:
    """Answers what is asked for again."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_asked = scope["type"] == "http" and scope["method"] == "GET"
        answer = answer_kept(Request(scope)) if is_asked else None
        await (answer or self.app)(scope, receive, send)


def answer_kept(request: Request) -> Response | None:
    """A file or a page that is kept, or a 304 where the browser has it already."""
    path, query = request.scope["path"], query_in(request)
    if file := FILES.get(path.removeprefix("/static/")):
        return file_answer(request, file)
    if path in BUILD_PAGES and not query:
        return page_answer(request, BUILD_PAGES[path], PAGE)
    base = base_of(request)
    packed = PAGES_MADE.take(base + address(path, query))
    return page_answer(request, packed, page_headers(base)) if packed else None


def page_answer(request: Request, packed: bytes, headers: Mapping[str, str]) -> Response:
    """A page that is kept."""
    return unchanged(request.headers.get("if-none-match"), headers) or unpacked(request, packed, headers)


async def kept_page(request: Request, make: Callable[[], bytes]) -> Response:
    """A page that the build alone decides: made once."""
    path = request.scope["path"]
    if path not in BUILD_PAGES:
        BUILD_PAGES[path] = await briefly(make)
    return page_answer(request, BUILD_PAGES[path], PAGE)
