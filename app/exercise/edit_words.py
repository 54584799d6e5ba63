"""What an edit changed, in a few words, for the button that takes it back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.core.lesson import Texts
from app.exercise.exercise import Exercise
from app.notation.number_text import MINUS


def edit_described(old: Exercise, new: Exercise) -> str:
    """What an edit changed, in a few words: "W_dec row 2, column 3: 1 → 3"."""
    sizes = size_changes("token", old.tokens, new.tokens) + size_changes(
        "feature", old.features, new.features
    )
    if sizes:
        return ", ".join(sizes)
    if old.updates and not new.updates:
        return f"keeping the numbers after {old.updates} update{'s' * (old.updates != 1)}"
    changes = [
        text for name in new.given for text in cell_changes(name, old.given.get(name), new.given[name])
    ]
    for kind, before, after in (("token", old.tokens, new.tokens), ("feature", old.features, new.features)):
        changes += name_changes(kind, before, after)
    if old.updates != new.updates and not changes:
        changes = [f"updates: {old.updates} → {new.updates}"]
    if len(changes) == 1:
        return changes[0]
    return f"{len(changes)} changes" if changes else "nothing"


def isolated(name: str) -> str:
    """A name written from right to left, set apart, so that what stands around it keeps its direction."""
    is_turned = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if is_turned else name


def cell_changes(name: str, old: Texts | None, new: Texts) -> list[str]:
    """Every cell of a matrix that differs, or its shape where that does."""
    if old is None or (len(old), len(old[0])) != (len(new), len(new[0])):
        return [f"{name} resized"]
    single = len(new) == len(new[0]) == 1
    return [
        f"{name}{'' if single else f' row {i}, column {j}'}: {a} → {b}".replace("-", MINUS)
        for i, (before, after) in enumerate(zip(old, new, strict=True), start=1)
        for j, (a, b) in enumerate(zip(before, after, strict=True), start=1)
        if a != b
    ]


def size_changes(kind: str, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """That one was added or removed, and which."""
    if len(old) == len(new):
        return []
    more, fewer, word = (new, old, "added") if len(new) > len(old) else (old, new, "removed")
    k = next((k for k, name in enumerate(fewer) if name != more[k]), len(fewer))
    return [f"{kind} {k + 1} {more[k]} {word}".replace("  ", " ")]


def name_changes(kind: str, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Every name that differs."""
    pairs = enumerate(zip(old, new, strict=True), start=1)
    return [f"{kind} {k}: {isolated(a)} → {isolated(b)}" for k, (a, b) in pairs if a != b]
