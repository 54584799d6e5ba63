"""Where others reach a page, and that address as a QR code.

A code is as large as it needs to be to be read from paper: its dots are never smaller than those of a code
for 300 characters that is 25 mm wide, of which a printer of 300 dots per inch draws each with four.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

import segno

LONGEST_CODE = 900
"""Bytes: a code for more would be wider than the room for it on a sheet."""
MOST_BYTES = (
    *(14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287),
    *(331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911),
)
"""What a code of each version holds, each four dots wider: so its side is known without drawing it."""
SMALLEST_SIDE, DOT = 25.0, 0.325
"""Of a code on paper and of one of its dots, in millimetres."""
QUIET_ZONE = 4
OF_NOBODY_ELSE = ("was", "undone", "typed", "predicted")
"""What others who scan a page need not have: earlier exercises, what was mistyped, what was predicted."""
ONLY_HERE = "This address works on this computer only."
HOW_TO_SHARE = (
    "For whoever runs the app: start it with --public-url and the address that others reach it by, such as "
    "--public-url http://192.0.2.7:8000."
)
TOO_LONG = "The address of this exercise is too long for a code that can be scanned."


class Sharing(NamedTuple):
    """How an address is passed on: the whole address, its code as SVG and the code's side in millimetres.

    Where there is no code, image is empty and missing is the sentence that says why; an address that nobody
    else can reach is empty too.
    """

    address: str
    image: bytes
    side: float
    missing: str


UNSHARED = Sharing("", b"", 0.0, "")
"""For what shall lead nowhere."""


def sharing(path: str, base: str) -> Sharing:
    """How the address of a path with its query is passed on; base: what public_origin() says."""
    address = base + path
    missing = why_no_code(path, base)
    if only_here(base):
        return Sharing("", b"", 0.0, missing)
    return Sharing(address, qr_image(address), side_of(address), missing)


def why_no_code(path: str, base: str) -> str:
    """Why the address of a path has no code, without drawing it; empty where it has one."""
    return only_here(base) or (TOO_LONG if len((base + path).encode()) > LONGEST_CODE else "")


def only_here(base: str) -> str:
    """Why nobody else reaches the app at this base; empty where they do."""
    return ONLY_HERE if is_loopback(urlsplit(base).hostname or "") else ""


def scanned_path(page: str) -> str:
    """The path and query of a page as its code has them: without what is of nobody else."""
    path, mark, query = page.partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0] not in OF_NOBODY_ELSE]
    return path + mark + "&".join(kept) if any(kept) else path


def is_loopback(host: str) -> bool:
    """Whether a host names this machine to itself only: localhost, 127.0.0.1, ::1, or "any address"."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


@lru_cache(maxsize=256)
def qr_image(text: str) -> bytes:
    """The text as a QR code, an SVG picture, black on nothing; empty where the text is too long for one.

    Its size is that of the box it is put into; four modules of quiet zone are part of it.
    """
    if len(text.encode()) > LONGEST_CODE:
        return b""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=QUIET_ZONE, omitsize=True, light=None
    )
    return picture.getvalue()


def side_of(text: str) -> float:
    """How wide the code of a text is on paper, in millimetres; 0 where there is none."""
    length = len(text.encode())
    if length > LONGEST_CODE:
        return 0.0
    version = bisect_left(MOST_BYTES, length) + 1
    return round(max(SMALLEST_SIDE, DOT * (17 + 4 * version + 2 * QUIET_ZONE)), 1)
