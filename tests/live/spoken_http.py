"""Just enough HTTP for hundreds of phones in one process: keep-alive connections, and streams of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from typing import Any, NamedTuple
from urllib.parse import urlencode

LONGEST_WAIT = 60
Fields = Sequence[tuple[str, str]]


class Answer(NamedTuple):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        """The body of an answer in JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """The status and the headers. Raises EOFError, OSError where the server has gone."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    named = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in named}


def request_bytes(method: str, path: str, body: bytes, headers: Sequence[str]) -> bytes:
    """A request as it is sent."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


class Connection:
    """One connection, kept for the next question and made again where it is gone."""

    def __init__(self, port: int, accepts: str = "identity") -> None:
        self.port, self.accepts = port, accepts
        self.held: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.turn = asyncio.Lock()

    async def get(self, path: str, *headers: str) -> Answer:
        """Asks for something."""
        return await self.ask("GET", path, b"", headers)

    async def post(self, path: str, fields: Fields) -> Answer:
        """Sends a form as a script does."""
        kind = "Content-Type: application/x-www-form-urlencoded"
        return await self.ask("POST", path, urlencode(fields).encode(), [kind, "Accept: application/json"])

    async def ask(self, method: str, path: str, body: bytes, headers: Sequence[str]) -> Answer:
        """One request; sent again where the connection was closed meanwhile. Raises EOFError, OSError."""
        request = request_bytes(method, path, body, [f"Accept-Encoding: {self.accepts}", *headers])
        async with self.turn:
            return await self.asked(request)

    async def asked(self, request: bytes) -> Answer:
        """A request whose turn it is: an answer that is under way is waited for, over one connection."""
        if self.held:
            with suppress(EOFError, OSError):
                return await self.answered(request)
            self.close()
        self.held = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            return await self.answered(request)
        except (EOFError, OSError):
            self.close()
            raise

    async def answered(self, request: bytes) -> Answer:
        """What is answered over the connection that is there."""
        assert self.held is not None
        reader, writer = self.held
        writer.write(request)
        status, headers = await read_head(reader)
        return Answer(status, headers, await reader.readexactly(int(headers.get("content-length", "0"))))

    def close(self) -> None:
        """Lets it go."""
        if self.held:
            self.held[1].close()
            self.held = None


class StreamRefusedError(Exception):
    """A stream was answered with something else."""


async def events(port: int, path: str, *headers: str) -> AsyncGenerator[tuple[str, str], None]:
    """The events of a stream with their data until it ends. Raises OSError, EOFError, StreamRefusedError."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request_bytes("GET", path, b"", headers))
        status, said = await read_head(reader)
        if status != 200:
            raise StreamRefusedError(f"{status} {said}")
        async with aclosing(blocks(reader)) as parts:
            async for block in parts:
                fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
                if "data" in fields:
                    yield fields.get("event", "message"), fields["data"]
    finally:
        writer.close()


async def blocks(reader: asyncio.StreamReader) -> AsyncGenerator[str, None]:
    """What stands between blank lines, from a body in chunks."""
    rest = ""
    while size := int((await reader.readuntil(b"\r\n")), 16):
        rest += (await reader.readexactly(size + 2))[:-2].decode()
        *whole, rest = rest.split("\n\n")
        for block in whole:
            yield block
