"""WebKit by way of its own driver: Debian's MiniBrowser on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.webkitgtk.service import Service
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

AT: Final = "/told.js"
HEAR: Final = """window.told = [];
for (const kind of ["error", "warn"]) console[kind] = (...said) => told.push(said.join(" "));
addEventListener("error", ({ message, target }) => told.push(message ?? `lost: ${target.outerHTML}`), true);
addEventListener("unhandledrejection", (event) => told.push(String(event.reason)));
document.addEventListener("securitypolicyviolation", (event) => told.push(`refused: ${event.blockedURI}`));
"""


@dataclass(frozen=True)
class Parts:
    """The three programs that it takes."""

    driver: str
    browser: str
    screen: str


def installed_webkit() -> Parts | None:
    """What this machine has; `make browser` installs it where it can."""
    browsers = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    return Parts(driver, str(browsers[0]), screen) if driver and browsers and screen else None


@contextmanager
def display(program: str) -> Iterator[str]:
    """A screen in memory, by the name that X gives it."""
    said, told = os.pipe()
    shape = ["-displayfd", str(told), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen([program, *shape], pass_fds=[told], stderr=subprocess.DEVNULL) as running:
        os.close(told)
        with os.fdopen(said) as number:
            name = number.readline().strip()
        try:
            yield f":{name}"
        finally:
            running.terminate()


@contextmanager
def webkit(parts: Parts) -> Iterator[WebKitGTK]:
    """A browser, with a driver and a screen of its own."""
    options = WebKitGTKOptions()
    options.binary_location = parts.browser
    options.add_argument("--automation")
    with display(parts.screen) as name:
        shown = {**os.environ, "DISPLAY": name, "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        browser = WebKitGTK(options=options, service=Service(parts.driver, env=shown))
        try:
            yield browser
        finally:
            browser.quit()


async def hearing(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every page begins with a script that keeps its console: WebKit's driver has no way to hear of it."""
    if request.url.path == AT:
        return Response(HEAR, media_type="text/javascript")
    request.scope["headers"] = [each for each in request.scope["headers"] if each[0] != b"accept-encoding"]
    answer = await call_next(request)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return answer
    parts = cast(StreamingResponse, answer).body_iterator  # what the app answers comes in pieces
    page = b"".join([bytes(part) async for part in parts if not isinstance(part, str)])
    page = page.replace(b"<head>", f'<head><script src="{AT}"></script>'.encode(), 1)
    kept = {name: value for name, value in answer.headers.items() if name not in ("content-length", "etag")}
    return Response(page, answer.status_code, kept)
