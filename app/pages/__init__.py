"""What each template is given, typed. No HTTP here, and no markup beyond what formulas and prose bring."""

from __future__ import annotations

from urllib.parse import parse_qsl

from app.edits import EditError
from app.lesson import Lesson, NoSuchPage
from app.one_weight import DEFAULTS, read_setting
from app.pages.common import Page
from app.pages.experiments import ExperimentPage, ExperimentsPage
from app.pages.mapped import Overview
from app.pages.one_weight import OneWeightPage
from app.pages.others import ErrorPage, IntroPage, SheetPage, home
from app.pages.step import StepPage
from app.pages.walk import canonical
from app.state import State
from app.training import worked

__all__ = [
    "EXPERIMENT",
    "NAMED",
    "ErrorPage",
    "IntroPage",
    "Page",
    "SheetPage",
    "StepPage",
    "home",
    "one_weight",
    "page",
]


NAMED: dict[str, type[Page]] = {
    "": IntroPage,
    "sheet": SheetPage,
    "overview": Overview,
    "experiments": ExperimentsPage,
}
"""The pages of a lesson that are no steps, by their names in the address."""
EXPERIMENT = "experiments/"


def one_weight(lesson: Lesson, query: str) -> tuple[str, OneWeightPage]:
    """The page about one weight, and its canonical address. Raises NoSuchPage, StateError."""
    if lesson.aside is None:
        raise NoSuchPage("there is no page of that name")
    setting, shortest = read_setting(query)
    step = next(s for s in lesson.plan(()).steps if s.slug == lesson.aside.step)
    back = f"/{lesson.slug}/{step.number}"
    here = f"/{lesson.slug}/l1" + (f"?{shortest}" if shortest else "")
    return here, OneWeightPage(lesson, setting, {**DEFAULTS, **dict(parse_qsl(shortest))}, back)


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
