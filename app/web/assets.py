"""The styles and the behaviours of every page, each in one piece: a page waits for two files, not two dozen.

There is nothing to build: the files stand in `static/` as they are written, one for each behaviour, and are
joined when the server starts. The scripts lose their comments and spaces on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import rjsmin
from starlette.requests import Request
from starlette.responses import Response

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
    "away",
)


def joined(names: Sequence[str], ending: str) -> str:
    """The text of the files, one after the other."""
    return "\n".join((STATIC / f"{name}.{ending}").read_text(encoding="utf-8") for name in names)


CSS: Final = joined(STYLES, "css")
JS: Final = str(rjsmin.jsmin(joined(BEHAVIOURS, "js")))


async def styles(_: Request) -> Response:
    """Every style sheet."""
    return Response(CSS, media_type="text/css")


async def behaviours(_: Request) -> Response:
    """Every script but htmx, which comes as its makers wrote it, and the theme, which may not wait."""
    return Response(JS, media_type="text/javascript")
