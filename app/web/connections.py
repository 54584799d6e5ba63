"""Connections with an end: each must ask, send and take in time, and only so many are open at once.

The server's own limit, of connections that are kept open after an answer, begins after the first answer: one
that never asks, or asks a byte at a time, would stay for ever.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

SECONDS_TO_ASK = 10.0
"""From the first byte of a request, or from the start of a connection, until its headers are all there."""
SECONDS_TO_SEND = 60.0
"""For what is sent with a request."""
SECONDS_TO_TAKE = 60.0
"""While a client takes nothing of what is sent to it."""
LARGEST_HEAD: Final = 128 * 1024
"""Bytes: an address is a document here, and stands in up to three headers."""
FILES_KEPT: Final = 200
"""Open files of a process that are no connections."""
USUAL_FILES: Final = 1024
SORRY: Final = {
    408: "The request took too long to arrive.",
    431: "The headers of the request are too large.",
    503: "Too many connections are open just now. Please come back in a few seconds.",
}


def files_allowed() -> int:
    """How many files this process may open; raised as far as the system lets it."""
    if sys.platform == "win32":
        return USUAL_FILES
    import resource  # noqa: PLC0415 - other systems do not have it

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(max(soft, 65_536), hard) if hard >= 0 else max(soft, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


class BoundedConnection(HttpToolsProtocol):
    """A connection that is closed when it keeps the server waiting, with a sentence where it has asked."""

    most_open = files_allowed() - FILES_KEPT

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.asked: int | None = None
        self.deadline: asyncio.TimerHandle | None = None
        self.taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        if len(self.connections) > self.most_open:
            self.say_sorry(503)
        else:
            self.wait(SECONDS_TO_ASK)

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self.wait(None)
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A part of a request, or all."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.asked is not None:
            self.asked += len(data)
            if self.asked > LARGEST_HEAD:
                self.say_sorry(431)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self.asked = 0
        self.wait(SECONDS_TO_ASK)

    def on_headers_complete(self) -> None:
        """All headers are there; what is sent with them may follow."""
        self.asked = None
        self.wait(SECONDS_TO_SEND)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole: from here on they wait for us."""
        self.wait(None)
        super().on_message_complete()

    def _unsupported_upgrade_warning(self) -> None:
        """Another protocol is asked for, such as WebSocket: the request is answered, and no fault to log."""

    def wait(self, seconds: float | None) -> None:
        """Waits so long for what comes next, or without end."""
        if self.deadline:
            self.deadline.cancel()
        self.deadline = self.loop.call_later(seconds, self.give_up) if seconds else None

    def give_up(self) -> None:
        """Closes the connection; where a request was begun, with a sentence."""
        if self.asked:
            self.say_sorry(408)
        else:
            self.transport.close()

    def pause_writing(self) -> None:
        """They take no more just now."""
        super().pause_writing()
        self.taking = self.loop.call_later(SECONDS_TO_TAKE, self.transport.abort)

    def resume_writing(self) -> None:
        """They take more, or are gone."""
        super().resume_writing()
        if self.taking:
            self.taking.cancel()

    def say_sorry(self, status: int) -> None:
        """Answers with a sentence and closes; only closes while another answer is under way."""
        cycle = cast(RequestResponseCycle | None, self.cycle)
        if cycle is None or cycle.response_complete:
            says = SORRY[status].encode()
            lines = [b"content-type: text/plain; charset=utf-8", b"connection: close", b"retry-after: 5"]
            head = b"\r\n".join([*lines, b"content-length: %d" % len(says), b"", b""])
            self.transport.write(STATUS_LINE[status] + head + says)
        self.transport.close()
