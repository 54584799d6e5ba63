"""Practice in a real browser: typed fast, by keyboard alone, pasted, on a phone, without JavaScript.

`ALIVE_RUNS=100` runs the typing a hundred times in each browser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, is_marked, listening, mark, opened, settled, where
from tests.browser.test_with_and_without_htmx import compared

RUNS = int(os.environ.get("ALIVE_RUNS", "3"))
START = "/sparse-autoencoder/1/practice"
TYPED = ("1", "3", "-1", "1/3", "-3", "x")
AFTER = "sparse-autoencoder/1/practice?cell=2,1&answers=1,3,-1,1/3,-3,x&record=.5b.5-"
WALK = {
    "Tab": "Z-1-2",
    "ArrowDown": "Z-2-2",
    "ArrowRight": "Z-2-3",
    "Enter": "Z-3-3",
    "Shift+Tab": "Z-3-2",
    "ArrowUp": "Z-2-2",
    "ArrowLeft": "Z-2-1",
}


def shown(page: Page) -> list[str]:
    """What the inputs hold, and how each cell stands."""
    told = "all => all.map((cell) => `${cell.className} ${cell.firstChild.value}`)"
    return list(page.locator("td.asked").evaluate_all(told))


def test_answers_typed_fast_are_all_kept_and_marked(either: Browser, served: Served) -> None:
    context = either.new_context(base_url=served.url)
    said = listening(context)
    page = context.new_page()
    page.goto(f"/{AFTER}")
    reference, wrong = shown(page), []
    for run in range(RUNS):
        page.close()
        page = context.new_page()
        served.slow(0)
        opened(page, START)
        before = page.evaluate("history.length")
        served.ragged(run)
        page.locator("#Z-1-1").focus()
        for text in TYPED:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        settled(page)
        entries = page.evaluate("history.length") - before
        focused = page.evaluate("document.activeElement.id")
        differing = [pair for pair in zip(shown(page), reference, strict=True) if pair[0] != pair[1]]
        if differing or where(page) != AFTER or entries or said or focused != "Z-2-2":
            wrong.append((run, where(page), entries, said, focused, differing))
    context.close()
    assert not wrong, f"{len(wrong)} of {RUNS}"


def test_what_is_being_typed_is_not_touched_by_an_answer(either: Browser, served: Served) -> None:
    context = either.new_context(base_url=served.url)
    listening(context)
    page = context.new_page()
    opened(page, START)
    page.locator("#Z-1-1").focus()
    served.hold()
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    served.let_go()
    page.wait_for_selector("td.not-yet #Z-1-1")
    page.keyboard.type("2")
    expect(page.locator("#Z-1-2")).to_have_value("12")
    expect(page.locator("#Z-1-2")).to_be_focused()
    context.close()


def test_a_reload_keeps_answers_marks_and_hints(fresh: Page) -> None:
    opened(fresh, START)
    fresh.locator("#Z-1-2").fill("3")
    fresh.locator("#Z-1-2").press("Enter")
    settled(fresh)
    expect(fresh.locator("#note-Z-1-2")).to_contain_text("The bias is missing")
    fresh.locator("#note-Z-1-2 button").click()
    settled(fresh)
    kept = shown(fresh)
    said = fresh.locator(".notes").inner_text()
    fresh.reload()
    assert shown(fresh) == kept
    assert fresh.locator(".notes").inner_text() == said
    assert "hint 1 used" in said


def test_the_line_that_is_worked_is_lit_and_named(alive: Page) -> None:
    opened(alive, START)
    alive.locator("#Z-2-3").focus()
    expect(alive.locator("#line")).to_have_text(
        "Z[2,3] = W_enc[2,1]·X[1,3] + W_enc[2,2]·X[2,3] + W_enc[2,3]·X[3,3] + b_enc[2]·1"
    )
    lit = alive.locator("td.read").evaluate_all("all => all.map(cell => cell.querySelector('[id]').id)")
    assert set(lit) == {
        "X-1-3",
        "X-2-3",
        "X-3-3",
        "W_enc-2-1",
        "W_enc-2-2",
        "W_enc-2-3",
        "b_enc-2-1",
        "ones-1-3",
    }
    assert alive.locator("#at").input_value() == "Z[2,3]"
    alive.locator("#hint").click()
    settled(alive)
    assert "record=*7.1" in where(alive)


def test_the_keyboard_alone_fills_a_row_and_walks_on(alive: Page) -> None:
    """Tab across, Enter down, arrows between; then the buttons, and the next step."""
    opened(alive, START)
    mark(alive)
    alive.locator("#Z-1-1").focus()
    keys = alive.keyboard
    for key, there in WALK.items():
        keys.press(key)
        assert alive.evaluate("document.activeElement.id") == there, key
    keys.type("1")
    keys.press("Enter")
    settled(alive)
    expect(alive.locator("td.right #Z-2-1")).to_have_value("1")
    expect(alive.locator("#spoken")).to_have_text("Z, row 2 capital, column 1 Paris: right.")
    alive.locator("#next").focus()
    keys.press("Enter")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/2/practice?answers=*5,1"
    assert is_marked(alive)


def test_what_is_put_on_the_page_is_the_document_of_its_address(alive: Page) -> None:
    """Answers, hints, another result, the next step, the whole attempt: piece by piece as when loaded."""
    opened(alive, "/sparse-autoencoder/11/practice?fade=0")
    mark(alive)
    alive.locator("#D-3-2").fill("5")
    alive.locator("#D-3-2").press("Tab")
    settled(alive)
    compared(alive)
    for press in ("#hint", '[value="show r"]', '[value="keep"]', "#next", "#back", "#attempt"):
        alive.locator(press).last.click()
        settled(alive)
        compared(alive)
    assert is_marked(alive)


def test_a_block_from_a_spreadsheet_fills_the_cells(alive: Page) -> None:
    opened(alive, START)
    alive.locator("#Z-1-1").focus()
    alive.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "1\\t2\\t-1\\n1\\t9\\t-1");
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }"""
    )
    settled(alive)
    assert where(alive).startswith("sparse-autoencoder/1/practice?cell=2,3&answers=1,2,-1,,,1,9,-1")
    expect(alive.locator("td.right")).to_have_count(5)
    expect(alive.locator("td.not-yet #Z-2-2")).to_have_count(1)


