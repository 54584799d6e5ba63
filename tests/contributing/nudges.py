"""Nudges every gradient cell of a lesson here and prints "kept", or the cells that are off."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.cell import Ref
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.training.descent import worked
from app.training.gradient_check import Nudge, slope_of


def off(slug: str) -> Iterator[Ref]:
    """The cells whose nudge is not what they promise, where the loss has a slope."""
    sheet, _ = worked(start(LESSONS[slug], Base()))
    for name in sheet.plan.slopes:
        for ref in (ref for row in sheet.rows(name) for ref in row):
            slope = slope_of(sheet, ref)
            nudge = Nudge(sheet, ref, slope, 1e-4) if slope else None
            quotient = nudge and (nudge.quotient if nudge.central is None else nudge.central)
            if nudge and not nudge.kinks and abs((quotient or 0.0) - nudge.promised) > 1e-3:
                yield ref


def main(slug: str) -> None:
    """Prints what was found."""
    print(list(off(slug)) or "kept")
