"""How large and how small each cell is over many moments: often that tells that none needs a closer look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.operation import Array

Ranks = NDArray[np.uint64]
ONE = np.uint64(1)


class Extremes(NamedTuple):
    """Of every cell the largest size, and the smallest but for 0, if it ever is not 0; the last moment."""

    most: Array
    least: Array
    last: Array


def extremes(moments: Array) -> Extremes:
    """The extremes of moments that are there at once: (moments, cells)."""
    sizes = np.abs(moments)
    return Extremes(sizes.max(axis=0), sizes_of(ranks(sizes).min(axis=0)), moments[-1])


def extremes_in_turn(moments: Iterable[Array], width: int) -> Extremes:
    """The extremes of moments that come one after the other, each (width,)."""
    most, last = np.zeros(width), np.zeros(width)
    least = ranks(most)
    for last in moments:
        size = np.abs(last)
        np.maximum(most, size, out=most)
        np.minimum(least, ranks(size), out=least)
    return Extremes(most, sizes_of(least), last)


def ranks(sizes: Array) -> Ranks:
    """Whole numbers in the order of the sizes, but for 0, which has the last rank of all.

    The bits of floats that are not negative, read as whole numbers, are in the floats' order. Less 1 they
    still are, but for 0, which comes round to the greatest there is.
    """
    return sizes.view(np.uint64) - ONE


def sizes_of(ranked: Ranks) -> Array:
    """The sizes that have these ranks."""
    return (ranked + ONE).view(np.float64)