def test_at_the_end_answers_are_kept_and_not_judged(alive: Page) -> None:
    opened(alive, f"{START}?check=end")
    alive.locator("#Z-1-1").fill("5")
    alive.locator("#Z-1-1").press("Tab")
    settled(alive)
    assert "answers=5" in where(alive)
    expect(alive.locator("td.not-yet, td.right")).to_have_count(0)
    alive.get_by_role("button", name="Check it all").click()
    settled(alive)
    expect(alive.locator("td.not-yet")).to_have_count(1)


@pytest.fixture
def plain(browser: Browser, served: Served) -> Iterator[Page]:
    """A page in a browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False, base_url=served.url)
    yield context.new_page()
    context.close()


def test_without_javascript_a_form_with_one_button_does_it_all(plain: Page) -> None:
    plain.goto("/sparse-autoencoder/4")
    plain.get_by_role("link", name="Work it yourself").click()
    plain.locator("#n-1-1").fill("1.73")
    plain.locator("#n-1-2").fill("2")
    plain.get_by_role("button", name="Check", exact=True).click()
    assert "answers=;;;1.73,2" in plain.url
    expect(plain.locator("td.right .before")).to_have_text("≈ √3")
    expect(plain.locator("#note-n-1-2")).to_contain_text("The square root is missing")
    plain.locator("#n-1-3").fill("1")
    plain.locator("#note-n-1-2").get_by_role("button").click()
    assert "answers=;;;1.73,2,1" in plain.url
    expect(plain.locator("#note-n-1-2")).to_contain_text("hint 1 used")
    plain.locator("#n-1-4").fill("3")
    plain.locator("#n-1-4").press("Enter")
    assert "answers=;;;1.73,2,1,3" in plain.url
    plain.get_by_role("button", name="Whole attempt").click()
    expect(plain.get_by_role("row", name="4. Decoder: weights")).to_contain_text("6")
    expect(plain.locator("body")).to_contain_text("this is practice, not an exam")


@pytest.mark.parametrize("address", ["/sparse-autoencoder/1", "/sparse-autoencoder/12", "/autoencoder/5"])
def test_the_way_to_practice_moves_no_stage(alive: Page, address: str) -> None:
    """It stands with the words: below the stage on a phone, beside it elsewhere."""
    alive.set_viewport_size({"width": 360, "height": 740})
    alive.goto(address)
    stage, way = (alive.locator(name).bounding_box() for name in (".stage", "#try"))
    assert stage is not None
    assert way is not None
    assert way["y"] > stage["y"] + stage["height"]
    alive.set_viewport_size({"width": 1280, "height": 800})
    controls = alive.locator(".controls").bounding_box()
    assert controls is not None
    assert controls["height"] < 64
    alive.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("query", ["", "?answers=7,3,~1,x&record=6-5b", "?fade=0", "?check=end&answers=1"])
def test_the_bar_of_practice_takes_one_line(alive: Page, query: str) -> None:
    alive.set_viewport_size({"width": 1280, "height": 800})
    alive.goto(START + query)
    controls = alive.locator(".controls").bounding_box()
    assert controls is not None
    assert controls["height"] < 64
    alive.set_viewport_size({"width": 1366, "height": 768})


def test_a_number_wider_than_its_cell_is_seen_whole_while_it_is_typed(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder/12/practice?result=df")
    alive.locator("#df-1-1").focus()
    alive.keyboard.type("-11/13")
    wide, shown_wide = alive.locator("#df-1-1").evaluate("cell => [cell.scrollWidth, cell.clientWidth]")
    assert wide <= shown_wide


SIGNED = [
    "/sparse-autoencoder/8/practice?answers=*7;~_3,~_3,0,0,0,1&record=*7;*5.5-",
    "/sparse-autoencoder/8/practice?present=1&answers=*7;~_3,~_3,0,0,0,1&record=*7;*5.5-",
    "/sparse-autoencoder/1/practice?seed=3&dims=10,10&examples=10&answers=3,~1,~14,12&record=5n5-3",
]


@pytest.mark.parametrize("width", [1366, 1024])
@pytest.mark.parametrize("address", SIGNED)
def test_the_sign_of_an_answer_covers_no_digit(fresh: Page, address: str, width: int) -> None:
    """It ends above the digits, which are about seven tenths of their letters' size high."""
    fresh.set_viewport_size({"width": width, "height": 768})
    opened(fresh, address)
    room = fresh.locator("td.asked:has(> .state)").evaluate_all(
        """all => all.map((cell) => {
          const input = cell.querySelector("input"), box = input.getBoundingClientRect();
          const digits = box.top + box.height / 2 - parseFloat(getComputedStyle(input).fontSize) * .35;
          return digits - cell.querySelector(".state").getBoundingClientRect().bottom;
        })"""
    )
    assert len(room) > 3
    assert min(room) >= -1
