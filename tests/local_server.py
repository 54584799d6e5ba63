"""An app served by a thread of this process: it starts at once, for everything is imported already."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import uvicorn
from starlette.types import ASGIApp


class LocalServer:
    """The app on a free port of this machine, which can be stopped and started again on the same port."""

    def __init__(self, app: ASGIApp, http: Any = "auto") -> None:
        self.app, self.http, self.port = app, http, 0
        self.running: uvicorn.Server | None = None
        self.thread = threading.Thread()

    @property
    def url(self) -> str:
        """Its address, once it has been started."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it answers. Fails where it ends before: what it said of itself stands beside that."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self.running = uvicorn.Server(
            uvicorn.Config(
                self.app, http=self.http, ws="none", log_level="warning", timeout_graceful_shutdown=20
            )
        )
        arguments = {"sockets": [listener]}
        self.thread = threading.Thread(target=self.running.run, kwargs=arguments, daemon=True)
        self.thread.start()
        while not self.running.started:
            assert self.thread.is_alive(), "the server did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """Returns once it is gone, its connections with it."""
        if self.running:
            self.running.should_exit = True
            self.thread.join()
