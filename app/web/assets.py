"""The styles and the behaviours of every page, each in one piece: a page waits for two files, not two dozen.

There is nothing to build: the files stand in `static/` as they are written, one for each behaviour, and are
joined when the server starts. The scripts lose their comments and spaces on the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import rjsmin

from app.web.paths import STATIC

# Later rules go before earlier ones of the same weight.
STYLES: Final = (
    "tokens",
    "style",
    "grid",
    "stage",
    "narrow",
    "charts",
    "exploring",
    "practice",
    "marks",
    "class",
    "sizes",
    "pages",
    "media",
)
# What htmx does, they hear of in this order.
BEHAVIOURS: Final = (
    "queue",
    "staying",
    "differing",
    "comparing",
    "patching",
    "focused",
    "moving",
    "likely",
    "ahead",
    "posting",
    "roving",
    "grid",
    "blank",
    "keys",
    "play",
    "slide",
    "editing",
    "light",
    "near",
    "fullscreen",
    "following",
    "swiping",
    "copy",
    "trying",
    "counted",
    "practice",
    "away",
    "painting",
    "class",
)


COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACES: Final = re.compile(r" ?([{};]) ?|([:,]) ")


def joined(names: Sequence[str], ending: str) -> str:
    """The text of the files, one after the other."""
    return "\n".join((STATIC / f"{name}.{ending}").read_text(encoding="utf-8") for name in names)


def minified(script: str) -> str:
    """A script without its comments and spaces."""
    return str(rjsmin.jsmin(script))


def tightened(styles: str) -> str:
    """Style sheets without their comments and the spaces beside signs; no text in them has such signs."""
    return SPACES.sub(r"\1\2", re.sub(r"\s+", " ", COMMENT.sub("", styles)))
