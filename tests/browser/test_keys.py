"""The keys: for the frames, inside a grid, and where they are only letters being typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.alive import Served, opened, settled, where

STEP = "/sparse-autoencoder/2?cell=2,2&pace=cell"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


@pytest.mark.parametrize(
    ("key", "lands"),
    [
        ("ArrowRight", "2?cell=2,3&pace=cell"),
        ("PageDown", "2?cell=2,3&pace=cell"),
        ("ArrowLeft", "2?cell=2,1&pace=cell"),
        ("PageUp", "2?cell=2,1&pace=cell"),
        ("Home", "2?cell=0&pace=cell"),
        ("End", "2?pace=cell"),
        ("Shift+ArrowRight", "3?pace=cell"),
        ("Shift+PageDown", "3?pace=cell"),
        ("Shift+ArrowLeft", "1?pace=cell"),
        ("Shift+PageUp", "1?pace=cell"),
        ("a", "2?cell=2,2&ask=1&pace=cell"),
        ("p", "2?cell=2,2&pace=cell&present=1"),
        ("x", "2?cell=2,2&pace=cell"),
        ("Control+a", "2?cell=2,2&pace=cell"),
        ("Control+ArrowRight", "2?cell=2,2&pace=cell"),
        ("Meta+p", "2?cell=2,2&pace=cell"),
    ],
)
def test_keys_for_the_frames(alive: Page, key: str, lands: str) -> None:
    opened(alive, STEP)
    alive.keyboard.press(key)
    settled(alive)
    assert where(alive) == f"sparse-autoencoder/{lands}"


def test_space_plays_and_pauses_wherever_the_focus_is_on_a_link(alive: Page) -> None:
    opened(alive, STEP)
    button = alive.locator("#play")
    for focus in ("#next", "#play", ".timeline a", "#f-1-1"):
        alive.locator(focus).first.focus()
        alive.keyboard.press("Space")
        expect(button).to_have_text("Pause")
        alive.keyboard.press("Space")
        expect(button).to_have_text("Play")


def test_f_fills_the_screen_while_projecting_and_again_leaves_it(alive: Page) -> None:
    opened(alive, f"{STEP}&present=1")
    is_full = "() => Boolean(document.fullscreenElement)"
    alive.keyboard.press("f")
    alive.wait_for_function(is_full)
    alive.keyboard.press("ArrowRight")
    settled(alive)
    assert alive.evaluate(is_full), "frames go on in full screen"
    alive.keyboard.press("f")
    alive.wait_for_function("() => !document.fullscreenElement")


def test_the_list_of_keys_opens_and_closes(alive: Page) -> None:
    opened(alive, STEP)
    keys = alive.locator("#keys dl")
    expect(keys).to_be_hidden()
    alive.keyboard.press("?")
    expect(keys).to_be_visible()
    alive.keyboard.press("ArrowRight")
    settled(alive)
    expect(keys).to_be_visible()
    for key in ("PgDn", "Shift", "Home", "Space", "Enter", "Alt", "Esc"):
        expect(keys).to_contain_text(key)
    alive.keyboard.press("?")
    expect(keys).to_be_hidden()


def test_a_key_held_down_goes_on_no_longer_than_it_is_held(alive: Page, served: Served) -> None:
    """The first frame is there already; the second is on its way while the key goes on eighteen times."""
    with alive.expect_response("**/2?cell=2,3&pace=cell"):
        opened(alive, STEP)
    served.hold()
    alive.keyboard.down("ArrowRight")
    alive.wait_for_url("**/2?cell=2,3&pace=cell")
    settled(alive)
    for _ in range(19):
        alive.keyboard.down("ArrowRight")
    alive.keyboard.up("ArrowRight")
    served.let_go()
    settled(alive)
    assert where(alive) == "sparse-autoencoder/2?cell=2,4&pace=cell"


@pytest.mark.parametrize("field", ["#W_enc-1-1", "input[name='tokens[1]']", "#guess"])
def test_letters_typed_into_a_field_are_no_shortcuts(alive: Page, served: Served, field: str) -> None:
    opened(alive, "/sparse-autoencoder/1?cell=1,1&reveal=cells&ask=1")
    at = where(alive)
    served.asked.clear()
    alive.locator(field).focus()
    alive.keyboard.press("Control+a")
    alive.keyboard.type("a p?")
    alive.keyboard.press("Home")
    alive.keyboard.press("Shift+ArrowRight")
    settled(alive)
    assert where(alive) == at
    assert alive.locator(field).input_value() == "a p?"
    assert alive.locator("#play").inner_text() == "Play"
    assert not any(asked.startswith("POST") for asked in served.asked)


def test_escape_gives_the_keys_back_and_leaves_what_was_typed(alive: Page, served: Served) -> None:
    opened(alive, "/sparse-autoencoder/1?cell=1,1&pace=cell")
    served.asked.clear()
    for field in ("#W_enc-1-1", "input[name='tokens[1]']", "#tempo", "#Z-1-2"):
        before = alive.locator(field).evaluate("element => element.value")
        alive.locator(field).focus()
        if field != "#tempo":
            alive.keyboard.type("9")
        alive.keyboard.press("Escape")
        assert focused(alive) == "BODY"
        assert alive.locator(field).evaluate("element => element.value") == before
    settled(alive)
    assert not any(asked.startswith("POST") for asked in served.asked)
    alive.keyboard.press("ArrowRight")
    settled(alive)
    assert where(alive).endswith("cell=1,2&pace=cell")


def test_arrows_move_between_the_cells_of_a_grid(alive: Page, served: Served) -> None:
    opened(alive, "/sparse-autoencoder/1")
    alive.locator("#W_enc-2-2").focus()
    for key, cell in [
        ("ArrowRight", "W_enc-2-3"),
        ("ArrowRight", "W_enc-2-3"),
        ("ArrowDown", "W_enc-3-3"),
        ("ArrowLeft", "W_enc-3-2"),
        ("ArrowUp", "W_enc-2-2"),
        ("Enter", "W_enc-3-2"),
    ]:
        alive.keyboard.press(key)
        assert focused(alive) == cell
    alive.keyboard.type("5")
    alive.keyboard.press("ArrowLeft")
    assert focused(alive) == "W_enc-3-2", "the text is being edited"
    alive.keyboard.press("ArrowUp")
    assert focused(alive) == "W_enc-2-2"
    settled(alive)
    assert [asked for asked in served.asked if asked.startswith("POST")] == ["POST /sparse-autoencoder/1"]
    assert alive.locator("#W_enc-3-2").input_value() == "5"


def test_a_first_click_takes_the_number_and_a_second_one_the_caret(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder/1")
    cell = alive.locator("#W_enc-5-1")
    cell.click()
    taken = "input => input.selectionEnd - input.selectionStart === input.value.length"
    assert cell.evaluate(taken)
    alive.keyboard.press("ArrowDown")
    assert focused(alive) == "W_enc-6-1"
    cell.click()
    cell.click()
    assert not cell.evaluate(taken)
    alive.keyboard.press("ArrowLeft")
    alive.keyboard.press("ArrowRight")
    assert focused(alive) == "W_enc-5-1"


def test_results_are_walked_by_arrows_once_the_keyboard_is_in_the_grid(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder/2")
    alive.keyboard.press("Tab")
    alive.locator("#f-2-2").focus()
    alive.keyboard.press("ArrowRight")
    assert focused(alive) == "f-2-3"
    alive.keyboard.press("ArrowDown")
    assert focused(alive) == "f-3-3"
    assert where(alive) == "sparse-autoencoder/2"
    alive.keyboard.press("Enter")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/2?cell=3,3"
    alive.keyboard.press("Escape")
    alive.keyboard.press("Home")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/2?cell=0"


def test_after_a_click_on_a_result_the_arrows_are_for_the_frames(alive: Page) -> None:
    opened(alive, STEP)
    alive.locator("#f-1-1").click()
    settled(alive)
    alive.keyboard.press("ArrowRight")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/2?cell=1,2&pace=cell"


def test_nothing_happens_at_the_ends(alive: Page, served: Served) -> None:
    opened(alive, "/sparse-autoencoder/14")
    served.asked.clear()
    for key in ("ArrowRight", "End", "Shift+ArrowRight"):
        alive.keyboard.press(key)
    alive.locator("#next").click(force=True)
    settled(alive)
    assert where(alive) == "sparse-autoencoder/14"
    assert served.asked == []
