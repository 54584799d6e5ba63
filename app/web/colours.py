"""The colours of static/tokens.css for what is printed: the only place with colours is that file."""

from __future__ import annotations

import re
from functools import cache

from app.web.paths import STATIC

TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\)")


@cache
def paper_colours() -> dict[str, str]:
    """Every colour by its name, as #rrggbb, as it is in the paper theme."""
    return dict(TOKEN.findall((STATIC / "tokens.css").read_text(encoding="utf-8")))
