"""A class in a browser: a teacher's page, the phones' pages, and what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.alive import Served, listening

# A teacher and several phones at once: on a busy machine each waits for all the others.
expect.set_options(timeout=20_000)
PHONE = 360, 740
STEP = "/sparse-autoencoder/1?cell=2,3"
EXPECTED = (
    "409",
    "404 (Not Found)",
    "interrupted while the page was loading",
    "establish a connection",
)
"""What browsers say of a late answer, of a class that has just ended, of a stream whose page is left."""


@dataclass
class Taught:
    """A class: the teacher's page, the phones' pages, and what their consoles said."""

    browser: Browser
    served: Served
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)

    def page(self, width: int = 1366, height: int = 768, **more: bool) -> Page:
        """A page of a window of its own."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(base_url=self.served.url, viewport=size, **more)  # type: ignore[arg-type]
        self.contexts.append(context)
        self.said.append(listening(context))
        return context.new_page()

    def open(self, at: str = STEP) -> Page:
        """The teacher at the desk of a new class."""
        teacher = self.page()
        teacher.goto(at)
        teacher.get_by_role("button", name="Teach a class").click()
        expect(teacher.locator(".class-code")).to_be_visible()
        return teacher

    def join(self, teacher: Page, **more: bool) -> Page:
        """A phone that types the code."""
        phone = self.page(*PHONE, **more)
        phone.goto("/join")
        phone.get_by_label("The code on the board").fill(teacher.locator(".class-code").inner_text().lower())
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator("#seen")).to_be_visible()
        return phone


@contextmanager
def teaching(browser: Browser, served: Served) -> Iterator[Taught]:
    """A class whose windows are closed in the end; nothing unexpected may stand on their consoles."""
    found = Taught(browser, served)
    yield found
    for context in found.contexts:
        context.close()
    said = [line for lines in found.said for line in lines]
    assert [line for line in said if not any(expected in line for expected in EXPECTED)] == []


@pytest.fixture
def taught(either: Browser, served: Served) -> Iterator[Taught]:
    """A class in one browser, then in the other."""
    with teaching(either, served) as found:
        yield found


@pytest.fixture
def taught_mainly(mainly: Browser, served: Served) -> Iterator[Taught]:
    """A class in one browser; in a long run in the other as well."""
    with teaching(mainly, served) as found:
        yield found


def begin(teacher: Page) -> None:
    """From the desk to the step."""
    teacher.locator("#begin").click()
    expect(teacher.get_by_role("button", name="Ask the phones")).to_be_visible()


def say(phone: Page, text: str, told: str = "Your answer is in") -> None:
    """A phone answers, and is told so."""
    phone.locator("#answering [name=answer]").fill(text)
    phone.locator("#answering button").click()
    expect(phone.locator("#sent")).to_contain_text(told)


def press(teacher: Page, name: str) -> None:
    """A button of the bar."""
    teacher.locator("#class").get_by_role("button", name=name).click()


def vote(teacher: Page, phone: Page, scope: str) -> None:
    """Cells are asked for, the phone answers 1 in all, the teacher closes and the bar follows."""
    teacher.get_by_label("Of which cells").select_option(scope)
    press(teacher, "Ask the phones")
    expect(phone.locator("#answering")).to_be_visible()
    for box in phone.locator("#answering [name=answer]").all():
        box.fill("1")
    phone.get_by_role("button", name="Send").click()
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")
    press(teacher, "Close")
    expect(teacher.locator("#class").get_by_role("button", name="Reveal")).to_be_visible()
