"""The methods of HTTP: HEAD is answered wherever GET is, and what is not answered names what would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

ORDER = ("GET", "HEAD", "POST")


class HeadAsGet:
    """Answers HEAD as GET: the server itself leaves the body out, as it knows what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)


def allowed(scope: Scope, routes: Iterable[BaseRoute]) -> str:
    """The methods that a path is answered for, as the header Allow lists them.

    Later routes of the same pattern count too, but not those of wider ones, such as /{lesson} beside /docs.
    """
    known = [route for route in every_route(routes) if route.matches(scope)[0] is not Match.NONE]
    pattern = getattr(known[0], "path", "") if known else ""
    same = (route for route in known if getattr(route, "path", None) == pattern)
    found = {method for route in same for method in getattr(route, "methods", None) or ()}
    return ", ".join(method for method in ORDER if method in found or (method == "HEAD" and "GET" in found))


def every_route(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes, those of included routers one by one."""
    for route in routes:
        included = getattr(route, "original_router", None)
        yield from every_route(included.routes) if included else (route,)
