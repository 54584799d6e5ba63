"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from app.main import app
from app.routes import class_phones, class_teachers
from tests.one_trip import OneTrip

if TYPE_CHECKING:  # pytest imports its plugins itself
    from tests.browser.alive import Served

pytest_plugins = ["tests.browser.alive", "tests.browser.taught"]
WITH_A_WINDOW = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
BROWSERS = (
    "chromium-headless-shell",
    *WITH_A_WINDOW,
)
"""The first draws pages without the window of a browser around them: half the work for the same pages."""

FLAGS = ("--no-sandbox", "--disable-quic", "--font-render-hinting=none")
"""Letters are as wide as in a browser's window, between pixels: the bare one would round them up."""


def installed_browser(names: Sequence[str] = BROWSERS) -> str | None:
    """The Chrome or Chromium of this machine, if there is one."""
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launches an installed Chrome or Chromium where there is one, else Playwright's own."""
    installed = installed_browser()
    found = {"executable_path": installed} if installed else {}
    return {**browser_type_launch_args, **found, "args": [*FLAGS]}


@pytest.fixture(autouse=True)
def _nobody_has_opened_or_guessed_classes() -> None:
    """All tests come from one address, which may open and guess only so many in a while."""
    class_teachers.OPENED.done.clear()
    class_phones.GUESSES.done.clear()


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """The app without a network; redirects are not followed."""
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as found:
        assert found.portal is not None
        found._transport = OneTrip(app, found.portal)
        yield found


@pytest.fixture(scope="session")
def server(serving: Served) -> str:
    """The address of the app served on a free port of this machine."""
    return serving.url
