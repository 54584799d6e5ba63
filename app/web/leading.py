"""Leading to another address: by a redirect, or by a page where the address is too long for a header."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import RedirectResponse, Response

from app.exercise.urls import LONGEST_IN_HEADER
from app.web.paths import BUILD
from app.web.rendering import rendered


class LeadingPage(NamedTuple):
    """A page that leads on by itself."""

    address: str
    build: str = BUILD


def led_to(address: str) -> Response:
    """A 303, or a page that goes on to the address at once, with a link for whoever it does not take."""
    if len(address) <= LONGEST_IN_HEADER:
        return RedirectResponse(address, 303)
    return rendered("leading.html", LeadingPage(address), headers={"cache-control": "no-store"})


def pushed(address: str) -> dict[str, str]:
    """The header that tells htmx the address of a page; a long one stands in the page itself."""
    return {"hx-push-url": address} if len(address) <= LONGEST_IN_HEADER else {}
