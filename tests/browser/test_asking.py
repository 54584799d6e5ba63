"""Asking a class, with JavaScript and without: nothing is told too soon, a guess stays beside the value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, listening, opened, settled, where

STEP = "/sparse-autoencoder/1"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """A page with JavaScript, then one without."""
    context = browser.new_context(base_url=served.url, java_script_enabled=request.param)
    said = listening(context)
    yield context.new_page()
    context.close()
    assert not said


def has_scripts(page: Page) -> bool:
    return bool(page.locator("#play").is_visible())


def landed(page: Page) -> None:
    if has_scripts(page):
        settled(page)
    else:
        page.wait_for_load_state()


def pressed(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    landed(page)


def arrived(page: Page, address: str) -> None:
    page.goto(address)
    if has_scripts(page):
        opened(page, address)


def test_asking_hides_results_tints_and_marks(page: Page) -> None:
    arrived(page, STEP)
    assert page.locator("td.worked").count() == 30
    pressed(page, "#ask")
    assert where(page) == "sparse-autoencoder/1?cell=0&ask=1"
    expect(page.locator("td.worked")).to_have_count(0)
    cells = page.locator("td.blank").evaluate_all("all => all.map(td => td.className)")
    assert len(cells) == 30
    assert not any("plus" in classes or "minus" in classes for classes in cells)
    pressed(page, ".timeline a >> text='8'")
    assert "cell=0&ask=1" in where(page)
    expect(page.locator("td.worked", has=page.locator("[id^=S-]"))).to_have_count(0)
    page.reload()
    expect(page.locator("td.worked", has=page.locator("[id^=S-]"))).to_have_count(0)


def test_three_presses_tell_operands_products_and_value(page: Page) -> None:
    arrived(page, f"{STEP}?cell=0&ask=1")
    stages = page.locator(".derivation tr")
    for revealed in (1, 3):
        pressed(page, "#next")
        assert (stages.count(), page.locator("#Z-1-1").inner_text()) == (revealed, "")
    pressed(page, "#next")
    assert page.locator("#Z-1-1").inner_text() != ""
    assert where(page) == "sparse-autoencoder/1?cell=1,1&ask=1"


@pytest.mark.parametrize(("guess", "verdict"), [("-1", "right"), ("4", "not so")])
def test_a_guess_is_kept_beside_the_value(page: Page, guess: str, verdict: str) -> None:
    arrived(page, f"{STEP}?cell=2,3&reveal=cells&ask=1")
    before = page.evaluate("history.length") if has_scripts(page) else 0
    page.locator("#guess").fill(guess)
    page.locator("#guess").press("Enter")
    page.wait_for_url(f"**&guess={guess}")
    landed(page)
    assert page.locator("#guess").input_value() == guess
    pressed(page, "#next")
    assert page.locator("#guess").input_value() == guess
    pressed(page, "#next")
    expect(page.locator(".guess")).to_contain_text(f"Guessed: {guess}, {verdict}")
    expect(page.locator("#Z-2-3")).to_have_text("−1")
    assert f"guess={guess}" in where(page)
    if before:
        assert page.evaluate("history.length") == before, "a guess is looking, not editing"
    pressed(page, "#next")
    assert "guess" not in where(page)


def test_a_guess_leaves_the_keys_to_the_frames(alive: Page, served: Served) -> None:
    opened(alive, f"{STEP}?cell=2,3&reveal=cells&ask=1")
    alive.locator("#guess").focus()
    alive.keyboard.type("3")
    served.asked.clear()
    alive.keyboard.press("Enter")
    alive.keyboard.press("ArrowRight")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/1?cell=2,3&reveal=products&ask=1&guess=3"
    assert sum(asked.startswith("POST") for asked in served.asked) == 1


def test_the_key_asks_and_stops_asking(alive: Page) -> None:
    opened(alive, STEP)
    alive.keyboard.press("a")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/1?cell=0&ask=1"
    alive.keyboard.press("a")
    settled(alive)
    assert "ask" not in where(alive)
