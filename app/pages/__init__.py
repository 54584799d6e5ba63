"""What each template is given, typed. No HTTP here, and no markup beyond what formulas and prose bring."""

from __future__ import annotations

from app.edits import EditError
from app.pages.common import Page
from app.pages.definitions import GlossaryPage, glossary
from app.pages.mapped import Overview
from app.pages.others import TITLES, ErrorPage, IntroPage, MatrixPage, SheetPage, home
from app.pages.step import StepPage
from app.pages.walk import canonical
from app.pages.worksheet import WorksheetPage, worksheet
from app.state import State
from app.training import worked

__all__ = [
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


def page(state: State, name: str | int, edit: EditError | None = None) -> Page:
    """A lesson's page called "", "sheet", "matrix/Z" or a step's number. Raises NotInLesson, StateError."""
    sheet, updates = worked(state.exercise)
    if name == "":
        return IntroPage(state, name, sheet, updates, edit)
    if name == "sheet":
        return SheetPage(state, name, sheet, updates, edit)
    if name == "overview":
        return Overview(state, name, sheet, updates, edit)
    if (called := str(name)).startswith("matrix/"):
        matrix = sheet.plan.matrix(called.removeprefix("matrix/"))
        return MatrixPage(state, name, sheet, updates, edit, matrix=matrix)
    step = sheet.plan.step(int(name))
    return StepPage(canonical(state, step, sheet), step.number, sheet, updates, edit, step=step)
