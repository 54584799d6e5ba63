"""Practice in a narrow window: all of it has room, what is pressed stays, what is said is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.alive import Served, listening, opened, settled

START = "/sparse-autoencoder/1/practice"
ON_PHONES = (
    "1/practice",
    "11/practice?result=dW_dec",
    "4/practice?answers=;;;1.73,2,x",
    "practice?answers=1,3&record=.5b",
)
PHONES = ((360, 740), (390, 844))


@pytest.mark.parametrize("size", [(360, 740), (1024, 768)], ids=str)
def test_a_button_pressed_from_a_cell_stays_under_the_pointer(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    """The button goes down in a cell's line and up where it went down: the hint is told."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    context = browser.new_context(base_url=served.url, viewport=viewport)
    listening(context)
    page = context.new_page()
    for step in (1, 3, 4, 13):
        opened(page, f"/sparse-autoencoder/{step}/practice")
        page.locator("td.asked input").first.focus()
        page.locator("#hint").evaluate("button => button.scrollIntoView({ block: 'center' })")
        before = page.locator("#hint").bounding_box()
        assert before is not None
        page.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
        page.mouse.down()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.locator("#hint").bounding_box() == before, step
        page.mouse.up()
        page.wait_for_url("**record=**")
        settled(page)
        page.locator("#next").click()
        settled(page)
        assert page.locator("#line").inner_text() == "", step
    context.close()


@pytest.mark.parametrize("size", PHONES, ids=str)
@pytest.mark.parametrize("page_of", ON_PHONES)
def test_a_phone_has_room_for_all_of_it(
    browser: Browser, served: Served, size: tuple[int, int], page_of: str
) -> None:
    """The page never scrolls sideways, and what is pressed is large enough."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    context = browser.new_context(base_url=served.url, viewport=viewport, has_touch=True)
    page = context.new_page()
    page.goto(f"/sparse-autoencoder/{page_of}")
    wide, room = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert wide <= room
    cut = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className)"
    assert page.locator(".scroll").evaluate_all(cut) == []
    low = "all => all.filter((one) => one.getBoundingClientRect().height < 40).map((one) => one.outerHTML)"
    assert page.locator(".controls button, td.asked input").evaluate_all(low) == []
    without_minus = page.locator("td.asked input:not([inputmode=text])")
    assert without_minus.count() == 0
    context.close()


def test_on_a_phone_the_last_note_is_seen_at_once_and_covers_no_cell(
    browser: Browser, served: Served
) -> None:
    """Told at the foot of the screen, while the next cell, which stood just above it, stays in sight."""
    context = browser.new_context(base_url=served.url, viewport={"width": 360, "height": 740}, has_touch=True)
    listening(context)
    page = context.new_page()
    opened(page, START)
    page.locator("#Z-4-2").focus()
    page.evaluate(
        """() => {
          const place = (id) => document.getElementById(id).getBoundingClientRect();
          scrollBy(0, place("Z-4-2").bottom + 10 - place("controls").top);
        }"""
    )
    page.keyboard.type("77")
    page.keyboard.press("Tab")
    page.wait_for_selector("td.not-yet #Z-4-2")
    settled(page)
    expect(page.locator(".last-said")).to_be_in_viewport(ratio=1)
    expect(page.locator(".last-said")).to_contain_text("Combine row 4")
    cell, bar = (page.locator(name).bounding_box() for name in ("#Z-4-3", "#controls"))
    assert cell is not None
    assert bar is not None
    assert cell["y"] + cell["height"] < bar["y"]
    assert bar["y"] + bar["height"] <= 740
    context.close()


READ = """() => {
  const within = ({ left, right, top, bottom, width }, room) =>
    width > 0 && left >= 0 && right <= innerWidth && top >= 0 && bottom <= room;
  const cell = document.activeElement.closest("td.asked");
  const bar = document.getElementById("controls").getBoundingClientRect();
  const room = Math.min(innerHeight, bar.top);
  const cellOf = (id) => document.getElementById(id)?.closest("td");
  const read = cell.dataset.from.split(" ").map(cellOf).filter(Boolean);
  const all = [cell, ...read].map((one) => within(one.getBoundingClientRect(), room));
  return { asked: document.activeElement.id, read: read.length, all: all.every(Boolean) };
}"""
KEYBOARD = 300
LARGE = "seed=5&dims=8,12&examples=8"
WORKED = (
    "sparse-autoencoder/1/practice",
    "sparse-autoencoder/3/practice",
    "sparse-autoencoder/5/practice",
    "sparse-autoencoder/11/practice?result=D",
    "sparse-autoencoder/12/practice",
    "sparse-autoencoder/13/practice",
    "sparse-autoencoder/14/practice",
    f"sparse-autoencoder/1/practice?{LARGE}",
    f"sparse-autoencoder/3/practice?{LARGE}",
    f"sparse-autoencoder/11/practice?{LARGE}",
    f"sparse-autoencoder/13/practice?{LARGE}",
    f"sparse-autoencoder/14/practice?{LARGE}",
    "autoencoder/2/practice",
    "autoencoder/5/practice",
    "autoencoder/7/practice",
)


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_what_a_cell_reads_is_seen_beside_it_above_the_keyboard(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    """Every number of the line and the cell stand in the window at once, and so they do at the next cell."""
    viewport: ViewportSize = {"width": size[0], "height": size[1] - KEYBOARD}
    context = browser.new_context(base_url=served.url, viewport=viewport, has_touch=True)
    listening(context)
    page = context.new_page()
    for address in WORKED:
        opened(page, f"/{address}")
        cells = page.locator("td.asked input")
        cells.nth(cells.count() // 2).tap()
        first = page.evaluate(READ)
        assert first["all"], (address, first)
        assert first["read"] > 0, address
        page.keyboard.type("77")
        page.keyboard.press("Tab")
        settled(page)
        after = page.evaluate(READ)
        assert after["all"], (address, after)
        assert after["asked"] != first["asked"], address
        page.locator("#title").tap()
        assert page.locator(".at-frame").count() == 0
        assert cells.nth(0).bounding_box(), address
    context.close()
