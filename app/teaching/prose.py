"""The lessons' words as HTML: Markdown, with formulas between backticks and numbers from the sheet.

{E[1,2]} in a text becomes the number in that cell, {rows:W2} and {columns:W2} a size; so no figure of a
matrix is typed into the prose. A word of the glossary opens its definition where it comes first on a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.notation import number_text
from app.notation.formula_text import formula_mathml
from app.teaching.glossary import FORMS

CELL = re.compile(r"(= )?\{(\w+)\[(\d+),(\d+)\]\}")
SIZE = re.compile(r"\{(rows|columns):(\w+)\}")


def _formula(_: RendererHTML, tokens: list[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    return formula_mathml(tokens[index].content)


MARKDOWN = MarkdownIt("commonmark", {"html": False})
MARKDOWN.add_render_rule("code_inline", _formula)


WRAP = re.compile(r"(?<!\n)\n(?!\n|- )")
"""A line break within a paragraph: joined, so that no line begins with what Markdown takes for a list."""


@cache
def html(text: str) -> Markup:
    """A text of ours as HTML, its placeholders left alone."""
    return Markup(MARKDOWN.render(WRAP.sub(" ", text.strip())))


WHOLE = re.compile(r"(<math.*?</math>|<a .*?</a>|<[^>]+>|\{[^}]*\})", re.S)
"""What no term is looked for in: formulas, links, tags themselves, and places of numbers ({MSE[1,1]})."""
TERM = re.compile(rf"(?<![\w-])({'|'.join(sorted(FORMS, key=len, reverse=True))})(?![\w-])", re.I)

BUTTON = "<button [^>]*>[^<]*</button>"
CLINGING = re.compile(rf"[(“]?(?:<strong>{BUTTON}</strong>|<em>{BUTTON}</em>|{BUTTON})[^\s<]+")
"""A term and the punctuation after it: a browser would end a line between a button and its full stop."""


@lru_cache(maxsize=500)
def marked(texts: tuple[str, ...]) -> tuple[Markup, ...]:
    """The texts of one page as HTML, every term of the glossary a button where it comes first."""
    seen: set[str] = set()

    def button(match: re.Match[str]) -> str:
        slug = FORMS[match[0].lower()].slug
        if slug in seen:
            return match[0]
        seen.add(slug)
        return f'<button type="button" class="term" popovertarget="term-{slug}">{match[0]}</button>'

    def piece(text: str) -> str:
        return text if WHOLE.fullmatch(text) else TERM.sub(button, text)

    def whole(text: str) -> Markup:
        said = "".join(map(piece, WHOLE.split(html(text))))
        return Markup(CLINGING.sub(r'<span class="whole">\g<0></span>', said))

    return tuple(map(whole, texts))


def prose_html_of(texts: Mapping[str, str], sheet: Sheet) -> dict[str, Markup]:
    """The texts of one page, their terms marked and their numbers filled in."""
    found = marked(tuple(texts.values()))
    return {key: Markup(filled(str(said), sheet)) for key, said in zip(texts, found, strict=True)}


def prose_html(text: str, sheet: Sheet) -> Markup:
    """The text as HTML with its numbers filled in."""
    return Markup(filled(str(html(text)), sheet))


def filled(text: str, sheet: Sheet) -> str:
    """The text with numbers from the sheet, ≈ before a rounded one. KeyError for an unknown matrix."""

    def size(match: re.Match[str]) -> str:
        return str(sheet.shapes[match[2]][match[1] == "columns"])

    def number(match: re.Match[str]) -> str:
        found = sheet.lookup(Ref(match[2], int(match[3]), int(match[4])))
        sign = match[1] and ("= " if number_text.is_exact(found) else "≈ ")
        return f"{sign or ''}{number_text.short(found)}"

    return CELL.sub(number, SIZE.sub(size, text))


def first_sentence(text: str) -> str:
    """The sentence that stands for a whole reason."""
    return re.split(r"(?<=[.?!])\s", text.strip(), maxsplit=1)[0].replace("\n", " ")
