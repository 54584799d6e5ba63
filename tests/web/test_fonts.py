"""What the pages write is in the fonts that they are sent: no sign of a formula is taken from another one."""

from __future__ import annotations

import re
from html import unescape
from itertools import product

import pytest
from fontTools.ttLib import TTFont
from starlette.testclient import TestClient

from app.lessons import LESSONS
from app.web.paths import STATIC

BESIDE = ["/", "/glossary", "/docs", "/marks", "/class", "/sparse-autoencoder/l1"]
PAGES = ["", "/sheet", "/training", "/features", "/experiments", "/practice"]
VIEWS = ["", "?view=recipe", "?view=derivative", "/practice"]
FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
LEANING = re.compile(r"<em\b.*?</em>", re.DOTALL)
LINE = re.compile(r'data-line="([^"]*)"')


@pytest.fixture(scope="module")
def written(client: TestClient) -> str:
    """The pages of every lesson and those beside them, as they are sent."""
    of_lessons = [f"/{slug}{page}" for slug, page in product(LESSONS, PAGES)]
    steps = [f"/{slug}/{number}{rest}" for slug in LESSONS for number, rest in product(range(1, 15), VIEWS)]
    tried = [
        f"/{slug}/experiments/{each.slug}" for slug, lesson in LESSONS.items() for each in lesson.experiments
    ]
    answers = [client.get(path) for path in (*BESIDE, *of_lessons, *steps, *tried)]
    return "".join(answer.text for answer in answers if answer.status_code == 200)


def characters(name: str) -> set[str]:
    """The characters of a font."""
    with TTFont(STATIC / "fonts" / f"{name}.woff2") as font:
        return set(map(chr, font.getBestCmap()))


def letters(markup: list[str]) -> set[str]:
    """The characters of some markup besides its tags and the spaces between them."""
    text = unescape(re.sub(r"<[^>]*>", "", "".join(markup)))
    return set(text) - set("\n\t")


def test_the_mathematics_has_every_sign_of_a_formula(written: str) -> None:
    found = letters(FORMULA.findall(written))
    assert {"∂", "∑", "ˆ", "λ", "‖"} <= found
    assert found <= characters("stix-two-math")


def test_the_mathematics_has_the_signs_of_a_line_in_practice(written: str) -> None:
    found = letters(LINE.findall(written))
    assert "·" in found
    assert found <= characters("stix-two-math")


def test_the_italics_have_what_leans(written: str) -> None:
    found = letters(LEANING.findall(written))
    assert len(found) > 30
    assert found <= characters("source-serif-italic")
