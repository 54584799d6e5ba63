"""Two more pictures, of a class: the board after a vote, and a phone that is told about its answer."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx2
from playwright.sync_api import Browser, Page

ANSWERS: Final = ["-1"] * 12 + ["0"] * 7 + ["1"] * 4
"""What a class may well say about the second feature and Fuji: some forget the bias, some a sign."""
STEP: Final = "/sparse-autoencoder/1?cell=2,3"


def class_pictures(browser: Browser, port: int) -> dict[str, bytes]:
    """The pictures by their names."""
    base = f"http://127.0.0.1:{port}"
    teacher = window(browser, 1366, 768, 1)
    teacher.goto(base + STEP)
    teacher.get_by_role("button", name="Teach a class").click()
    code = teacher.locator(".class-code").inner_text()
    phone = window(browser, 390, 844, 2)
    phone.goto(f"{base}/join/{code}")
    teacher.locator("#begin").click()
    press(teacher, "Ask the phones")
    phone.locator("#answering [name=answer]").fill("0")
    phone.locator("#answering button").click()
    for text in ANSWERS:
        one_phone(base, code, text)
    teacher.locator("[data-count=answered]").filter(has_text=f"{len(ANSWERS) + 1}").wait_for()
    press(teacher, "Close")
    press(teacher, "Reveal")
    phone.locator("#asked.revealed").wait_for()
    teacher.locator(".bars .right").wait_for()
    settle(teacher, phone)
    pictures = {"class": teacher.screenshot(), "class-phone": phone.screenshot()}
    teacher.context.close()
    phone.context.close()
    return pictures


def window(browser: Browser, width: int, height: int, dots: float) -> Page:
    """A page of a window of its own."""
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, device_scale_factor=dots, reduced_motion="reduce")  # type: ignore[arg-type]
    return context.new_page()


def press(teacher: Page, name: str) -> None:
    """A button of the class's bar."""
    teacher.locator("#class").get_by_role("button", name=name).click()


def settle(*pages: Page) -> None:
    """Waits for fonts, and for what moves."""
    for page in pages:
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(500)


def one_phone(base: str, code: str, text: str) -> None:
    """A phone that joins and answers."""
    with httpx2.Client(base_url=base, trust_env=False) as client:
        seat = parse_qs(urlsplit(client.get(f"/join/{code}").headers["location"]).query)["seat"][0]
        client.post(f"/join/{code}", data={"seat": seat, "place": "1.1", "answer": text})
