"""A server that is gone: the page says so, keeps everything, and goes on by itself once it is back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.main import app
from tests.browser.alive import is_marked, listening, mark, opened, settled, where
from tests.local_server import LocalServer

FRAME = "/sparse-autoencoder/1?cell=1,1"
GONE = "The server cannot be reached"


@pytest.fixture(scope="module")
def going() -> Iterator[LocalServer]:
    """A server of this file's own."""
    server = LocalServer(app)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, going: LocalServer) -> Iterator[Page]:
    """A page of it; on the console only the browser's own lines about answers that did not come."""
    context = browser.new_context(base_url=going.url)
    said = listening(context)
    yield context.new_page()
    context.close()
    assert all("net::ERR_" in line or " status of 50" in line for line in said), said


def test_a_click_while_the_server_is_gone_is_done_when_it_is_back(page: Page, going: LocalServer) -> None:
    opened(page, FRAME)
    mark(page)
    before = page.locator("main").inner_html()
    page.locator("#tempo").select_option("4000")
    page.get_by_label("through all steps").check()
    going.stop()
    page.locator(".timeline a >> text='3'").first.click()
    banner = page.locator("#away")
    expect(banner).to_contain_text(GONE)
    page.locator(".timeline a >> text='4'").first.click()
    page.keyboard.press("ArrowLeft")
    page.locator(".timeline a >> text='3'").first.click()
    assert where(page) == FRAME[1:]
    assert page.locator("main").inner_html() == before.replace(' class="htmx-request"', ""), (
        "nothing has changed"
    )
    going.start()
    page.wait_for_url("**/3")
    settled(page)
    expect(banner).to_be_empty()
    assert (is_marked(page), page.locator("#tempo").input_value()) == (True, "4000")
    page.locator("#first").click()
    settled(page)
    assert where(page) == "sparse-autoencoder/3?cell=0"


def test_edits_while_the_server_is_gone_are_all_made_when_it_is_back(page: Page, going: LocalServer) -> None:
    opened(page, FRAME)
    mark(page)
    entries = page.evaluate("history.length")
    going.stop()
    page.locator("#X-1-1").focus()
    for text in ("-12.75", "3.5", "1/3"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("#away")).to_contain_text(GONE)
    values = [page.locator(f"#X-1-{k}").input_value() for k in (1, 2, 3)]
    assert values == ["-12.75", "3.5", "1/3"]
    going.start()
    settled(page)
    expect(page.locator("#away")).to_be_empty()
    assert where(page).startswith("sparse-autoencoder/1?X=-12.75,3.5,1/3,")
    assert page.locator("#X-1-1").input_value() == "−12.75"
    assert (page.evaluate("history.length"), is_marked(page)) == (entries + 3, True)


def test_play_pauses_while_the_server_is_gone(page: Page, going: LocalServer) -> None:
    opened(page, f"{FRAME}&pace=cell")
    page.locator("#tempo").select_option("500")
    page.locator("#play").click()
    page.wait_for_url("**cell=1,2&**")
    going.stop()
    expect(page.locator("#away")).to_contain_text(GONE)
    expect(page.locator("#play")).to_have_text("Play")
    going.start()
    settled(page)
    expect(page.locator("#away")).to_be_empty()


def test_a_gateway_without_its_server_is_waited_for_too(page: Page) -> None:
    opened(page, FRAME)
    answers = iter([502, 503, 504])

    def gateway(route: object) -> None:
        status = next(answers, None)
        assert hasattr(route, "fulfill")
        assert hasattr(route, "continue_")
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="<h1>Bad gateway</h1>", content_type="text/html")

    page.route("**/sparse-autoencoder/4", gateway)
    page.locator(".timeline a >> text='4'").first.click()
    expect(page.locator("#away")).to_contain_text(GONE)
    expect(page.locator("h1")).to_have_text("Encoder: linear layer")
    page.wait_for_url("**/4")
    settled(page)
    expect(page.locator("#away")).to_be_empty()
