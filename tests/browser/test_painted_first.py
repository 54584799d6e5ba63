"""A page is seen before htmx has taken it over: what is done in between is neither lost nor misplaced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, is_marked, listening, mark, opened, settled, where

STEP = "/sparse-autoencoder/1"
NEXT = "Encoder: ReLU"
HEAR = """window.readAhead = new Set();
document.addEventListener("ahead", ({ detail }) => {
  readAhead.add(detail.querySelector("#next").getAttribute("href"));
});"""
UNTIL_READ = """(next) => new Promise((resolve) => {
  const look = () => { if (readAhead.has(next)) resolve(); else setTimeout(look, 5); };
  look();
})"""
PRESS = """async () => {
  const said = () => document.querySelector("h1").textContent;
  const before = said();
  document.querySelector(".timeline li:has([aria-current=step]) + li a").click();
  for (let k = 0; k < 1000 && said() === before; k += 1) await null;
  if (said() === before) throw new Error("not in its place before the paint");
"""
EDIT = """
  const input = document.querySelector("form.exercise .grid input");
  input.value = "7";
  input.dispatchEvent(new Event("change", { bubbles: true }));
"""
HOLD_CELLS = """() => {
  const cells = document.querySelectorAll("form.exercise .grid [id]");
  window.cells = new Map([...cells].map((cell) => [cell.id, cell]));
}"""
REPLACED = """() => {
  const isReplaced = ([id, cell]) => ![cell, null].includes(document.getElementById(id));
  return [...cells].filter(isReplaced).map(([id]) => id);
}"""
BACK = """
  const own = { requestAnimationFrame, setTimeout }, held = [];
  for (const name of Object.keys(own)) window[name] = (...given) => held.push([name, given]);
  history.back();
  await new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  Object.assign(window, own);
  for (const [name, given] of held) window[name](...given);
"""
"""Back, which may take longer than a frame on a busy machine: what waits for the paint waits for it too."""
NO_MOVING = "delete Element.prototype.moveBefore"


@pytest.fixture
def heard(fresh: Page) -> Page:
    """A page that tells what was read ahead."""
    fresh.add_init_script(HEAR)
    return fresh


@pytest.fixture
def writing(either: Browser, served: Served) -> Iterator[Page]:
    """A page in one browser, then in the other, that lets go of what is moved, as WebKit does."""
    context = either.new_context(base_url=served.url)
    said = listening(context)
    context.add_init_script(NO_MOVING)
    yield context.new_page()
    context.close()
    assert not said


def before_the_paint(page: Page, done: str) -> None:
    """Presses the next step, and does something once it is in its place, with no frame between."""
    page.evaluate(UNTIL_READ, "/sparse-autoencoder/3?cell=0")
    page.evaluate(f"{PRESS}{done}\n}}")


def test_an_edit_in_a_page_that_is_not_painted_yet_is_made(heard: Page) -> None:
    opened(heard, STEP)
    before = heard.evaluate("history.length")
    before_the_paint(heard, EDIT)
    settled(heard)
    assert heard.locator("form.exercise .grid input").first.input_value() == "7"
    assert where(heard).startswith("sparse-autoencoder/2?")
    assert heard.evaluate("history.length") == before + 2, "the step and the edit"
    heard.go_back()
    settled(heard)
    assert where(heard) == "sparse-autoencoder/2"
    assert NEXT in heard.title()


def test_a_link_of_a_page_that_is_not_painted_yet_is_followed_in_place(heard: Page) -> None:
    opened(heard, STEP)
    mark(heard)
    before_the_paint(heard, "document.querySelector('.stage td a').click()")
    heard.wait_for_url("**cell=1,1")
    settled(heard)
    assert where(heard) == "sparse-autoencoder/1?cell=1,1", "where its first number comes from"
    assert is_marked(heard)


def test_back_before_the_paint_leaves_whole_pages_behind(heard: Page) -> None:
    opened(heard, "/sparse-autoencoder/3")
    heard.locator(".timeline a >> text='1'").click()
    settled(heard)
    before_the_paint(heard, BACK)
    heard.wait_for_url("**/sparse-autoencoder/3")
    settled(heard)
    mark(heard)
    heard.locator(".timeline a >> text='2'").click()
    expect(heard.locator("h1")).to_have_text(NEXT)
    settled(heard)
    shown = heard.locator("main").inner_text()
    heard.evaluate(f"() => {{ {EDIT} }}")
    settled(heard)
    assert heard.locator("form.exercise .grid input").first.input_value() == "7"
    assert where(heard).startswith("sparse-autoencoder/2?")
    assert is_marked(heard)
    heard.goto("/sparse-autoencoder/2")
    assert heard.locator("main").inner_text() == shown


def test_the_player_stays_while_what_stands_around_it_goes_and_comes(heard: Page) -> None:
    opened(heard, STEP)
    heard.locator("#tempo").select_option("500")
    player = heard.locator("#player").element_handle()
    before_the_paint(heard, "")
    settled(heard)
    assert player.evaluate("element => element.isConnected")
    expect(heard.locator("#tempo")).to_have_value("500")


def test_once_somebody_rests_the_way_back_is_read_again(heard: Page, served: Served) -> None:
    """It was kept, so that nothing is fetched for it."""
    opened(heard, "/sparse-autoencoder/2")
    for step in (3, 4):
        heard.keyboard.press("Shift+ArrowRight")
        heard.wait_for_url(f"**/sparse-autoencoder/{step}")
        settled(heard)
    heard.evaluate("readAhead.clear()")
    served.asked.clear()
    heard.evaluate(UNTIL_READ, "/sparse-autoencoder/4?cell=0")
    assert "GET /sparse-autoencoder/3" not in served.asked


@pytest.mark.parametrize("address", [STEP, "/autoencoder/2", "/sparse-autoencoder/sheet"])
def test_cells_stay_where_they_stand_whatever_comes_and_goes_around_them(fresh: Page, address: str) -> None:
    opened(fresh, address)
    fresh.evaluate(HOLD_CELLS)
    cells = fresh.locator("form.exercise td.given input")
    for text in ("abc", "", "8", "7"):
        cells.nth(1).fill(text)
        cells.nth(1).blur()
        settled(fresh)
        assert fresh.evaluate(REPLACED) == [], f"after “{text}” was typed"
    for press in ("#undo", "#redo", "#dismiss", "#reset"):
        fresh.locator(press).click()
        settled(fresh)
        assert fresh.evaluate(REPLACED) == [], f"after {press}"


@pytest.mark.parametrize(
    ("start", "press"),
    [
        ("/sparse-autoencoder/4?cell=1,2", ".timeline a >> text='3'"),
        ("/sparse-autoencoder/3?cell=0", "#last"),
        (f"{STEP}?cell=1,2", "#present"),
    ],
)
def test_a_page_that_comes_while_somebody_types_takes_nothing_away(
    writing: Page, served: Served, start: str, press: str
) -> None:
    page = writing
    opened(page, start)
    cell = page.locator("form.exercise .grid td.given input").nth(1)
    name = cell.get_attribute("id")
    served.hold()
    page.locator(press).first.click()
    cell.focus()
    page.keyboard.type("1")
    served.let_go()
    settled(page)
    page.keyboard.type("2")
    there = page.evaluate("[document.activeElement.id, document.activeElement.value]")
    page.keyboard.press("Enter")
    settled(page)
    assert there == [name, "12"]
    assert page.locator(f"#{name}").input_value() == "12"
    assert sum(asked.startswith("POST") for asked in served.asked) == 1


def test_what_is_typed_in_a_cell_that_the_page_that_comes_does_not_have_is_kept(
    writing: Page, served: Served
) -> None:
    opened(writing, f"{STEP}?cell=0")
    served.hold()
    writing.locator(".timeline a >> text='5'").first.click()
    writing.locator("#W_enc-1-2").focus()
    writing.keyboard.type("1")
    served.let_go()
    settled(writing)
    assert where(writing).startswith("sparse-autoencoder/5?W_enc=-1,1,0;")
