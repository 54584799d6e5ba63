"""What a feature is and does: where it is active, what it points at, what is lost without it, what it steers.

Nothing is worked out here but what the sheet works out: a hidden activation is replaced, and all that follows
from it follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.core import operations as op
from app.core.lesson import Plan
from app.core.operation import Array
from app.core.sheet import Sheet, evaluate


@dataclass(frozen=True)
class Forced:
    """The sheet with hidden activations, (m, t), set by hand, and the squared errors that follow."""

    plan: Plan
    values: dict[str, Array]

    @property
    def error(self) -> float:
        """The squared error of all tokens."""
        return float(self.values[self.plan.fit][0, 0])

    @property
    def errors(self) -> Array:
        """The squared error of each token."""
        squares: Array = np.square(self.values[self.plan.error]).sum(axis=0)
        return squares


def forced(sheet: Sheet, hidden: Array) -> Forced:
    """What follows from these hidden activations, the given matrices as they are."""
    given = {name: sheet.values[name] for name in sheet.plan.given}
    return Forced(sheet.plan, evaluate(sheet.plan.results(), {**given, sheet.plan.hidden: hidden}))


@dataclass(frozen=True)
class Feature:
    """A row of the hidden activations, worked out on a sheet. row counts from 1."""

    sheet: Sheet
    row: int

    @property
    def strengths(self) -> Sequence[float]:
        """How strong it is for each token."""
        return [float(strength) for strength in self.sheet.values[self.sheet.plan.hidden][self.row - 1]]

    @property
    def fires(self) -> int:
        """For how many tokens it is active."""
        return sum(strength > 0 for strength in self.strengths)

    @property
    def direction(self) -> Sequence[float]:
        """Its column of the decoder: what it adds to a reconstruction for each unit of strength."""
        return [float(cell) for cell in self.sheet.values[self.sheet.plan.decoder][:, self.row - 1]]

    @property
    def length(self) -> float:
        """The L2 norm of its direction."""
        return float(op.column_norms.compute(self.sheet.values[self.sheet.plan.decoder])[0, self.row - 1])

    def with_strength(self, token: int, strength: float) -> Forced:
        """Steering: this strength for one token, counted from 1, whatever the encoder says."""
        hidden = self.sheet.values[self.sheet.plan.hidden].copy()
        hidden[self.row - 1, token - 1] = strength
        return forced(self.sheet, hidden)

    def without(self) -> Forced:
        """Ablation: silent for every token."""
        hidden = self.sheet.values[self.sheet.plan.hidden].copy()
        hidden[self.row - 1] = 0.0
        return forced(self.sheet, hidden)
