"""Which encoding of an answer a client takes: gzip or none, as its Accept-Encoding says, refusals obeyed."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

NAME = b"accept-encoding"


class TakenEncoding:
    """Hands on Accept-Encoding as plain gzip or identity, for what looks for the word alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            said = b",".join(value for name, value in scope["headers"] if name == NAME).decode("latin-1")
            others = [header for header in scope["headers"] if header[0] != NAME]
            scope = {**scope, "headers": [*others, (NAME, b"gzip" if takes_gzip(said) else b"identity")]}
        await self.app(scope, receive, send)


def takes_gzip(said: str) -> bool:
    """Whether an Accept-Encoding takes gzip: named with a weight above 0, or by * (RFC 9110, 12.5.3)."""
    weights = dict(map(with_weight, said.lower().split(",")))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def with_weight(part: str) -> tuple[str, float]:
    """A coding and its weight; one that cannot be read refuses."""
    coding, _, weight = part.partition(";")
    try:
        return coding.strip(), float(weight.replace(" ", "").removeprefix("q=") or 1)
    except ValueError:
        return coding.strip(), 0.0
