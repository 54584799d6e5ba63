"""Edits: committed on change, one after the other, each once and none lost; nudged, pasted, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.alive import Served, opened, settled, where

SAE = "/sparse-autoencoder"


def posts(served: Served) -> int:
    return sum(asked.startswith("POST") for asked in served.asked)


def value(page: Page, cell: str) -> str:
    return page.locator(f"#{cell}").input_value()


def exercise(page: Page) -> str:
    """What the address says of the exercise, without what it was before and what was refused."""
    return where(page).partition("?")[2].partition("was=")[0].partition("typed=")[0].strip("&")


@pytest.mark.parametrize("leave", ["Tab", "Enter", "ArrowDown", "click"])
def test_an_edit_is_committed_once_when_the_cell_is_left(fresh: Page, served: Served, leave: str) -> None:
    opened(fresh, f"{SAE}/1")
    before = fresh.evaluate("history.length")
    fresh.locator("#b_enc-1-1").focus()
    fresh.keyboard.type(".50")
    settled(fresh)
    assert posts(served) == 0, "nothing is sent while it is being typed"
    if leave == "click":
        fresh.locator("h1").click()
    else:
        fresh.keyboard.press(leave)
    settled(fresh)
    assert (posts(served), value(fresh, "b_enc-1-1")) == (1, "0.5")
    assert exercise(fresh).startswith("b_enc=0.5;")
    assert fresh.evaluate("history.length") == before + 1


def test_an_edit_waits_for_one_answer(alive: Page, served: Served) -> None:
    with alive.expect_response(f"**{SAE}/2?pace=cell"):
        opened(alive, f"{SAE}/1?cell=1,1&pace=cell")
    served.asked.clear()
    alive.locator("#b_enc-1-1").fill("3")
    with alive.expect_response("**/1?b_enc=3;*&cell=1,2&pace=cell**"):
        alive.locator("#b_enc-1-1").blur()
    settled(alive)
    edit, *ahead = served.asked
    assert edit == f"POST {SAE}/1?cell=1,1&pace=cell"
    assert len(ahead) <= 2, "the frame after and the next step, ahead"
    assert all(asked.startswith("GET") for asked in ahead)
    assert exercise(alive) == "b_enc=3;-1;1;0;-1;-1&cell=1,1&pace=cell"


def test_an_edit_on_its_way_is_in_the_next_edit_too_though_a_frame_came_between(fresh: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    fresh.route("**cell=1,1&pace=cell", hold)
    with fresh.expect_request("**cell=1,1&pace=cell"):
        opened(fresh, f"{SAE}/1?cell=0&pace=cell")
    fresh.keyboard.press("ArrowRight")  # to the frame that is fetched ahead, which has not come
    fresh.locator("#W_enc-6-3").fill("5")
    fresh.locator("#W_enc-6-3").press("Enter")
    with fresh.expect_request(lambda request: request.method == "POST"):
        held.pop().continue_()
    assert value(fresh, "W_enc-6-3") == "5"
    fresh.locator("#X-1-1").fill("4")
    fresh.locator("#X-1-1").press("Enter")
    held.pop().continue_()
    settled(fresh)
    assert (value(fresh, "W_enc-6-3"), value(fresh, "X-1-1")) == ("5", "4")
    fresh.reload()
    assert (value(fresh, "W_enc-6-3"), value(fresh, "X-1-1")) == ("5", "4")


def test_the_last_row_s_enter_gives_the_keys_back(alive: Page) -> None:
    opened(alive, f"{SAE}/1?cell=1,1")
    alive.locator("#W_enc-6-1").focus()
    alive.keyboard.type("1/3")
    alive.keyboard.press("Enter")
    settled(alive)
    assert (value(alive, "W_enc-6-1"), alive.evaluate("document.activeElement.tagName")) == ("1/3", "BODY")


@pytest.mark.parametrize("how", ["Enter", "the button"])
def test_applying_after_typing_is_one_edit(fresh: Page, served: Served, how: str) -> None:
    opened(fresh, f"{SAE}/1")
    before = fresh.evaluate("history.length")
    served.slow(0.1)
    name = fresh.get_by_label("Name of feature 6")
    name.fill("peaks & snow")
    if how == "Enter":
        name.press("Enter")
    else:
        fresh.get_by_role("button", name="Apply the changes").last.click()
    settled(fresh)
    assert (posts(served), fresh.evaluate("history.length")) == (1, before + 1)
    expect(fresh.locator("th", has_text="peaks & snow").first).to_be_visible()
    assert "features=" in where(fresh)


@pytest.mark.parametrize("typed", ["0", "-0", "0.0", "0/7"])
def test_an_edit_that_changes_nothing_adds_nothing(fresh: Page, served: Served, typed: str) -> None:
    opened(fresh, f"{SAE}/1")
    before = fresh.evaluate("history.length")
    assert value(fresh, "X-1-1") == "0"
    fresh.locator("#X-1-1").focus()
    fresh.keyboard.type(typed)
    fresh.keyboard.press("Tab")
    settled(fresh)
    fresh.get_by_role("button", name="Apply the changes").last.click()
    settled(fresh)
    assert (where(fresh), fresh.evaluate("history.length")) == ("sparse-autoencoder/1", before)
    assert value(fresh, "X-1-1") == "0"
    assert posts(served) == (typed != "0")


def test_edits_of_one_cell_again_and_again_end_with_the_last(fresh: Page, served: Served) -> None:
    opened(fresh, f"{SAE}/1")
    before = fresh.evaluate("history.length")
    served.ragged(7)
    for text, cell in [("5", "X-1-1"), ("6", "X-1-2"), ("7", "X-1-1"), ("8", "X-1-3"), ("9", "X-1-1")]:
        fresh.locator(f"#{cell}").focus()
        fresh.keyboard.type(text)
    fresh.keyboard.press("Tab")
    settled(fresh)
    assert exercise(fresh).startswith("X=9,6,8,")
    assert [value(fresh, f"X-1-{k}") for k in (1, 2, 3)] == ["9", "6", "8"]
    assert fresh.evaluate("history.length") == before + 5
    for x in ("X=7,6,8,", "X=7,6,", "X=5,6,", "X=5,", ""):
        fresh.evaluate("history.back()")
        expect(fresh.locator("#X-1-1")).to_have_value(x[2:3] or "0")
        settled(fresh)
        assert exercise(fresh).startswith(x)


def test_a_bad_number_in_the_middle_comes_back_at_its_cell(alive: Page, served: Served) -> None:
    opened(alive, f"{SAE}/1")
    served.ragged(3)
    alive.locator("#W_enc-1-1").focus()
    for text in ("-12.75", "abc", "1/3"):
        alive.keyboard.type(text)
        alive.keyboard.press("Tab")
    settled(alive)
    assert [value(alive, f"W_enc-1-{k}") for k in (1, 2, 3)] == ["−12.75", "abc", "1/3"]
    assert exercise(alive).startswith("W_enc=-12.75,-1,0;")
    wrong = alive.locator("#W_enc-1-2")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(alive.locator("#W_enc-1-2-says")).to_contain_text("“abc” is not a number")
    wrong.fill("2")
    wrong.press("Enter")
    settled(alive)
    assert exercise(alive).startswith("W_enc=-12.75,2,1/3;")
    expect(alive.get_by_role("alert")).to_have_count(0)


def test_an_edit_and_a_press_at_once_are_both_done(alive: Page, served: Served) -> None:
    opened(alive, f"{SAE}/1?cell=0")
    served.ragged(4)
    alive.locator("#X-1-1").focus()
    alive.keyboard.type("4")
    alive.locator("#next").click()
    alive.locator("#next").click()
    settled(alive)
    assert where(alive).startswith("sparse-autoencoder/1?X=4,")
    assert "cell=1,1&reveal=products" in where(alive)


def test_typing_goes_on_while_an_answer_comes(alive: Page, served: Served) -> None:
    opened(alive, f"{SAE}/1")
    served.slow(0.1)
    alive.locator("#X-1-1").focus()
    alive.keyboard.type("4")
    alive.keyboard.press("Tab")
    alive.keyboard.type("1")
    settled(alive)
    assert value(alive, "X-1-1") == "4"
    assert alive.evaluate("[document.activeElement.id, document.activeElement.value]") == ["X-1-2", "1"]
    alive.keyboard.type("/4")
    alive.keyboard.press("Tab")
    settled(alive)
    assert exercise(alive).startswith("X=4,1/4,")


@pytest.mark.parametrize(
    ("start", "key", "ends"),
    [
        ("1", "ArrowUp", "2"),
        ("0", "ArrowDown", "−1"),
        ("0.1", "ArrowUp", "1.1"),
        ("-0.25", "ArrowUp", "0.75"),
        ("1/3", "ArrowDown", "−2/3"),
        ("0.12345678901234567891", "ArrowUp", "1.12345678901234567891"),
    ],
)
def test_alt_and_the_arrows_nudge_by_one_at_once(
    alive: Page, served: Served, start: str, key: str, ends: str
) -> None:
    opened(alive, f"{SAE}/1?b_enc={start};0;0;0;0;0")
    alive.locator("#b_enc-1-1").focus()
    served.slow(0.05)
    alive.keyboard.press(f"Alt+{key}")
    assert value(alive, "b_enc-1-1") == ends
    settled(alive)
    assert value(alive, "b_enc-1-1") == ends
    assert exercise(alive).startswith(f"b_enc={ends.replace('−', '-')};")
    assert alive.evaluate("document.activeElement.id") == "b_enc-1-1"
    alive.keyboard.press("Tab")
    settled(alive)
    assert posts(served) == 1


def test_many_nudges_count_each(alive: Page, served: Served) -> None:
    opened(alive, f"{SAE}/1")
    served.ragged(9)
    alive.locator("#X-1-1").focus()
    for _ in range(5):
        alive.keyboard.press("Alt+ArrowUp")
    alive.keyboard.press("ArrowRight")
    alive.keyboard.type("8")
    alive.keyboard.press("Tab")
    settled(alive)
    assert exercise(alive).startswith("X=5,8,")
    assert (value(alive, "X-1-1"), posts(served)) == ("5", 6)


def test_quick_presses_of_the_buttons_count_each_and_break_nothing(alive: Page, served: Served) -> None:
    opened(alive, f"{SAE}/1")
    served.slow(0.1)
    alive.get_by_role("button", name="Add a token").dblclick()
    settled(alive)
    expect(alive.locator("#X-1-7")).to_have_value("0")
    expect(alive.locator("#X-1-8")).to_have_count(0)
    alive.get_by_role("button", name="Remove token 7").dblclick()
    settled(alive)
    expect(alive.locator("#X-1-7")).to_have_count(0)
    expect(alive.get_by_role("alert")).to_have_count(0)
    alive.locator("#X-1-1").fill("3")
    alive.keyboard.press("Tab")
    settled(alive)
    alive.locator("#undo").dblclick()
    settled(alive)
    assert exercise(alive).startswith("X=0,")
    expect(alive.locator("#redo")).to_have_text("Redo X row 1, column 1: 0 → 3")


def test_an_edit_after_updates_makes_the_shown_numbers_the_given_ones(alive: Page) -> None:
    opened(alive, f"{SAE}/sheet?updates=1")
    shown = value(alive, "W_dec-1-1")
    alive.locator("#X-1-1").fill("2")
    alive.keyboard.press("Tab")
    settled(alive)
    assert "updates" not in exercise(alive)
    assert (value(alive, "W_dec-1-1"), value(alive, "X-1-1")) == (shown, "2")
