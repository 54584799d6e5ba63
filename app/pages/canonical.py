"""A state as a page shows it, so that every page has one address: what the page does not have is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

from app.core.cell import Ref
from app.core.lesson import NoSuchStep, Result, Step
from app.core.sheet import Sheet
from app.exercise.attempt import read_attempt, written_answers, written_record
from app.exercise.exercise import ExerciseError, Problem
from app.exercise.parse_exercise import StateError
from app.exercise.screen import trial_at
from app.exercise.state import Frame, State, looking, query_of
from app.exercise.urls import NO_ATTEMPT, WATCHED_ALONE, Urls, is_practice, step_practised
from app.teaching.fading import faded_examples
from app.teaching.grading import grade
from app.training.descent import worked
from app.views.frames import BLANK, FrameError, resolved, spelt_frame


def canonical_state(state: State, name: str | int, sheet: Sheet) -> State:
    """The state as the page of that name shows it. Raises NoSuchStep, StateError."""
    state = looking(state, opened="" if name else state.screen.opened)
    if is_practice(name):
        return canonical_practice(state, step_practised(name), sheet)
    state = looking(looking(state, **NO_ATTEMPT), trial=trial_at(state.screen.trial, name))
    if isinstance(name, int):
        return canonical_step(state, sheet.plan.step(name), sheet)
    steer = state.screen.steer
    if name != "features" or steer is None:
        return state
    features, tokens = sheet.shapes[sheet.plan.hidden]
    return state if steer.feature <= features and steer.token <= tokens else looking(state, steer=None)


def canonical_step(state: State, step: Step, sheet: Sheet) -> State:
    """The state as a step shows it: only a view it has, the frame's result named among several.

    Who tries before being told is asked; what was found is told at once.
    """
    screen = looking(state, ask=state.screen.ask or state.screen.pace == "try").screen
    view = screen.view if step.view and step.view.slug == screen.view else ""
    results = step.results_in(view)
    frame = screen.frame or (BLANK if screen.ask else None)
    try:
        frame = spelt_frame(resolved(frame, sheet, results), results) if frame else None
    except FrameError as error:
        typed = f"{screen.frame}"
        problem = Problem("cell", cell_typed(screen.frame) or typed, str(error))
        raise StateError([problem], []) from error
    is_other = not frame and screen.result in {result.name for result in results[1:]}
    nudge = screen.nudge if any(result.name in sheet.plan.slopes for result in results) else ""
    if frame and frame.row and screen.pace == "try" and is_found(frame, screen.guess, results, sheet):
        frame = replace(frame, reveal="value")
    result = screen.result if is_other else ""
    return looking(state, view=view, frame=frame, result=result, nudge=nudge, ask=screen.ask)


def is_found(frame: Frame, guess: str, results: Sequence[Result], sheet: Sheet) -> bool:
    """Whether what was typed at a frame is the number of its cell."""
    ref = Ref(frame.name or results[0].name, frame.row, frame.column)
    return bool(guess) and grade(sheet, ref, guess).status == "correct"


def canonical_practice(state: State, number: int | None, sheet: Sheet) -> State:
    """The state as practice of a step shows it, or of the whole lesson, which has no current cell."""
    step = sheet.plan.step(number) if number else None
    plain = looking(with_attempt(state, sheet), **WATCHED_ALONE)
    if step is None:
        return plain
    frame = framed(state, sheet, step.results)
    examples = faded_examples(sheet, step, state.screen.fade).full
    if frame and (not frame.row or resolved_ref(frame, step.results) in examples):
        frame = None
    is_other = not frame and state.screen.result in {result.name for result in step.results[1:]}
    return looking(plain, frame=frame, result=state.screen.result if is_other else "")


def with_attempt(state: State, sheet: Sheet) -> State:
    """The state with its attempt spelt as this exercise has it. Raises StateError for one of another."""
    screen, plan = state.screen, sheet.plan
    try:
        attempt = read_attempt(screen.answers, screen.record, plan, sheet.shapes)
    except ExerciseError as error:
        raise StateError(error.problems, parse_qsl(query_of(state), keep_blank_values=True)) from error
    return looking(state, answers=written_answers(attempt, plan), record=written_record(attempt, plan))


def resolved_ref(frame: Frame, results: Sequence[Result]) -> Ref:
    """The cell of a frame of a step."""
    return Ref(frame.name or results[0].name, frame.row, frame.column)


def framed(state: State, sheet: Sheet, results: Sequence[Result]) -> Frame | None:
    """The frame as the address has it: its result named among several. Raises StateError."""
    frame = state.screen.frame
    try:
        return spelt_frame(resolved(frame, sheet, results), results) if frame else None
    except FrameError as error:
        problem = Problem("cell", cell_typed(frame), str(error))
        raise StateError([problem], []) from error


def cell_typed(frame: Frame | None) -> str:
    """The frame as it was asked for."""
    return ",".join(filter(None, [frame.name, str(frame.row), str(frame.column)])) if frame else ""


def address_in(state: State, name: str | int) -> str:
    """The address of a page in a state, without a frame that its exercise does not have.

    Of a step that it does not have (the preset has fewer layers than what is reset), its introduction.
    """
    try:
        shown = canonical_state(state, name, worked(state.exercise)[0])
    except NoSuchStep:
        return Urls(looking(state, frame=None)).introduction()
    except StateError:
        shown = looking(state, frame=None)
    return Urls(shown, name).here()
