"""What every answer says besides its content: what a page may load, and how long it may be kept.

A page is a function of its address and of the build, and one that is passed on of where others reach the app.
So one tag, that of these two, serves for all: a browser asks each time whether they are the same still, and
is told so without any work. Files whose address names the build never change.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import ALLOW_EMBEDDING_FROM, HSTS
from app.web.paths import BUILD
from app.web.prefixed import path_within

NOBODY = "'none'"
SECURITY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    f"frame-ancestors {' '.join(ALLOW_EMBEDDING_FROM.value()) or NOBODY}",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    **({"strict-transport-security": f"max-age={HSTS.value()}"} if HSTS.value() else {}),
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OF_ALL = ("x-content-type-options", "cross-origin-resource-policy", "strict-transport-security")
"""What holds for every file. The rest speaks to a document, which a font, a style or a script never is."""
PARTS = (".woff2", ".css", ".js")
PART_SECURITY = {name: said for name, said in SECURITY.items() if name in OF_ALL}
TAG = f'W/"{BUILD}"'
PAGE = {"etag": TAG, "cache-control": "no-cache", "vary": "Accept-Encoding"}
PLACED = {"cache-control": "no-cache"}
"""Of what names the address that it is served at: it is not kept like what depends on the build alone."""
HANDED = {"cache-control": "no-store", "vary": "Accept-Encoding"}
"""For a page handed back to an edit, which is at another address."""
UNLISTED = {"x-robots-tag": "noindex, nofollow"}
"""For what has a query: the exercises have no end, and a search engine shall not walk them."""
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


class Headers:
    """Adds the security headers to every answer, and how long a static file may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = {
                    **security(scope, message["status"]),
                    **kept(scope, message["status"]),
                    **listed(scope),
                }
                message["headers"] = [*varied_once(message["headers"]), *header_bytes(added)]
            await send(message)

        return await self.app(scope, receive, with_headers)


def security(scope: MutableMapping[str, Any], status: int) -> dict[str, str]:
    """What protects an answer: all of it for whatever opens as a document, an image or an error too."""
    path = path_within(scope["path"])
    is_part = status in {200, 304} and path.startswith("/static/") and path.endswith(PARTS)
    return PART_SECURITY if is_part else SECURITY


def kept(scope: MutableMapping[str, Any], status: int) -> dict[str, str]:
    """How long a static file may be kept: for ever where its address names the build, fonts for a day."""
    path = path_within(scope["path"])
    if not path.startswith("/static/"):
        return {}
    if status == 200 and scope["query_string"] == f"v={BUILD}".encode():
        return {"cache-control": FOREVER}
    is_font = status in {200, 304} and path.startswith("/static/fonts/")
    return {"cache-control": A_DAY if is_font else "no-cache"}


def listed(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """What search engines are told: to keep and follow nothing that is an exercise of somebody's."""
    is_exercise = scope["query_string"] and not path_within(scope["path"]).startswith("/static/")
    return UNLISTED if is_exercise else {}


def varied_once(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers with one Vary where there is any: a page names it, and so does what compresses it."""
    others = [(name, value) for name, value in headers if name != b"vary"]
    return others if len(others) == len(headers) else [*others, (b"vary", b"Accept-Encoding")]


def header_bytes(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


@lru_cache(maxsize=64)
def page_headers(base: str) -> Mapping[str, str]:
    """PAGE for what names where others reach the app."""
    return {**PAGE, "etag": f'W/"{BUILD}-{sha256(base.encode()).hexdigest()[:8]}"'}


def unchanged(tags: str | None, headers: Mapping[str, str] = PAGE) -> Response | None:
    """A 304 where the browser has this build's page already."""
    return Response(status_code=304, headers=dict(headers)) if tags and headers["etag"] in tags else None
