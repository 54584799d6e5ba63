"""A gradient checked: its quantity is moved a little, and everything that follows from it worked out again.

A gradient claims how fast a loss grows when a cell is raised. So raise the cell by h, hold all that came
before it, and see by how much the loss changed for each unit of h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from app.core.cell import CANCELLED, Line, Lookup, Ref
from app.core.lesson import Slope
from app.core.operation import Operation
from app.core.sheet import Sheet, Values, compute

STEPS = ("0.5", "0.1", "0.01", "0.001")
KINKED = ("relu", "abs", "step", "sqrt")
"""The functions of a line that have a corner at 0 or, as step has, a jump."""
NEVER_NEGATIVE = ("relu", "abs", "sqrt")


class Kink(NamedTuple):
    """A cell whose function has a corner or a jump within h, and the cell that passes 0 or stands on it."""

    made: Ref
    ref: Ref
    fn: str
    stands: bool


@dataclass(frozen=True)
class Nudge:
    """The gradient in one cell, checked by moving the cell of which it is the slope by h > 0."""

    sheet: Sheet
    ref: Ref
    slope: Slope
    h: float

    @property
    def moved(self) -> Ref:
        """The cell that is moved."""
        return self.ref._replace(name=self.slope.of)

    @property
    def promised(self) -> float:
        """The slope that the gradient claims; a push with its sign turned back."""
        return self.slope.sign * self.sheet.lookup(self.ref)

    @cached_property
    def above(self) -> Values:
        """Every matrix with the cell h higher."""
        return moved(self.sheet, self.moved, self.h)

    @cached_property
    def below(self) -> Values | None:
        """Every matrix with the cell h lower; None where its line can give nothing so low."""
        lower = self.sheet.lookup(self.moved) - self.h
        result = self.sheet.results.get(self.slope.of)
        if result and result.operation.fn in NEVER_NEGATIVE and lower < 0:
            return None
        return moved(self.sheet, self.moved, -self.h)

    @property
    def quotient(self) -> float:
        """The change of the loss for each unit, seen from one side."""
        return self.change(self.sheet.values) / self.h

    @property
    def central(self) -> float | None:
        """The same between both sides, where both exist."""
        return None if self.below is None else self.change(self.below) / (2 * self.h)

    def change(self, before: Values) -> float:
        """By how much the loss is larger with the cell h higher; 0 where that is only rounding."""
        return difference(self.loss(self.above), self.loss(before))

    @property
    def bends(self) -> bool:
        """Whether the loss bends at this cell: where a square that it adds up moves.

        All else on the way is straight between corners, but for lengths; and where a length counts, what is
        squared moves too.
        """
        return any(self.changed(name) for name in self.squared)

    def loss(self, values: Values) -> float:
        """The loss among these matrices."""
        return float(values[self.slope.loss][0, 0])

    @property
    def all_sides(self) -> list[Values]:
        """Every matrix as it is, h higher and, where that exists, h lower."""
        return [values for values in (self.sheet.values, self.above, self.below) if values is not None]

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """The loss and all that it is made of, in the order in which it is made."""
        return self.sheet.plan.behind(self.slope.loss)

    @property
    def way(self) -> list[str]:
        """The matrices between the moved cell and the loss, the loss among them."""
        return [name for name in self.behind if name != self.slope.of]

    @property
    def squared(self) -> set[str]:
        """The matrices on the way whose squares are added up."""
        made = (self.sheet.results[name] for name in self.behind)
        return {result.operands[0] for result in made if adds_squares(result.operation)}

    def sides_of(self, ref: Ref) -> list[float]:
        """The numbers in a cell: h lower where that exists, as it is, h higher."""
        sides = (self.below, self.sheet.values, self.above)
        return [float(side[ref.name][ref.row - 1, ref.column - 1]) for side in sides if side is not None]

    def changed(self, name: str) -> list[Ref]:
        """The cells of a matrix that are not what they were once the moved cell is h higher."""
        differs = self.above[name] != self.sheet.values[name]
        return [ref for row in self.sheet.rows(name) for ref in row if differs[ref.row - 1, ref.column - 1]]

    @cached_property
    def kinks(self) -> list[Kink]:
        """The places on the way, cell by cell, because of which the loss has no one slope within h."""
        made = (result for result in self.sheet.plan.results() if result.name in self.way)
        bent = [result for result in made if result.operation.fn in KINKED]
        refs = (ref for result in bent for row in self.sheet.rows(result.name) for ref in row)
        return [kink for ref in refs if (kink := self.kink(ref))]

    def kink(self, ref: Ref) -> Kink | None:
        """What a cell's function is applied to, where it leaves its side of 0 and the loss notices."""
        line = self.sheet.line(*ref)
        here, *sides = (replace(self.sheet, values=values).lookup for values in self.all_sides)
        now, read = line.divided(here), line.operands()
        others = [signed_length(line, here, there) for there in sides]
        straight = [line.constant * straight_on(line.fn, now, then) + 0.0 for then in others]
        if not any(leaves(line.fn, now, then) for then in others) or not self.is_noticed(ref, straight):
            return None
        return Kink(ref, read[0] if len(read) == 1 else ref, line.fn, now == 0)

    def is_noticed(self, ref: Ref, straight: list[float]) -> bool:
        """Whether the loss would be another on any side, were there in a cell what a straight line gives."""
        return any(
            difference(self.loss(self.with_cell(values, ref, number)), self.loss(values))
            for values, number in zip(self.all_sides[1:], straight, strict=True)
        )

    def with_cell(self, values: Values, ref: Ref, number: float) -> Values:
        """Every matrix of one side with a number in a cell, and all that follows worked out again."""
        array = values[ref.name].copy()
        array[ref.row - 1, ref.column - 1] = number
        held = {name: values[name] for name in (*self.sheet.plan.given, self.moved.name)}
        return compute(self.sheet.plan, {**held, ref.name: array})


