"""Sizes that matrices from a file agree on, as they are stored or turned, and the exercise around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.core.layers import Dims
from app.core.lesson import Lesson, shapes_of
from app.core.operation import Shape

PRIMES = (101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163)
"""Sizes that are told apart, to see which size each side of a matrix counts."""
EXAMPLES = 997


class Sizes(NamedTuple):
    """Layer sizes and how many examples, 0 where nothing says them."""

    dims: tuple[int, ...]
    examples: int


def sides(layers: Dims, count: int) -> dict[str, tuple[int, int]]:
    """Which layer size each side of each given matrix counts; -1 is 1, and count the examples."""
    known = {size: k for k, size in enumerate(PRIMES[:count])} | {EXAMPLES: count, 1: -1}
    shapes = layers.shapes(PRIMES[:count], EXAMPLES)
    return {name: (known[rows], known[columns]) for name, (rows, columns) in shapes.items()}


def agreed_sizes(layers: Dims, count: int, shapes: Mapping[str, Shape]) -> Sizes | None:
    """The sizes that shapes say; None where two of them differ."""
    found: dict[int, int] = {-1: 1}
    for name, both in sides(layers, count).items():
        for side, size in zip(both, shapes.get(name, ()), strict=False):
            if found.setdefault(side, size) != size:
                return None
    return Sizes(tuple(found.get(k, 0) for k in range(count)), found.get(count, 0))


def completed(lesson: Lesson, layers: Dims, sizes: Sizes) -> Sizes | None:
    """The sizes with what nothing says taken from the lesson; None where they are no layers of it."""
    own = lesson.preset_dims if len(lesson.preset_dims) == len(sizes.dims) else (3,) * len(sizes.dims)
    examples = sizes.examples or shapes_of(lesson.preset.given)[lesson.preset_plan.input][1]
    first, *_, last = sizes.dims
    for ends in ((first or own[0], last or own[-1]), (first or last, last or first)):
        inner = (size or mine for size, mine in zip(sizes.dims[1:-1], own[1:-1], strict=True))
        dims = (ends[0], *inner, ends[1])
        if layers.fit(dims):
            return Sizes(dims, examples)
    return None


def as_stored(shapes: Mapping[str, Shape], turned: Collection[str]) -> dict[str, Shape]:
    """The shapes after some of the matrices are turned."""
    return {name: (b, a) if name in turned else (a, b) for name, (a, b) in shapes.items()}


def size_counts(lesson: Lesson, layers: Dims, names: Collection[str]) -> list[int]:
    """How many sizes there may be: of as many layers as a file has the weights of, or as the lesson has."""
    is_deep = len(layers.names(PRIMES[:2])) != len(layers.names(PRIMES[:3]))
    counts = range(2, len(PRIMES) + 1) if is_deep else ()
    most = [k for k in counts if set(weights_of(layers, k)) <= set(names)][-1:]
    tried = dict.fromkeys([*most, len(lesson.preset_dims)])
    return [k for k in tried if set(names) <= {*sides(layers, k), *lesson.settings}]


def weights_of(layers: Dims, count: int) -> Sequence[str]:
    """The given matrices of so many sizes that are neither columns nor what goes in."""
    return [name for name, both in sides(layers, count).items() if -1 not in both and count not in both]


def orientations(names: Collection[str], weights: Sequence[str], input_: str) -> Iterator[frozenset[str]]:
    """Ways in which a file may store matrices: all as here, the weights turned, what goes in turned too."""
    stored = frozenset(name for name in weights if name in names)
    inputs = frozenset(name for name in names if name == input_)
    yield from dict.fromkeys([frozenset(), stored, inputs, stored | inputs])
    yield from (frozenset({name}) for name in sorted(stored) if len(stored) > 1)
