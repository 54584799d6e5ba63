"""With htmx and without it: the same documents at the same addresses, and nothing on the console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.alive import is_marked, mark, opened, settled, where

NORMAL = """html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("#player, #line").forEach((element) => element.remove());
    for (const element of page.body.querySelectorAll("*")) {
        element.classList.remove("read", "here");
        // Scripts keep for themselves what they took over, and which cell of a grid the Tab key stops at.
        const isRoving = element.matches("h1, td > *, .lesson a, .timeline a, .map a");
        const ours = ["data-htmx-powered", ...(isRoving ? ["tabindex"] : [])];
        const isKept = ({ name, value }) => !ours.includes(name) && (value || name !== "class");
        const kept = [...element.attributes].filter(isKept);
        kept.sort((one, other) => (one.name < other.name ? -1 : 1));
        [...element.attributes].forEach(({ name }) => element.removeAttribute(name));
        kept.forEach(({ name, value }) => element.setAttribute(name, value));
    }
    const parts = ["header.site", "main", "footer.site"].map((part) => page.querySelector(part).innerHTML);
    return [page.title, ...parts].join("\\n").replace(/\\s+/g, " ");
}"""


def compared(page: Page) -> None:
    """The document on the page, put there piece by piece, is the one that its address answers."""
    answer = page.request.get(page.url)
    assert answer.status == 200, where(page)
    there = page.evaluate(NORMAL, page.content())
    fetched = page.evaluate(NORMAL, answer.text())
    assert there == fetched, where(page)


def returned(page: Page) -> None:
    """Goes back and waits for the answer that this asks for; going back itself is told without one."""
    started = page.evaluate("alive.started")
    page.go_back()
    page.wait_for_function("started => alive.started > started", arg=started)
    settled(page)


@pytest.mark.parametrize(("lesson", "steps"), [("sparse-autoencoder", 14), ("autoencoder", 11)])
def test_a_walk_through_a_lesson_shows_the_documents_of_its_addresses(
    alive: Page, lesson: str, steps: int
) -> None:
    opened(alive, "/")
    mark(alive)
    alive.locator(f'a[href="/{lesson}"]').first.click()
    settled(alive)
    compared(alive)
    alive.get_by_role("link", name="Start with step 1").click()
    settled(alive)
    seen = set()
    while alive.locator("#next[href]").count():
        compared(alive)
        seen.add(re.split(r"[/?]", where(alive))[1])
        alive.keyboard.press("ArrowRight" if len(seen) == 1 else "Shift+ArrowRight")
        settled(alive)
    compared(alive)
    assert len(seen | {str(steps)}) == steps
    assert is_marked(alive)


def test_every_kind_of_press_leads_to_the_document_of_its_address(fresh: Page) -> None:
    opened(fresh, "/sparse-autoencoder/3")
    mark(fresh)
    presses = [
        "a >> text=The recipe",
        "#first",
        "#next",
        "#ask",
        ".choices a >> text='cell'",
        "#present",
        "#last",
        "#present",
        ".map a >> nth=9",
        "nav.lesson a >> text=Whole sheet",
        "#X-2-2",
        ".part h2 a >> nth=5",
        ".losses a >> nth=0",
        ".tabs a >> nth=1",
        "#back",
        "nav.lesson a >> nth=0",
        "button >> text=Draw this exercise",
        "a >> text=Start with step 1",
        "button >> text=Add a feature",
        "#undo",
        "#redo",
        "#dismiss",
        "#compare",
        "#reset",
        "a.brand",
        "a >> text=For programs: JSON",
    ]
    for press in presses:
        if not fresh.locator(press).count():
            continue
        fresh.locator(press).first.click()
        settled(fresh)
        compared(fresh)
    assert (where(fresh), is_marked(fresh)) == ("docs", True)
    for _ in range(3):
        returned(fresh)
        compared(fresh)
    assert is_marked(fresh)


def test_edits_lead_to_the_document_of_their_address(fresh: Page) -> None:
    opened(fresh, "/autoencoder/sheet?cell=0")
    for field, text in [
        ("W1[1,1]", "1/3"),
        ("b1[2,1]", "-2"),
        ("tokens[2]", "d'or & <b>"),
        ("W2[1,2]", "0.5"),
    ]:
        fresh.locator(f"[name='{field}']").fill(text)
        fresh.keyboard.press("Enter")
        settled(fresh)
        compared(fresh)
    returned(fresh)
    compared(fresh)


def test_an_address_that_cannot_be_shown_is_the_same_page_too(alive: Page) -> None:
    opened(alive, "/sparse-autoencoder")
    alive.get_by_label("Seed").fill("many")
    alive.get_by_label("Seed").press("Enter")
    settled(alive)
    assert where(alive).startswith("sparse-autoencoder?seed=many")
    fetched = alive.request.get(alive.url).text()
    assert alive.evaluate(NORMAL, alive.content()) == alive.evaluate(NORMAL, fetched)
    alive.get_by_label("seed", exact=True).fill("3")
    alive.get_by_role("button", name="Try again").click()
    settled(alive)
    assert where(alive).startswith("sparse-autoencoder?seed=3")
    compared(alive)
