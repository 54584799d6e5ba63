"""Who asks: from which network, and whether they still wait. Kept for one request and told to nobody."""

from __future__ import annotations

from collections import deque
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address
from typing import Final

from anyio import CancelScope
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_READ_AHEAD: Final = 4
"""Parts of a body that are read while looking whether somebody has left."""


class Asker:
    """Somebody who has asked. client: the address and port that the request came from."""

    def __init__(self, client: tuple[str, int] | None, receive: Receive) -> None:
        self.client = client
        self.from_client = receive
        self.read: deque[Message] = deque()
        self.has_left = False

    @property
    def network(self) -> str:
        """The network that the request came from."""
        return network_of(self.client)

    async def receive(self) -> Message:
        """What the client sends next, as ASGI has it."""
        return self.read.popleft() if self.read else await self.from_client()

    async def is_gone(self) -> bool:
        """Whether nobody waits any more; what is read of the body while looking is kept."""
        while not self.has_left and len(self.read) < MOST_READ_AHEAD:
            message: Message | None = None
            with CancelScope() as at_once:
                at_once.cancel()
                message = await self.from_client()
            if message is None:
                break
            self.read.append(message)
            self.has_left = message["type"] == "http.disconnect"
        return self.has_left


ASKING: Final = ContextVar[Asker | None]("asker", default=None)


def asker() -> Asker | None:
    """Who asked for what is being done; None where no request is answered."""
    return ASKING.get()


def network_of(client: tuple[str, int] | None) -> str:
    """Where a request came from: an address, of IPv6 its /64, which is one household; "" if unknown."""
    try:
        address = ip_address(client[0]) if client else None
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return str(address or "")


class RememberedAsker:
    """Remembers who asks while a request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "http":
            one = Asker(scope.get("client"), receive)
            ASKING.set(one)
            receive = one.receive
        await self.app(scope, receive, send)
