"""Said once, printed, in forced colours, and by keyboard alone from one end of a page to the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.alive import opened, settled, where

FRAME = "/sparse-autoencoder/1?cell=2,3&pace=cell"
HEAR = """() => {
    window.heard = [];
    window.region = document.getElementById("spoken");
    const told = () => heard.push(region.textContent);
    new MutationObserver(told).observe(region, { childList: true, characterData: true, subtree: true });
}"""
IS_SAME = "() => region === document.getElementById('spoken')"
PLACE = """() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
    return all.indexOf(document.activeElement);
}"""
STYLE = "(element, name) => getComputedStyle(element)[name]"


def heard(page: Page) -> list[str]:
    """What the live region was changed to since it was last asked."""
    return [str(text) for text in page.evaluate("heard.splice(0)")]


def test_each_frame_says_its_line_once_in_words(alive: Page) -> None:
    opened(alive, FRAME)
    alive.evaluate(HEAR)
    seen = set()
    for _ in range(12):
        alive.keyboard.press("ArrowRight")
        settled(alive)
        said = heard(alive)
        assert len(said) == 1, said
        assert re.fullmatch(r"Z \w+ \w+ is W enc .* which makes (minus )?\d+\.", said[0])
        seen.add(said[0])
    assert len(seen) == 12
    assert alive.evaluate(IS_SAME), "an element that is put in anew may stay unsaid"


def test_a_line_is_told_aloud_no_further_than_it_is_revealed(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder/1?cell=1,1&reveal=cells&ask=1")
    alive.evaluate(HEAR)
    spoken = alive.locator("#spoken")
    names = "Z Europe Paris is W enc Europe 1 times X 1 Paris, plus"
    expect(spoken).to_contain_text(names)
    expect(spoken).not_to_contain_text("minus 1")
    for tells in (rf"{names}.*minus 1 times 0.* times 1\.", rf"{names}.*, which makes 1\."):
        alive.keyboard.press("ArrowRight")
        settled(alive)
        assert [re.fullmatch(tells, said) is not None for said in heard(alive)] == [True]


def test_an_edit_is_told_where_it_changes_the_line(alive: Page) -> None:
    opened(alive, FRAME)
    alive.evaluate(HEAR)
    for cell, times in (("W_enc-6-1", 0), ("X-1-3", 1)):
        alive.locator(f"#{cell}").fill("7")
        alive.keyboard.press("Tab")
        settled(alive)
        assert len(heard(alive)) == times


def test_other_steps_are_told_by_the_same_voice(alive: Page) -> None:
    opened(alive, FRAME)
    alive.evaluate(HEAR)
    for _ in range(4):
        alive.keyboard.press("Shift+ArrowRight")
        settled(alive)
        assert len(heard(alive)) == 1
    assert alive.evaluate(IS_SAME)


@pytest.mark.parametrize("address", ["/", FRAME, "/autoencoder", "/sparse-autoencoder/3?present=1"])
def test_the_tab_key_walks_through_a_page_and_back_out(fresh: Page, address: str) -> None:
    opened(fresh, address)
    last = fresh.evaluate("document.querySelectorAll('a[href], button, input, select, summary').length")
    walked: list[int] = []
    while fresh.evaluate(PLACE) >= 0 or not walked:
        fresh.keyboard.press("Tab")
        walked.append(int(fresh.evaluate(PLACE)))
        assert len(walked) <= last + 5, "a trap"
    places = [place for place in walked if place >= 0]
    assert len(places) == len(set(places)) > 10
    fresh.keyboard.press("Shift+Tab")
    fresh.keyboard.press("Shift+Tab")
    assert fresh.evaluate(PLACE) == places[-2]


@pytest.mark.parametrize(
    "address", ["/", "/glossary", "/docs", "/sparse-autoencoder", "/autoencoder/3", FRAME]
)
def test_print_is_ink_on_white_and_nothing_is_cut(fresh: Page, address: str) -> None:
    fresh.set_viewport_size({"width": 703, "height": 1016})  # A4 without its margins, 96 to the inch
    opened(fresh, address)
    fresh.evaluate("document.documentElement.dataset.theme = 'board'")
    fresh.emulate_media(media="print")
    assert fresh.evaluate("document.documentElement.scrollWidth") <= 703
    assert fresh.locator("html").evaluate(STYLE, "colorScheme") == "light"
    assert fresh.locator("body").evaluate(STYLE, "backgroundColor") == "rgba(0, 0, 0, 0)"
    for part in fresh.locator(".derivation .pair, .grid td.lit").all():
        assert part.evaluate(STYLE, "backgroundColor") == "rgba(0, 0, 0, 0)", "grounds are not printed"
    for hidden in fresh.locator("header.site, footer.site, .controls, .editing, .skip").all():
        expect(hidden).to_be_hidden()
    expect(fresh.locator("h1")).to_be_visible()


def test_forced_colours_leave_what_matters_to_be_seen(fresh: Page) -> None:
    fresh.emulate_media(forced_colors="active")
    opened(fresh, FRAME)
    lit, plain = fresh.locator("td.lit").first, fresh.locator("td.given:not(.lit)").first
    assert plain.evaluate(STYLE, "outlineStyle") == "none"
    assert lit.evaluate(STYLE, "outline").endswith("solid 3px")
    assert fresh.locator("td.current").evaluate(STYLE, "outline").endswith("solid 5px")
    now, other = (
        fresh.locator(".timeline a[aria-current]"),
        fresh.locator(".timeline a:not([aria-current])").first,
    )
    assert now.evaluate(STYLE, "backgroundColor") != other.evaluate(STYLE, "backgroundColor")
    fresh.keyboard.press("ArrowRight")
    settled(fresh)
    assert "cell=2,4" in where(fresh)
