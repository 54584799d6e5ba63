"""A lesson in a real browser without JavaScript: walked from end to end, and edited."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_lesson_is_walked_forwards_and_backwards(page: Page, server: str) -> None:
    lesson, steps = "sparse-autoencoder", 14
    page.goto(f"{server}/{lesson}?seed=3&dims=2,3&examples=2")
    page.get_by_role("link", name="Start with step 1").click()
    page.get_by_role("link", name="step", exact=True).click()
    seen = [page.url]
    while page.locator("#next").get_attribute("href"):
        page.locator("#next").click()
        seen.append(page.url)
        assert len(seen) < 400
    expect(page.locator("h1")).to_have_text("Update")
    walked = {int(url.partition(f"/{lesson}/")[2].partition("?")[0]) for url in seen}
    assert walked == set(range(1, steps + 1))
    for before in reversed(seen[-20:-1]):
        page.locator(".controls a[rel=prev]").click()
        assert page.url == before


def test_w_dec_is_edited_on_the_sheet_and_the_edit_is_undone(page: Page, server: str) -> None:
    page.goto(f"{server}/sparse-autoencoder/sheet")
    cell = page.get_by_role("row", name="1").get_by_label("W dec", exact=True).nth(5)
    assert cell.input_value() == "−1"
    cell.fill("1/3")
    cell.press("Enter")
    page.wait_for_url("**was=*")
    assert "W_dec=-1,1,0,1,0,1/3;" in page.url
    assert cell.input_value() == "1/3"
    expect(page.locator("#X_hat-1-2")).to_have_text("−1.667")
    page.get_by_role("link", name="Undo W dec row 1, column 6: −1 → 1/3").click()
    assert cell.input_value() == "−1"
    page.get_by_role("link", name="Redo W dec row 1, column 6: −1 → 1/3").click()
    assert cell.input_value() == "1/3"


def test_what_cannot_be_read_comes_back_at_its_cell(page: Page, server: str) -> None:
    page.goto(f"{server}/sparse-autoencoder/1?cell=2,3")
    wrong, right = page.locator("#W_enc-1-1"), page.locator("#W_enc-2-1")
    wrong.fill("one")
    right.fill("5")
    right.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“one” is not a number")
    assert (wrong.input_value(), right.input_value()) == ("one", "5")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("1")
    wrong.press("Enter")
    page.wait_for_url("**W_enc=1,-1,0;5,0,1;**")
    expect(page.locator("#Z-2-3")).to_have_text("−5")


def test_names_are_changed_added_and_removed(page: Page, server: str) -> None:
    page.goto(f"{server}/sparse-autoencoder/1")
    page.get_by_label("Name of feature 6").fill("peaks & snow")
    page.get_by_label("Name of feature 6").press("Enter")
    page.wait_for_url("**features=**")
    expect(page.locator("table.weights th", has_text="f6 peaks & snow").first).to_be_visible()
    page.get_by_role("button", name="Add a token").click()
    page.wait_for_url("**X=**")
    assert page.locator("table.given thead th", has_text="x6").count() == 1
    page.get_by_role("button", name="Remove token 1 Paris").click()
    assert page.locator("table.given thead th", has_text="Paris").count() == 0
    page.get_by_role("link", name="Reset to the lesson's numbers").click()
    assert page.url == f"{server}/sparse-autoencoder/1"
