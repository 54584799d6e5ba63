"""A first visit in Chromium: until everything is there, and what it weighs, beside a bare page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.bench.serve import APP, CONSTANT, serving
from tests.bench.table import aligned, figure
from tests.conftest import WITH_A_WINDOW, installed_browser

LIGHTEST, SOONEST = 100_000, 400
"""Bytes, milliseconds: what a first visit should stay within."""
ADDRESSES: Final = ("/", "/sparse-autoencoder/1", "/sparse-autoencoder/1/practice")
LOADED: Final = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def visiting(count: int, browsers: Sequence[str] = WITH_A_WINDOW) -> str:
    """The table: the median and the best time until a page is complete, with nothing kept from before."""
    rows = [("a first visit", "complete ms", "best ms", "aim ms", "bytes", "aim")]
    with serving(APP) as port, serving(CONSTANT) as bare, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(browsers), args=["--no-sandbox"]
        )
        rows.append(visited(browser, "bare page", f"http://127.0.0.1:{bare}/", count, ("-", "-")))
        aims = (str(SOONEST), f"{LIGHTEST:,}")
        rows += [visited(browser, path, f"http://127.0.0.1:{port}{path}", count, aims) for path in ADDRESSES]
        browser.close()
    return aligned(rows)


def visited(
    browser: Browser, name: str, address: str, count: int, aims: tuple[str, str]
) -> tuple[str, str, str, str, str, str]:
    """A row: median and best of some visits in milliseconds, and the bytes of the last, each with its aim."""
    visits = [visit_once(browser, address) for _ in range(count)][count > 1 :]  # the first wakes the server
    spent = sorted(seconds for seconds, _ in visits)
    return name, figure(spent[len(spent) // 2]), figure(spent[0]), aims[0], f"{visits[-1][1]:,}", aims[1]


def visit_once(browser: Browser, address: str) -> tuple[float, int]:
    """Milliseconds until a page is complete, and the bytes of all that it needed, with their headers."""
    context = browser.new_context()
    page = context.new_page()
    weights = weights_of(context.new_cdp_session(page))
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    spent = float(page.evaluate(LOADED))
    context.close()
    return spent, sum(weights)


def weights_of(session: CDPSession) -> list[int]:
    """A list that the bytes of every answer are put into as they come, but for what is fetched ahead."""
    weights: list[int] = []
    ahead: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        if event["type"] == "Fetch":
            ahead.add(event["requestId"])

    def weigh(event: dict[str, Any]) -> None:
        if event["requestId"] not in ahead:
            weights.append(int(event["encodedDataLength"]))

    session.on("Network.responseReceived", note)
    session.on("Network.loadingFinished", weigh)
    session.send("Network.enable")
    return weights
