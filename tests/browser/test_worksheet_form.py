"""The form of a worksheet: what is chosen holds for every file at once, without anything shown first."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.exports import workshop
from tests.browser.alive import Served

PAGE = "sparse-autoencoder/1/worksheet"


@pytest.fixture(params=[True, False], ids=["with", "without"])
def form(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """The page of a worksheet, with JavaScript and without."""
    page = browser.new_page(java_script_enabled=request.param)
    page.goto(f"{served.url}/{PAGE}")
    yield page
    page.close()


def asked_by(page: Page, button: str) -> tuple[str, dict[str, list[str]]]:
    """The path and the query of the file that a button asks for."""
    asked: list[str] = []

    def caught(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="%PDF", headers={"content-disposition": "attachment"})

    page.route("**/worksheet.*", caught)
    with page.expect_download():
        page.get_by_role("button", name=button, exact=True).click()
    path, query = urlsplit(asked[0]).path, parse_qs(urlsplit(asked[0]).query)
    return path, {name: found for name, found in query.items() if found != [""]}


def test_a_choice_holds_for_the_files_at_once(form: Page) -> None:
    form.get_by_label("Paper").select_option("letter")
    form.get_by_label("Seed").fill("30")
    path, query = asked_by(form, "Worksheet as PDF")
    assert path == f"/{PAGE}.pdf"
    assert (query["paper"], query["seed"], query["key"]) == (["letter"], ["30"], ["0"])
    path, query = asked_by(form, "Live spreadsheet")
    assert (path, query["paper"], query["key"]) == (f"/{PAGE}.xlsx", ["letter"], ["1"])


def test_enter_in_a_field_shows_the_sheet(form: Page) -> None:
    form.locator("[name=steps]").fill("1-2")
    form.locator("[name=steps]").press("Enter")
    form.wait_for_url("**/worksheet?steps=1-2")
    assert form.get_by_role("heading", name="Step 2").count() == 1


def test_the_answers_are_shown_and_hidden_again(form: Page) -> None:
    form.get_by_role("button", name="Show its answers").click()
    form.wait_for_url("**/worksheet?key=1")
    form.get_by_role("button", name="Show this sheet").click()
    form.wait_for_url(f"**/{PAGE}")


def test_a_class_is_fetched_with_a_count_and_arrives_as_a_download(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/{PAGE}")
    page.get_by_label("How many").fill("3")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Worksheet as PDF").click()
    assert waiting.value.suggested_filename == "sparse-autoencoder-step-1.pdf"
    file = waiting.value.path()
    assert file.read_bytes().startswith(b"%PDF")
    expect(page.locator("#making")).to_contain_text("The file is there.")
    expect(page.get_by_role("button", name="Give up")).to_be_hidden()
    assert any("worksheet.counted" in asked and "variants=3" in asked for asked in served.asked)
    page.close()


def test_a_file_that_comes_in_one_piece_with_its_last_line_arrives(browser: Browser, served: Served) -> None:
    """As from a server nearby: more bytes at once than a function takes arguments."""
    file = b"%PDF" + random.Random(1).randbytes(1_000_000)
    page = browser.new_page()
    page.goto(f"{served.url}/{PAGE}")
    lines = b"1 2\n2 2\nfile of-two.pdf\n"
    page.route("**/worksheet.counted?**", lambda route: route.fulfill(body=lines + gzip.compress(file)))
    page.get_by_label("How many").fill("2")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Worksheet as PDF").click()
    assert waiting.value.suggested_filename == "of-two.pdf"
    assert waiting.value.path().read_bytes() == file
    page.close()


@pytest.mark.parametrize("size", [(1300, 850), (390, 844)], ids=str)
def test_how_far_a_file_is_made_is_seen_beside_its_button(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    """Wherever the page is scrolled to where that is pressed."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{served.url}/sparse-autoencoder/worksheet")
    page.route("**/worksheet.counted?**", lambda _: None)
    page.get_by_label("How many").fill("3")
    page.get_by_role("button", name="Worksheet as PDF").click()
    expect(page.locator("#making span")).to_be_in_viewport(ratio=1)
    at = """(said) => {
      const { left, right, top, bottom } = said.getBoundingClientRect();
      return said === document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    }"""
    assert page.locator("#making span").evaluate(at), "it is covered"
    page.close()


def test_a_file_that_takes_long_can_be_given_up(browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/{PAGE}")
    page.get_by_label("How many").fill("200")
    page.get_by_role("button", name="Worksheet as PDF").click()
    expect(page.locator("#making progress")).to_be_visible()
    expect(page.locator("#making")).to_contain_text(re.compile("sheet", re.I), timeout=60_000)
    page.get_by_role("button", name="Give up").click()
    expect(page.locator("#making")).to_contain_text("Given up.")
    page.close()


def test_what_keeps_a_file_from_being_made_is_said_beside_its_button(
    browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for queue in (workshop.SMALL, workshop.LARGE):
        monkeypatch.setattr(queue, "places", 0)
        monkeypatch.setattr(queue, "most_waiting", 0)
    page = browser.new_page()
    page.goto(f"{served.url}/{PAGE}")
    page.get_by_label("How many").fill("3")
    page.get_by_role("button", name="Worksheet as PDF").click()
    expect(page.locator("#making")).to_contain_text("Many worksheets are being made just now.")
    page.close()


@pytest.mark.parametrize("size", ["", "?dims=10,10&examples=10&seed=3"])
@pytest.mark.parametrize("width", [700, 900, 1024])
def test_a_large_sheet_scrolls_by_itself(fresh: Page, size: str, width: int) -> None:
    """The page beneath it, form and all, stays as wide as the window."""
    fresh.set_viewport_size({"width": width, "height": 1000})
    fresh.goto(f"/sparse-autoencoder/worksheet{size}")
    assert fresh.locator(".worksheet .stage").count()
    assert fresh.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
