"""The stage on a phone and with large letters: nothing scrolled sideways, targets large, swipes."""

from __future__ import annotations

from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, expect

from app.exercise.exercise import Base
from app.lessons import LESSONS
from tests.browser.many_pages import frames_of
from tests.browser.test_stage_look import SAE, looked_at, many_pages


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, server: str) -> None:
    """Nor with letters twice as large."""
    pages = ("1?cell=2,5", "3", "11", "12", "14", "overview", "sheet", "features", "l1", "training")
    more = ("practice", "8/practice", "3/worksheet", "1?present=1")
    others = ("/autoencoder", "/autoencoder/1", "/marks", "/glossary")
    addresses = ["/", SAE, *others, *(f"{SAE}/{page}" for page in (*pages, *more))]
    with many_pages(browser, server, addresses, has_touch=True, is_mobile=True) as found:
        for letters, widths in (("100%", (320, 360, 390, 768)), ("200%", (360, 390))):
            found.page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
            for width in widths:
                wide = found.measured((width, 740), "() => document.documentElement.scrollWidth")
                over = {address: most for address, most in wide.items() if most > width}
                assert over == {}, (letters, width)


@pytest.mark.parametrize("forced", ["none", "active"])
def test_no_page_scrolls_sideways_with_letters_twice_as_large(
    browser: Browser, server: str, forced: Literal["none", "active"]
) -> None:
    page = looked_at(browser, (1280, 800), forced_colors=forced)
    for path in (
        "/",
        SAE,
        *(f"{SAE}/{each}" for each in ("1?cell=2,5", "8", "sheet", "features", "l1", "worksheet")),
    ):
        page.goto(server + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.context.close()


def test_on_a_phone_targets_are_large_and_rows_and_columns_still_meet(browser: Browser, server: str) -> None:
    page = looked_at(browser, (360, 740), has_touch=True, is_mobile=True)
    page.goto(f"{server}{SAE}/1?cell=2,5")
    for target in page.locator(".stage td > :is(a, input), .controls .button, .timeline a").all():
        box = target.bounding_box()
        assert box is None or (box["width"] >= 41.5 and box["height"] >= 39.5), target.evaluate(
            "e => e.outerHTML"
        )
    row, column, cell = (page.locator(f"#{name}").bounding_box() for name in ("W_enc-2-1", "X-1-5", "Z-2-5"))
    assert row
    assert column
    assert cell
    assert cell["y"] == pytest.approx(row["y"], abs=1)
    assert cell["x"] == pytest.approx(column["x"], abs=1)
    page.goto(f"{server}{SAE}/1")
    above, below = (page.locator(f"#{name}").bounding_box() for name in ("X-1-5", "Z-2-5"))
    assert above
    assert below
    assert below["x"] == pytest.approx(above["x"], abs=1)
    page.context.close()


def test_the_current_cell_is_in_view_on_a_phone(browser: Browser, server: str) -> None:
    page = looked_at(browser, (360, 740), has_touch=True, is_mobile=True)
    page.goto(f"{server}{SAE}/1?cell=1,5")
    expect(page.locator("td.current")).to_be_in_viewport()
    page.context.close()


def test_a_swipe_goes_on_and_back(browser: Browser, server: str) -> None:
    page = looked_at(browser, (390, 844), has_touch=True, is_mobile=True)
    page.goto(f"{server}{SAE}/1?cell=1,1&pace=cell")
    swipe = """(from) => {
      const touch = (clientX) => new Touch({ identifier: 1, target: document.body, clientX, clientY: 300 });
      const send = (kind, x) => document.querySelector("h1").dispatchEvent(new TouchEvent(kind, {
        bubbles: true, touches: kind === "touchend" ? [] : [touch(x)], changedTouches: [touch(x)] }));
      send("touchstart", from);
      send("touchend", 400 - from);
    }"""
    page.evaluate(swipe, 300)
    expect(page).to_have_url(f"{server}{SAE}/1?cell=1,2&pace=cell")
    page.evaluate(swipe, 100)
    expect(page).to_have_url(f"{server}{SAE}/1?cell=1,1&pace=cell")
    page.context.close()


ROOM: Final = """() => {
  const board = document.querySelector(".board");
  return [board.scrollWidth - board.clientWidth, document.documentElement.scrollWidth - innerWidth];
}"""


def test_on_a_tablet_every_step_has_room(browser: Browser, server: str) -> None:
    """Trained, which makes the widest numbers."""
    frames = frames_of(LESSONS["sparse-autoencoder"], Base(), lambda count: count - 1, 1000)
    addresses = [*frames, f"{SAE}/8?cell=S,2,2", f"{SAE}/14", "/autoencoder/7?updates=1000&cell=dZ4,4,4"]
    with many_pages(browser, server, addresses, has_touch=True) as pages:
        for size in ((820, 1180), (768, 1024)):
            for address, found in pages.measured(size, ROOM).items():
                assert max(found) <= 0, (size, address, found)


def test_on_a_phone_a_whole_step_has_room_too(browser: Browser, server: str) -> None:
    """Where no cell is chosen yet, all of every matrix is seen: to be read, and to be filled in."""
    views = ("1", "3", "8", "12?result=df", "12?result=dZ", "13", "13?result=db_enc")
    filled = ("1", "3", "12", "13", "14")
    steps = [f"{SAE}/{each}" for each in (*views, *(f"{each}/practice" for each in filled))]
    addresses = [*steps, f"{SAE}/12/practice?result=df", "/autoencoder/2", "/autoencoder/7/practice"]
    with many_pages(browser, server, addresses, has_touch=True, is_mobile=True) as pages:
        for size in ((360, 640), (390, 844)):
            for address, found in pages.measured(size, ROOM).items():
                assert max(found) <= 0, (size, address, found)
