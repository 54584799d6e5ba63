"""The lessons' words as HTML: Markdown, with formulas between backticks and numbers from the sheet.

{E[1,2]} in a text becomes the number in that cell, {rows:W2} and {columns:W2} a size; so no figure of a
matrix is typed into the prose.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from app import figures, formula
from app.cell import Ref
from app.sheet import Sheet

CELL = re.compile(r"\{(\w+)\[(\d+),(\d+)\]\}")
SIZE = re.compile(r"\{(rows|columns):(\w+)\}")


def _formula(_: RendererHTML, tokens: list[Token], index: int, __: OptionsDict, ___: EnvType) -> str:
    return formula.mathml(tokens[index].content)


MARKDOWN = MarkdownIt("commonmark", {"html": False})
MARKDOWN.add_render_rule("code_inline", _formula)


WRAP = re.compile(r"(?<!\n)\n(?!\n|- )")
"""A line break within a paragraph: joined, so that no line begins with what Markdown takes for a list."""


@cache
def html(text: str) -> Markup:
    """A text of ours as HTML, its placeholders left alone."""
    return Markup(MARKDOWN.render(WRAP.sub(" ", text.strip())))


def told(text: str, sheet: Sheet) -> Markup:
    """The text as HTML with its numbers filled in."""
    return Markup(filled(str(html(text)), sheet))


def filled(text: str, sheet: Sheet) -> str:
    """The text with its numbers taken from the sheet. KeyError for a matrix that is not there."""

    def size(match: re.Match[str]) -> str:
        return str(sheet.shapes[match[2]][match[1] == "columns"])

    def number(match: re.Match[str]) -> str:
        return figures.number(sheet.lookup(Ref(match[1], int(match[2]), int(match[3]))))

    return CELL.sub(number, SIZE.sub(size, text))


def first_sentence(text: str) -> str:
    """The sentence that stands for a whole reason."""
    return re.split(r"(?<=[.?!])\s", text.strip(), maxsplit=1)[0].replace("\n", " ")
