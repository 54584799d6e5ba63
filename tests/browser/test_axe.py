"""axe-core finds nothing on any page, in any theme, size or mode; and the pages hold at 400 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.web.paths import STATIC
from tests.browser.alive import Served
from tests.browser.judged_once import mark_what_is_new
from tests.long import sampled
from tests.piles import piled

Theme = Literal["light", "dark"]
Rules = Mapping[str, Any]
PAGES = {
    "home": "/",
    "docs": "/docs",
    "glossary": "/glossary",
    "marks": "/marks",
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
    "trying": "/sparse-autoencoder/1?cell=1,1&reveal=cells&ask=1&guess=2&pace=try",
    "projecting": "/sparse-autoencoder/3?cell=1,2&present=1",
    "recipe": "/sparse-autoencoder/3?view=recipe",
    "edited": "/sparse-autoencoder/1?X=3,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&compare=preset",
    "sheet": "/autoencoder/sheet",
    "overview": "/sparse-autoencoder/overview",
    "experiment": "/sparse-autoencoder/experiments/dead-feature?predicted=lower",
    "look": "/sparse-autoencoder/13?lambda=1&look=dead-feature,3&predicted=;;no",
    "practice": "/sparse-autoencoder/1/practice?cell=1,2&answers=7,3,~1,~2,~3,1,0,x&record=6-5-",
    "practice of several results": "/sparse-autoencoder/11/practice?fade=0&check=end&answers=*20;3",
    "an attempt": "/sparse-autoencoder/practice?answers=1,3,0&record=.5b5b",
    "cannot be read": "/sparse-autoencoder/1?X=a&lambda=b",
    "not found": "/nothing/here",
}
SIZES = ((1366, 768), (390, 8000))
"""A phone as high as the longest page: else the bar that stays in sight would cover what is just below it."""
PROJECTOR = (1920, 1080)
"""Nothing but sizes changes beyond a laptop's width, which a test holds: only what projects is looked at."""
THEMES: tuple[Theme, ...] = ("light", "dark")
COLOURS = ("color-contrast", "link-in-text-block")
OF_COLOURS: Rules = {"runOnly": {"type": "rule", "values": COLOURS}}
OF_SHAPE: Rules = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": False} for rule in COLOURS},
}
SCROLLED = """() => [document.scrollingElement.scrollWidth, innerWidth]"""


@pytest.fixture(scope="module")
def page(browser: Browser, serving: Served) -> Iterator[Page]:
    """One page for all addresses, in which nothing moves."""
    context = browser.new_context(base_url=serving.url, reduced_motion="reduce", bypass_csp=True)
    yield context.new_page()
    context.close()


def complaints(page: Page, *, of_shape: bool) -> list[str]:
    """What axe-core finds wrong: the rule, and the elements; of what looks alike one is judged."""
    found = broken(page, OF_COLOURS) if mark_what_is_new(page, COLOURS) else []
    if of_shape:
        mark_what_is_new(page, ["target-size"])
        found += broken(page, OF_SHAPE)
    return found


def broken(page: Page, rules: Rules) -> list[str]:
    """The rules that are broken, and where."""
    options = {"resultTypes": ["violations"], **rules}
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{found['id']}: {node['html'][:200]} {node['failureSummary']}"
        for found in violations
        for node in found["nodes"]
    ]


def assert_axe_finds_nothing(page: Page, sizes: Sequence[tuple[int, int]] = SIZES) -> None:
    """In each of these sizes: the contrasts in both themes, which change nothing else, all else in one.

    What only a phone shows is in colours that a laptop shows as well: it is looked at by night in a long run.
    """
    page.evaluate(Axe().axe_script)
    kept: list[tuple[tuple[int, int], Theme]] = [*product(sizes[:-1], THEMES), (sizes[-1], "light")]
    others: list[tuple[tuple[int, int], Theme]] = [(sizes[-1], "dark")]
    for (width, height), theme in sampled(kept, others):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        assert not complaints(page, of_shape=theme == "light"), (theme, width)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, name: str) -> None:
    """On paper and on the board, in every size, projected where one projects."""
    page.goto(PAGES[name])
    assert_axe_finds_nothing(page, (PROJECTOR, *SIZES) if "present=1" in PAGES[name] else SIZES)


def test_axe_finds_nothing_in_the_marks_of_a_pile(page: Page) -> None:
    """Two lessons, a line that is lost, every kind of count."""
    lines = [*piled(6, steps=3), *piled(2, "autoencoder", steps=2), "no link"]
    page.goto("/marks")
    page.locator("#links").fill("\n".join(lines))
    page.get_by_role("button", name="Mark them").click()
    page.locator("table.marks").first.wait_for()
    assert_axe_finds_nothing(page)


def test_beyond_a_laptop_only_sizes_change() -> None:
    """What is shown and in which colour is the same from there on, so that one size stands for all."""
    laptop, projector = (width / 16 for width in (SIZES[0][0], PROJECTOR[0]))
    css = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    queries = re.findall(r"@media ([^{]*width[^{]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", css)
    between = [
        body
        for query, body in queries
        if any(laptop < float(bound) <= projector for bound in re.findall(r"([\d.]+)rem", query))
    ]
    assert len(between) > 1
    declared = {name for body in between for name in re.findall(r"([\w-]+):\s*[^;{}]+[;}]", body)}
    spaces = r"--figure|--cell|(row-|column-)?gap|(margin|padding).*|left|letter-spacing|vertical-align"
    sizes = rf"{spaces}|(max|min)-(width|height)|font-size"
    assert {name for name in declared if not re.fullmatch(sizes, name)} == set()


WRONG = """<div><img src=/static/none.png><img src=/static/none.png>
  <p>Some words <a href="/a" class="plain">a way</a> and more <a href="/b" class="plain other">another</a></p>
  <button class="small">1</button><button class="small">2</button></div>"""
EXPECTED = {"image-alt": "img", "link-in-text-block": "plain", "target-size": "small"}
WRONG_STYLE = """p:has(.plain) { color: #000; background: #fff; }
  .plain { all: unset; color: #333; }
  .other { color: #444; }
  .small { all: unset; display: inline-block; width: 12px; height: 12px; font-size: 9px; }"""


def test_axe_sees_what_is_wrong(page: Page) -> None:
    """In both themes, and each of two of a kind: rules by other names would find nothing on any page."""
    page.goto("/")
    page.evaluate(Axe().axe_script)
    page.evaluate("document.querySelector('h1').style.color = 'light-dark(#eeeeee, #223333)'")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert any(line.startswith("color-contrast") for line in complaints(page, of_shape=False)), theme
    page.evaluate("(wrong) => document.querySelector('main').insertAdjacentHTML('afterbegin', wrong)", WRONG)
    page.add_style_tag(content=WRONG_STYLE)
    found = complaints(page, of_shape=True)
    for rule, what in EXPECTED.items():
        assert sum(line.startswith(rule) and what in line for line in found) == 2, (rule, found)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_scrolled_sideways_at_400_percent(page: Page, name: str) -> None:
    """1280 by 1024 magnified four times; a matrix may scroll in its own frame."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(PAGES[name])
    wide, window = page.evaluate(SCROLLED)
    assert wide <= window
