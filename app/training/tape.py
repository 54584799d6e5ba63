"""Operations written down once as NumPy's calls, then made again and again, each into its own place.

An operation is stated for whole arrays, as somebody would type it. Done a thousand times on small arrays,
most of the time goes into what stands around the arithmetic: a Python function an operation, a new array a
result. So the operations are done once on arrays that are not there, which write down what is asked of them;
after that only the calls are left, in the same order and on arrays laid out alike, so with the same floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.operation import Array

Seen = Literal["whole", "turned", "number"]
"""How an array is read: as it is, as its transpose, or as the one number that it is. NumPy combines arrays
with a number in half the time that it takes with an array of one cell."""


class Place(NamedTuple):
    """Where an array stands on a tape, counted from 0."""

    number: int
    seen: Seen = "whole"


class Call(NamedTuple):
    """A function of NumPy's and what it is called with: places, its result's among them, and constants.

    Once laid out, the arrays that stand there."""

    function: Callable[..., object]
    arguments: tuple[object, ...]


@dataclass(eq=False)
class Tape:
    """Calls in order. likes: for each place an array of the shape and type of what stands there; within: the
    places that are part of a row of arrays, with the place of the row and where in it they begin."""

    likes: list[Array] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    within: dict[int, tuple[int, int]] = field(default_factory=dict)

    def array(self, like: Array) -> Absent:
        """An array at a new place."""
        self.likes.append(like)
        return Absent(self, Place(len(self.likes) - 1), like)

    def row(self, arrays: Sequence[Absent]) -> Absent:
        """These arrays beside each other as one, so that one call does for all what each needs by itself."""
        cells = np.concatenate([array.like.ravel() for array in arrays])
        row = self.array(cells.reshape(*[1] * (arrays[0].like.ndim - 1), -1))
        self.divide(row, arrays)
        return row

    def apart(self, row: Absent, likes: Sequence[Array]) -> list[Absent]:
        """The arrays that stand in a row, each at a place of its own."""
        arrays = [self.array(like) for like in likes]
        self.divide(row, arrays)
        return arrays

    def divide(self, row: Absent, arrays: Iterable[Absent]) -> None:
        """Says where in a row each of these arrays begins."""
        begins = 0
        for array in arrays:
            self.within[array.place.number] = row.place.number, begins
            begins += array.like.size

    def write(self, ufunc: np.ufunc, method: str, inputs: Sequence[object], **options: Any) -> Absent:
        """Writes down a call of a ufunc, or of its reduce; its result."""
        with np.errstate(all="ignore"):
            result = self.array(getattr(ufunc, method)(*map(likeness, inputs), **options))
        if method == "reduce":
            arguments = [
                place_or_constant(inputs[0]),
                options["axis"],
                None,
                result.place,
                options["keepdims"],
            ]
        else:
            reads = number_or_whole if ufunc.signature is None and result.like.size > 1 else place_or_constant
            arguments = [*map(reads, inputs), result.place]
        function = quickest(ufunc, [array.like for array in inputs if isinstance(array, Absent)])
        self.calls.append(Call(getattr(function, method, function), tuple(arguments)))
        return result

    def write_choice(self, *chosen: object) -> Absent:
        """Writes down a call of np.where; its result."""
        likes: list[Any] = [likeness(one) for one in chosen]
        result = self.array(np.where(*likes))
        self.calls.append(Call(choose, (*map(place_or_constant, chosen), result.place)))
        return result

    def columns(self, numbers: Iterable[int]) -> dict[int, slice]:
        """Where the arrays at these places, and all that are part of a row, stand in a line of cells."""
        rows = dict.fromkeys(self.within.get(number, (number, 0))[0] for number in numbers)
        ends = accumulate((self.likes[number].size for number in rows), initial=0)
        found = {number: slice(*cells) for number, cells in zip(rows, pairwise(ends), strict=True)}
        parts = ((number, found[row].start + begins) for number, (row, begins) in self.within.items())
        return found | {number: slice(begin, begin + self.likes[number].size) for number, begin in parts}

    def arrays(self, cells: NDArray[Any], columns: Mapping[int, slice]) -> dict[int, NDArray[Any]]:
        """The arrays that stand in a line of cells, or in every line of many: cells: (…, cells)."""
        many = cells.shape[:-1]
        return {n: cells[..., where].reshape(*many, *self.likes[n].shape) for n, where in columns.items()}

    def laid_out(self, arrays: Mapping[int, Array]) -> list[Call]:
        """The calls with the arrays that stand at their places; others get an array for nothing else."""
        there = {k: np.empty_like(like) for k, like in enumerate(self.likes)} | {**arrays}
        return [
            Call(f, tuple(seen_as(a.seen, there[a.number]) if isinstance(a, Place) else a for a in of))
            for f, of in self.calls
        ]


@dataclass(frozen=True, eq=False)
class Absent(np.lib.mixins.NDArrayOperatorsMixin):
    """An array that is not there: a place on a tape, which takes down what is asked of it."""

    tape: Tape
    place: Place
    like: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return self.like.shape

    @property
    def mT(self) -> Absent:
        """Its transpose, seen in the same place."""
        seen: Seen = "whole" if self.place.seen == "turned" else "turned"
        return Absent(self.tape, self.place._replace(seen=seen), self.like.mT)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **options: Any) -> Absent:
        """NumPy asks for a ufunc of it."""
        return self.tape.write(ufunc, method, inputs, **options)

    def __array_function__(
        self, function: Callable[..., object], _: object, inputs: Sequence[object], __: Mapping[str, object]
    ) -> Any:
        """NumPy asks for another function of it: only np.where can be written down."""
        return self.tape.write_choice(*inputs) if function is np.where else NotImplemented


def likeness(one: object) -> object:
    """What an operand looks like: an array, or a number."""
    return one.like if isinstance(one, Absent) else one


def place_or_constant(one: object) -> object:
    """What an operand is in a call: its place, or a constant, made an array once."""
    return one.place if isinstance(one, Absent) else np.asarray(one)


def number_or_whole(one: object) -> object:
    """What an operand is in a call whose result has more cells than one."""
    if isinstance(one, Absent) and one.like.size == 1:
        return one.place._replace(seen="number")
    return place_or_constant(one)


def seen_as(seen: Seen, array: Array) -> Array:
    """An array as it is read."""
    return array.mT if seen == "turned" else array.reshape(()) if seen == "number" else array


def quickest(ufunc: np.ufunc, likes: Sequence[Array]) -> Callable[..., object]:
    """What does the same as a ufunc with such arrays: np.dot asks the same of BLAS with less around it."""
    if ufunc is np.matmul and all(like.ndim == 2 and 1 not in like.shape for like in likes):
        return np.dot
    return larger if ufunc is np.maximum else ufunc


def larger(one: Array, other: Array, out: Array) -> None:
    """np.maximum, which takes no third array without its name."""
    np.maximum(one, other, out=out)


def choose(condition: Array, one: Array, other: Array, out: Array) -> None:
    """np.where into an array."""
    np.copyto(out, other)
    np.copyto(out, one, where=condition)
