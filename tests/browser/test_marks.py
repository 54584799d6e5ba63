"""Marks for a pile of links on a phone: in Chromium and in Firefox, with JavaScript and without."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.piles import piled

LINES = [*piled(5, steps=2), "no link here", *piled(2, "autoencoder", steps=2, seeds=(1, 2))]


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, either: Browser, server: str) -> Iterator[Page]:
    """The page of marks on a phone."""
    size = {"width": 390, "height": 844}
    context = either.new_context(java_script_enabled=request.param, viewport=size, base_url=server)  # type: ignore[arg-type]
    found = context.new_page()
    found.goto("/marks")
    yield found
    context.close()


def test_pasted_links_become_a_table_whose_rows_lead_to_the_attempts(page: Page) -> None:
    page.get_by_label("Links to attempts").fill("\n".join(LINES))
    page.get_by_role("button", name="Mark them").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 6: There is no link in this line.")
    expect(page.locator("table.marks")).to_have_count(3)
    expect(page.locator("table.marks").first.locator("tbody th[scope=row]")).to_have_count(5)
    assert page.get_by_label("Links to attempts").input_value() == "\n".join(LINES)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Student 3").first.click()
    expect(opened.value.locator("h1")).to_have_text("How the attempt went")
    assert page.locator("table.marks").count() == 3, "the pile stays where it was"


def test_the_table_is_saved_as_a_file(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Links to attempts").fill("\n".join(LINES))
    with page.expect_download() as saved:
        page.get_by_role("button", name="The table as CSV").click()
    saved.value.save_as(tmp_path / "marks.csv")
    assert saved.value.suggested_filename == "marks-table.csv"
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        whose = [row[1] for row in csv.reader(file)][1:]
    assert whose == [*(f"Student {k}" for k in (0, 1, 2, 3, 4, 0, 1)), LINES[5]]


def test_a_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Links to attempts").fill(LINES[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("table.marks").first.locator("tbody th[scope=row]")).to_have_count(1)
