"""The names of arrays in files: those of the lessons and of SAELens, and those of torch.nn.Linear.

torch.nn.Linear keeps weights as (out, in), as the lessons do. SAELens keeps W_enc as (d_in, d_sae) and W_dec
as (d_sae, d_in), because its rows are tokens. Some name one layer so and the other so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.core.lesson import Lesson
from app.exercise.mangled import bare_name
from app.lessons import LESSONS

LINEAR = re.compile(r"(?:(.+)\.)?(weight|bias)")
ENCODER, DECODER = re.compile(r"(?i)\benc(?:oder)?\b"), re.compile(r"(?i)\bdec(?:oder)?\b")
SAE_LAYERS = ("W_enc", "b_enc"), ("W_dec", "b_dec")


class Recognised(NamedTuple):
    """A lesson, and what its matrices are called in a file; the rest is not used."""

    lesson: Lesson
    source: str
    """names or linear: after whose habit they are called."""
    arrays: Mapping[str, str]
    """The array of each matrix."""
    unused: tuple[str, ...]


def recognised(names: Collection[str], wanted: str = "") -> list[Recognised]:
    """The lessons whose matrices an array of a file may be, the likeliest first; wanted: one of them."""
    found = [each for lesson in lessons_from(wanted) for each in readings(lesson, names) if each.arrays]
    return sorted(found, key=lambda each: len(each.unused))


def lessons_from(wanted: str) -> Iterator[Lesson]:
    """The lesson that somebody comes from, then those of the first page."""
    if wanted in LESSONS:
        yield LESSONS[wanted]
    yield from (lesson for slug, lesson in LESSONS.items() if lesson.is_listed and slug != wanted)


def readings(lesson: Lesson, names: Collection[str]) -> Iterator[Recognised]:
    """The ways to read names as a lesson's matrices."""
    if lesson.dims is None:
        return
    own = own_names(lesson, names)
    rest = [name for name in names if name not in own.values()]
    arrays = {**linear_names(lesson, rest), **own}
    source = "names" if any(name.startswith("W") for name in own) else "linear"
    yield Recognised(lesson, source, arrays, tuple(name for name in names if name not in arrays.values()))


def own_names(lesson: Lesson, names: Collection[str]) -> dict[str, str]:
    """The arrays that are called as a lesson's matrices, in any writing and behind any module's name."""
    keys = {bare_name(name): name for name in (*lesson.all_given, *lesson.settings)}
    meant = ((keys.get(bare_name(name.rpartition(".")[2])), name) for name in names)
    found: dict[str, str] = {}
    for matrix, name in meant:
        if matrix:
            found.setdefault(matrix, name)
    return found


def linear_names(lesson: Lesson, names: Collection[str]) -> dict[str, str]:
    """The arrays of torch.nn.Linear layers, in the order of the layers."""
    parts = {name: match for name in names if (match := LINEAR.fullmatch(name))}
    stems = sorted(dict.fromkeys(match[1] or "" for match in parts.values()), key=layer_order)
    layers = layers_called(lesson, stems)
    return {
        layers[match[1] or ""][match[2] == "bias"]: name
        for name, match in parts.items()
        if (match[1] or "") in layers
    }


def layers_called(lesson: Lesson, stems: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The weights and the bias that each layer of a file is; none where a lesson has not so many."""
    if {"W_enc", "W_dec"} <= set(lesson.all_given):
        both = {stem: SAE_LAYERS[layer_order(stem)[0] // 2] for stem in stems if layer_order(stem)[0] != 1}
        return both or (dict(zip(stems, SAE_LAYERS, strict=True)) if len(stems) == 2 else {})
    is_deep = f"W{len(stems)}" in lesson.all_given
    return {stem: (f"W{k}", f"b{k}") for k, stem in enumerate(stems, start=1)} if is_deep else {}


def layer_order(stem: str) -> tuple[int, list[tuple[int, str]]]:
    """Encoders before decoders, then by the numbers in a name, as numbers."""
    place = 0 if ENCODER.search(stem) else 2 if DECODER.search(stem) else 1
    return place, [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", stem)]
