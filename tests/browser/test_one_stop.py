"""A grid is one stop of the Tab key; a presenter's clicker holds no surprise; keyboards land at headings."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.alive import opened, settled, where

SAE = "/sparse-autoencoder"
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


def stops(page: Page, until: str) -> list[str]:
    """What the Tab key stops at from the top of the page, up to an element."""
    found: list[str] = []
    while until not in found and len(found) < 80:
        page.keyboard.press("Tab")
        found.append(str(page.evaluate(FOCUSED)))
    return found


def test_a_grid_the_steps_and_the_map_are_one_stop_each(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1?cell=2,3")
    walked = stops(fresh, "first")
    cells = [stop for stop in walked if re.fullmatch(r"\w+-\d+-\d+", stop)]
    assert set(cells) == {"X-1-1", "W_enc-1-1", "b_enc-1-1", "Z-2-3"}
    assert walked.index(cells[0]) < 12, "the stage is near"
    assert [stop for stop in walked if stop.isdecimal()] == ["1"]


def test_a_cell_is_called_what_its_headers_do_not_say(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1?cell=2,3")
    row = fresh.get_by_role("table", name="Z").get_by_role("row").nth(2)
    assert row.get_by_role("rowheader").inner_text() == "f2 capital"
    expect(row.get_by_role("link").nth(2)).to_have_accessible_name("Z: minus 1")
    expect(row.get_by_role("link").nth(3)).to_have_accessible_name("Z: blank")
    expect(fresh.locator("#W_enc-2-1")).to_have_accessible_name("W enc")


def test_arrows_walk_the_pages_of_a_lesson(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1?cell=2,3")
    fresh.locator(".lesson a").first.focus()
    fresh.keyboard.press("ArrowRight")
    assert fresh.evaluate(FOCUSED) == "Whole sheet"
    fresh.keyboard.press("Tab")
    assert fresh.evaluate(FOCUSED) == "1"


def test_tab_comes_back_to_the_cell_that_was_left(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1")
    fresh.locator("#W_enc-2-2").focus()
    fresh.keyboard.press("ArrowDown")
    fresh.keyboard.press("Tab")
    assert fresh.evaluate(FOCUSED) != "W_enc-3-3"
    fresh.keyboard.press("Shift+Tab")
    assert fresh.evaluate(FOCUSED) == "W_enc-3-2"
    fresh.locator("#Z-1-1").focus()
    fresh.keyboard.press("Enter")
    settled(fresh)
    assert fresh.locator("#W_enc-1-1").get_attribute("tabindex") is None
    assert fresh.locator("#W_enc-3-2").get_attribute("tabindex") == "-1"


def test_arrows_pass_over_cells_that_cannot_be_entered(fresh: Page) -> None:
    opened(fresh, f"{SAE}/6")
    fresh.keyboard.press("Tab")
    fresh.locator("#g-1-2").focus()
    fresh.keyboard.press("ArrowDown")
    landed = str(fresh.evaluate(FOCUSED))
    assert landed.startswith("g-")
    assert landed.endswith("-2")
    assert landed != "g-1-2"


def test_arrows_walk_the_steps_once_the_keyboard_is_there(fresh: Page) -> None:
    opened(fresh, f"{SAE}/2")
    while fresh.evaluate(FOCUSED) != "2":
        fresh.keyboard.press("Tab")
    fresh.keyboard.press("ArrowRight")
    assert fresh.evaluate(FOCUSED) == "3"
    assert where(fresh) == "sparse-autoencoder/2"


@pytest.mark.parametrize(
    ("at", "lands"),
    [("3", "2"), ("3?present=1", "2?present=1"), ("2?cell=2,2&pace=cell", "2?cell=2,1&pace=cell")],
)
def test_page_up_goes_from_a_finished_step_to_the_one_before(alive: Page, at: str, lands: str) -> None:
    opened(alive, f"{SAE}/{at}")
    alive.keyboard.press("PageUp")
    settled(alive)
    assert where(alive) == f"sparse-autoencoder/{lands}"


def test_a_presenter_darkens_the_screen_and_the_next_key_only_brings_it_back(alive: Page) -> None:
    opened(alive, f"{SAE}/2?cell=2,2&present=1")
    for key in (".", "b"):
        alive.keyboard.press(key)
        expect(alive.locator("#next")).to_be_hidden()
        alive.keyboard.press("PageDown")
        expect(alive.locator("#next")).to_be_visible()
        assert where(alive) == "sparse-autoencoder/2?cell=2,2&present=1"
    opened(alive, f"{SAE}/2?cell=2,2")
    alive.keyboard.press("b")
    expect(alive.locator("#next")).to_be_visible()


def test_a_link_followed_by_keyboard_lands_at_the_heading(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1")
    fresh.locator(".lesson a", has_text="Overview").focus()
    fresh.keyboard.press("Enter")
    settled(fresh)
    assert fresh.evaluate("document.activeElement.tagName") == "H1"
    fresh.locator(".lesson a", has_text="Whole sheet").click()
    settled(fresh)
    assert fresh.evaluate("document.activeElement.tagName") != "H1"


def test_undo_works_right_after_a_nudge(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1")
    cell = fresh.locator("#W_enc-2-2")
    cell.focus()
    fresh.keyboard.press("Alt+ArrowUp")
    settled(fresh)
    assert cell.input_value() == "1"
    fresh.keyboard.press("Control+z")
    settled(fresh)
    assert cell.input_value() == "0"
    fresh.keyboard.press("Control+y")
    settled(fresh)
    assert cell.input_value() == "1"


def test_what_is_printed_is_the_sheet_and_nothing_to_press(fresh: Page) -> None:
    fresh.set_viewport_size({"width": 703, "height": 1016})
    fresh.emulate_media(media="print")
    for address, hidden in (
        ("sheet", ".copy"),
        ("1/worksheet", ".options, .files"),
        ("1?cell=2,3", ".controls"),
    ):
        opened(fresh, f"{SAE}/{address}")
        assert fresh.locator(hidden).count()
        assert not [one for one in fresh.locator(hidden).all() if one.is_visible()]
    heading, stage, working = (fresh.locator(part).bounding_box() for part in ("h1", ".stage", ".derivation"))
    assert heading
    assert stage
    assert working
    assert heading["y"] < stage["y"] < working["y"]


def test_blank_tiles_are_seen_on_the_board(fresh: Page) -> None:
    fresh.emulate_media(color_scheme="dark")
    opened(fresh, f"{SAE}/1?cell=0&ask=1")
    stroke = fresh.locator(".tile .blank").first.evaluate("path => getComputedStyle(path).stroke")
    ground = fresh.evaluate("getComputedStyle(document.body).backgroundColor")
    levels = [[int(part) for part in colour.strip("rgb()").split(",")] for colour in (stroke, ground)]
    assert sum(abs(a - b) for a, b in zip(*levels, strict=True)) >= 60


def test_a_page_that_the_browser_translated_still_changes(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1?cell=2,2&pace=cell")
    fresh.wait_for_timeout(300)
    fresh.evaluate("""() => {
      const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walk.nextNode()) if (walk.currentNode.nodeValue.trim()) texts.push(walk.currentNode);
      texts.filter((text) => !text.parentElement.closest("svg, math")).forEach((text) => {
        const font = document.createElement("font");
        font.textContent = text.nodeValue;
        text.replaceWith(font);
      });
    }""")
    for cell in ("3", "4"):
        fresh.keyboard.press("ArrowRight")
        settled(fresh)
        expect(fresh.locator(".progress")).to_have_text(f"cell {int(cell) + 5} of 30")
        expect(fresh.locator("td.current a")).to_have_attribute("id", f"Z-2-{cell}")
        expect(fresh.locator("td.current")).not_to_be_empty()


def test_a_name_from_right_to_left_keeps_the_arrow(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1")
    field = fresh.locator("input[name='tokens[1]']")
    for name in ("שלום", "طوكيو"):
        field.fill(name)
        field.blur()
        settled(fresh)
    said = fresh.locator(".edited").inner_text()
    assert "\u2068שלום\u2069 → \u2068طوكيو\u2069" in said


def test_whoever_types_numbers_goes_on_with_tab(fresh: Page) -> None:
    opened(fresh, f"{SAE}/1")
    fresh.locator("#W_enc-1-1").focus()
    for text in ("5", "6", "0", "7"):
        fresh.keyboard.type(text)
        fresh.keyboard.press("Tab")
    settled(fresh)
    cells = [fresh.locator(f"#W_enc-{cell}") for cell in ("1-1", "1-2", "1-3", "2-1")]
    assert [cell.input_value() for cell in cells] == [*"5607"]
    assert fresh.evaluate(FOCUSED) == "W_enc-2-2"
    fresh.keyboard.press("Tab")
    assert not str(fresh.evaluate(FOCUSED)).startswith("W_enc")
