"""Where others reach a page, and that address as a QR code."""

from __future__ import annotations

import io
import os
from functools import lru_cache

import segno

PUBLIC_URL = "BY_HAND_PUBLIC_URL"
"""The environment's name for the address that others reach the app by; `by-hand --public-url` sets it."""
LONGEST_CODE = 900
"""Characters: a code for more has dots too small to be read from paper or from the back of a room."""


def public_address(path: str, served_at: str) -> str:
    """The whole address of a path with its query. served_at: where this request came to, as a fallback."""
    return (os.environ.get(PUBLIC_URL) or served_at).rstrip("/") + path


@lru_cache(maxsize=256)
def qr_image(text: str) -> bytes:
    """The text as a QR code, an SVG picture, black on nothing; empty where the text is too long for one.

    Its size is that of the box it is put into; four modules of quiet zone are part of it.
    """
    if len(text) > LONGEST_CODE:
        return b""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=4, omitsize=True, light=None)
    return picture.getvalue()
