"""What each template is given, typed. No HTTP here, and no markup beyond what formulas and prose bring."""

from __future__ import annotations

from app.edits import EditError
from app.lesson import NoSuchPage
from app.pages.balance import BalancePage
from app.pages.common import Page
from app.pages.definitions import GlossaryPage, glossary
from app.pages.features import FeaturesPage
from app.pages.mapped import Overview
from app.pages.others import TITLES, ErrorPage, IntroPage, MatrixPage, SheetPage, home
from app.pages.step import StepPage
from app.pages.training import TrainingPage
from app.pages.walk import canonical
from app.pages.worksheet import WorksheetPage, worksheet
from app.state import State
from app.training import worked

__all__ = [
    "NAMED",
    "TITLES",
    "ErrorPage",
    "GlossaryPage",
    "IntroPage",
    "MatrixPage",
    "Page",
    "SheetPage",
    "StepPage",
    "WorksheetPage",
    "glossary",
    "home",
    "page",
    "worksheet",
]
NAMED: dict[str, type[Page]] = {
    "": IntroPage,
    "overview": Overview,
    "sheet": SheetPage,
    "training": TrainingPage,
    "balance": BalancePage,
    "features": FeaturesPage,
}
"""The pages of a lesson that are no steps, by their names in the address."""


def page(state: State, name: str | int, edit: EditError | None = None) -> Page:
    """A lesson's page: a name in NAMED, "matrix/Z" or a step's number. Raises NotInLesson, StateError."""
    sheet, updates = worked(state.exercise)
    if isinstance(name, int):
        step = sheet.plan.step(name)
        return StepPage(canonical(state, step, sheet), name, sheet, updates, edit, step=step)
    if name.startswith("matrix/"):
        matrix = sheet.plan.matrix(name.removeprefix("matrix/"))
        return MatrixPage(state, name, sheet, updates, edit, matrix=matrix)
    if name not in ("", *state.exercise.lesson.pages):
        raise NoSuchPage("it has no page of that name")
    return NAMED[name](state, name, sheet, updates, edit)
