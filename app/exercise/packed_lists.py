"""Lists in which most places are empty, as short text: what an address keeps of an attempt.

    1,2,,-3        an empty place in between costs its separator
    *17,4          a run of them costs a few characters; those after the last entry cost nothing

Texts of any kind are entries: what parts the list, and what an address could not show, is written in other
signs, and − and √ are one sign each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from typing import Final

SHORTEST_RUN: Final = 4
MOST_PLACES: Final = 5000
"""More than any exercise has cells; a longer run is no list of ours."""
SKIPPED: Final = re.compile(r"\*([0-9]{1,6})", re.ASCII)
SIGNS: Final = {
    "−": "~", "√": "_", " ": "!s",
    "~": "!-", "_": "!r", "!": "!!", ",": "!.", ";": "!:", "*": "!x", "%": "!p",
}  # fmt: skip
"""How what means something else in a list, or is long in an address, is written."""
READ: Final = {sign: character for character, sign in SIGNS.items()}
ESCAPED: Final = re.compile(r"!.?|[~_]", re.DOTALL)


class PackedError(ValueError):
    """Text that is no such list; the message is a sentence."""


def packed(entries: Iterable[str], separator: str) -> str:
    """The list as text; entries that are empty are empty places."""
    listed = list(entries)
    parts = listed if all(listed) else [*with_runs(listed)]
    while parts and (not parts[-1] or SKIPPED.fullmatch(parts[-1])):
        parts.pop()
    return separator.join(parts)


def with_runs(entries: Iterable[str]) -> Iterator[str]:
    """Entries with each long run of empty ones as one."""
    for is_empty, run in groupby(entries, key=lambda entry: not entry):
        group = list(run)
        yield from group if not is_empty or len(group) < SHORTEST_RUN else [f"*{len(group)}"]


def unpacked_list(text: str, separator: str) -> list[str]:
    """The entries of a text. Raises PackedError."""
    parts = text.split(separator) if text else []
    entries = [*islice(without_runs(parts), MOST_PLACES + 1)] if "*" in text else parts
    if len(entries) > MOST_PLACES:
        raise PackedError("It goes beyond the last cell of any exercise.")
    return entries


def without_runs(parts: Iterable[str]) -> Iterator[str]:
    """Entries with each run of empty ones as so many, or as more than there can be."""
    for part in parts:
        run = SKIPPED.fullmatch(part) if part.startswith("*") else None
        yield from [""] * min(int(run[1]), MOST_PLACES + 1) if run else [part]


@lru_cache(maxsize=4096)
def in_signs(text: str) -> str:
    """Any text as an entry."""
    return "".join(SIGNS.get(character, character) for character in text)


def out_of_signs(entry: str) -> str:
    """The text of an entry. Raises PackedError."""
    if "*" in entry:
        raise PackedError(f"“{entry}” has a star where none can stand.")
    return ESCAPED.sub(character_of, entry)


def character_of(found: re.Match[str]) -> str:
    """The character that a sign stands for. Raises PackedError."""
    if found[0] not in READ:
        raise PackedError(f"“{found[0]}” stands for no character.")
    return READ[found[0]]
