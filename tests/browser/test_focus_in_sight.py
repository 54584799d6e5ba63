"""What has the focus can be seen and is under no other thing, and what a name offers covers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_stage_look import SAE

FOCUSED: Final = """() => {
  const element = document.activeElement;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const inside = [(left + right) / 2, Math.min((top + bottom) / 2, top + 20)];
  const there = document.elementFromPoint(...inside);
  return {
    at: element === document.body ? "" : `${element.tagName} ${element.id} ${element.textContent.trim()}`,
    isSeen: !!there && (element.contains(there) || there.contains(element)),
    hasRing: getComputedStyle(element).outlineStyle !== "none",
  };
}"""
OFFERED: Final = """() => [...document.querySelectorAll(".stage caption")].map((caption) => {
  const boxes = [...caption.querySelectorAll(".copy")].map((one) => one.getBoundingClientRect());
  const cells = [...document.querySelectorAll(".stage td, .stage caption > a, .stage caption math")]
    .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
  const apart = (end, start) => end <= start + 1;
  const meet = (a, b) => !apart(a.right, b.left) && !apart(b.right, a.left)
    && !apart(a.bottom, b.top) && !apart(b.bottom, a.top);
  const offers = boxes.filter(({ width }) => width > 2);
  const others = (k) => [...offers.slice(k + 1), ...cells];
  return offers.flatMap((one, k) => others(k).filter((other) => meet(one, other))).length;
})"""


@pytest.fixture(scope="module")
def looked(browser: Browser) -> Iterator[Page]:
    """One page for all of these, in which nothing moves."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [(1024, 768), (390, 844)])
@pytest.mark.parametrize(
    "page", ["1?cell=2,3", "8?updates=1000&cell=L1_weighted,1,1", "1/practice", "training"]
)
def test_every_stop_is_in_sight(looked: Page, server: str, page: str, size: tuple[int, int]) -> None:
    looked.set_viewport_size({"width": size[0], "height": size[1]})
    looked.goto(f"{server}{SAE}/{page}")
    stops = 0
    while (stops := stops + 1) < 60:
        looked.keyboard.press("Tab")
        found = looked.evaluate(FOCUSED)
        if not found["at"]:
            break
        assert found["isSeen"], found
        assert found["hasRing"], found
    assert stops > 20


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768), (390, 844)])
@pytest.mark.parametrize("page", ["1?cell=2,3", "3?updates=1000", "14", "5"])
def test_copy_and_paste_stand_beside_each_other_and_over_no_number(
    looked: Page, server: str, page: str, size: tuple[int, int]
) -> None:
    looked.set_viewport_size({"width": size[0], "height": size[1]})
    looked.goto(f"{server}{SAE}/{page}")
    looked.evaluate("document.fonts.ready")
    found = looked.evaluate(OFFERED)
    assert found
    assert not any(found), found
