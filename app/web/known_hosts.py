"""The names that the app is asked by: a name that is none, or that nobody has allowed, goes into no link.

Where --public-url is not set, the header Host says how others reach the app: it stands in the QR codes and
links of sheets. Health and numbers are told under any name, for they are asked for by address.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.settings import ALLOWED_HOSTS, HOST, PUBLIC_URL
from app.web.prefixed import path_within

PORT_AFTER: Final = re.compile(r":[0-9]{1,5}$")
UNDER_ANY_NAME: Final = ("/healthz", "/readyz", "/metrics")
REFUSED: Final = (
    "This app is not served under that name. Whoever runs it can allow the name: by-hand --allowed-hosts."
)


class KnownHosts:
    """Answers 400 to a request under a name that is not allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        answer = PlainTextResponse(REFUSED, 400) if is_misnamed(scope) else self.app
        await answer(scope, receive, send)


def is_misnamed(scope: Scope) -> bool:
    """Whether a request came under a name that is not allowed, and asks for what needs one."""
    if scope["type"] != "http":
        return False
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    if is_allowed(named, ALLOWED_HOSTS.text(), PUBLIC_URL.text()):
        return False
    return path_within(scope["path"]) not in UNDER_ANY_NAME


@lru_cache(maxsize=256)
def is_allowed(named: bytes, hosts: str, public_url: str) -> bool:
    """Whether the app may be asked by what the header Host says, empty where there is none: any that can be a
    name, unless some are listed; hosts and public_url as in the settings."""
    host = PORT_AFTER.sub("", named.decode("latin-1").lower())
    if not hosts:
        return not host or HOST.fullmatch(host) is not None
    public = urlsplit(PUBLIC_URL.read(public_url)).hostname
    return any(is_named(host, each) for each in (*ALLOWED_HOSTS.read(hosts), *filter(None, [public])))


def is_named(host: str, allowed: str) -> bool:
    """Whether a host is the one, or is below it where that begins with *."""
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
