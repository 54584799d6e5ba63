"""Charts as places in percent, so that they stretch with the page while their letters keep their size.

Lines are drawn in a square of SIDE by SIDE, which the template stretches; ticks, dots and labels stand at
percentages of the plot's width and height, counted from its upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from app.notation import number_text

SIDE = 1000
DECADES = 5
GAP = 9.0
"""Between two labels, in percent of the height."""
FEWEST = 1e-300
LONG = 1e5


class AxisTick(NamedTuple):
    """A number on an axis: where, in percent along it, and how it is written."""

    at: float
    text: str


class Dot(NamedTuple):
    """A marked place, in percent from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class AxisScale:
    """Numbers from low to high along an axis; what lies outside is put at its end."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """How far along the axis, from 0 to 1."""
        low, high = self.ends
        return min(max((self.bent(value) - low) / (high - low), 0.0), 1.0) if high > low else 0.5

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Where low and high lie, in the lengths of bent()."""
        return self.bent(self.low), self.bent(self.high)

    def bent(self, value: float) -> float:
        """The number as a length along the axis: itself, where equal steps are equally long."""
        return value

    def ticks(self) -> list[float]:
        """A few round numbers within it."""
        return list(multiples(self.low, self.high))


class Logarithmic(AxisScale):
    """Equal factors are equal lengths. For numbers above 0."""

    def bent(self, value: float) -> float:
        """The logarithm."""
        return math.log10(max(value, FEWEST))

    def ticks(self) -> list[float]:
        """Powers of ten, with 2 and 5 between where they are few; multiples where even those are."""
        found = list(powers(self.low, self.high))
        return found if len(found) > 1 else super().ticks()


class Counted(AxisScale):
    """From 0 on, the first ones wide apart, and ever closer: the logarithm of one more."""

    def bent(self, value: float) -> float:
        """The logarithm of one more."""
        return math.log10(1 + value)

    def ticks(self) -> list[float]:
        """0, 1, 3, 10, 30, 100 and so on, and the last."""
        round_ones = [times * 10.0**k for k in range(4) for times in (1, 3)]
        near = self.high / 1.6
        return [0.0, *(tick for tick in round_ones if tick < near), self.high]


def powers(low: float, high: float) -> Iterator[float]:
    """1, 10, 100, or of many only every other; with 2 and 5 between where there would be few."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    stride = 1 + max(last - first, 0) // 6
    between = (1, 2, 5) if last - first < 2 else (1,)
    exponents = range(first - 1, last + 1)
    found = (times * 10.0**k for k in exponents if (k - first) % stride == 0 for times in between)
    return (tick for tick in found if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9))


def multiples(low: float, high: float, about: int = 5) -> Iterator[float]:
    """Multiples of 1, 2 or 5 times a power of ten, about so many."""
    rough = (high - low) / about or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return (float(f"{k * step:.12g}") for k in range(first, last + 1))


def from_zero(*curves: Sequence[float]) -> AxisScale:
    """From 0 to a round number above the largest."""
    largest = max(max(values) for values in curves)
    if largest <= 0:
        return AxisScale(0.0, 1.0)
    step = list(multiples(0.0, largest))[1]
    return AxisScale(0.0, step * math.ceil(largest / step - 1e-9))


def logarithmic(*curves: Sequence[float]) -> Logarithmic:
    """From the smallest to the largest; 0, or what is DECADES below a curve's beginning, is at the bottom."""
    begun = [next(value for value in values if value > 0) for values in curves if max(values) > 0]
    if not begun:
        return Logarithmic(0.1, 1.0)
    numbers = [value for values in curves for value in values]
    least = max(min(value for value in numbers if value > 0), min(begun) * 10.0**-DECADES)
    below = 4.0 if min(numbers) < least else 1.25
    return Logarithmic(least / below, max(numbers) * 1.25)


@dataclass(frozen=True)
class Curve:
    """A named line: kind is its class in the stylesheet, values its heights at the chart's xs."""

    name: str
    kind: str
    values: Sequence[float]


