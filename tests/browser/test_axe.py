"""axe-core finds nothing on any page, in any theme, size or mode; and the pages hold at 400 %."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.alive import Served

PAGES = {
    "home": "/",
    "docs": "/docs",
    "glossary": "/glossary",
    "introduction": "/sparse-autoencoder",
    "other numbers": "/autoencoder?seed=7",
    "step": "/sparse-autoencoder/1",
    "step of several results": "/sparse-autoencoder/11",
    "end": "/autoencoder/11",
    "blank": "/autoencoder/2?cell=0",
    "frame": "/sparse-autoencoder/1?cell=2,3",
    "frame of a norm": "/sparse-autoencoder/4?cell=1,2",
    "frame of a long sum": "/sparse-autoencoder/8?cell=L1_weighted,1,1",
    "asking": "/sparse-autoencoder/2?cell=2,3&reveal=cells&ask=1",
    "projecting": "/sparse-autoencoder/3?cell=1,2&present=1",
    "recipe": "/sparse-autoencoder/3?view=recipe",
    "edited": "/sparse-autoencoder/1?X=3,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&compare=preset",
    "sheet": "/autoencoder/sheet",
    "overview": "/sparse-autoencoder/overview",
    "cannot be read": "/sparse-autoencoder/1?X=a&lambda=b",
    "not found": "/nothing/here",
}
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768), "phone": (390, 8000)}
"""A phone as high as the longest page: else the bar that stays in sight would cover what is just below it."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCROLLED = """() => [document.scrollingElement.scrollWidth, innerWidth]"""


@pytest.fixture(scope="module", params=["light", "dark"], ids=["paper", "board"])
def themed(browser: Browser, serving: Served, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A window in one of the themes, in which nothing moves."""
    context = browser.new_context(
        base_url=serving.url, color_scheme=request.param, reduced_motion="reduce", bypass_csp=True
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(themed: BrowserContext) -> Page:
    """One page for all addresses."""
    return themed.new_page()


def complaints(page: Page) -> list[str]:
    """What axe-core finds wrong: the rule, and the elements."""
    response = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response
    return [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary']}"
        for found in response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, name: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(PAGES[name])
    assert not complaints(page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_scrolled_sideways_at_400_percent(page: Page, name: str) -> None:
    """1280 by 1024 magnified four times; a matrix may scroll in its own frame."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(PAGES[name])
    wide, window = page.evaluate(SCROLLED)
    assert wide <= window
