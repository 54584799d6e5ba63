"""The glossary as pages show it: all of it, or the definitions of the terms that a page marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.teaching import prose
from app.teaching.glossary import TERM, TERMS
from app.training.descent import worked
from app.web.paths import BUILD

OPENS = re.compile(r'popovertarget="term-([\w-]+)"')


class Definition(NamedTuple):
    """A term, its id, and what it means as HTML."""

    slug: str
    name: str
    means: Markup


@dataclass(frozen=True)
class GlossaryPage:
    """Every term with its definition."""

    all: list[Definition]
    build: str = BUILD


def glossary_page() -> GlossaryPage:
    """The whole glossary, in alphabetical order."""
    return GlossaryPage([definition(term.slug) for term in TERMS])


@cache
def definition(slug: str) -> Definition:
    """A term's definition, its numbers taken from the preset that it quotes. Raises KeyError."""
    term = TERM[slug]
    if not term.lesson:
        return Definition(slug, term.name, prose.html(term.means))
    sheet, _ = worked(start(LESSONS[term.lesson], Base()))
    return Definition(slug, term.name, prose.prose_html(term.means, sheet))


def used(words: Iterable[Markup]) -> list[Definition]:
    """The definitions that the buttons in a page's texts open."""
    return [definition(slug) for said in words for slug in OPENS.findall(said)]
