"""A state as a page shows it, so that every page has one address: what the page does not have is left out."""

from __future__ import annotations

from app.core.lesson import NoSuchStep, Step
from app.core.sheet import Sheet
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import StateError
from app.exercise.state import Frame, State, looking
from app.exercise.urls import NO_ATTEMPT, Urls
from app.training.descent import worked
from app.views.frames import BLANK, FrameError, resolved, spelt_frame


def canonical_state(state: State, name: str | int, sheet: Sheet) -> State:
    """The state as the page of that name shows it. Raises NoSuchStep, StateError."""
    state = looking(state, **NO_ATTEMPT)
    if isinstance(name, int):
        return canonical_step(state, sheet.plan.step(name), sheet)
    steer = state.screen.steer
    if name != "features" or steer is None:
        return state
    features, tokens = sheet.shapes[sheet.plan.hidden]
    return state if steer.feature <= features and steer.token <= tokens else looking(state, steer=None)


def canonical_step(state: State, step: Step, sheet: Sheet) -> State:
    """The state as a step shows it: only a view it has, the frame's result named among several."""
    screen = state.screen
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
    return looking(state, view=view, frame=frame, result=screen.result if is_other else "", nudge=nudge)


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
