"""What an edit moved stays marked; what a number is made of is lit and read out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alive import Served, opened, settled, where
from tests.browser.many_pages import ManyPages

STEP = "/sparse-autoencoder/1"
FLASHING = """() => [...document.querySelectorAll("td.changed")].filter((cell) =>
    cell.getAnimations().some((flash) => flash.playState === "running")).length"""

OVER = """() => {
  const text = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const held = [...document.querySelectorAll(".stage td .before")];
  const over = held.filter((one) => text(one).width > one.closest("td").getBoundingClientRect().width - 4);
  const rows = [...document.querySelectorAll(".stage thead tr")].map(({ children }) => [...children]);
  const touching = rows.flatMap((heads) => heads.filter((head, k) => {
    const [left, right] = [k ? text(heads[k - 1]) : null, text(head)];
    return left && right.width > 2 && right.left < left.right && right.top < left.bottom;
  }));
  return [...over, ...touching].map((element) => element.textContent.trim());
}"""
"""What a cell held where that is wider than its frame allows, and names that run into the one before."""


def edited(page: Page, cell: str = "X-1-1", text: str = "3") -> None:
    page.locator(f"#{cell}").focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    settled(page)


def lit(page: Page) -> list[str]:
    """The cells that are lit because of what is pointed at."""
    found = page.locator("td.read").evaluate_all("cells => cells.map(cell => cell.querySelector('[id]').id)")
    return sorted(map(str, found))


def test_what_an_edit_changed_is_marked_with_what_it_was(alive: Page) -> None:
    opened(alive, STEP)
    was = alive.locator("#Z-1-1").inner_text()
    edited(alive)
    cell = alive.locator("td", has=alive.locator("#Z-1-1"))
    expect(cell.locator(".before")).to_have_text(f"was {was}")
    assert alive.locator("#Z-1-1").inner_text() != was
    expect(alive.locator("td", has=alive.locator("#Z-1-2")).locator(".before")).to_have_count(0)


def test_what_cells_held_stays_in_its_frame_below_names_that_do_not_touch(
    browser: Browser, served: Served
) -> None:
    """Of every result after an edit of X, trained and not."""
    moved = "X=3,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&was=X=1,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1"
    shown = [f"{n}?{moved}" for n in (1, 2, 3, 8, 11, 14)]
    shown += [f"12?{moved}&result={name}" for name in ("B", "df", "M", "dZ")]
    context = browser.new_context(base_url=served.url, reduced_motion="reduce")
    addresses = [f"/sparse-autoencoder/{each}{more}" for each in shown for more in ("", "&updates=1000")]
    pages = ManyPages.fetched(context.new_page(), STEP, addresses)
    for size in ((1366, 768), (1024, 768)):
        for address, found in pages.measured(size, OVER, ".map").items():
            assert not found, (size, address, found)
    context.close()


def test_the_map_marks_what_changed_down_to_the_gradients(alive: Page) -> None:
    opened(alive, STEP)
    edited(alive)
    marked = alive.locator(".map a.changed")
    names = [
        str(label).partition(":")[0] for label in marked.evaluate_all("all => all.map(a => a.ariaLabel)")
    ]
    assert {"X", "Z", "E", "d W enc"} <= set(names)
    assert "W dec" not in names


def test_marks_flash_once_where_the_edit_made_them_and_stay(alive: Page) -> None:
    opened(alive, f"{STEP}?pace=step")
    edited(alive)
    assert alive.evaluate(FLASHING) > 0
    marks = alive.locator("td.changed").count()
    alive.keyboard.press("Escape")
    for key, step in (("Shift+ArrowRight", 2), ("Shift+ArrowLeft", 1)):
        alive.keyboard.press(key)
        settled(alive)
        assert f"/{step}?" in where(alive)
        assert (alive.evaluate(FLASHING), alive.locator("td.changed").count() > 0) == (0, True)
    assert alive.locator("td.changed").count() == marks


def test_nothing_flashes_where_motion_is_reduced(fresh: Page) -> None:
    fresh.emulate_media(reduced_motion="reduce")
    opened(fresh, STEP)
    edited(fresh)
    assert fresh.locator("td.changed").count() > 0
    assert fresh.evaluate(FLASHING) == 0


def test_marks_are_dismissed(alive: Page) -> None:
    opened(alive, STEP)
    edited(alive)
    alive.get_by_role("link", name="Dismiss the marks").click()
    settled(alive)
    assert "was=" not in where(alive)
    expect(alive.locator("td.worked .before")).to_have_count(0)
    expect(alive.locator(".map a.changed")).to_have_count(0)


def test_undo_and_redo_name_what_they_do(alive: Page) -> None:
    opened(alive, STEP)
    edited(alive, "W_enc-2-3", "-7")
    alive.get_by_role("link", name="Undo W enc row 2, column 3: 1 → −7").click()
    settled(alive)
    expect(alive.locator("#W_enc-2-3")).to_have_value("1")
    alive.get_by_role("link", name="Redo W enc row 2, column 3: 1 → −7").click()
    settled(alive)
    expect(alive.locator("#W_enc-2-3")).to_have_value("−7")


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_a_result_lights_what_it_is_made_of_and_shows_its_line(alive: Page, by: str) -> None:
    opened(alive, STEP)
    getattr(alive.locator("#Z-2-3"), by)()
    assert lit(alive) == [
        "W_enc-2-1",
        "W_enc-2-2",
        "W_enc-2-3",
        "X-1-3",
        "X-2-3",
        "X-3-3",
        "b_enc-2-1",
        "ones-1-3",
    ]
    expect(alive.locator("#line")).to_contain_text("Z[2,3] = ")
    if by == "hover":
        alive.locator("h1").hover()
    else:
        alive.locator("#next").focus()
    expect(alive.locator("td.read")).to_have_count(0)
    expect(alive.locator("#line")).to_be_empty()


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_a_given_cell_lights_every_result_that_reads_it(alive: Page, by: str) -> None:
    opened(alive, STEP)
    getattr(alive.locator("#W_enc-2-1"), by)()
    assert lit(alive) == [f"Z-2-{j}" for j in range(1, 6)]


def test_the_light_is_of_the_cell_one_types_in_while_the_pointer_rests_on_another(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder/1/practice")
    alive.locator("#Z-1-1").click()
    alive.keyboard.type("9")
    alive.keyboard.press("Tab")
    settled(alive)
    expect(alive.locator("td.not-yet > #Z-1-1")).to_have_count(1)
    expect(alive.locator("#line")).to_contain_text("Z[1,2] = ")
    assert {"X-1-2", "W_enc-1-1"} <= set(lit(alive))
    assert "X-1-1" not in lit(alive)
    alive.locator("#Z-2-3").hover()
    expect(alive.locator("#line")).to_contain_text("Z[2,3] = ")


def test_the_light_follows_the_keyboard_and_an_edit(alive: Page, served: Served) -> None:
    opened(alive, STEP)
    alive.locator("#Z-1-1").focus()
    alive.keyboard.press("ArrowRight")
    assert {"X-1-2", "W_enc-1-1"} <= set(lit(alive))
    line = alive.locator("#line").inner_text()
    alive.evaluate("document.activeElement.blur()")
    edited(alive, "X-1-2", "5")
    alive.locator("#Z-1-2").focus()
    assert alive.locator("#line").inner_text() != line
    lights = lit(alive)
    alive.keyboard.press("a")
    settled(alive)
    assert lit(alive) == [], "a class that is asked is told nothing"
    alive.keyboard.press("a")
    alive.keyboard.press("End")
    settled(alive)
    assert lit(alive) == lights
    assert not any("cell=1,2" in asked for asked in served.asked)


def test_without_javascript_a_result_still_says_its_line(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(STEP)
    assert "Z[2,3] = " in (page.locator("#Z-2-3").get_attribute("title") or "")
    context.close()
