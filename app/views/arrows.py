"""A row of weights and a token as two arrows, where they have two or three dimensions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.cell import ONES, Line, Ref, Term, no_names, number_in
from app.core.sheet import Sheet
from app.notation import number_text
from app.notation.number_text import EXACT

ABOUT, MOST_DECIMALS = 0.02, 6
"""So large a share of a cosine may be lost to the rounding of its angle; and decimals of an angle."""
REACH = 100.0
"""How far the longest arrow reaches from the middle of the drawing."""
Point = tuple[float, float]
AXES: dict[int, tuple[Point, ...]] = {
    2: ((1.0, 0.0), (0.0, -1.0)),
    3: ((-0.62, 0.42), (0.92, 0.3), (0.0, -1.0)),
}
"""Where each dimension points on paper, y downwards; of three, the first comes towards the reader."""


@dataclass(frozen=True)
class Arrow:
    """An arrow from the middle to tip; in three dimensions, foot is where it stands on the ground."""

    role: str
    tip: Point
    foot: Point | None = None


@dataclass(frozen=True)
class Arrows:
    """The drawing: the ends of the axes, the two arrows, and what can be read off it."""

    axes: list[Point]
    arrows: list[Arrow]
    angle: str
    work: str


def arrows(sheet: Sheet, ref: Ref) -> Arrows | None:
    """The arrows of a linear layer's cell; None where they have another number of dimensions."""
    row, token = factors(sheet, sheet.line(*ref))
    if len(row) not in AXES:
        return None
    scale = REACH / max(1e-9, *(math.hypot(*on_paper(v)) for v in (row, token)))
    axes = [scaled(axis, REACH) for axis in AXES[len(row)]]
    drawn = [arrow("weights", row, scale), arrow("token", token, scale)]
    angle, work = angle_text(row, token)
    return Arrows(axes, drawn, angle, work + bias_text(sheet, ref))


def bias_text(sheet: Sheet, ref: Ref) -> str:
    """How the bias leads from the product to the cell's number; nothing without a bias."""
    line = sheet.line(*ref)
    biases = [term.product(sheet.lookup) for term in line.terms if is_bias(term.factors[1])]
    if not biases:
        return ""
    added = number_text.short(sum(biases))
    return f"; with the bias {added} that makes {number_text.short(sheet.lookup(ref))}"


def factors(sheet: Sheet, line: Line) -> tuple[list[float], list[float]]:
    """The two sides of the line's products, without the bias."""
    pairs = [term.factors for term in line.terms if not is_bias(term.factors[1])]
    row, token = zip(
        *((number_in(a, sheet.lookup), number_in(b, sheet.lookup)) for a, b in pairs), strict=True
    )
    return list(row), list(token)


def is_bias(factor: Ref | float) -> bool:
    """Whether a product with this factor is the bias."""
    return isinstance(factor, Ref) and factor.name == ONES


def arrow(role: str, vector: Sequence[float], scale: float) -> Arrow:
    """One vector drawn."""
    tip = scaled(on_paper(vector), scale)
    return Arrow(role, tip, scaled(on_paper([*vector[:2], 0.0]), scale) if len(vector) == 3 else None)


def on_paper(vector: Sequence[float]) -> Point:
    """Where a vector's tip is on paper."""
    axes = AXES[len(vector)]
    x, y = (sum(v * axis[k] for v, axis in zip(vector, axes, strict=True)) for k in (0, 1))
    return x, y


def scaled(point: Point, scale: float) -> Point:
    """The point so many times as far from the middle, to a tenth."""
    return round(point[0] * scale, 1), round(point[1] * scale, 1)


def angle_text(row: Sequence[float], token: Sequence[float]) -> tuple[str, str]:
    """The angle between the two, and the product by lengths and angle; without an angle where one is 0."""
    lengths = math.hypot(*row), math.hypot(*token)
    product = Line(tuple(Term(1, pair) for pair in zip(row, token, strict=True))).inner(no_names)
    if not all(lengths):
        return "", "an arrow of length 0 has no direction, and the product is 0"
    cosine = max(-1.0, min(1.0, product / (lengths[0] * lengths[1])))
    angle = degrees(cosine)
    sizes = [number_text.short(length) for length in lengths]
    # Lengths and angles are rounded, unless the angle is a right one.
    relation = "≈" if cosine else "="
    return angle, f"lengths {sizes[0]} × {sizes[1]} × cos {angle} {relation} {number_text.short(product)}"


def degrees(cosine: float) -> str:
    """The angle with as few decimals as leave its cosine about right: 89.9° is not written as 90°, nor
    179.99° as 180°."""
    angle = math.degrees(math.acos(cosine))
    decimals = next((k for k in range(MOST_DECIMALS) if has_cosine(round(angle, k), cosine)), MOST_DECIMALS)
    return f"{angle:.{decimals}f}°"


def has_cosine(angle: float, cosine: float) -> bool:
    """Whether an angle's cosine is about right; that of 0° and 180° must be so exactly."""
    about = ABOUT * abs(cosine) if angle % 180 else 0.0
    return abs(math.cos(math.radians(angle)) - cosine) <= about + EXACT
