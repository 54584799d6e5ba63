"""Every request has an id, is counted, and is written down where lines of JSON are asked for."""

from __future__ import annotations

import logging
import re
from random import Random, SystemRandom
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.logs import REQUEST_ID, REQUESTS
from app.web.numbers import count_request, kind_of_request
from app.web.prefixed import path_within

NAME: Final = b"x-request-id"
DRAWN: Final = Random(SystemRandom().getrandbits(256))
TAKEN: Final = re.compile(rb"[A-Za-z0-9-]{8,64}")


class Observed:
    """Tells the id of a request in its answer; a proxy may have given it one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        own, began, status = request_id(scope), perf_counter(), 500
        REQUEST_ID.set(own)

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (NAME, own.encode())]
            await send(message)

        try:
            await self.app(scope, receive, with_id)
        finally:
            note(scope, status, perf_counter() - began)
        return None


def request_id(scope: Scope) -> str:
    """The id that a proxy gave a request, where it is one; else a new one."""
    given = next((value for name, value in scope["headers"] if name == NAME), b"")
    return given.decode() if TAKEN.fullmatch(given) else f"{DRAWN.getrandbits(128):032x}"


def note(scope: Scope, status: int, seconds: float) -> None:
    """Counts a request, and writes it down where that is asked for."""
    kind = kind_of_request(path_within(scope["path"]))
    count_request(kind, status, seconds)
    if not REQUESTS.isEnabledFor(logging.INFO):
        return
    numbers = {"method": scope["method"], "kind": kind, "status": status, "ms": round(1000 * seconds, 1)}
    REQUESTS.info("answered", extra={"numbers": numbers})
