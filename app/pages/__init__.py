"""What each template is given, typed. No HTTP here, and no markup beyond what formulas and prose bring."""

from __future__ import annotations

from app.edits import EditError
from app.pages.common import Page
from app.pages.experiments import ExperimentPage, ExperimentsPage
from app.pages.mapped import Overview
from app.pages.others import ErrorPage, IntroPage, SheetPage, home
from app.pages.step import StepPage
from app.pages.walk import canonical
from app.state import State
from app.training import worked

__all__ = ["EXPERIMENT", "NAMED", "ErrorPage", "IntroPage", "Page", "SheetPage", "StepPage", "home", "page"]


NAMED: dict[str, type[Page]] = {
    "": IntroPage,
    "sheet": SheetPage,
    "overview": Overview,
    "experiments": ExperimentsPage,
}
"""The pages of a lesson that are no steps, by their names in the address."""
EXPERIMENT = "experiments/"


def page(state: State, name: str | int, edit: EditError | None = None) -> Page:
    """The page of a lesson called by a name in NAMED, an experiment's, or a step's number.

    Raises NoSuchPage, StateError.
    """
    sheet, updates = worked(state.exercise)
    if name in NAMED:
        return NAMED[str(name)](state, name, sheet, updates, edit)
    if str(name).startswith(EXPERIMENT):
        found = state.exercise.lesson.experiment(str(name).removeprefix(EXPERIMENT))
        return ExperimentPage(state, name, sheet, updates, edit, experiment=found)
    step = sheet.plan.step(int(name))
    return StepPage(canonical(state, step, sheet), step.number, sheet, updates, edit, step=step)
