"""The servers that are measured: each one worker or more, in processes of their own, on a free port."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import uvicorn
import uvloop

from app import cli

APP: Final = "app.main:app"
CONSTANT: Final = "tests.bench.constant:app"
BARE: Final = "bare"
"""No framework and no server, only bytes: what it answers in a second is all that the generator can ask."""

CHECKOUT: Final = Path(__file__).parents[2]
SECONDS_TO_STOP: Final = 10
ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nconstant"


@contextmanager
def serving(target: str, workers: int = 1) -> Iterator[int]:
    """The port of a server that runs meanwhile. It is bound here, so that requests wait while it starts.

    workers: processes that take connections from the one port.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, descriptor = int(listener.getsockname()[1]), listener.fileno()
        command = [sys.executable, "-m", "tests.bench.serve", target, str(descriptor)]
        processes = [subprocess.Popen(command, cwd=CHECKOUT, pass_fds=[descriptor]) for _ in range(workers)]
    try:
        yield port
    finally:
        for process in processes:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a server, gently if it lets us."""
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Bare(asyncio.Protocol):
    """Answers whatever arrives with the same bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the connection."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """One request, for the generator waits for each answer."""
        assert data.endswith(b"\r\n\r\n")
        self.transport.write(ANSWER)


async def bare(listener: socket.socket) -> None:
    """Serves bytes until stopped."""
    server = await asyncio.get_running_loop().create_server(Bare, sock=listener)
    await server.serve_forever()


def main(target: str, descriptor: int) -> None:
    """Serves on a socket that is open already, with the settings of `by-hand`."""
    listener = socket.socket(fileno=descriptor)
    if target == BARE:
        uvloop.run(bare(listener))
        return
    configuration = cli._configuration(workers=1)
    configuration.app = target
    logging.getLogger("app").setLevel(logging.ERROR)  # that somebody leaves is part of a measurement
    uvicorn.Server(configuration).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
