"""What a page says is words and numbers: nothing that was meant to be filled in, no word of Python's."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.core.lesson import Lesson
from app.lessons import LESSONS
from app.pages.menu import MENU, offers

QUERIES = ("", "updates=1000", "seed=7", "seed=3&examples=2&ask=1")
"""The lesson's own numbers, after training, and random ones."""
EDITS = {"autoencoder": "W1=1,0,-1,1;0,1/3,1,0;1,-1,0,0", "default": "X=0,-1,1/3,2,1;-2,-2,1,-1,1;2,1,1,1,-1"}
BESIDE = ("", "sheet", "overview", "experiments", "training", "balance", "features", "worksheet")
STRAY = re.compile(r"[{}]|\b(?:None|nan|NaN|inf|True|False|Undefined)\b|&lt;")
# A box for JSON shows an example of it, which has braces.
UNREAD = re.compile(r'<(script|style)\b.*?</\1>|<meta [^>]*>|placeholder="\{&#34;[^"]*"', re.S)
SAID = re.compile(r'\b(?:title|aria-label|alt|placeholder)="([^"]*)"')


def read(html: str) -> str:
    """What a page says: its text, and what its attributes say aloud."""
    seen = UNREAD.sub("", html)
    return " ".join([re.sub(r"<[^>]+>", " ", seen), *SAID.findall(seen)])


def stray(client: TestClient, path: str) -> list[str]:
    """What is read at an address and should not be, each with what stands around it."""
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, (path, answer.text[:200])
    text = read(answer.text)
    return [f"{path}: {text[max(m.start() - 40, 0) : m.end() + 40]!r}" for m in STRAY.finditer(text)]


def steps_looked_at(lesson: Lesson) -> list[str]:
    """Every step worked out, blank, at a cell of each result, and in its other view."""
    found = []
    for step in lesson.plan(tuple(lesson.preset.given)).steps:
        views = [f"view={step.view.slug}"] if step.view else []
        cells = [f"cell={result.name},1,1" for result in step.results if result.where is None]
        looks = ["", "cell=0", "ask=1", *cells, *(f"{cell}&reveal=cells" for cell in cells[:1]), *views]
        found += [f"{step.number}?{look}" for look in looks]
    return found


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_the_steps_have_no_stray_word(client: TestClient, lesson: Lesson) -> None:
    """In every look, with the lesson's numbers, edited ones, trained ones and random ones."""
    queries = (*QUERIES, EDITS.get(lesson.slug, EDITS["default"]))
    found = [
        said
        for query in queries
        for look in steps_looked_at(lesson)
        if query == "" or look.endswith(("?", "cell=0"))
        for said in stray(client, f"/{lesson.slug}/{look}&{query}")
    ]
    assert not found, found[:5]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_the_pages_beside_the_steps_have_no_stray_word(client: TestClient, lesson: Lesson) -> None:
    """Introduction, sheet, overview, training and all else; every experiment, each look where it leads."""
    names = [name for name in BESIDE if name not in MENU or offers(lesson, name)]
    queries = (*QUERIES, EDITS.get(lesson.slug, EDITS["default"]))
    found = [
        said
        for name in names
        for query in queries
        for said in stray(client, f"/{lesson.slug}{'/' * bool(name)}{name}?{query}")
    ]
    for experiment in lesson.experiments:
        path = f"/{lesson.slug}/experiments/{experiment.slug}"
        found += stray(client, path)
        for href in set(re.findall(r'href="(/[a-z-]+/\d+\?[^"]*)"', client.get(path).text)):
            found += stray(client, href.replace("&amp;", "&"))
    assert not found, found[:5]


def test_the_pages_of_no_lesson_have_no_stray_word(client: TestClient) -> None:
    """The first page, the glossary, one weight."""
    paths = ("/", "/glossary", "/sparse-autoencoder/l1", "/sparse-autoencoder/l1?w=0&lambda=0&updates=0")
    assert [said for path in paths for said in stray(client, path)] == []
