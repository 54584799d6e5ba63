"""Connections that keep the server waiting are closed, in order; those that wait for the server are not."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from app.web import connections
from app.web.connections import BoundedConnection
from tests.local_server import LocalServer

PATIENCE = 0.15


async def echoed(request: Request) -> Response:
    """How much was sent."""
    return PlainTextResponse(str(len(await request.body())))


async def long(_: Request) -> Response:
    """An answer that takes longer than anybody may take to ask or to send."""

    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(4):
            await asyncio.sleep(PATIENCE)
            yield b"part "

    return StreamingResponse(slowly())


async def endless(_: Request) -> Response:
    """More than any buffer holds."""
    return PlainTextResponse("x" * 50_000_000)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that soon loses patience."""
    for name in ("SECONDS_TO_ASK", "SECONDS_TO_SEND", "SECONDS_TO_TAKE"):
        monkeypatch.setattr(connections, name, PATIENCE)
    routes = [Route("/", echoed, methods=["POST"]), Route("/long", long), Route("/endless", endless)]
    server = LocalServer(Starlette(routes=routes), http=BoundedConnection)
    server.start()
    yield server.port
    server.stop()


def opened(port: int) -> socket.socket:
    """A connection."""
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def answer(connection: socket.socket, sent: bytes = b"") -> bytes:
    """All that comes back until the server closes."""
    connection.sendall(sent)
    with connection:
        return b"".join(iter(lambda: connection.recv(65_536), b""))


HEAD = b"POST / HTTP/1.1\r\nhost: x\r\n"


def test_one_who_never_asks_is_left(port: int) -> None:
    assert answer(opened(port)) == b""


def test_half_a_request_is_told_that_it_took_too_long(port: int) -> None:
    for begun in (b"P", HEAD, HEAD + b"content-length: 5\r\n"):
        got = answer(opened(port), begun)
        assert got.startswith(b"HTTP/1.1 408 ")
        assert got.endswith(b"The request took too long to arrive.")


def test_a_byte_at_a_time_gains_no_time(port: int) -> None:
    """The request would be whole after many times the patience."""
    with opened(port) as connection:
        connection.settimeout(PATIENCE / 10)
        got = [received for byte in HEAD * 100 if (received := sent_byte(connection, byte)) is not None]
    assert got
    assert got[0][:13] in {b"HTTP/1.1 408 ", b""}


def sent_byte(connection: socket.socket, byte: int) -> bytes | None:
    """What comes back within a moment after a byte is sent; nothing where the server has left."""
    try:
        connection.sendall(bytes([byte]))
        return connection.recv(1000)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


def test_a_body_that_never_comes_is_not_waited_for(port: int) -> None:
    got = answer(opened(port), HEAD + b"content-length: 5\r\n\r\nab")
    assert got == b"" or b" 500 " in got or b" 400 " in got


def test_what_is_asked_in_time_is_answered_however_long_that_takes(port: int) -> None:
    got = answer(opened(port), b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    assert got.count(b"part ") == 4
    whole = answer(opened(port), HEAD + b"content-length: 2\r\nconnection: close\r\n\r\nab")
    assert whole.endswith(b"\r\n\r\n2")


def test_one_connection_may_ask_again_and_again(port: int) -> None:
    with opened(port) as connection:
        for _ in range(3):
            connection.sendall(HEAD + b"content-length: 2\r\n\r\nab")
            assert connection.recv(65_536).endswith(b"\r\n\r\n2")


def test_one_who_takes_nothing_of_an_answer_is_left(port: int) -> None:
    connection = opened(port)
    connection.sendall(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n")
    # The server has given up once another, asked later, has had its whole answer.
    answer(opened(port), b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    received = 0
    with connection:
        while part := received_or_reset(connection):
            received += part
    assert received < 50_000_000


def received_or_reset(connection: socket.socket) -> int:
    """How many bytes come next; none where the server has left."""
    try:
        return len(connection.recv(1_000_000))
    except ConnectionResetError:
        return 0


def test_headers_without_end_are_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 60.0)
    got = answer(opened(port), HEAD + b"x: " + b"y" * connections.LARGEST_HEAD)
    assert got.startswith(b"HTTP/1.1 431 ")


def test_one_connection_too_many_is_asked_to_come_back(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedConnection, "most_open", 2)
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 60.0)
    first, second = opened(port), opened(port)
    got = answer(opened(port))
    assert got.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 5" in got
    for connection in (first, second):
        whole = answer(connection, HEAD + b"content-length: 2\r\nconnection: close\r\n\r\nab")
        assert whole.endswith(b"\r\n\r\n2")


def test_another_protocol_is_answered_as_if_it_were_not_asked_for(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """And nobody is told in the log to install what would speak it."""
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)
    asked = b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"
    with opened(port) as connection:
        connection.sendall(asked)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
    log.removeHandler(caplog.handler)
    assert caplog.messages == []