def difference(higher: float, lower: float) -> float:
    """By how much one loss is larger than another; 0 where that is only rounding."""
    change = higher - lower
    return change if abs(change) > CANCELLED * (abs(higher) + abs(lower)) else 0.0


def adds_squares(operation: Operation) -> bool:
    """Whether a line is a sum of cells times themselves, and nothing else."""
    pairs = [term.places for term in operation.terms]
    return operation.fn == "identity" and all(len(places) == 2 and len({*places}) == 1 for places in pairs)


def signed_length(line: Line, here: Lookup, there: Lookup) -> float:
    """What a line's function is applied to on one side; for a length behind 0 that with a minus sign."""
    then = line.divided(there)
    return -then if line.fn == "sqrt" and passes_0(line, here, there) else then


def passes_0(line: Line, here: Lookup, there: Lookup) -> bool:
    """Whether all cells that a line reads are 0 at one point between here and there, if they go straight."""
    pairs = [(here(ref), there(ref)) for ref in line.operands()]
    still = {one for one, other in pairs if one == other}
    points = {one / (one - other) for one, other in pairs if one != other}
    return still <= {0.0} and len(points) == 1 and 0 < points.pop() < 1


def leaves(fn: str, now: float, then: float) -> bool:
    """Whether a function has a corner or a jump between two arguments; then: a length is signed_length()."""
    if fn == "sqrt":
        return now == 0 != then or then < 0
    is_other_side = (now > 0) != (then > 0)
    return is_other_side or (fn == "abs" and (now < 0) != (then < 0))


def straight_on(fn: str, now: float, then: float) -> float:
    """What a function would give, went it on as it goes where its argument is now; a root at 0 stays so.

    then: of a length as signed_length() says.
    """
    if fn == "relu":
        return then if now > 0 else 0.0
    if fn == "sqrt":
        return math.copysign(math.sqrt(abs(then)), then) if now else 0.0
    if fn == "abs":
        return then if now >= 0 else -then
    return float(fn == "step" and now > 0)


def moved(sheet: Sheet, ref: Ref, by: float) -> Values:
    """Every matrix once a cell, given or worked out, is moved and all that follows is worked out again."""
    given = {name: sheet.values[name] for name in sheet.plan.given}
    array = sheet.values[ref.name].copy()
    array[ref.row - 1, ref.column - 1] += by
    return compute(sheet.plan, {**given, ref.name: array})


def slope_of(sheet: Sheet, ref: Ref) -> Slope | None:
    """What the number in a cell is the slope of; None where it is no gradient that a nudge could check."""
    slopes = sheet.plan.slopes.get(ref.name, ())
    return next((slope for slope in slopes if sheet.is_worked(ref, slope.where)), None)
