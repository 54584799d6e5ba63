"""Answers of the app in one trip to the thread that it runs in."""

from __future__ import annotations

import httpx2
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp


class OneTrip(httpx2.BaseTransport):
    """What a client asks by. Starlette's own makes eight trips to the app's thread for each answer, so that
    it can be read while it comes; together they take longer than many a page.
    """

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self.asking = httpx2.ASGITransport(app, client=("testclient", 50000))
        self.portal = portal

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The whole answer; what the app raises is raised."""
        return self.portal.call(self.answered, request)

    async def answered(self, request: httpx2.Request) -> httpx2.Response:
        """The same in the app's thread, packed as it was sent."""
        answer = await self.asking.handle_async_request(request)
        sent = b"".join([part async for part in answer.aiter_raw()])
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(sent))
