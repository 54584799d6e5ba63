"""Blocks pasted into a grid in a real browser: one edit each, kept where they do not fit."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.alive import Served, opened, settled, where
from tests.browser.test_editing import SAE, exercise, posts, value


def pasted(page: Page, cell: str, text: str) -> None:
    """Copies text, as from a spreadsheet, and pastes it into a cell."""
    page.evaluate(
        """text => {
            const source = document.body.appendChild(document.createElement("textarea"));
            source.value = text;
            source.select();
        }""",
        text,
    )
    page.keyboard.press("Control+c")
    page.evaluate("document.activeElement.remove()")
    page.locator(f"#{cell}").focus()
    page.keyboard.press("Control+v")


def test_a_block_from_a_spreadsheet_is_one_edit(fresh: Page, served: Served) -> None:
    opened(fresh, f"{SAE}/1")
    before = fresh.evaluate("history.length")
    pasted(fresh, "W_enc-2-2", "1.5\t−2\r\n1/3\t4\r\n")
    settled(fresh)
    assert ";1,1.5,-2;1,1/3,4;0,0,-1;" in exercise(fresh)
    assert [value(fresh, cell) for cell in ("W_enc-2-2", "W_enc-2-3", "W_enc-3-2", "W_enc-3-3")] == [
        "1.5",
        "−2",
        "1/3",
        "4",
    ]
    assert (posts(served), fresh.evaluate("history.length")) == (1, before + 1)
    expect(fresh.locator("#undo")).to_contain_text("4 changes")
    fresh.locator("#undo").click()
    settled(fresh)
    assert exercise(fresh).partition("undone")[0] == ""


def test_a_bad_number_in_a_block_keeps_the_whole_block(alive: Page) -> None:
    opened(alive, f"{SAE}/1")
    pasted(alive, "W_enc-1-1", "9\tx\n8\t7")
    settled(alive)
    shown = [value(alive, f"W_enc-{i}-{j}") for i in (1, 2) for j in (1, 2)]
    assert (shown, exercise(alive)) == (["9", "x", "8", "7"], "")
    expect(alive.locator("#W_enc-1-2")).to_have_attribute("aria-invalid", "true")


THREE_BY_SIX = "1\t2\t3\t4\t5\t6\n7\t8\t9\t10\t11\t12\n13\t14\t15\t16\t17\t18"


def test_a_block_that_does_not_fit_is_kept_and_the_ways_are_offered(fresh: Page, served: Served) -> None:
    opened(fresh, f"{SAE}/1")
    pasted(fresh, "W_enc-1-1", THREE_BY_SIX)
    settled(fresh)
    alert = fresh.get_by_role("alert")
    expect(alert).to_contain_text("What was pasted is 3×6 and does not fit W_enc, which is 6×3.")
    assert (alert.locator("textarea").input_value(), exercise(fresh)) == (THREE_BY_SIX, "")
    fresh.get_by_role("button", name="Transpose it to 6×3").click()
    settled(fresh)
    assert exercise(fresh) == "W_enc=1,7,13;2,8,14;3,9,15;4,10,16;5,11,17;6,12,18"
    assert (posts(served), value(fresh, "W_enc-1-2")) == (2, "7")
    expect(fresh.get_by_role("alert")).to_have_count(0)


def test_a_block_may_make_the_exercise_fit_it(alive: Page) -> None:
    opened(alive, f"{SAE}/sheet")
    pasted(alive, "W_enc-1-1", THREE_BY_SIX)
    settled(alive)
    alive.get_by_role("button", name="Resize the exercise: W_enc becomes 3×6", exact=True).click()
    settled(alive)
    assert [value(alive, cell) for cell in ("W_enc-3-6", "X-6-5", "b_enc-3-1")] == ["18", "0", "1"]


def test_pasting_goes_on_after_pasting_and_after_typing(fresh: Page, served: Served) -> None:
    opened(fresh, f"{SAE}/1")
    served.ragged(5)
    fresh.locator("#X-1-1").focus()
    fresh.keyboard.type("9")
    pasted(fresh, "b_enc-1-1", "1\t2\t3\t4\t5\t6")
    pasted(fresh, "X-2-1", "[7, 8]")
    settled(fresh)
    assert exercise(fresh) == "X=9,-1,-1,2,1;7,8,1,-1,1;2,1,1,1,-1&b_enc=1;2;3;4;5;6"


def test_names_pasted_as_a_column_spread_over_the_names(alive: Page) -> None:
    opened(alive, f"{SAE}/1")
    label = "Name of token 2"
    alive.get_by_label(label).evaluate("field => { field.id = 'a-name'; }")
    pasted(alive, "a-name", "Ulm\nBonn\nKiel")
    settled(alive)
    assert exercise(alive) == "tokens=,Ulm,Bonn,Kiel"


def test_a_number_pasted_alone_is_only_text(alive: Page) -> None:
    opened(alive, f"{SAE}/1")
    pasted(alive, "W_enc-1-1", "12\n")
    settled(alive)
    assert (value(alive, "W_enc-1-1"), where(alive)) == ("12", "sparse-autoencoder/1")
