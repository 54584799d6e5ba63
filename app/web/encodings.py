"""Which encodings of an answer a client takes, as its Accept-Encoding says: refusals are obeyed."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

NAME = b"accept-encoding"
KNOWN: Final = {"br": "br", "gzip": "x-gzip"}
"""What answers are encoded in, the tightest first, with the older names."""


class TakenEncoding:
    """Hands on Accept-Encoding as the names of what is taken, or identity, for what looks for a word."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            said = b",".join(value for name, value in scope["headers"] if name == NAME).decode("latin-1")
            others = [header for header in scope["headers"] if header[0] != NAME]
            handed = ", ".join(taken_encodings(said)) or "identity"
            scope = {**scope, "headers": [*others, (NAME, handed.encode())]}
        await self.app(scope, receive, send)


def taken_encodings(said: str) -> list[str]:
    """The encodings that are taken: named with a weight above 0, or by * (RFC 9110, 12.5.3)."""
    weights = dict(map(with_weight, said.lower().split(",")))
    any_other = weights.get("*", 0.0)
    return [name for name, older in KNOWN.items() if weights.get(name, weights.get(older, any_other)) > 0]


def with_weight(part: str) -> tuple[str, float]:
    """A coding and its weight; one that cannot be read refuses."""
    coding, _, weight = part.partition(";")
    try:
        return coding.strip(), float(weight.replace(" ", "").removeprefix("q=") or 1)
    except ValueError:
        return coding.strip(), 0.0