@dataclass(frozen=True)
class DrawnCurve:
    """A curve as it is drawn: points in the square, its label's place at the right end, its present value."""

    name: str
    kind: str
    points: str
    end: float
    value: str
    dot: Dot


class Head(NamedTuple):
    """What a chart is called in the document and by people, and what it says in words."""

    ident: str
    title: str
    says: str


class Scales(NamedTuple):
    """The two axes."""

    across: AxisScale
    up: AxisScale


@dataclass(frozen=True)
class Chart:
    """Lines over the same xs. now: where the present is, in percent from the left."""

    head: Head
    xs: list[AxisTick]
    ys: list[AxisTick]
    lines: list[DrawnCurve]
    now: float


@dataclass(frozen=True)
class Point:
    """A place in a scatter that leads somewhere; says is all that it stands for, in words."""

    href: str
    name: str
    note: str
    says: str
    dot: Dot
    current: bool


@dataclass(frozen=True)
class Scatter:
    """Points in their order, and the line through them; across and up say what the axes count."""

    head: Head
    across: str
    up: str
    xs: list[AxisTick]
    ys: list[AxisTick]
    points: list[Point]
    path: str


def dot(x: float, y: float, scales: Scales) -> Dot:
    """Where a place stands."""
    return Dot(percent(scales.across.place(x)), percent(1 - scales.up.place(y)))


def ticks(scale: AxisScale, *, upwards: bool = False) -> list[AxisTick]:
    """The ticks of an axis; percentages count from the top, so that an upright axis runs the other way."""
    places = ((scale.place(value), value) for value in scale.ticks())
    return [AxisTick(percent(1 - at if upwards else at), tick_text(value)) for at, value in places]


def tick_text(value: float) -> str:
    """A tick's number, with a power of ten where it would be long: 20000, but 10⁵."""
    if abs(value) < LONG:
        return number_text.short(value)
    power = math.floor(math.log10(abs(value)) + 1e-9)
    times = number_text.short(value / 10.0**power)
    written = f"10{str(power).translate(number_text.SUPERSCRIPTS)}"
    return written if times == "1" else f"{times}·{written}"


def percent(share: float) -> float:
    """A share of 1 in percent, short."""
    return round(100 * share, 2)


def points(xs: Sequence[float], ys: Sequence[float], scales: Scales) -> str:
    """A line in the square, as SVG writes it."""
    across, up = scales
    places = (
        (round(SIDE * across.place(x)), round(SIDE * (1 - up.place(y)))) for x, y in zip(xs, ys, strict=True)
    )
    return " ".join(f"{x},{y}" for x, y in places)


def line(curve: Curve, xs: Sequence[float], scales: Scales, now: int) -> DrawnCurve:
    """A curve as it is drawn; now is the present's place among xs."""
    here = dot(xs[now], curve.values[now], scales)
    end = percent(1 - scales.up.place(curve.values[-1]))
    drawn = points(xs, curve.values, scales)
    return DrawnCurve(curve.name, curve.kind, drawn, end, number_text.short(curve.values[now]), here)


def parted(lines: Sequence[DrawnCurve], gap: float) -> list[DrawnCurve]:
    """The lines with their labels at least gap percent apart, none beyond the plot."""
    order = sorted(range(len(lines)), key=lambda k: lines[k].end)
    ends = [lines[k].end for k in order]
    for k in range(1, len(ends)):
        ends[k] = max(ends[k], ends[k - 1] + gap)
    for k in range(len(ends) - 1, -1, -1):
        ends[k] = min(ends[k], 100.0 - gap * (len(ends) - 1 - k))
    moved = {at: replace(lines[at], end=round(end, 2)) for at, end in zip(order, ends, strict=True)}
    return [moved[k] for k in range(len(lines))]


def chart(head: Head, curves: Sequence[Curve], xs: Sequence[float], scales: Scales, now: int) -> Chart:
    """A chart of curves; now is the present's place among xs."""
    across, up = scales
    lines = parted([line(curve, xs, scales, now) for curve in curves], GAP)
    return Chart(head, ticks(across), ticks(up, upwards=True), lines, percent(across.place(xs[now])))
