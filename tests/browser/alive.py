"""A server that can be slow and remembers what it was asked, and pages that say nothing on the console."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import app
from tests.local_server import LocalServer
from tests.long import sampled

EXPECTED = (
    *("422 (Unprocessable Content)", "422 (Unprocessable Entity)"),
    *("413 (Content Too Large)", "413 (Request Entity Too Large)"),
    "for <msub/> tag",
)
"""What a browser says of a refused edit, and Firefox of a formula of which it draws one half before the other
has come; that formulas have all their parts is a test of their notation."""
FIREFOX = shutil.which("firefox-esr")
WITHOUT_SPARES: dict[str, str | float | bool] = {"dom.ipc.processPrelaunch.enabled": False}
"""Else each page starts a second process, for a page that may come: a fifth of all that Firefox does here."""
WATCH = """
const later = setTimeout.bind(window); // where a test holds the clock, this goes on
window.alive = { started: 0, finished: 0 };
alive.idle = () => new Promise((resolve) => {
  const look = () => { if (alive.started === alive.finished) resolve(); else later(look, 5); };
  look();
});
alive.ready = new Promise((resolve) => {
  document.addEventListener("htmx:after:process", resolve, { once: true });
});
document.addEventListener("htmx:before:request", () => { alive.started += 1; });
document.addEventListener("htmx:finally:request", () => { alive.finished += 1; });
"""


@dataclass
class Served:
    """The app on a port: how long each answer takes, and the pages and edits that were asked for."""

    app: ASGIApp
    url: str = ""
    delay: Callable[[], float] = lambda: 0.0
    is_held: bool = False
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; static files are never slow and are not remembered."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            query = scope["query_string"].decode()
            self.asked.append(f"{scope['method']} {scope['path']}{'?' * bool(query)}{query}")
            await asyncio.sleep(self.delay())
            while self.is_held:
                await asyncio.sleep(0.01)
        await self.app(scope, receive, send)

    def slow(self, seconds: float) -> None:
        """Every answer takes so long from now on."""
        self.delay = lambda: seconds

    def hold(self) -> None:
        """Nothing is answered from now on until it is let go: what happens meanwhile needs no answer."""
        self.is_held = True

    def let_go(self) -> None:
        """What was asked for meanwhile is answered."""
        self.is_held = False

    def quick(self) -> None:
        """Every answer comes at once again."""
        self.slow(0)
        self.let_go()

    def ragged(self, seed: int) -> None:
        """Every answer takes 0 to 300 ms, drawn from a seed."""
        drawn = random.Random(seed)
        self.delay = lambda: drawn.uniform(0, 0.3)


@pytest.fixture(scope="session")
def serving() -> Iterator[Served]:
    """The one server of these tests."""
    served = Served(app)
    local = LocalServer(served)
    local.start()
    served.url = local.url
    yield served
    local.stop()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """The one Firefox of these tests, an installed one."""
    launched = playwright.firefox.launch(
        channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=WITHOUT_SPARES
    )
    yield launched
    launched.close()


@pytest.fixture(params=["chromium", *(["firefox"] if FIREFOX else [])])
def either(request: pytest.FixtureRequest) -> Browser:
    """One browser, then the other."""
    found: Browser = request.getfixturevalue("browser" if request.param == "chromium" else "firefox")
    return found


@pytest.fixture(params=sampled(["chromium"], ["firefox"] if FIREFOX else []))
def mainly(request: pytest.FixtureRequest) -> Browser:
    """One browser; in a long run the other as well, for what depends on the browser little."""
    found: Browser = request.getfixturevalue("browser" if request.param == "chromium" else "firefox")
    return found


@pytest.fixture
def served(serving: Served) -> Iterator[Served]:
    """The server, quick again and with nothing remembered."""
    serving.quick()
    serving.asked.clear()
    yield serving
    serving.quick()


@pytest.fixture(scope="session")
def window(browser: Browser, serving: Served) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser's window for all pages of these tests, which keeps what may be kept, and its console."""
    context = browser.new_context(base_url=serving.url, viewport={"width": 1366, "height": 768})
    yield context, listening(context)
    context.close()


@pytest.fixture(scope="session")
def tab(window: tuple[BrowserContext, list[str]]) -> Page:
    """One page for all tests that do not look at its history."""
    return window[0].new_page()


@pytest.fixture
def alive(tab: Page, window: tuple[BrowserContext, list[str]], served: Served) -> Iterator[Page]:
    """A page of that server whose console stays empty but for the browser's line about a 422."""
    _, said = window
    said.clear()
    yield tab
    served.quick()
    assert not said


@pytest.fixture
def fresh(window: tuple[BrowserContext, list[str]], served: Served) -> Iterator[Page]:
    """The same, with a history of its own."""
    context, said = window
    said.clear()
    page = context.new_page()
    yield page
    served.quick()
    page.close()
    assert not said


def listening(context: BrowserContext) -> list[str]:
    """What a context's pages say on the console, and their errors, as it comes; requests are counted."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if not any(line in message.text for line in EXPECTED):
            said.append(message.text)

    context.on("console", hear)
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.add_init_script(WATCH)
    return said


def opened(page: Page, address: str) -> None:
    """Loads a page and waits until htmx has taken over."""
    page.goto(address)
    page.evaluate("alive.ready.then(() => true)")


def settled(page: Page) -> None:
    """Waits until every answer has come and is on the page."""
    page.evaluate("alive.idle()")


def where(page: Page) -> str:
    """The page's address without the server's."""
    return page.url.partition("://")[2].partition("/")[2]


def mark(page: Page) -> None:
    """Marks the window, so that a reload shows."""
    page.evaluate("window.isMarked = true")


def is_marked(page: Page) -> bool:
    """Whether the page has not been reloaded since it was marked."""
    return bool(page.evaluate("window.isMarked === true"))
