"""On the commonest projector what is said over a step is whole, and all below it; steps are in sight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.alive import opened, settled

REFUSED = "typed=W_enc%5B1,1%5D%3Dabc%26W_enc%5B1,2%5D%3D1e400"
OVER = """() => [...document.querySelectorAll(".working > :is(.notice, .problems)")].flatMap((bar) => {
  const low = bar.getBoundingClientRect().bottom;
  const ends = (part) => part.getBoundingClientRect().bottom;
  const isCut = (part) => part.scrollHeight > part.clientHeight + 1;
  return [...bar.children].filter((part) => isCut(part) || ends(part) > low + 1);
}).map((part) => part.textContent)"""
CUT = """() => [...document.querySelectorAll(".problems :is(ul, button, a, h2)")].filter((part) => {
  const { bottom, right } = part.getBoundingClientRect();
  const bar = document.querySelector(".problems").getBoundingClientRect();
  const isScrolled = part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).display !== "inline";
  return isScrolled || bottom > bar.bottom + 1 || right > bar.right + 1;
}).map((part) => part.textContent)"""
BEYOND = """() => [...document.querySelectorAll(".derivation .pair")].filter((chip) => {
  const room = chip.closest(".derivation").getBoundingClientRect();
  return chip.getBoundingClientRect().right > room.right - 4;
}).map((chip) => chip.textContent)"""


@pytest.fixture
def projected(fresh: Page) -> Page:
    """A page as large as the commonest projector."""
    fresh.set_viewport_size({"width": 1024, "height": 768})
    return fresh


@pytest.mark.parametrize(
    ("address", "bars"),
    [
        (f"1?{REFUSED}", 1),
        (f"2?updates=300&{REFUSED}", 2),
        ("2?updates=1000&look=lambda,2&predicted=;I+expect+fewer+features", 2),
        (f"2?updates=1000&look=mixed-signs,1&{REFUSED}", 3),
    ],
)
def test_bars_over_a_step_are_whole_and_leave_room_for_all_below(
    projected: Page, address: str, bars: int
) -> None:
    projected.goto(f"/sparse-autoencoder/{address}")
    expect(projected.locator(".working > :is(.notice, .problems)")).to_have_count(bars)
    assert projected.evaluate(OVER) == []
    below, controls = (projected.locator(each).bounding_box() for each in (".below", ".controls"))
    assert below
    assert controls
    assert below["y"] + below["height"] <= controls["y"] + 1
    assert controls["y"] + controls["height"] <= 768


@pytest.mark.parametrize("presenting", ["", "present=1&"])
def test_a_refused_block_and_all_its_ways_leave_the_stage_its_room(projected: Page, presenting: str) -> None:
    """Nothing of it is cut, and a class still sees the cell and what it reads."""
    block = "1%2509" * 6 + "%250A" + "2%2509" * 6 + "%250A" + "3%2509" * 6
    typed = f"typed=at=W_enc%255B1,1%255D%26paste={block}%26do=paste"
    projected.goto(f"/sparse-autoencoder/1?cell=1,1&{presenting}{typed}")
    expect(projected.get_by_role("button", name="Transpose it to 6×3")).to_be_visible()
    bar, controls = (projected.locator(each).bounding_box() for each in (".problems", ".controls"))
    assert bar
    assert controls
    assert bar["height"] < 768 / 4
    assert projected.evaluate(CUT) == []
    for part in ("#Z-1-1", "#X-1-1", "#W_enc-1-1", ".below"):
        box = projected.locator(part).bounding_box()
        assert box, part
        assert box["y"] >= bar["y"] + bar["height"] - 1, part
        assert box["y"] + box["height"] <= controls["y"] + 1, part


def test_what_was_refused_elsewhere_leads_to_its_cell_with_what_was_typed(projected: Page) -> None:
    projected.goto(f"/sparse-autoencoder/2?{REFUSED}")
    projected.get_by_role("link", name="W_enc, row 1, column 1").click()
    expect(projected.locator("#W_enc-1-1")).to_have_value("abc")


@pytest.mark.parametrize("lesson", ["autoencoder", "sparse-autoencoder", "sparse-autoencoder-centred"])
def test_every_step_and_page_is_in_sight(projected: Page, lesson: str) -> None:
    projected.goto(f"/{lesson}/1")
    for link in projected.locator(":is(.timeline, .lesson) a").all():
        box = link.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1024
        assert link.evaluate(
            "a => a.contains(document.elementFromPoint("
            "a.getBoundingClientRect().right - 3, a.getBoundingClientRect().bottom - 8))"
        )


def test_no_chip_of_a_line_reaches_beyond_its_panel(projected: Page) -> None:
    for number in ("-1", "-2.345", "-12.345"):
        query = f"X=0,-1,-1,2,3;-2,-2,1,{number},1;2,1,1,1,-1"
        projected.goto(f"/sparse-autoencoder/13?cell=dW_enc,2,2&{query}")
        expect(projected.locator(".stage-numbers .pair")).not_to_have_count(0)
        assert projected.evaluate(BEYOND) == []


UNSEEN = """() => [...document.querySelectorAll(".stage td:is(.lit, .current)")].filter((cell) => {
  const room = document.querySelector(".board").getBoundingClientRect();
  const { left, right, top, bottom } = cell.getBoundingClientRect();
  return left < room.left || right > room.right || top < room.top || bottom > room.bottom;
}).map((cell) => cell.textContent)"""


@pytest.mark.parametrize(
    "address",
    [
        "/autoencoder/2?seed=3&dims=10,10,10,10,10&examples=10&cell=Z1,10,9",
        "/sparse-autoencoder/1?seed=3&dims=10,10&updates=5&cell=10,5",
    ],
)
def test_below_a_bar_the_cell_is_in_sight_with_all_that_it_reads(fresh: Page, address: str) -> None:
    fresh.set_viewport_size({"width": 1366, "height": 768})
    fresh.goto(address)
    expect(fresh.locator(".working > .notice")).to_be_visible()
    expect(fresh.locator("td.lit")).to_have_count(22)
    fresh.wait_for_function(f"() => ({UNSEEN})().length === 0")


def test_a_board_without_the_room_for_all_is_scrolled_to_the_cell(projected: Page) -> None:
    """Down as well as sideways, and again at each frame."""
    projected.set_viewport_size({"width": 1024, "height": 600})
    projected.goto("/autoencoder/2?seed=3&dims=10,10,10,10,10&examples=10&pace=cell&cell=Z1,9,10")
    current = projected.locator("td.current")
    expect(current).to_be_in_viewport(ratio=1)
    projected.locator("#next").click()
    expect(projected.locator("td.current > #Z1-10-1")).to_be_in_viewport(ratio=1)
    projected.locator("#first").click()
    expect(current).to_have_count(0)
    projected.locator("#next").click()
    expect(projected.locator("td.current > #Z1-1-1")).to_be_in_viewport(ratio=1)


def test_a_board_stays_with_the_cell_that_is_typed_in(fresh: Page) -> None:
    """An edit works the page out anew, and whoever goes on by Tab still sees the next cell."""
    fresh.set_viewport_size({"width": 1366, "height": 768})
    opened(fresh, "/autoencoder/2?seed=3&dims=16,8,16&examples=16&cell=1,1")
    fresh.locator("#X-16-15").click()
    fresh.keyboard.type("3")
    fresh.keyboard.press("Tab")
    expect(fresh).to_have_url(re.compile("X="))
    settled(fresh)
    expect(fresh.locator("#X-16-16")).to_be_focused()
    fresh.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    expect(fresh.locator("#X-16-16")).to_be_in_viewport(ratio=0.9)
