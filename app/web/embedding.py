"""Who may show the app inside a page of theirs, a course in a learning platform say: nobody, unless named."""

from __future__ import annotations

import os
import re

EMBEDDING: str = "BY_HAND_ALLOW_EMBEDDING_FROM"
"""The environment's name for it; `by-hand --allow-embedding-from` sets it."""
ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?", re.IGNORECASE)


def origins(text: str) -> tuple[str, ...]:
    """The origins in a text, parted by spaces or commas. Raises ValueError, in a sentence."""
    found = tuple(origin.rstrip("/") for origin in re.split(r"[\s,]+", text.strip()) if origin)
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is not an origin such as https://lms.example.edu, without a path.")
    return found


def frame_ancestors() -> str:
    """What the content security policy says of who may embed a page. Raises ValueError as origins() does."""
    return " ".join(origins(os.environ.get(EMBEDDING, ""))) or "'none'"
