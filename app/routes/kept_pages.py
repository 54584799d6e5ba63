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
from app.web.rendering import Packing, taken_packing, unpacked
from app.web.requests import query_in
from app.web.static_files import FILES, file_answer

MOST: Final = 32_000_000
ADDRESS: Final = 2000
"""Bytes that a page is kept with, besides its own."""
PAGES_MADE: Final = RecentlyMade[bytes](MOST, lambda packed: ADDRESS + len(packed))
"""Pages by how they are packed, and by where others reach the app with their canonical address."""


BUILD_PAGES: Final[dict[tuple[str, str], bytes]] = {}
"""The pages that the build alone decides, by how they are packed and by their paths."""


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
    packing = taken_packing(request).name
    if (packing, path) in BUILD_PAGES and not query:
        return page_answer(request, BUILD_PAGES[packing, path], PAGE)
    base = base_of(request)
    packed = PAGES_MADE.take((packing, base + address(path, query)))
    return page_answer(request, packed, page_headers(base)) if packed else None


def page_answer(request: Request, packed: bytes, headers: Mapping[str, str]) -> Response:
    """A page that is kept, packed as the client takes it."""
    same = unchanged(request.headers.get("if-none-match"), headers)
    return same or unpacked(request, packed, headers, packing=taken_packing(request))


async def kept_page(request: Request, make: Callable[[Packing], bytes]) -> Response:
    """A page that the build alone decides: made once."""
    packing = taken_packing(request)
    kept_as = packing.name, request.scope["path"]
    if kept_as not in BUILD_PAGES:
        BUILD_PAGES[kept_as] = await briefly(make, packing)
    return page_answer(request, BUILD_PAGES[kept_as], PAGE)
