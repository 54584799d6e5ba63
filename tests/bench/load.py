"""A load generator: keep-alive connections, each asking for the next page as soon as it has the last one.

It speaks just enough HTTP for that, so that it keeps far ahead of the servers that it measures.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Final, cast

import uvloop

LONGEST_WAIT: Final = 300
LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class LoadError(RuntimeError):
    """An answer that must not be counted."""


@dataclass
class Tally:
    """What was measured: how long every answer took, how long all took together, the length of the last."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    length: int = 0

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        """The time in seconds that this share of the answers stayed within."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def add(self, other: Tally) -> None:
        """Takes another round into account."""
        self.latencies += other.latencies
        self.seconds += other.seconds
        self.length = other.length


class Visitor(asyncio.Protocol):
    """One connection; `done` ends with the pages, or with the first answer that is not a 200.

    tag: of what the visitor has already, which is answered by a 304 instead.
    """

    def __init__(self, paths: Iterator[str], tally: Tally, tag: str, done: asyncio.Future[None]) -> None:
        self.paths, self.tally, self.done = paths, tally, done
        self.status = b"HTTP/1.1 304" if tag else b"HTTP/1.1 200"
        self.tagged = f"If-None-Match: {tag}\r\n" if tag else ""
        self.path, self.head, self.missing, self.asked = "", b"", 0, 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the first page."""
        self.transport = cast(asyncio.Transport, transport)
        self.ask()

    def ask(self) -> None:
        """Asks for the next page, if there is one."""
        assert self.transport is not None
        path = next(self.paths, None)
        if path is None:
            self.end(None)
            return
        self.path, self.head, self.missing = path, b"", 0
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{self.tagged}\r\n".encode()
        )
        self.asked = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Part of an answer; after the last part comes the next request."""
        if self.missing:
            self.missing -= len(data)
        else:
            self.head += data
            if b"\r\n\r\n" not in self.head:
                return
            try:
                self.missing = self.read_head()
            except LoadError as error:
                self.end(error)
                return
        if not self.missing:
            self.tally.latencies.append(time.perf_counter() - self.asked)
            self.ask()

    def read_head(self) -> int:
        """How much is still to come. Raises LoadError for anything but a 200 of known length, or a 304."""
        head, _, body = self.head.partition(b"\r\n\r\n")
        length = LENGTH.search(head + b"\r\n")
        if not head.startswith(self.status) or (length is None and not self.tagged):
            raise LoadError(f"{self.path} was answered by {head.decode('latin-1')!r}")
        self.tally.length = int(length[1]) if length else 0
        return self.tally.length - len(body)

    def end(self, error: Exception | None) -> None:
        """Closes the connection."""
        if not self.done.done():
            if error:
                self.done.set_exception(error)
            else:
                self.done.set_result(None)
        if self.transport is not None:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """The server has gone, unless it was we who went."""
        self.end(error or LoadError(f"the server closed the connection while asked for {self.path}"))


def visit(port: int, paths: Iterator[str], connections: int, tag: str = "") -> Tally:
    """Asks for all the pages over that many connections. Raises LoadError for anything but a 200.

    tag: of what the visitor has already; then for anything but a 304.
    """
    return uvloop.run(_visit(port, paths, connections, tag))


async def _visit(port: int, paths: Iterator[str], connections: int, tag: str) -> Tally:
    loop, tally = asyncio.get_running_loop(), Tally()
    ends: list[asyncio.Future[None]] = [loop.create_future() for _ in range(connections)]
    begun = time.perf_counter()
    for end in ends:
        await loop.create_connection(partial(Visitor, paths, tally, tag, end), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*ends), LONGEST_WAIT)
    tally.seconds = time.perf_counter() - begun
    return tally


def limited(paths: Iterator[str], most: int, seconds: float) -> Iterator[str]:
    """The next pages, up to so many and for so long."""
    end = time.perf_counter() + seconds
    for path in islice(paths, most):
        yield path
        if time.perf_counter() >= end:
            return
