"""The codes on the screen and on paper, read by a program that reads codes."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from app.exports import qr
from tests.browser.alive import opened, where

STEP = "sparse-autoencoder/1"
PUBLIC = "https://hand.example"


def scanned(picture: Image.Image) -> list[str]:
    """What the codes in a picture say."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_on_the_screen_is_this_very_frame(
    fresh: Page, monkeypatch: pytest.MonkeyPatch, theme: Literal["light", "dark"]
) -> None:
    monkeypatch.setenv(qr.PUBLIC_URL, PUBLIC)
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


@pytest.mark.parametrize("query", ["", "?key=1&paper=letter", "?X=7,-1;2,1/3;0,5&tokens=one,two"])
def test_the_code_on_paper_leads_to_the_step_and_a_key_s_to_the_worksheet(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setenv(qr.PUBLIC_URL, PUBLIC)
    file = client.get(f"/{STEP}/worksheet.pdf{query}")
    assert file.status_code == 200
    with pdfium.PdfDocument(file.content) as opened_file:
        first = opened_file[0].render(scale=150 / 72).to_pil()
    [address] = scanned(first)
    assert address.startswith(f"{PUBLIC}/{STEP}/worksheet" if "key=1" in query else f"{PUBLIC}/{STEP}?")
    assert client.get(address.removeprefix(PUBLIC)).status_code == 200
