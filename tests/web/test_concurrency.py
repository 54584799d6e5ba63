"""What takes long never runs on the event loop, where everybody else would wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jinja2
import pytest
import segno
from starlette.testclient import TestClient

from app.core.sheet import Sheet
from app.routes.kept_pages import BUILD_PAGES

SAE = "/sparse-autoencoder"
SEEN = [
    "/",
    "/glossary",
    "/marks",
    "/docs",
    "/nothing/here",
    "/code.svg?page=/x",
    SAE,
    f"{SAE}/l1",
    f"{SAE}/3?seed=81",
    f"{SAE}/sheet?seed=82",
    f"{SAE}/training?seed=83",
    f"{SAE}/balance?seed=84",
    f"{SAE}/experiments",
    f"{SAE}/matrix/W_dec?seed=85",
    f"{SAE}/99",
    f"{SAE}/3?X=oops",
    f"{SAE}/worksheet?steps=1-3",
    f"{SAE}/1/worksheet.xlsx",
    f"{SAE}/1/worksheet.tex",
    f"/api/lessons{SAE}",
    f"/api/lessons{SAE}/steps/4?seed=86",
]
POSTED = [
    (f"{SAE}/3", "X[1,1]", "x"),
    (f"{SAE}/3", "X[1,1]", "7"),
    (f"{SAE}/sheet", "b_enc[1,1]", "1"),
    ("/", "exercise", "{"),
    ("/marks", "links", f"https://example.org{SAE}/practice?seed=87&answers=1,2"),
]


@pytest.fixture
def worked_on_the_loop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was made on a thread that runs an event loop, of pages, codes and sheets of numbers."""
    found: list[str] = []
    for owner, name in ((jinja2.Template, "render"), (segno, "make"), (Sheet, "__init__")):
        monkeypatch.setattr(owner, name, watched(getattr(owner, name), name, found))
    BUILD_PAGES.clear()
    return found


def watched(make: Callable[..., Any], name: str, found: list[str]) -> Callable[..., Any]:
    """The same, which notes where it runs."""

    def noted(*args: object, **named: object) -> object:
        if asyncio._get_running_loop():
            found.append(name)
        return make(*args, **named)

    return noted


@pytest.mark.parametrize("url", SEEN)
def test_nothing_is_made_on_the_event_loop(
    client: TestClient, worked_on_the_loop: list[str], url: str
) -> None:
    assert client.get(url).status_code in {200, 404, 422}
    assert worked_on_the_loop == []


@pytest.mark.parametrize(("url", "name", "value"), POSTED)
def test_no_edit_is_made_on_the_event_loop(
    client: TestClient, worked_on_the_loop: list[str], url: str, name: str, value: str
) -> None:
    answer = client.post(url, data={name: value}, headers={"hx-request": "true"})
    assert answer.status_code in {200, 422}
    assert worked_on_the_loop == []


def test_the_watch_sees_what_is_made_on_the_loop(worked_on_the_loop: list[str]) -> None:
    async def on_the_loop() -> None:
        segno.make("seen")

    with ThreadPoolExecutor(1) as beside:  # A browser's tests leave a loop running on this thread.
        beside.submit(lambda: asyncio.run(on_the_loop())).result()
    assert worked_on_the_loop == ["make"]
