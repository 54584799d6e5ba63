"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from app.main import app

pytest_plugins = ["tests.browser.alive"]
BROWSERS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")


def installed_browser() -> str | None:
    """The Chrome or Chromium of this machine, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launches an installed Chrome or Chromium where there is one, else Playwright's own."""
    installed = installed_browser()
    found = {"executable_path": installed} if installed else {}
    return {**browser_type_launch_args, **found, "args": ["--no-sandbox", "--disable-quic"]}


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """The app without a network; redirects are not followed."""
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app served on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", h11_max_incomplete_event_size=65536)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()
