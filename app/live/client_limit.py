"""How often somebody may do a thing: so seldom that nothing is found by guessing, nor filled by one alone.

Who it is, is known by a number that cannot be traced back, and for a while only.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass
class ClientLimit:
    """What was done in a stretch of so many seconds, by who did it: at most so often by one, and by all."""

    by_one: int
    by_all: int
    seconds: float
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    done: Counter[bytes] = field(default_factory=Counter)
    until: float = 0.0

    def note(self, client: str) -> None:
        """Counts that it was done once more."""
        self.renew()
        self.done[self.known_as(client)] += 1

    def is_over(self, client: str) -> bool:
        """Whether somebody, or all together, did it too often."""
        self.renew()
        return self.done[self.known_as(client)] >= self.by_one or self.done.total() >= self.by_all

    def renew(self) -> None:
        """Forgets the stretch that is over."""
        if time.monotonic() >= self.until:
            self.done.clear()
            self.salt = secrets.token_bytes(16)
            self.until = time.monotonic() + self.seconds

    def known_as(self, client: str) -> bytes:
        """A number for a network, of this stretch alone."""
        return blake2b(client.encode(), key=self.salt, digest_size=8).digest()
