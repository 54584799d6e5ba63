"""Operations written down once as NumPy's calls, then made again and again, each into its own place.

An operation is stated for whole arrays, as somebody would type it. Done a thousand times on small arrays,
most of the time goes into what stands around the arithmetic: a Python function an operation, a new array a
result. So the operations are done once on arrays that are not there, which write down what is asked of them;
after that only the calls are left, in the same order and on arrays laid out alike, so with the same floats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Literal, NamedTuple

import numpy as np

from app.core.operation import Array

Seen = Literal["whole", "turned", "number"]
"""How an array is read: as it is, as its transpose, or as the one number that it is. NumPy combines arrays
with a number in half the time that it takes with an array of one cell."""
Stacks = dict[int, Array]
"""By the number of a place the arrays that stand there, one a time along the first axis."""


class Place(NamedTuple):
    """Where an array stands on a tape, counted from 0."""

    number: int
    seen: Seen = "whole"


class Call(NamedTuple):
    """A function of NumPy's and what it is called with: places, its result's among them, and constants."""

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

    def stack(self, number: int, times: int) -> Array:
        """Room for what stands at a place so many times."""
        like = self.likes[number]
        return np.empty((times, *like.shape), like.dtype)

    def part(self, number: int, stacks: Mapping[int, Array]) -> Array:
        """The stack of an array that is part of a row: it stands in the row's."""
        row, begins = self.within[number]
        like, whole = self.likes[number], stacks[row]
        cells = whole.reshape(len(whole), -1)[:, begins : begins + like.size]
        return cells.reshape(len(whole), *like.shape)

    def play(self, stacks: Mapping[int, Array]) -> None:
        """Makes the calls as often as the stacks are long; where there is none is one array for all times."""
        alone = {k: np.empty_like(like) for k, like in enumerate(self.likes) if k not in stacks}
        places = {one for call in self.calls for one in call.arguments if isinstance(one, Place)}
        each_time = {place: views(place, stacks, alone) for place in places}
        columns = [
            zip(*(each_time[a] if isinstance(a, Place) else repeat(a) for a in call.arguments), strict=False)
            for call in self.calls
        ]
        functions = [call.function for call in self.calls]
        for moment in zip(*columns, strict=False):
            for function, arguments in zip(functions, moment, strict=True):
                function(*arguments)


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


def views(place: Place, stacks: Mapping[int, Array], alone: Mapping[int, Array]) -> Iterable[Array]:
    """The array at a place each time, as it is read."""
    if place.number not in stacks:
        return repeat(seen_as(place.seen, alone[place.number]))
    return [seen_as(place.seen, array) for array in stacks[place.number]]


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
