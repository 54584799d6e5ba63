"""No line of any exercise is cut: whatever the numbers, the working is as wide as its panel at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from app.exercise.exercise import Base
from app.lessons import LESSONS
from tests.browser.alive import opened
from tests.browser.many_pages import ManyPages, frames_of
from tests.long import sampled

CUT: Final = """() => {
  const told = [...document.querySelectorAll(".derivation, .telling, .telling > :is(p, dl)")];
  const panel = document.querySelector(".derivation");
  const right = panel.getBoundingClientRect().right - parseFloat(getComputedStyle(panel).paddingRight);
  const placed = (parts) =>
    [...panel.querySelectorAll(parts)].map((line) => [line, line.getBoundingClientRect()]);
  const [lines, terms] = [placed("math, h2, p"), placed("td math")];
  const meets = ([, a], k) => terms.slice(k + 1).some(([, b]) => a.right > b.left + 1 && b.right > a.left + 1
    && a.bottom > b.top + 4 && b.bottom > a.top + 4);
  const wide = told.filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth);
  return [
    ...wide.map((part) => `${part.className} ${part.scrollWidth} in ${part.clientWidth}`),
    ...terms.filter(meets).map(([line]) => `${line.textContent} over another`),
    ...lines.filter(([, box]) => box.right > right + 1).map(([line, box]) =>
      `${line.textContent} by ${Math.round(box.right - right)}`),
  ];
}"""
SAE, AUTOENCODER = LESSONS["sparse-autoencoder"], LESSONS["autoencoder"]
EXERCISES: Final = sampled(
    [
        (SAE, Base(), 0),
        (SAE, Base(), 1000),
        (AUTOENCODER, Base(), 1000),
        (SAE, Base(5, (11, 3), 4), 100),
    ],
    [(AUTOENCODER, Base(), 0), (SAE, Base(5, (4, 9), 5), 200), (SAE, Base(3, (10, 10), 10), 0)],
)
"""Numbers of many digits in sums of three, four and eleven products make the longest lines."""


def frames() -> Iterator[str]:
    """The last cell of every result of all of these exercises, and the first where there are few."""
    for lesson, base, updates in EXERCISES:
        yield from frames_of(lesson, base, lambda count: count - 1, updates)
        if (base, updates) == (Base(), 0):
            yield from frames_of(lesson, base, lambda _: 0, updates)


def test_no_line_of_any_exercise_is_wider_than_its_panel(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    pages = ManyPages.fetched(context.new_page(), "/sparse-autoencoder/1", dict.fromkeys(frames()))
    for size in ((1366, 768), (390, 844)):
        # How wide the panel and its lines are, nothing below the stage has a say in.
        cut = {address: found for address, found in pages.measured(size, CUT, ".map").items() if found}
        assert not cut, size
    context.close()


NAMES_WITHOUT_CELLS = """() => [...document.querySelectorAll(".at-frame .grid tbody th")].filter((name) =>
    name.checkVisibility() && name.textContent.trim() &&
    ![...name.parentElement.querySelectorAll("td")].some((cell) => cell.checkVisibility())).length"""


@pytest.mark.parametrize(
    "frame", ["12?cell=dZ,2,4", "11?cell=dW_dec,1,2", "8?cell=S,2,1&updates=1000", "1?cell=2,3"]
)
def test_on_a_phone_a_row_is_named_only_where_it_is_shown(fresh: Page, frame: str) -> None:
    fresh.set_viewport_size({"width": 390, "height": 844})
    opened(fresh, f"/sparse-autoencoder/{frame}")
    assert fresh.locator(".at-frame .grid td.current").is_visible()
    assert fresh.evaluate(NAMES_WITHOUT_CELLS) == 0
