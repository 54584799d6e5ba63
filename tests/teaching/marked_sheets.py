"""Lessons worked out, and the marks of what somebody wrote for one of their matrices."""

from __future__ import annotations

from app.core.sheet import Sheet
from app.exercise.exercise import Base, Draft
from app.lessons import LESSONS
from app.teaching.grading import Examiner, Marked
from app.training.descent import worked
from tests.teaching import pupils
from tests.teaching.pupils import typed

SAE, AE = "sparse-autoencoder", "autoencoder"
SIZES = {AE: ((4, 3, 2, 3, 4), 4)}


def sheet_of(slug: str, seed: int = 0) -> Sheet:
    """A lesson's preset, or the exercise of a seed in the preset's shapes, worked out."""
    base = Base(seed, *SIZES.get(slug, ((3, 6), 5))) if seed else Base()
    return worked(Draft(LESSONS[slug], base).exercise())[0]


def matrices(sheet: Sheet) -> dict[str, pupils.Matrix]:
    """Every matrix as rows of numbers."""
    return {name: values.tolist() for name, values in sheet.values.items()}


def marked(sheet: Sheet, name: str, written: pupils.Matrix, examiner: Examiner | None = None) -> Marked:
    """The marks of what was written for one matrix."""
    [step] = [s for s in sheet.plan.steps if name in {r.name for r in s.results}]
    return (examiner or Examiner(sheet)).marked(step, {name: typed(written)})
