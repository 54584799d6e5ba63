"""The glossary: every word defined once, its figures true, and opened in place where it first stands."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from app.lessons import LESSONS
from app.pages import glossary_page
from app.teaching import prose
from app.teaching.glossary import FORMS, TERMS, GlossaryTerm
from tests.browser.alive import Served, opened, settled, where

PAGES = ["/", "/autoencoder", "/sparse-autoencoder", "/autoencoder/3", "/sparse-autoencoder/14"]
STEP = "/sparse-autoencoder/1"


def test_terms_are_in_order_and_no_two_claim_the_same_word() -> None:
    names = [term.name.lower() for term in TERMS]
    assert names == sorted(set(names))
    assert len(FORMS) == sum(len(term.forms) for term in TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.slug)
def test_a_definition_is_a_sentence_and_quotes_given_numbers_only(term: GlossaryTerm) -> None:
    """So that one opened while a class is asked gives no result away."""
    assert term.means.endswith(".")
    given = set(LESSONS[term.lesson].preset.given) if term.lesson else set()
    assert set(re.findall(r"\{(?:\w+:)?(\w+)", term.means)) <= given
    html = next(each.means for each in glossary_page().all if each.slug == term.slug)
    assert not re.search("[{}`*]", html)


SUMS = {
    "absolute-value": ("of −3 it is 3", abs(-3) == 3),
    "l1": ("of (3, −4) it is 7", abs(3) + abs(-4) == 7),
    "l2-norm": ("Of (3, −4) it is 5", (3**2 + (-4) ** 2) ** 0.5 == 5),
    "relu": ("ReLU of 2 is 2, and ReLU of −3 is 0", (max(0, 2), max(0, -3)) == (2, 0)),
    "slope": ("slope 6: raise 3 to 3.1, and 9 becomes 9.61", round((3.1**2 - 3**2) / 0.1) == 6),
    "squared-error": ("4 for an error of 2", 2**2 == 4),
}


def test_the_figures_of_definitions_are_true() -> None:
    """Typed ones by working them out; no other definition has a figure that is typed."""
    for term in TERMS:
        said, is_true = SUMS.get(term.slug, ("", True))
        assert said in term.means
        assert is_true
        plain = re.sub(r"\{.*?\}|`.*?`|L[012]", "", term.means.replace(said, ""))
        assert set(re.findall(r"\d+", plain)) <= {"0", "1", "6", "3"}, plain


@pytest.mark.parametrize("page", PAGES)
def test_each_term_is_marked_once_where_it_first_stands(client: TestClient, page: str) -> None:
    html = client.get(page).text
    marked = re.findall(r'popovertarget="term-([\w-]+)"', html)
    assert marked
    assert len(marked) == len(set(marked))
    assert sorted(marked) == sorted(re.findall(r'<div popover id="term-([\w-]+)"', html))
    headings = re.findall(r"<h\d[^>]*>.*?</h\d>", html, re.S)
    assert not [heading for heading in headings if "popovertarget" in heading]


def test_terms_are_whole_words_outside_formulas() -> None:
    said = prose.marked(("Weights: `f` is *active*, half-trained, unweighted. The weights again.",))[0]
    assert re.findall(r'popovertarget="term-([\w-]+)">([^<]+)<', said) == [
        ("weight", "Weights"),
        ("activation", "active"),
    ]


@pytest.mark.parametrize("text", ["The **update**, then", "(update)", "an *update*."])
def test_punctuation_stays_with_its_term(text: str) -> None:
    said = prose.marked((text,))[0]
    assert re.search(r'<span class="whole">[(]?(<\w+>)?<button .*</button>(</\w+>)?[,.)]</span>', said), said


def test_a_term_opens_in_place_and_closes(alive: Page, served: Served) -> None:
    opened(alive, STEP)
    served.asked.clear()
    definition = alive.locator("#term-bias")
    expect(definition).to_be_hidden()
    alive.get_by_role("button", name="bias", exact=True).press("Enter")
    expect(definition).to_be_visible()
    expect(definition).to_contain_text("the first feature's bias is −1")
    alive.keyboard.press("Tab")
    expect(definition.get_by_role("link", name="Glossary")).to_be_focused()
    alive.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    settled(alive)
    assert where(alive) == STEP.removeprefix("/")
    assert not [asked for asked in served.asked if "glossary" in asked]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (320, 256)])
def test_an_open_definition_is_on_the_screen(fresh: Page, width: int, height: int) -> None:
    fresh.set_viewport_size({"width": width, "height": height})
    opened(fresh, STEP)
    for button in fresh.locator(".term").all():
        button.click()
        box = fresh.locator(".definition:popover-open").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
        fresh.keyboard.press("Escape")


def test_a_term_opens_without_javascript(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(STEP)
    page.get_by_role("button", name="token", exact=True).click()
    expect(page.locator("#term-token")).to_be_visible()
    page.locator("#term-token").get_by_role("link").click()
    expect(page.locator("#token")).to_contain_text("In the lesson there are 5")
    context.close()
