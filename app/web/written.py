"""What pages repeat by the hundred, cells and tiles, written by its template once and joined from then on.

Two cells that are alike but for their link are the same text with another link in it. So a macro is asked
once for each thing that it has not written yet, with a mark in place of the link; what stands before and
after the mark is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from app.core.recently_made import RecentlyMade

MARK: Final = "/the-link-of-this"
OF_MANY, OF_SOME, OF_ONE = 4_000_000, 2_000_000, 500_000
"""Bytes of the texts of one macro: what many exercises have alike, what few have, and what all frames of one
have. Twice as many made no page faster that could be measured, and were not found again more often."""
ENTRY: Final = 600
"""Bytes that a text is kept with, besides its own."""


class Halves(NamedTuple):
    """What stands before a link and after it; all of it before, where there is none."""

    before: str
    after: str = ""


class WrittenOnce:
    """A macro of a template; what it is called with can be told apart by its value. most: bytes kept."""

    def __init__(self, templates: Environment, template: str, macro: str, most: int) -> None:
        self.templates, self.template, self.macro = templates, template, macro
        self.kept: RecentlyMade[Halves] = RecentlyMade(most, size)

    def __call__(self, *said: Any) -> Markup:
        """The markup."""
        text = self.kept.take(said) or self.kept.keep(said, Halves(self.written(*said)))
        return Markup(text.before)

    def written(self, *said: Any) -> str:
        """What the macro writes."""
        macro: Callable[..., Markup] = getattr(self.templates.get_template(self.template).module, self.macro)
        return str(macro(*said))


class WrittenOnceButForLink(WrittenOnce):
    """A macro that is called with a NamedTuple whose last field is href, which may be empty.

    What has a link is all of our own words, so the mark stands in it once; else ValueError.
    """

    def __call__(self, views: Iterable[Any]) -> Markup:
        """The markup of some things, one after the other."""
        return Markup("".join(map(self.one, views)))

    def one(self, view: Any) -> str:
        """The markup of one thing."""
        href = view[-1]
        key = (view[:-1], bool(href))
        text = self.kept.take(key) or self.kept.keep(key, self.halves(view))
        return f"{text.before}{escape(href)}{text.after}" if href else text.before

    def halves(self, view: Any) -> Halves:
        """The markup on both sides of its link."""
        if not view.href:
            return Halves(self.written(view))
        before, after = self.written(view._replace(href=MARK)).split(MARK)
        return Halves(before, after)


def size(text: Halves) -> int:
    """The bytes that a text takes, with what it is found by."""
    return ENTRY + 2 * len(text.before + text.after)
