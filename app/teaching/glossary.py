"""The glossary: the words of the field, those of papers, and those that lessons define by their own numbers.

Numbers between braces are taken from the preset of the lesson that defines the word, and only from its given
matrices, so that a definition opened while a class is asked tells no result.
"""

from __future__ import annotations

from typing import NamedTuple

from app.lessons import LESSONS
from app.notation.symbols import LETTERS
from app.teaching.field_terms import FIELD_TERMS
from app.teaching.paper_terms import PAPER_TERMS


class GlossaryTerm(NamedTuple):
    """A word, what it means, and the forms by which it is found in the lessons' words."""

    name: str
    means: str
    forms: tuple[str, ...]
    lesson: str = ""
    """The lesson whose numbers its meaning quotes; empty where it quotes none."""

    @property
    def slug(self) -> str:
        """Its id on a page, letters of other alphabets by their names."""
        return "".join(LETTERS.get(letter, letter) for letter in self.name.lower().replace(" ", "-"))


def defined() -> dict[str, GlossaryTerm]:
    """Every word with its meaning, by its name; of lessons that define the same word, the first counts."""
    general = [GlossaryTerm(*term) for term in (*FIELD_TERMS, *PAPER_TERMS)]
    own = [GlossaryTerm(*term, slug) for slug, lesson in LESSONS.items() for term in lesson.terms]
    return {term.name: term for term in reversed(general + own)}


TERMS = tuple(sorted(defined().values(), key=lambda term: term.name.lower()))
"""All of them, in alphabetical order."""

TERM = {term.slug: term for term in TERMS}
FORMS = {form.lower(): term for term in TERMS for form in term.forms}
"""Every form in small letters, and the term it stands for."""
