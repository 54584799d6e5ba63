"""An address that is too long for a header is in the address bar all the same, with Back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.alive import Served
from tests.web.test_small_headers import LARGE, SAE


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_edit_of_a_large_exercise_stands_in_the_address_bar(
    browser: Browser, served: Served, has_scripts: bool
) -> None:
    context = browser.new_context(base_url=served.url, java_script_enabled=has_scripts)
    page = context.new_page()
    page.goto(f"{SAE}/1?{LARGE}")
    for name, value in (("#X-1-1", "7"), ("#X-1-2", "8")):
        page.locator(name).fill(value)
        page.keyboard.press("Tab" if has_scripts else "Enter")
        expect(page).to_have_url(re.compile("X=7,8,0" if value == "8" else "X=7,0"))
    page.go_back()
    expect(page).to_have_url(re.compile("X=7,0"))
    expect(page.locator("#X-1-2")).to_have_value("0.123456789012345")
    context.close()
