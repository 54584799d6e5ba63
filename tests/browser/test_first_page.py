"""The first page: somebody starts within ten seconds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from app.lessons import LESSONS
from tests.browser.alive import opened, settled, where


@pytest.mark.parametrize("slug", [slug for slug, lesson in LESSONS.items() if lesson.is_listed])
def test_a_lesson_is_started_projected_and_printed(client: TestClient, slug: str) -> None:
    html = client.get("/").text
    for address in (f"/{slug}", f"/{slug}/1?cell=0&amp;present=1", f"/{slug}/worksheet"):
        assert f'href="{address}"' in html


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_a_way_in_is_seen_without_scrolling(alive: Page, width: int, height: int) -> None:
    alive.set_viewport_size({"width": width, "height": height})
    opened(alive, "/")
    box = alive.get_by_role("link", name="Start: Autoencoder").bounding_box()
    assert box
    assert box["y"] + box["height"] < height * 0.6
    alive.set_viewport_size({"width": 1366, "height": 768})


def test_start_leads_to_the_introduction_and_each_press_goes_on(alive: Page) -> None:
    opened(alive, "/")
    alive.get_by_role("link", name="Start: Sparse autoencoder").click()
    settled(alive)
    for lands in ("sparse-autoencoder", "sparse-autoencoder/1?cell=0", "sparse-autoencoder/1?cell=1,1"):
        assert where(alive).startswith(lands)
        alive.keyboard.press("ArrowRight")
        settled(alive)
    expect(alive.locator("td.current")).to_have_count(1)


def test_the_miniatures_are_worked_out_and_lead_to_their_steps(client: TestClient) -> None:
    html = client.get("/").text
    for link in ("/autoencoder/3", "/autoencoder/5", "/sparse-autoencoder/2", "/sparse-autoencoder/3"):
        assert re.search(rf'<caption>\s*<a href="{link}"', html)
    assert html.count('<td class="worked') == 2 * 4 + 4 * 4 + 6 * 5 + 3 * 5
