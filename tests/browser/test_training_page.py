"""The page of training in a real browser: the slider, the steps, play, and numbers that are kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, is_marked, mark, opened, settled, where

TRAINING = "/sparse-autoencoder/training"


CUT = """() => [...document.querySelectorAll(".exact input:not([type=hidden])")]
  .filter((input) => input.scrollWidth > input.clientWidth).map((input) => input.value)"""


def place(page: Page) -> str:
    """Where the slider stands."""
    return str(page.locator("#updates").input_value())


def drag(page: Page, *, to: float) -> None:
    """Drags the slider from where it stands to a share of its length, and holds it there."""
    box = page.locator("#updates").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 9, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * to, height, steps=40)


def test_the_slider_shows_where_it_is_held(fresh: Page, served: Served) -> None:
    """Dragged with a slow server: it stays under the hand, the page follows, no reload, one entry."""
    opened(fresh, "/sparse-autoencoder/14")
    fresh.get_by_role("link", name="Training", exact=True).click()
    expect(fresh.locator("h1")).to_contain_text("training")
    settled(fresh)
    mark(fresh)
    entries = fresh.evaluate("history.length")
    served.slow(0.15)
    drag(fresh, to=0.5)
    held = place(fresh)
    assert 400 < int(held) < 600
    settled(fresh)
    expect(fresh.locator("#slide b")).to_have_text(held)
    assert place(fresh) == held
    fresh.mouse.up()
    settled(fresh)
    assert where(fresh) == f"{TRAINING[1:]}?updates={held}"
    assert fresh.evaluate("history.length") == entries
    assert is_marked(fresh)
    fresh.go_back()
    fresh.wait_for_url("**/14")


def test_keys_and_links_move_the_slider(alive: Page) -> None:
    """Next and Back as everywhere; on the slider itself, one update."""
    opened(alive, f"{TRAINING}?updates=20")
    alive.keyboard.press("ArrowRight")
    expect(alive.locator("#slide b")).to_have_text("30")
    settled(alive)
    assert place(alive) == "30"
    alive.keyboard.press("Home")
    expect(alive.locator("#slide b")).to_have_text("0")
    settled(alive)
    assert place(alive) == "0"
    alive.locator("#updates").press("ArrowRight")
    expect(alive.locator("#slide b")).to_have_text("1")
    settled(alive)
    assert alive.evaluate("document.activeElement.id") == "updates"


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowLeft"])
def test_one_more_press_of_the_same_arrow_needs_no_request(alive: Page, served: Served, key: str) -> None:
    """Where the slider would go next is fetched and read ahead, with other numbers too."""
    by = 1 if key == "ArrowRight" else -1
    opened(alive, f"{TRAINING}?X=3,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&lambda=1&updates=20")
    with alive.expect_response(f"**updates={20 + 2 * by}"):
        alive.locator("#updates").press(key)
    settled(alive)
    served.hold()
    alive.locator("#updates").press(key)
    expect(alive.locator("#slide b")).to_have_text(str(20 + 2 * by))
    served.let_go()
    settled(alive)
    assert where(alive).endswith(f"&updates={20 + 2 * by}")
    assert place(alive) == str(20 + 2 * by)


def test_without_the_focus_on_the_slider_the_next_moment_is_fetched_ahead(alive: Page) -> None:
    """Which is what Next and Play ask for."""
    opened(alive, f"{TRAINING}?updates=20")
    alive.locator("#updates").press("ArrowRight")
    settled(alive)
    with alive.expect_response("**updates=40"):
        alive.locator("#next").click()
    settled(alive)
    assert place(alive) == "30"


def test_at_its_end_the_slider_fetches_nothing_ahead(alive: Page, served: Served) -> None:
    opened(alive, f"{TRAINING}?updates=1")
    with alive.expect_response("**/training?updates=1"):
        alive.locator("#updates").press("ArrowLeft")
    settled(alive)
    assert place(alive) == "0"
    assert not [asked for asked in served.asked if "updates=-" in asked]


def test_each_of_many_quick_keys_moves_the_slider(alive: Page, served: Served) -> None:
    opened(alive, f"{TRAINING}?updates=20")
    served.slow(0.1)
    for _ in range(8):
        alive.locator("#updates").press("ArrowRight")
    settled(alive)
    assert (where(alive), place(alive)) == (f"{TRAINING[1:]}?updates=28", "28")
    alive.locator("#last").click()
    settled(alive)
    assert place(alive) == alive.locator("#updates").get_attribute("max")


def test_play_goes_on_to_later_moments(alive: Page) -> None:
    """And stops at a press."""
    opened(alive, TRAINING)
    alive.locator("#tempo").select_option("250")
    alive.locator("#play").click()
    alive.wait_for_url("**updates=3")
    alive.locator("#play").click()
    expect(alive.locator("#play")).to_have_text("Play")


def test_numbers_are_kept_from_any_page_and_given_back(alive: Page) -> None:
    """The button of the notice, and Undo."""
    opened(alive, "/sparse-autoencoder/9?updates=300")
    alive.get_by_role("button", name="Keep these numbers").click()
    alive.wait_for_url("**W_enc=**")
    assert "updates=" not in where(alive).partition("&was=")[0]
    settled(alive)
    alive.locator("#undo").click()
    alive.wait_for_url("**/9?updates=300&undone=**")


def test_without_javascript_a_form_leads_to_any_moment(browser: Browser, server: str) -> None:
    """And the slider has a button."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{TRAINING}?lambda=1")
    page.get_by_label("Update", exact=True).fill("123")
    page.get_by_role("button", name="Go there").click()
    assert page.url == f"{server}{TRAINING}?lambda=1&updates=123"
    page.get_by_role("button", name="Show").click()
    assert page.url == f"{server}{TRAINING}?lambda=1&updates=123"
    page.get_by_role("button", name="Two decimals").click()
    assert "updates" not in page.url.partition("&was=")[0]
    context.close()


def test_a_point_of_the_balance_opens_its_model(alive: Page) -> None:
    """A click on λ 1."""
    opened(alive, "/sparse-autoencoder/balance")
    alive.get_by_label("lambda 1:").click()
    alive.wait_for_url("**/training?lambda=1&updates=1000")
    expect(alive.locator("#slide b")).to_have_text("1000")


@pytest.mark.parametrize(
    "address", ["/autoencoder/training", f"{TRAINING}?lambda=0.123456789&eta=0.00012345&updates=1000"]
)
def test_a_setting_is_seen_whole(either: Browser, served: Served, address: str) -> None:
    """0.0005 had room for 0.000."""
    context = either.new_context(base_url=served.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert page.locator(".exact input[name=eta]").is_visible()
    assert page.evaluate(CUT) == []
    context.close()
