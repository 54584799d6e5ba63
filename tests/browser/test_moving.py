"""Moving without a reload: what is kept, what the history holds, what is fetched ahead or kept for later."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from app.web.paths import BUILD
from tests.browser.alive import Served, is_marked, mark, opened, settled, where

STEP = "/sparse-autoencoder/1"


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


@pytest.mark.parametrize(
    ("press", "lands"),
    [
        ("#next", "1?cell=1,1"),
        ("#back", "1?cell=1,1&reveal=cells"),
        ("#first", "1?cell=0"),
        ("#last", "1"),
        (".timeline a >> text='3'", "3"),
        (".map a >> nth=7", "3"),
        (".choices a >> text='row'", "1?cell=1,1&reveal=products&pace=row"),
        ("#ask", "1?cell=1,1&reveal=products&ask=1"),
        ("#Z-2-3", "1?cell=2,3"),
        (".losses a", "9?result=SSE"),
        ("nav.lesson a >> text=Whole sheet", "sheet"),
    ],
)
def test_links_move_without_a_reload(alive: Page, press: str, lands: str) -> None:
    opened(alive, f"{STEP}?cell=1,1&reveal=products")
    mark(alive)
    alive.locator(press).first.click()
    settled(alive)
    assert where(alive) == f"sparse-autoencoder/{lands}"
    assert is_marked(alive)


def test_focus_and_scroll_are_kept(fresh: Page) -> None:
    fresh.set_viewport_size({"width": 900, "height": 500})
    opened(fresh, f"{STEP}?cell=0")
    fresh.locator("#next").focus()
    fresh.evaluate("scrollTo(0, 150)")
    for _ in range(4):
        fresh.keyboard.press("Enter")
        settled(fresh)
        expect(fresh.locator("#next")).to_be_focused()
    fresh.keyboard.press("Shift+ArrowRight")
    settled(fresh)
    assert fresh.evaluate("scrollY") == 150


def test_a_page_of_another_kind_starts_at_its_top(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder")
    mark(alive)
    alive.get_by_role("link", name="Start with step 1").click()
    settled(alive)
    assert where(alive) == "sparse-autoencoder/1?cell=0"
    assert (alive.evaluate("scrollY"), is_marked(alive)) == (0, True)


def test_frames_replace_the_history_entry_and_steps_edits_and_pages_add_one(fresh: Page) -> None:
    opened(fresh, "/sparse-autoencoder/1?cell=0")
    before = entries(fresh)
    for key in ("ArrowRight", "ArrowRight", "End", "Home", "a", "a", "p", "p"):
        fresh.keyboard.press(key)
        settled(fresh)
    assert entries(fresh) == before
    fresh.keyboard.press("Shift+ArrowRight")
    settled(fresh)
    assert entries(fresh) == before + 1
    fresh.locator(".timeline a >> text='1'").first.click()
    settled(fresh)
    fresh.locator("#X-1-1").fill("7")
    fresh.keyboard.press("Tab")
    settled(fresh)
    assert entries(fresh) == before + 3
    fresh.locator("#dismiss").click()
    settled(fresh)
    assert entries(fresh) == before + 3
    fresh.get_by_role("link", name="Whole sheet").click()
    settled(fresh)
    assert entries(fresh) == before + 4


def test_back_after_an_edit_shows_the_page_before_it(fresh: Page) -> None:
    opened(fresh, f"{STEP}?cell=1,1")
    mark(fresh)
    fresh.locator("#X-1-1").fill("7")
    fresh.keyboard.press("Enter")
    settled(fresh)
    assert "X=7," in where(fresh)
    value = fresh.locator("#Z-1-1").inner_text()
    assert fresh.locator("#X-2-1").evaluate("input => input === document.activeElement")
    fresh.go_back()
    expect(fresh.locator("#Z-1-1")).not_to_have_text(value)
    settled(fresh)
    assert where(fresh) == "sparse-autoencoder/1?cell=1,1"
    assert fresh.locator("#X-1-1").input_value() == "0"
    fresh.go_forward()
    expect(fresh.locator("#Z-1-1")).to_have_text(value)
    assert fresh.locator("#X-1-1").input_value() == "7"
    assert is_marked(fresh)


def test_back_with_the_focus_in_the_edited_cell_shows_its_old_number(fresh: Page) -> None:
    opened(fresh, STEP)
    fresh.locator("#X-1-1").focus()
    fresh.keyboard.press("Alt+ArrowUp")
    settled(fresh)
    expect(fresh.locator("#X-1-1")).to_have_value("1")
    fresh.go_back()
    expect(fresh.locator("#X-1-1")).to_have_value("0")


def test_the_next_frame_is_shown_with_no_request_at_the_press(alive: Page, served: Served) -> None:
    with alive.expect_response("**/sparse-autoencoder/2"):
        opened(alive, f"{STEP}?cell=0")
    served.hold()
    served.asked.clear()
    with alive.expect_request(f"**{STEP}?cell=1,1&reveal=products") as ahead:
        alive.locator("#next").click()
        alive.wait_for_url(f"**{STEP}?cell=1,1&reveal=cells")
        expect(alive.locator(".derivation tr")).to_have_count(1)
    served.let_go()
    ahead.value.response()
    settled(alive)
    assert served.asked[0] == "GET /sparse-autoencoder/1?cell=1,1&reveal=products", "the next one, ahead"
    assert "GET /sparse-autoencoder/1?cell=1,1&reveal=cells" not in served.asked


def test_the_next_step_is_shown_with_no_request_at_the_press(alive: Page, served: Served) -> None:
    with alive.expect_response("**/sparse-autoencoder/2?pace=cell"):
        opened(alive, f"{STEP}?cell=0&pace=cell")
    served.hold()
    alive.keyboard.press("Shift+ArrowRight")
    expect(alive.locator("h1")).to_have_text("Encoder: ReLU")
    alive.wait_for_url("**/sparse-autoencoder/2?pace=cell")
    served.let_go()
    settled(alive)


def test_quick_presses_are_each_a_frame(alive: Page, served: Served) -> None:
    opened(alive, f"{STEP}?cell=0&pace=cell")
    served.ragged(1)
    for _ in range(7):
        alive.keyboard.press("ArrowRight")
    settled(alive)
    assert where(alive) == "sparse-autoencoder/1?cell=2,2&pace=cell"
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        alive.keyboard.press(key)
    settled(alive)
    assert where(alive) == "sparse-autoencoder/1?cell=1,5&pace=cell"


def test_back_while_an_answer_is_on_its_way_shows_the_page_addressed(fresh: Page, served: Served) -> None:
    opened(fresh, "/sparse-autoencoder/1")
    fresh.keyboard.press("Shift+ArrowRight")
    settled(fresh)
    served.slow(0.2)
    fresh.locator(".timeline a >> text='5'").click()
    fresh.evaluate("history.back()")
    expect(fresh.locator("h1")).to_have_text("Encoder: linear layer")
    settled(fresh)
    assert where(fresh) == "sparse-autoencoder/1"


def test_pages_are_revalidated_by_their_tag_and_files_of_a_build_never_change(
    client: TestClient,
) -> None:
    page = client.get(STEP)
    assert page.headers["cache-control"] == "no-cache"
    again = client.get(STEP, headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    named = [file for file in files if file.endswith(f"?v={BUILD}")]
    assert {file.partition("?")[0] for file in named} > {"/static/all.css", "/static/all.js"}
    for file in named:
        assert client.get(file).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get("/static/all.css?v=older").headers["cache-control"]


def test_pages_of_a_newer_build_bring_their_own_scripts(fresh: Page) -> None:
    opened(fresh, f"{STEP}?cell=0")
    mark(fresh)
    fresh.evaluate("document.body.dataset.build = 'newer'")
    fresh.keyboard.press("End")
    settled(fresh)
    assert is_marked(fresh), "the answer's build is the one that the scripts are of"
    newer = fresh.request.get("/sparse-autoencoder/4").text().replace(BUILD, "newer")
    fresh.route("**/sparse-autoencoder/4", lambda route: route.fulfill(body=newer, content_type="text/html"))
    with fresh.expect_event("load"):
        fresh.locator(".timeline a >> text='4'").click()
    assert not is_marked(fresh)
