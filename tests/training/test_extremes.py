"""The largest and the smallest size of a cell, as plain Python finds them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.training.extremes import Extremes, extremes, extremes_in_turn

CELLS = st.lists(st.floats(allow_nan=False), min_size=3, max_size=3)


@given(moments=st.lists(CELLS, min_size=1, max_size=5))
def test_extremes_are_those_that_plain_python_finds(moments: list[list[float]]) -> None:
    """At once or in turn, of whatever floats; 0 for the smallest of a cell that is always 0."""
    lines = np.array(moments)
    sizes = [[abs(number) for number in cell] for cell in zip(*moments, strict=True)]
    for found in (extremes(lines), extremes_in_turn(iter(lines), 3)):
        assert found.most.tolist() == [max(cell) for cell in sizes]
        assert found.least.tolist() == [min(filter(None, cell), default=0) for cell in sizes]
        assert found.last.tolist() == moments[-1]


def test_what_is_no_number_is_the_largest_and_never_the_smallest() -> None:
    """A cell that was 1 and then not a number, and one that never was one."""
    lines = np.array([[1.0, np.nan], [np.nan, np.nan]])
    for found in (extremes(lines), extremes_in_turn(iter(lines), 2)):
        assert isinstance(found, Extremes)
        assert np.isnan(found.most).all()
        assert found.least[0] == 1
        assert not found.least[1] < np.inf
