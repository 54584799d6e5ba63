"""A gradient checked: its quantity is moved a little, and everything that follows from it worked out again.

A gradient claims how fast a loss grows when a cell is raised. So raise the cell by h, hold all that came
before it, and see by how much the loss changed for each unit of h.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.core import operations as op
from app.core.cell import Ref
from app.core.lesson import Slope
from app.core.sheet import Sheet, Values, compute

STEPS = ("0.5", "0.1", "0.01", "0.001")


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
        """Every matrix with the cell h lower; None where it would leave what a ReLU can give."""
        lower = self.sheet.lookup(self.moved) - self.h
        result = self.sheet.results.get(self.slope.of)
        if result and result.operation is op.relu and lower < 0:
            return None
        return moved(self.sheet, self.moved, -self.h)

    @property
    def quotient(self) -> float:
        """The change of the loss for each unit, seen from one side."""
        return (self.loss(self.above) - self.loss(self.sheet.values)) / self.h

    @property
    def central(self) -> float | None:
        """The same between both sides, where both exist."""
        return None if self.below is None else (self.loss(self.above) - self.loss(self.below)) / (2 * self.h)

    def loss(self, values: Values) -> float:
        """The loss among these matrices."""
        return float(values[self.slope.loss][0, 0])

    @property
    def sides(self) -> list[Values]:
        """The worked-out sides."""
        return [values for values in (self.above, self.below) if values is not None]

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
        return {result.operands[0] for result in made if result.operation is op.sum_squares}

    def sides_of(self, ref: Ref) -> list[float]:
        """The numbers in a cell: h lower where that exists, as it is, h higher."""
        sides = (self.below, self.sheet.values, self.above)
        return [float(side[ref.name][ref.row - 1, ref.column - 1]) for side in sides if side is not None]

    def changed(self, name: str) -> list[Ref]:
        """The cells of a matrix that are not what they were once the moved cell is h higher."""
        differs = self.above[name] != self.sheet.values[name]
        return [ref for row in self.sheet.rows(name) for ref in row if differs[ref.row - 1, ref.column - 1]]

    @property
    def corners(self) -> list[Ref]:
        """The inputs of a ReLU that stand on its corner, or pass it within h: there is no one slope there."""
        relus = (r for r in self.sheet.plan.results() if r.operation is op.relu and r.name in self.way)
        return [ref for result in relus for ref in self.crossing(result.operands[0])]

    def crossing(self, name: str) -> list[Ref]:
        """The cells of a matrix that are on another side of 0 once the cell is moved."""
        now = self.sheet.values[name]
        cross = np.zeros(now.shape, dtype=bool)
        for side in self.sides:
            cross |= (side[name] > 0) != (now > 0)
        return [ref for row in self.sheet.rows(name) for ref in row if cross[ref.row - 1, ref.column - 1]]

    @property
    def flat_columns(self) -> list[Ref]:
        """The lengths that are 0 and do not stay so: a length has a corner at 0 as well."""
        roots = (r.name for r in self.sheet.plan.results() if r.operation is op.column_norms)
        return [ref for name in roots for ref in self.changed(name) if not self.sheet.lookup(ref)]


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
