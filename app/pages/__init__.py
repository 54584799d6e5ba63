"""What each template is given, typed. No HTTP here, and no markup beyond what formulas and prose bring."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from app.core.lesson import Lesson, NoSuchPage
from app.exercise.edits import EditError, still_refused
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import LONGEST_READ
from app.exercise.refused import (
    LONGEST_TYPED,
    TOO_LONG_TO_CARRY,
    Fields,
    refused_text,
    shown_fields,
    typed_fields,
)
from app.exercise.state import State, looking, query_of
from app.exercise.urls import is_practice, one_weight_url, step_practised
from app.pages.attempt_page import AttemptPage
from app.pages.balance import BalancePage
from app.pages.canonical import canonical_state
from app.pages.common import Page
from app.pages.context import Context
from app.pages.definitions import GlossaryPage, glossary_page
from app.pages.experiment_pages import ExperimentPage, ExperimentsPage
from app.pages.features import FeaturesPage
from app.pages.home import home_page
from app.pages.marks import MarksPage
from app.pages.menu import require_page
from app.pages.one_weight_page import OneWeightPage
from app.pages.others import TITLES, ErrorPage, IntroPage, MatrixPage, SheetPage
from app.pages.overview import Overview
from app.pages.practice_forms import practised
from app.pages.practice_page import AttemptPart, PracticePage
from app.pages.step import StepPage
from app.pages.training import TrainingPage
from app.pages.worksheet import WorksheetPage, worksheet_page
from app.training.descent import worked
from app.training.one_weight import DEFAULTS, read_setting

__all__ = [
    "NAMED",
    "TITLES",
    "AttemptPart",
    "ErrorPage",
    "GlossaryPage",
    "IntroPage",
    "MarksPage",
    "MatrixPage",
    "Page",
    "PracticePage",
    "SheetPage",
    "StepPage",
    "WorksheetPage",
    "glossary_page",
    "home_page",
    "one_weight",
    "page",
    "practised",
    "predicted_page",
    "refused_page",
    "worksheet_page",
]
NAMED: dict[str, type[Page]] = {
    "": IntroPage,
    "sheet": SheetPage,
    "overview": Overview,
    "experiments": ExperimentsPage,
    "training": TrainingPage,
    "balance": BalancePage,
    "features": FeaturesPage,
}
"""The pages of a lesson that are no steps, by their names in the address."""


def one_weight(lesson: Lesson, query: str) -> tuple[str, OneWeightPage]:
    """The page about one weight, and its canonical address. Raises NoSuchPage, StateError."""
    if lesson.aside is None:
        raise NoSuchPage
    setting, shortest = read_setting(query)
    typed = {**DEFAULTS, **dict(parse_qsl(shortest))}
    return one_weight_url(lesson.slug, shortest), OneWeightPage(lesson, lesson.aside, setting, typed)


def page(state: State, name: str | int, base: str = "", edit: EditError | None = None) -> Page:
    """A lesson's page: of NAMED, "matrix/Z", "experiments/…" or a step. base: where others reach the app.

    edit: one that was refused, and is too long for the address to have it. Raises NotInLesson, StateError.
    """
    if isinstance(name, str) and name and "/" not in name and not is_practice(name):
        require_page(state.exercise.lesson, name)
    sheet, updates = worked(state.exercise)
    context = with_refused(Context(canonical_state(state, name, sheet), name, sheet, updates, edit, base))
    if isinstance(name, int):
        return StepPage(context, sheet.plan.step(name))
    if is_practice(name):
        number = step_practised(name)
        return PracticePage(context, sheet.plan.step(number)) if number else AttemptPage(context)
    if name.startswith("matrix/"):
        return MatrixPage(context, sheet.plan.matrix(name.removeprefix("matrix/")))
    if name.startswith("experiments/"):
        return ExperimentPage(context, context.lesson.experiment(name.removeprefix("experiments/")))
    return NAMED[name](context)


def with_refused(context: Context) -> Context:
    """The context with what was typed before and refused, where the address has something of it."""
    typed = context.state.screen.typed
    if not typed:
        return context
    kept = refused_text(typed_fields(typed), shown_fields(context.state, context.given))
    context = replace(context, state=looking(context.state, typed=kept))
    if not kept:
        return context
    before, now = still_refused(context.state, context.given), context.edit
    problems = [*(now.problems if now else ()), *before.problems]
    return replace(context, edit=EditError(problems, before.sent, before.offers))


def refused_page(before: Page, error: EditError) -> Page:
    """The page as it was with what was refused: its links carry that along, where it is not too long."""
    typed = refused_text(error.sent, shown_fields(before.state, before.context.given))
    kept = looking(before.state, typed=typed)
    if typed and len(typed) <= LONGEST_TYPED and len(query_of(kept)) <= LONGEST_READ:
        return page(kept, before.context.name, before.context.base)
    if typed:
        error = EditError([*error.problems, Problem("", "", TOO_LONG_TO_CARRY)], error.sent, error.offers)
    return page(looking(before.state, typed=""), before.context.name, before.context.base, error)


def predicted_page(before: Page, fields: Fields) -> Page:
    """The page after something was predicted: the experiment's, or that of a look. Raises StateError."""
    if not isinstance(before, ExperimentPage):
        raise NoSuchPage("there is no experiment of that name")
    there = before.after_predicting(fields)
    return page(there.state, there.name, before.context.base)
