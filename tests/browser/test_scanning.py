"""The codes on the screen and on paper, read by a program that reads codes."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Literal

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from app.settings import PUBLIC_URL
from tests.browser.alive import Served, opened, where

STEP = "sparse-autoencoder/1"
PUBLIC = "https://hand.example"
EXPERIMENT = "sparse-autoencoder/experiments/mixed-signs"


def scanned(picture: Image.Image) -> list[str]:
    """What the codes in a picture say."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_on_the_screen_is_this_very_frame(
    fresh: Page, monkeypatch: pytest.MonkeyPatch, theme: Literal["light", "dark"]
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    fresh.emulate_media(color_scheme=theme)
    opened(fresh, f"{STEP}?cell=2,3&pace=cell")
    fresh.keyboard.press("q")
    fresh.keyboard.press("ArrowRight")
    fresh.wait_for_url("**cell=2,4**")
    image = fresh.locator(".code img")
    expect(image).to_have_attribute("src", f"/code.svg?page=/{STEP}%3Fcell%3D2%2C4%26pace%3Dcell")
    image.evaluate("image => image.decode()")
    picture = Image.open(BytesIO(fresh.locator(".code").screenshot()))
    assert scanned(picture) == [f"{PUBLIC}/{where(fresh)}"]


def test_where_others_do_not_reach_the_app_a_sentence_stands_for_the_code(fresh: Page) -> None:
    opened(fresh, f"{STEP}?cell=2,3")
    fresh.keyboard.press("q")
    code = fresh.locator("#code")
    expect(code).to_contain_text("This address works on this computer only.")
    expect(code.get_by_text("--public-url")).to_be_hidden()
    assert code.locator("img").count() == 0
    assert code.locator("#link").input_value() == fresh.url
    code.locator(".only-here summary").click()
    expect(code.get_by_text("--public-url")).to_be_visible()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with", "without"])
@pytest.mark.parametrize(
    "path", [f"{STEP}?cell=2,3", f"{STEP}/worksheet?key=1", "sparse-autoencoder/sheet?lambda=0.3", EXPERIMENT]
)
def test_a_link_to_copy_stands_where_something_is_passed_on(
    browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch, path: str, has_scripts: bool
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    page = browser.new_page(java_script_enabled=has_scripts)
    page.goto(f"{served.url}/{path}")
    page.locator("#code > summary").click() if page.locator("#code").count() else None
    field, button = page.locator("#link"), page.get_by_role("button", name="Copy link")
    assert field.input_value() == f"{PUBLIC}/{path}"
    if has_scripts:
        button.click()
        expect(page.locator("[data-copies=link]")).to_have_text(re.compile("Copied|Selected"))
        assert page.evaluate("document.getSelection().toString()") == f"{PUBLIC}/{path}"
    else:
        expect(button).to_have_count(0)
    page.close()


@pytest.mark.parametrize("query", ["", "?key=1&paper=letter", "?X=7,-1;2,1/3;0,5&tokens=one,two"])
def test_the_code_on_paper_leads_to_the_step_s_practice_and_a_key_s_to_the_worksheet(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, PUBLIC)
    file = client.get(f"/{STEP}/worksheet.pdf{query}")
    assert file.status_code == 200
    with pdfium.PdfDocument(file.content) as opened_file:
        first = opened_file[0].render(scale=150 / 72).to_pil()
    [address] = scanned(first)
    assert address.startswith(
        f"{PUBLIC}/{STEP}/worksheet" if "key=1" in query else f"{PUBLIC}/{STEP}/practice"
    )
    assert client.get(address.removeprefix(PUBLIC)).status_code == 200
