"""What pages repeat by the hundred, cells and tiles, written by its template once and joined from then on.

Two cells that are alike but for their link are the same text with another link in it. So a macro is asked
once for each thing that it has not written yet, with a mark in place of the link; what stands before and
after the mark is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from app.core.recently_made import RecentlyMade

MARK: Final = "/the-link-of-this"
MOST: Final = 16_000_000
ENTRY: Final = 600
"""Bytes that a text is kept with, besides its own."""


class Halves(NamedTuple):
    """What stands before a link and after it; all of it before, where there is none."""

    before: str
    after: str


class WrittenOnce:
    """A macro of a template that is called with a NamedTuple whose last field is href."""

    def __init__(self, templates: Environment, template: str, macro: str) -> None:
        self.templates, self.template, self.macro = templates, template, macro
        self.kept: RecentlyMade[Halves] = RecentlyMade(
            MOST, lambda text: ENTRY + len(text.before + text.after)
        )

    def __call__(self, view: tuple[object, ...]) -> Markup:
        """The markup of one thing."""
        *alike, href = view
        key = (*alike, bool(href))
        text = self.kept.take(key) or self.kept.keep(key, self.written(view))
        return Markup(f"{text.before}{escape(href)}{text.after}" if href else text.before)

    def written(self, view: tuple[object, ...]) -> Halves:
        """The markup on both sides of its link."""
        *alike, href = view
        macro: Callable[[object], Markup] = getattr(
            self.templates.get_template(self.template).module, self.macro
        )
        text = macro(type(view)(*alike, MARK if href else ""))
        before, _, after = text.partition(MARK)
        return Halves(str(before), str(after))
