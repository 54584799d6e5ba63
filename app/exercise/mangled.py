"""Addresses mangled on their way: &amp; from a page's source, signs escaped twice, names in other letters.

What can only have meant one thing is read as that; what nearly is a parameter of ours is named, not ignored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import parse_qsl, unquote

from app.exercise.exercise import Problem
from app.notation.symbols import LETTERS

Pairs = list[tuple[str, str]]
ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
ESCAPED_LETTER = re.compile(r"%(?:25)*[C-Fc-f][0-9A-Fa-f]%(?:25)*[89ABab][0-9A-Fa-f]")
"""A letter beyond ASCII in UTF-8, which nobody types."""
EARLIER = ("was", "undone", "typed")
"""These hold queries, which are escaped twice by rights."""
NAMED = ("tokens", "features", "predicted")
"""A name, and what somebody wrote, may have a percent sign of its own."""

SHORTEST_NEAR = 4
MOST_UNWRAPPED = 3


def mended(pairs: Pairs, names: Collection[str]) -> Pairs:
    """The parameters with what was certainly mangled put right; names are those that a page knows."""
    if all(name in names and (name in EARLIER or not ESCAPED.search(value)) for name, value in pairs):
        return pairs
    keys = {bare_name(name): name for name in names}
    is_escaped_twice = any(is_twice(value) for name, value in pairs if name not in (*EARLIER, *NAMED))
    return [
        (called(name, value, keys, names), value)
        for pair in pairs
        for name, value in unwrapped(pair, names, is_escaped_twice)
    ]


def is_twice(value: str) -> bool:
    """Whether a value of numbers, in which no percent sign can stand, still has escapes."""
    return bool(ESCAPED.search(value))


def unwrapped(
    pair: tuple[str, str], names: Collection[str], is_escaped_twice: bool
) -> Iterator[tuple[str, str]]:
    """A parameter without &amp; and without the second of two escapes; it may turn out to be several."""
    name, value = pair
    while name.startswith("amp;"):
        name = name.removeprefix("amp;")
    if is_whole_query(name, value, names):
        yield from parse_qsl(name, keep_blank_values=True, errors="replace")
        return
    for _ in range(MOST_UNWRAPPED):
        is_wrapped = ESCAPED.search(value) if is_escaped_twice else ESCAPED_LETTER.search(value)
        if name in EARLIER or not is_wrapped:
            break
        value = unquote(value, errors="replace")
    value, *others = re.split(r"&(?:amp;)*(?=\w+=)", value) if is_escaped_twice else [value]
    yield name, value
    for other in others:
        first, _, rest = other.partition("=")
        yield first, rest


def is_whole_query(name: str, value: str, names: Collection[str]) -> bool:
    """Whether a name is a query whose equals signs were escaped: X%3D1%26lambda%3D2."""
    return not value and name.partition("=")[0] in names and "=" in name


def called(name: str, value: str, keys: dict[str, str], names: Collection[str]) -> str:
    """The name of ours that was certainly meant, else the name as it is.

    A small x alone may be where somebody clicked: it is X where a matrix is said.
    """
    if name in names:
        return name
    meant = keys.get(bare_name(name), name)
    return meant if meant != "X" or re.search("[,;]", value) else name


def bare_name(name: str) -> str:
    """What is left of a name when it is written in other letters: w-enc and W_ENC are W_enc."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]", "", LETTERS.get(plain, plain))


def near_misses(pairs: Sequence[tuple[str, str]], names: Collection[str]) -> list[Problem]:
    """Parameters that nobody reads and that are one slip away from one that is read."""
    strange = [(name, value) for name, value in pairs if name not in names]
    meant = ((name, value, nearest(name, names)) for name, value in strange)
    says = "This is nearly “{}”: call it so, or leave it out."
    return [Problem(name, value, says.format(ours)) for name, value, ours in meant if ours]


def nearest(name: str, names: Collection[str]) -> str:
    """The parameter that a name is one slip away from; empty where there is none."""
    key = bare_name(name)
    if not SHORTEST_NEAR <= len(key) <= 20:
        return ""
    return next((ours for ours in names if is_one_slip(key, bare_name(ours))), "")


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, added or another one, or two have changed places."""
    if len(meant) < SHORTEST_NEAR - 1 or abs(len(typed) - len(meant)) > 1:
        return False
    while typed and meant and typed[0] == meant[0]:
        typed, meant = typed[1:], meant[1:]
    while typed and meant and typed[-1] == meant[-1]:
        typed, meant = typed[:-1], meant[:-1]
    return max(len(typed), len(meant)) < 2 or (len(typed) == 2 and typed == meant[::-1])
