"""The form of a worksheet: what is chosen holds for every file at once, without anything shown first."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

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
    form.get_by_label("How many").fill("30")
    path, query = asked_by(form, "Worksheet as PDF")
    assert path == f"/{PAGE}.pdf"
    assert (query["paper"], query["variants"], query["key"]) == (["letter"], ["30"], ["0"])
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
