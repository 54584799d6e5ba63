"""Who asks: from which network, and whether they still wait. Kept for one request and told to nobody."""

from __future__ import annotations

from asyncio import Task, create_task, wait
from collections import deque
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_READ_AHEAD: Final = 4
"""Parts of a body that are read while looking whether somebody has left."""


class Asker:
    """Somebody who has asked. client: the address and port that the request came from."""

    def __init__(self, client: tuple[str, int] | None, receive: Receive) -> None:
        self.client = client
        self.from_client = receive
        self.read: deque[Message] = deque()
        self.listening: Task[Message] | None = None
        self.has_left = False

    @property
    def network(self) -> str:
        """The network that the request came from."""
        return network_of(self.client)

    async def receive(self) -> Message:
        """What the client sends next, as ASGI has it."""
        if self.read:
            return self.read.popleft()
        listening, self.listening = self.listening, None
        return await (listening or self.from_client())

    async def is_gone(self) -> bool:
        """Whether nobody waits any more; what is read of the body while looking is kept.

        What has not come is still listened for: a receive that is given up may lose a part, or never end.
        """
        while not self.has_left and len(self.read) < MOST_READ_AHEAD:
            self.listening = self.listening or create_task(listened(self.from_client))
            await wait([self.listening], timeout=0)
            if not self.listening.done():
                break
            self.read.append(self.listening.result())
            self.listening = None
            self.has_left = self.read[-1]["type"] == "http.disconnect"
        return self.has_left

    def let_go(self) -> None:
        """Listens no more."""
        if self.listening:
            self.listening.cancel()


async def listened(receive: Receive) -> Message:
    """One message; a task is made of a coroutine, which a receive need not be."""
    return await receive()


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
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        one = Asker(scope.get("client"), receive)
        ASKING.set(one)
        try:
            await self.app(scope, one.receive, send)
        finally:
            one.let_go()
