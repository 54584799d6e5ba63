"""The styles and the behaviours of every page, each in one piece: a page waits for two files, not two dozen.

There is nothing to build: the files stand in `static/` as they are written, one for each behaviour, and are
joined when the server starts. The scripts lose their comments and spaces on the way.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Final

import rjsmin
from starlette.requests import Request
from starlette.responses import Response

from app.web.paths import STATIC
from app.web.rendering import unpacked

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
    "sizes",
    "pages",
    "media",
)
# What htmx does, they hear of in this order.
BEHAVIOURS: Final = (
    "queue",
    "patching",
    "moving",
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
    "fullscreen",
    "following",
    "swiping",
    "copy",
    "trying",
    "counted",
    "practice",
    "away",
)


ENCODED: Final = {"vary": "Accept-Encoding"}


def joined(names: Sequence[str], ending: str) -> str:
    """The text of the files, one after the other."""
    return "\n".join((STATIC / f"{name}.{ending}").read_text(encoding="utf-8") for name in names)


CSS: Final = joined(STYLES, "css")
JS: Final = str(rjsmin.jsmin(joined(BEHAVIOURS, "js")))
PACKED_CSS, PACKED_JS = (gzip.compress(text.encode(), 9, mtime=0) for text in (CSS, JS))


async def styles(request: Request) -> Response:
    """Every style sheet."""
    return unpacked(request, PACKED_CSS, ENCODED, "text/css")


async def behaviours(request: Request) -> Response:
    """Every script but htmx, which comes as its makers wrote it, and the theme, which may not wait."""
    return unpacked(request, PACKED_JS, ENCODED, "text/javascript")
