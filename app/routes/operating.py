"""What programs ask that look after the app: whether it lives and is ready, its numbers; and crawlers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.exercise.urls import site_path
from app.exports import workshop
from app.live.class_store import StoreAway
from app.live.class_streams import STREAMS
from app.settings import SECURITY_CONTACT
from app.web import concurrency
from app.web.headers import PLACED
from app.web.numbers import MEDIA, note_queues, prometheus_text
from app.web.queues import FairQueue

HALF_A_YEAR: Final = timedelta(days=182)
QUEUES: Final[Mapping[str, FairQueue]] = {
    "pages": concurrency.PLACES,
    "short": concurrency.BRIEF_PLACES,
    "long": concurrency.LONG_PLACE,
    "orders": concurrency.ORDER_PLACE,
    "small files": workshop.SMALL,
    "large files": workshop.LARGE,
}
"""All in which somebody may wait, by what they are called among the numbers."""


async def robots(_: Request) -> Response:
    """What a search engine may walk: the lessons as they are, not the endless exercises."""
    closed = [site_path(path) for path in ("/*?", "/api/")]
    return PlainTextResponse("".join(["User-agent: *\n", *(f"Disallow: {path}\n" for path in closed)]))


async def healthz(_: Request) -> Response:
    """200 while serving."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """200 while new requests are welcome: the server is not stopping, and classes can be kept."""
    if STREAMS.is_stopping:
        return PlainTextResponse("stopping", 503)
    try:
        await request.app.state.class_store.read("readyz")
    except StoreAway:
        return PlainTextResponse("the store of classes cannot be reached", 503)
    return PlainTextResponse("ready")


async def metrics(_: Request) -> Response:
    """The numbers that Prometheus asks for."""
    note_queues(QUEUES)
    return Response(await to_thread.run_sync(prometheus_text), headers=PLACED, media_type=MEDIA)


async def security_txt(_: Request) -> Response:
    """Where somebody who finds a hole writes to (RFC 9116). Raises HTTPException: 404 where nobody says."""
    if not (contact := SECURITY_CONTACT.value()):
        raise HTTPException(404)
    until = datetime.now(UTC) + HALF_A_YEAR
    return PlainTextResponse(f"Contact: {contact}\nExpires: {until:%Y-%m-%dT%H:%M:%SZ}\n")
