"""How often somebody may try a code that no class has: so seldom that guessing finds none in useful time.

Two and a half million codes; six hundred guesses a minute in all would need days for one of a few classes.
Who guesses is known by a number that cannot be traced back, and for a minute only.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

SECONDS = 60
MOST_BY_ONE, MOST_BY_ALL = 40, 600


@dataclass
class GuessLimit:
    """Wrong guesses of the last minute, by who made them."""

    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    wrong: Counter[bytes] = field(default_factory=Counter)
    until: float = 0.0

    def note(self, client: str) -> None:
        """Counts a wrong guess."""
        self.renew()
        self.wrong[self.known_as(client)] += 1

    def is_over(self, client: str) -> bool:
        """Whether somebody, or all together, guessed too often."""
        self.renew()
        return self.wrong[self.known_as(client)] >= MOST_BY_ONE or self.wrong.total() >= MOST_BY_ALL

    def renew(self) -> None:
        """Forgets the minute that is over."""
        if time.monotonic() >= self.until:
            self.wrong.clear()
            self.salt = secrets.token_bytes(16)
            self.until = time.monotonic() + SECONDS

    def known_as(self, client: str) -> bytes:
        """A number for an address, of this minute alone."""
        return blake2b(client.encode(), key=self.salt, digest_size=8).digest()
