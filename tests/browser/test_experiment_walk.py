"""An experiment walked there and back, with and without JavaScript, by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import is_marked, mark, opened, settled, where

EXPERIMENT = "sparse-autoencoder/experiments/dead-feature"
LOOK = "sparse-autoencoder/2?b_enc=-1;-1;1;-2;-1;-1&compare=preset&look=dead-feature,2"


@pytest.fixture
def plain(browser: Browser, server: str) -> Iterator[Page]:
    """A page of a browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False, base_url=server)
    yield context.new_page()
    context.close()


def test_what_is_predicted_is_kept_and_leads_there_and_back(alive: Page) -> None:
    """Typed and left it is in the address; a reload keeps it; Look takes along what was typed just before."""
    opened(alive, f"/{EXPERIMENT}")
    mark(alive)
    alive.locator("#predicted-1").fill("below -1")
    alive.locator("#predicted-1").press("Tab")
    alive.wait_for_url("**predicted=below*")
    settled(alive)
    alive.locator("#predicted-2").fill("only food; surely")
    alive.get_by_role("button", name="Look").nth(1).click()
    alive.wait_for_url("**look=dead-feature,2*")
    assert where(alive) == f"{LOOK}&predicted=below%20-1;only%20food%5C;%20surely"
    bar = alive.get_by_role("navigation", name="Experiment")
    expect(bar).to_contain_text("look 2 of 4")
    expect(bar).to_contain_text("You predicted: only food; surely")
    settled(alive)
    bar.get_by_role("link", name="Next look").click()
    alive.wait_for_url("**look=dead-feature,3*")
    expect(alive.locator("h1")).to_have_text("Backward: encoder")
    settled(alive)
    bar.get_by_role("link", name="Back to compare").click()
    alive.wait_for_url(f"**/{EXPERIMENT}?predicted=**#look-3")
    assert is_marked(alive), "no reload"
    expect(alive.locator("#predicted-1")).to_have_value("below -1")
    expect(alive.locator("#look-3")).to_be_in_viewport()
    alive.locator("#look-2 summary").click()
    expect(alive.locator("#look-2 details")).to_contain_text("You predicted: only food; surely")
    alive.reload()
    expect(alive.locator("#predicted-2")).to_have_value("only food; surely")


def test_the_walk_by_keyboard_alone(alive: Page) -> None:
    """From the field Tab reaches Look, and stays there while it is kept; the bar can be left."""
    opened(alive, f"/{EXPERIMENT}")
    alive.locator("#predicted-2").focus()
    alive.keyboard.type("food")
    alive.keyboard.press("Tab")
    expect(alive.get_by_role("button", name="Look").nth(1)).to_be_focused()
    settled(alive)
    expect(alive.get_by_role("button", name="Look").nth(1)).to_be_focused()
    alive.keyboard.press("Enter")
    alive.wait_for_url("**look=dead-feature,2*")
    settled(alive)
    alive.get_by_role("link", name="Next look").focus()
    alive.keyboard.press("Tab")
    alive.keyboard.press("Enter")
    alive.wait_for_url(lambda url: "look=" not in url)
    expect(alive.get_by_role("navigation", name="Experiment")).to_have_count(0)
    assert where(alive) == LOOK.partition("&look")[0]


def test_enter_in_a_field_keeps_it_and_stays(alive: Page) -> None:
    opened(alive, f"/{EXPERIMENT}")
    alive.locator("#predicted-4").fill("never")
    alive.locator("#predicted-4").press("Enter")
    alive.wait_for_url("**predicted=;;;never")
    settled(alive)
    expect(alive.locator("h1")).to_have_text("Silencing a feature with one number")


def test_without_scripts(plain: Page) -> None:
    plain.goto(f"/{EXPERIMENT}")
    plain.locator("#predicted-3").fill("yes")
    plain.locator("#predicted-3").press("Enter")
    plain.wait_for_url("**predicted=;;yes")
    plain.reload()
    expect(plain.locator("#predicted-3")).to_have_value("yes")
    plain.locator("#predicted-4").fill("no")
    plain.get_by_role("button", name="Look").nth(3).click()
    assert plain.url.endswith("&updates=1000&look=dead-feature,4&predicted=;;yes;no")
    bar = plain.get_by_role("navigation", name="Experiment")
    expect(bar).to_contain_text("look 4 of 4")
    expect(bar.get_by_role("link", name="Next look")).to_have_count(0)
    bar.get_by_role("link", name="Back to compare").click()
    assert plain.url.endswith(f"/{EXPERIMENT}?predicted=;;yes;no#look-4")
    plain.locator("#look-4 summary").click()
    expect(plain.locator("#look-4 details")).to_contain_text("You predicted: no")


@pytest.mark.parametrize("address", [f"/{EXPERIMENT}?predicted=lower", f"/{LOOK}&predicted=;food"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640), (1366, 768), (1024, 768)])
def test_the_bar_and_the_fields_fit(fresh: Page, address: str, width: int, height: int) -> None:
    """Nothing scrolls sideways; every button is on the page and large enough for a finger."""
    fresh.set_viewport_size({"width": width, "height": height})
    opened(fresh, address)
    assert fresh.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    for button in fresh.locator(".trial .button, .looks button").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 24


def test_a_question_with_an_index_in_it_does_not_scroll(fresh: Page) -> None:
    """An index hangs below its line, and the bar has room for it."""
    fresh.set_viewport_size({"width": 1366, "height": 768})
    opened(fresh, "sparse-autoencoder/12?look=dead-feature,3")
    asks = fresh.locator(".trial .asks")
    expect(asks).to_contain_text("enc")
    assert asks.evaluate("each => each.scrollHeight - each.clientHeight") == 0


def test_projecting_a_look_keeps_the_stage_in_sight(fresh: Page) -> None:
    fresh.set_viewport_size({"width": 1280, "height": 720})
    opened(fresh, f"/{LOOK}&present=1")
    for each in (
        fresh.get_by_role("link", name="Next look"),
        fresh.locator("#f-6-5"),
        fresh.locator("#next"),
    ):
        expect(each).to_be_in_viewport(ratio=1)
