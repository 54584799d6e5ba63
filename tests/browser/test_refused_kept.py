"""What was refused is still there after Next, a key, a reload; with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, opened, settled, where

STEP = "/sparse-autoencoder/1?cell=1,1&pace=row"
SIX = "9\n8\nx\n7\n1O\n6"


def pasted(page: Page, cell: str, text: str) -> None:
    """Pastes text into a cell, as from a spreadsheet."""
    page.locator(f"#{cell}").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const how = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )
    settled(page)


def column(page: Page) -> list[str]:
    """The six cells as they stand."""
    return [page.locator(f"#W_enc-{row}-1").input_value() for row in range(1, 7)]


def test_a_pasted_column_with_two_slips_survives_next_and_a_reload(fresh: Page) -> None:
    opened(fresh, STEP)
    before = fresh.evaluate("history.length")
    pasted(fresh, "W_enc-1-1", SIX)
    assert column(fresh) == SIX.split("\n")
    expect(fresh.locator(".problems")).to_contain_text("“x” is not a number")
    fresh.keyboard.press("Escape")
    fresh.keyboard.press("ArrowRight")
    settled(fresh)
    assert where(fresh).startswith("sparse-autoencoder/1?cell=1,5&pace=row&typed=W_enc%5B1,1%5D=9%26W_enc")
    assert column(fresh) == SIX.split("\n")
    fresh.reload()
    assert column(fresh) == SIX.split("\n")
    assert fresh.evaluate("history.length") == before
    opened(fresh, "/" + where(fresh))
    for cell, text in (("W_enc-3-1", "3"), ("W_enc-5-1", "10")):
        fresh.locator(f"#{cell}").fill(text)
        fresh.keyboard.press("Tab")
        settled(fresh)
    assert where(fresh).startswith(
        "sparse-autoencoder/1?W_enc=9,-1,0;8,0,1;3,1,0;7,0,-1;10,1,1;6,0,0&cell=1,5"
    )
    assert "typed=" not in where(fresh)
    expect(fresh.locator(".problems")).to_have_count(0)


def test_a_block_that_no_form_holds_is_refused_in_the_page_and_nothing_is_lost(fresh: Page) -> None:
    opened(fresh, f"{STEP}&typed=W_enc%5B2,1%5D=xyz")
    fresh.locator("#X-1-1").focus()
    fresh.keyboard.type("7")
    pasted(fresh, "W_enc-1-1", "\n".join(["\t".join(["1"] * 400)] * 300))
    alert = fresh.get_by_role("alert")
    expect(alert).to_contain_text("That is far more than fits: a matrix has at most 16 rows and columns.")
    cells = [fresh.locator(f"#{cell}").input_value() for cell in ("X-1-1", "W_enc-1-1", "W_enc-2-1")]
    assert cells == ["7", "−1", "xyz"]


@pytest.mark.parametrize("way", ["next", "discard"])
def test_without_scripts_a_refused_block_walks_along_or_is_discarded(
    browser: Browser, served: Served, way: str
) -> None:
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sparse-autoencoder/matrix/W_enc")
    page.get_by_label("The numbers of W_enc").fill("1 2 3 4 5 6\n7 8 9 10 11 12\n13 14 15 16 17 18")
    page.get_by_role("button", name="Paste").click()
    expect(page.get_by_role("alert")).to_contain_text("3×6 and does not fit W_enc, which is 6×3")
    if way == "discard":
        page.get_by_role("link", name="Discard what was typed").click()
        assert where(page) == "sparse-autoencoder/matrix/W_enc"
    else:
        page.get_by_role("link", name="Overview").click()
        expect(page.get_by_role("alert")).to_contain_text("3×6 and does not fit W_enc, which is 6×3")
        page.get_by_role("button", name="Transpose it to 6×3").click()
        assert where(page).startswith("sparse-autoencoder/overview?W_enc=1,7,13;2,8,14;3,9,15;")
    context.close()
