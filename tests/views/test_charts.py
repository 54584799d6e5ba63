"""Charts: numbers stand where they belong, ticks are round, labels do not meet."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.views.charts import (
    GAP,
    SIDE,
    AxisScale,
    Counted,
    Curve,
    Head,
    Logarithmic,
    Scales,
    chart,
    from_zero,
    logarithmic,
    tick_text,
)

CHECKED = settings(deadline=None, derandomize=True)
POSITIVE = st.floats(1e-9, 1e9)
HEAD = Head("a", "a chart", "it says so")


def test_a_linear_scale_is_linear() -> None:
    """Half way is half way; what lies outside is put at the end."""
    scale = AxisScale(0.0, 8.0)
    assert [scale.place(x) for x in (0, 4, 8, 9, -1)] == [0, 0.5, 1, 1, 0]


def test_equal_factors_are_equal_lengths() -> None:
    """On a logarithmic scale."""
    scale = Logarithmic(0.01, 100.0)
    assert [round(scale.place(x), 9) for x in (0.01, 0.1, 1, 10, 100, 0)] == [0, 0.25, 0.5, 0.75, 1, 0]


def test_the_first_updates_stand_wide_apart() -> None:
    """Counting from 0 on: every next step is shorter, and 0 has its place."""
    scale = Counted(0.0, 1000.0)
    places = [scale.place(x) for x in range(12)]
    assert places[0] == 0
    steps = [b - a for a, b in pairwise(places)]
    assert steps == sorted(steps, reverse=True)
    assert scale.ticks() == [0, 1, 3, 10, 30, 100, 300, 1000]


@CHECKED
@given(st.lists(POSITIVE, min_size=1, max_size=9))
def test_from_zero_holds_every_number(values: list[float]) -> None:
    """And ends at a tick, with a few ticks."""
    scale = from_zero(values)
    assert scale.low == 0 <= max(values) <= scale.high * (1 + 1e-9)
    assert 2 <= len(scale.ticks()) <= 12
    assert math.isclose(scale.ticks()[-1], scale.high)


@CHECKED
@given(st.lists(POSITIVE | st.just(0.0), min_size=1, max_size=9))
def test_a_logarithmic_scale_holds_every_number_but_the_smallest(values: list[float]) -> None:
    """The largest has room above it; ticks lie within, rising."""
    scale = logarithmic(values)
    assert scale.low < scale.high
    assert not any(values) or scale.place(max(values)) < 1
    ticks = scale.ticks()
    assert ticks == sorted(set(ticks))
    assert all(scale.low * (1 - 1e-6) <= tick <= scale.high * (1 + 1e-6) for tick in ticks)


def test_zero_lies_below_all_that_is_not() -> None:
    """A loss of 0 has a place on a logarithmic scale: at the bottom."""
    scale = logarithmic([5.0, 0.5, 0.0])
    assert scale.place(0.0) == 0
    assert scale.place(0.5) > 0.1


@pytest.mark.parametrize(
    "curves", [[[0.0, 0.0]], [[0.0]], [[3.0]], [[1e-300]], [[45.1, 45.2]], [[1e12, 1e12]]]
)
def test_flat_and_empty_curves_can_be_drawn(curves: list[list[float]]) -> None:
    """Every curve has a place and every axis a tick."""
    for up in (logarithmic(*curves), from_zero(*curves)):
        drawn = chart(
            HEAD,
            [Curve("a", "k1", c) for c in curves],
            [0.0] * len(curves[0]),
            Scales(AxisScale(0, 1), up),
            0,
        )
        assert drawn.ys
        assert all(0 <= line.dot.y <= 100 for line in drawn.lines)


def test_points_stand_where_the_numbers_are() -> None:
    """Upwards is up: the largest number is at the top of the square."""
    curve = Curve("a", "k1", [0.0, 1.0, 2.0])
    drawn = chart(HEAD, [curve], [0.0, 5.0, 10.0], Scales(AxisScale(0, 10), AxisScale(0, 2)), 1)
    assert drawn.lines[0].points == f"0,{SIDE} {SIDE // 2},{SIDE // 2} {SIDE},0"
    assert (drawn.now, drawn.lines[0].dot, drawn.lines[0].value) == (50, (50, 50), "1")
    assert [tick.at for tick in drawn.ys] == sorted((tick.at for tick in drawn.ys), reverse=True)


@CHECKED
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_labels_do_not_meet(ends: list[float]) -> None:
    """Wherever the lines end, their names stand apart, in their order, within the plot."""
    curves = [Curve(str(k), "k1", [end]) for k, end in enumerate(ends)]
    lines = chart(HEAD, curves, [0.0], Scales(AxisScale(0, 1), AxisScale(0, 1)), 0).lines
    by_height = sorted(lines, key=lambda line: line.end)
    assert all(b.end - a.end >= GAP - 0.02 for a, b in pairwise(by_height))
    assert all(-0.01 <= line.end <= 100 for line in lines)
    heights = [ends[int(line.name)] for line in by_height]
    assert all(upper > lower - 1e-4 for upper, lower in pairwise(heights))


@pytest.mark.parametrize(
    ("number", "text"), [(20000, "20000"), (1e5, "10⁵"), (2e6, "2·10⁶"), (0.01, "0.01"), (0, "0")]
)
def test_ticks_are_short(number: float, text: str) -> None:
    """Powers of ten where a number would be long."""
    assert tick_text(number) == text
