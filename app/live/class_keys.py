"""The teacher's key, the class's code, and the seats of the phones.

The code follows from the key, so that a class which the server has lost comes back under the same code, and
nobody can claim the code of another. A seat ends in a pass that follows from the key as well: whoever joined
once is let in again, however many others are guessing codes.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from hmac import compare_digest

LETTERS = "BCDFGHJKLMNPRSTWXYZ"
"""No vowels, so that no code is a word; no letters that look like others."""
LENGTH = 5
KEY = re.compile(r"[A-Za-z0-9_-]{32}")
DRAWN = 256
"""Seats drawn for one that fits: that none does among sixteen happens once in ten million times."""
SEAT = re.compile(r"[A-Za-z0-9_-]{12}\.[0-9a-f]{16}")


def new_key() -> str:
    """A secret of 192 bits, for the teacher's address."""
    return secrets.token_urlsafe(24)


def code_of(key: str) -> str:
    """The five letters of the class that a key is of."""
    number = int.from_bytes(sha256(f"code {key}".encode()).digest()[:8], "big")
    letters = []
    for _ in range(LENGTH):
        number, k = divmod(number, len(LETTERS))
        letters.append(LETTERS[k])
    return "".join(letters)


def lock_of(key: str) -> str:
    """What is kept of a key: enough to know it again, not enough to find it."""
    return sha256(f"lock {key}".encode()).hexdigest()


def opens(key: str, lock: str) -> bool:
    """Whether it is the key of a class, in the same time whatever it is."""
    return compare_digest(lock_of(key), lock)


def typed_code(text: str) -> str:
    """A code as somebody types it, with spaces or in small letters; empty where it can be none."""
    code = re.sub(r"[\s.-]", "", text).upper()
    return code if re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code) else ""


def new_seat(lock: str, comer: int = 0, among: int = 1) -> str:
    """A random number for a phone, all that is known of it, with the pass of its class.

    comer: how many came before. Divided by among, its seat_number() leaves what that leaves, so that among
    things are dealt one after the other.
    """
    seats = (f"{secrets.token_urlsafe(9)}.{class_pass(lock)}" for _ in range(DRAWN))
    fits = (seat for seat in seats if seat_number(seat) % among == comer % among)
    return next(fits, f"{secrets.token_urlsafe(9)}.{class_pass(lock)}")


def class_pass(lock: str) -> str:
    """What all seats of a class end in."""
    return sha256(f"pass {lock}".encode()).hexdigest()[:16]


def is_seat(seat: str, lock: str) -> bool:
    """Whether a seat is one of the class."""
    return bool(SEAT.fullmatch(seat)) and compare_digest(seat.rpartition(".")[2], class_pass(lock))


def seat_number(seat: str) -> int:
    """A number of a seat's own, the same whenever it is asked for."""
    return int.from_bytes(sha256(seat.encode()).digest()[:6], "big")
