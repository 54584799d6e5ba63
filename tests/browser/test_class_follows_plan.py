"""The plan that comes with a lesson, stop by stop, as its teacher presses Next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.lessons import lesson_called
from app.live.class_plan import lesson_plan, read_plan
from tests.browser.taught import Taught, begin, press


@pytest.mark.parametrize("slug", ["autoencoder", "sparse-autoencoder"])
def test_next_leads_from_stop_to_stop_and_the_phones_follow(taught_mainly: Taught, slug: str) -> None:
    stops = read_plan(lesson_plan(lesson_called(slug)))
    teacher = taught_mainly.open(f"/{slug}/1")
    teacher.get_by_role("button", name="Use this plan").click()
    expect(teacher.locator(".stops li")).to_have_count(len(stops))
    phone = taught_mainly.join(teacher)
    begin(teacher)
    for stop in stops:
        following = teacher.locator(".next-stop a")
        expect(following).to_have_text(stop.note)
        following.click()
        expect(teacher).to_have_url(taught_mainly.served.url + stop.address)
        if "cell=" in stop.address:
            row, column = stop.address.split("cell=")[1].split("&")[0].split(",")[-2:]
            expect(phone.locator("#seen h2")).to_have_text(
                re.compile(rf"^[^,]+, (row {row}\b.*)?column {column}\b")
            )
    expect(teacher.locator(".next-stop")).to_have_count(0)
    teacher.locator("#class a").first.click()
    expect(teacher.locator(".stops [aria-current]")).to_contain_text(stops[-1].note)
    teacher.locator(".stops a").nth(1).click()
    expect(teacher.locator(".next-stop a")).to_have_text(stops[2].note)


def test_what_was_answered_is_put_away_at_the_next_stop(taught_mainly: Taught) -> None:
    """Also where that is a page that only the teacher sees."""
    teacher = taught_mainly.open()
    teacher.get_by_label("A line a stop").fill("/sparse-autoencoder/balance | 5 | Talk")
    teacher.get_by_role("button", name="Use this plan").click()
    phone = taught_mainly.join(teacher)
    begin(teacher)
    for name in ("Ask the phones", "Close", "Reveal"):
        press(teacher, name)
    expect(phone.locator("#asked")).to_contain_text("you did not answer")
    teacher.locator(".next-stop a").click()
    expect(teacher.locator("#class-board")).to_have_count(0)
    expect(phone.locator("#asked")).to_contain_text("Watch the board")
