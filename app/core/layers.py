"""The layers of a lesson, and their sizes, which the URL calls dims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.operation import Shape


@dataclass(frozen=True)
class Layer:
    """A linear layer by the names of its given matrices, and whether a ReLU follows it.

    centre: a given column that is taken from what the layer reads, where there is one.
    """

    weights: str
    biases: str
    relu: bool = True
    centre: str = ""


@dataclass(frozen=True, eq=False)
class Dims:
    """A lesson's layer sizes, which the URL calls dims."""

    names: Callable[[Sequence[int]], tuple[str, ...]]
    """The names of the given matrices for layer sizes."""
    shapes: Callable[[Sequence[int], int], dict[str, Shape]]
    """The shapes of the given matrices for layer sizes and a number of examples."""
    of: Callable[[Mapping[str, Shape]], tuple[int, ...]]
    """The layer sizes that given matrices of these shapes have."""
    fit: Callable[[Sequence[int]], bool]
    """Whether these can be layer sizes of the lesson."""
    wanted: str
    """What can, in words."""
