"""Try before told, by keyboard in two browsers, on a phone without scripts, and played."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

BLANK = "/sparse-autoencoder/1?cell=0&ask=1&pace=try"
FIRST = re.compile(r"cell=1,1&reveal=cells&ask=1&pace=try$")
SECOND = re.compile(r"cell=1,2&reveal=cells&ask=1&pace=try$")


@pytest.fixture
def page(either: Browser, server: str) -> Iterator[Page]:
    """The step's blank."""
    context = either.new_context(base_url=server)
    found = context.new_page()
    found.goto(BLANK)
    yield found
    context.close()


def test_numbers_and_enter_are_all_that_is_needed(page: Page) -> None:
    """A wrong one explained, mended, and on; then one given up, told, and on."""
    guess = page.locator("#guess")
    page.locator("#next").click()
    expect(page).to_have_url(FIRST)
    expect(guess).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator(".guess .says")).to_contain_text("The bias is missing")
    expect(page.locator("#spoken")).to_contain_text("Not yet. The bias is missing")
    expect(guess).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("p.guess")).to_contain_text("Guessed: 1, right.")
    expect(page.locator("#next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(SECOND)
    expect(guess).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator(".guess .says")).to_contain_text("Not yet.")
    expect(guess).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("p.guess")).to_contain_text("Guessed: 9, not so.")
    expect(page.locator("#Z-1-2")).to_have_text("2")
    expect(page.locator("#next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("cell=1,3&reveal=cells"))


def test_play_stops_at_the_cell_that_waits(page: Page) -> None:
    page.locator("#tempo").select_option("500")
    page.locator("#play").click()
    expect(page).to_have_url(FIRST)
    expect(page.locator("#play")).to_have_text("Play")


def test_without_scripts_on_a_phone(either: Browser, server: str) -> None:
    size = {"width": 390, "height": 844}
    context = either.new_context(base_url=server, java_script_enabled=False, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(BLANK)
    page.locator("#next").click()
    page.locator("#guess").fill("2")
    page.locator("#guess").press("Enter")
    expect(page.locator(".guess .says")).to_contain_text("The bias is missing")
    page.locator("#guess").fill("1")
    page.locator("#guess").press("Enter")
    expect(page.locator("p.guess")).to_contain_text("right.")
    page.locator("#next").click()
    expect(page).to_have_url(SECOND)
    context.close()
