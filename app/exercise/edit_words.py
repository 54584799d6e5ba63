"""What an edit changed, in a few words, for the button that takes it back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.lesson import Axis, Matrix, Texts
from app.exercise.edits import KINDS
from app.exercise.exercise import Exercise
from app.notation.number_text import so_many
from app.notation.numerals import as_seen

KIND_OF: Mapping[Axis, str] = {axis: kind for kind, axis in KINDS.items()}


def edit_described(old: Exercise, new: Exercise) -> str:
    """What an edit changed, in a few words: "W_dec row 2, column 3: 1 → 3"."""
    sizes: list[str] = []
    for axis in KIND_OF:
        kept = kept_along(axis, old, new)
        sizes += size_change(axis, kept, old, new)
        old = with_only(axis, kept, old, new)
    changes = [
        text for name in new.given for text in cell_changes(name, old.given.get(name), new.given[name])
    ]
    for axis, kind in KIND_OF.items():
        changes += name_changes(kind, names_along(axis, old), names_along(axis, new))
    if old.updates != new.updates and not sizes + changes:
        changes = [f"updates: {old.updates} → {new.updates}"]
    told = changes if len(changes) <= 1 else [f"{len(changes)} changes"]
    return ", ".join([*sizes, *told]) or "nothing"


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
        f"{name}{'' if single else f' row {i}, column {j}'}: {as_seen(a)} → {as_seen(b)}"
        for i, (before, after) in enumerate(zip(old, new, strict=True), start=1)
        for j, (a, b) in enumerate(zip(before, after, strict=True), start=1)
        if a != b
    ]


def name_changes(kind: str, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Every name that differs."""
    pairs = enumerate(zip(old, new, strict=True), start=1)
    return [f"{kind} {k}: {isolated(a)} → {isolated(b)}" for k, (a, b) in pairs if a != b]


def size_change(axis: Axis, kept: Sequence[int], old: Exercise, new: Exercise) -> list[str]:
    """How many tokens or features were added or removed; of a single one which."""
    before, after = names_along(axis, old), names_along(axis, new)
    removed = [(k, before[k]) for k in range(len(before)) if k not in kept]
    added = [(k, after[k]) for k in range(len(before), len(after))]
    word, changed = ("removed", removed) if removed else ("added", added)
    if len(changed) == 1:
        number, name = changed[0]
        return [f"{KIND_OF[axis]} {number + 1} {isolated(name)} {word}".replace("  ", " ")]
    return [f"{so_many(len(changed), KIND_OF[axis])} {word}"] if changed else []


def kept_along(axis: Axis, old: Exercise, new: Exercise) -> list[int]:
    """Which tokens or features, from 0, are those that there are now; one beyond the old ones is new.

    A single one was removed where the rest is likest what there is now, several at the end.
    """
    before, count = len(names_along(axis, old)), len(names_along(axis, new))
    if count != before - 1:
        return list(range(count))
    ways = [[k for k in range(before) if k != removed] for removed in range(before)]
    return max(ways, key=lambda kept: shared(with_only(axis, kept, old, new), new))


def with_only(axis: Axis, kept: Sequence[int], old: Exercise, new: Exercise) -> Exercise:
    """The old exercise with these of its tokens or features; one that is new has its name, and else zeros."""
    given = {name: with_lines(old.plan.matrices[name], axis, kept, rows) for name, rows in old.given.items()}
    before, after = names_along(axis, old), names_along(axis, new)
    names = tuple(before[k] if k < len(before) else after[k] for k in kept)
    if axis == "tokens":
        return replace(old, given=given, tokens=names)
    return replace(old, given=given, features=names)


def with_lines(matrix: Matrix, axis: Axis, kept: Sequence[int], rows: Texts) -> Texts:
    """A matrix with these of its rows or columns, whichever are along the axis; a new one is of zeros."""
    if matrix.rows == axis:
        return tuple(rows[k] if k < len(rows) else ("0",) * len(rows[0]) for k in kept)
    if matrix.columns == axis:
        return tuple(tuple(row[k] if k < len(row) else "0" for k in kept) for row in rows)
    return rows


def shared(one: Exercise, other: Exercise) -> int:
    """How many matrices and names are the same in two exercises."""
    names = ((one.tokens, other.tokens), (one.features, other.features))
    same_names = sum(a == b for pair in names for a, b in zip(*pair, strict=False))
    return same_names + sum(one.given.get(name) == rows for name, rows in other.given.items())


def names_along(axis: Axis, exercise: Exercise) -> tuple[str, ...]:
    """The names of the tokens or of the features."""
    return exercise.tokens if axis == "tokens" else exercise.features
