"""The prefix of every path where a proxy serves the app below the root of a host, such as /hand."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from app.settings import prefix


class Prefixed:
    """Hands on the path with the prefix, as ASGI has it: a proxy may have left it on or taken it off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if prefix() and scope["type"] == "http":
            within = path_within(scope["path"])
            scope = {**scope, "path": prefix() + within, "root_path": prefix()}
        await self.app(scope, receive, send)


def path_within(path: str) -> str:
    """A path as the app knows it, without the prefix; that of the first page is / whatever the proxy says."""
    begins = path == prefix() or path.startswith(f"{prefix()}/")
    return (path[len(prefix()) :] if begins else path) or "/"
