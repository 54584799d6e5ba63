"""A Redis of the tests' own, on a free port and without a disk, which can be killed and started again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import closing

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")


class RedisServer:
    """A server of keys; what it holds is gone when it is killed."""

    def __init__(self) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = int(free.getsockname()[1])
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Returns once it answers."""
        assert PROGRAM is not None
        options = ["--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.running = subprocess.Popen([PROGRAM, *options], stdout=subprocess.DEVNULL)
        while not self.answers():
            time.sleep(0.01)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=1)) as asked:
                asked.sendall(b"PING\r\n")
                return asked.recv(5) == b"+PONG"
        except OSError:
            return False

    def kill(self) -> None:
        """Ends it without a word."""
        if self.running:
            self.running.kill()
            self.running.wait()
            self.running = None
