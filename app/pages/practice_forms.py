"""What a posted form of practice leads to: which page, and what its address keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.core.cell import Ref
from app.core.lesson import Step
from app.exercise.attempt import Attempt, written_answers, written_record
from app.exercise.edits import EditError
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import LONGEST_QUERY
from app.exercise.pasting import Misfit
from app.exercise.refused import Fields
from app.exercise.screen import Frame
from app.exercise.state import State, looking, query_of
from app.exercise.urls import practice_name
from app.pages.practice_choices import CHOSEN
from app.pages.practice_page import AttemptPart, PracticePage
from app.teaching.practising import Pressed, answered, filled_in, with_hint, with_record

SHOW: Final = "show "
TOO_LONG: Final = (
    f"So many answers do not fit: the address would have over {LONGEST_QUERY:,} characters. Nothing is lost "
    "yet: take out what stands at other steps, or work on with shorter numbers."
)


def practised(page: AttemptPart, fields: Fields) -> tuple[State, str]:
    """The state and the page that a form leads to. Raises EditError where it cannot be kept."""
    pressed = Pressed(fields)
    if isinstance(page, PracticePage):
        state, name = step_practised_on(page, pressed)
    else:
        state, name = page.state, practice_name()
    if pressed.button == "check" and not page.checks:
        state = all_checked(page, state)
    if len(query_of(state)) > LONGEST_QUERY:
        raise EditError([Problem("address", "", TOO_LONG)], fields)
    return state, name


def step_practised_on(page: PracticePage, pressed: Pressed) -> tuple[State, str]:
    """A step's answers kept, checked where they are checked at once; a hint; where the button leads."""
    try:
        changed = filled_in(page.practice, pressed)
    except Misfit as misfit:
        raise EditError([misfit.problem], pressed.fields, misfit.offers) from misfit
    after = answered(page.practice, changed, checks=page.checks)
    attempt, current = after.attempt, next(reversed(changed), page.current)
    if hinted := pressed.hinted:
        attempt, current = with_hint(after, hinted), hinted if hinted in page.practice.asked else current
    return led_on(page, keeping(page, attempt, current), pressed.button)


def keeping(page: AttemptPart, attempt: Attempt, current: Ref | None) -> State:
    """The page's state with an attempt as it now stands."""
    plan = page.sheet.plan
    answers, record = written_answers(attempt, plan), written_record(attempt, plan)
    return looking(page.state, answers=answers, record=record, frame=Frame(*current) if current else None)


def led_on(page: PracticePage, state: State, button: str) -> tuple[State, str]:
    """Where a button leads: another way or result, the step before or after, the whole attempt.

    Where answers wait for the end they do so at the next step again, though this one was checked.
    """
    state = looking(state, **CHOSEN.get(button, {}))
    number, steps = page.step.number, len(page.sheet.plan.steps)
    if button.startswith(SHOW):
        return looking(state, frame=None, result=button.removeprefix(SHOW)[:20]), practice_name(number)
    there = {"back": number - 1, "next": number + 1, "attempt": 0}.get(button, number)
    if there == number:
        return state, practice_name(number)
    away = looking(state, frame=None, result="")
    if not 1 <= there <= steps:
        return away, practice_name()
    return looking(away, check="end" if away.screen.check else ""), practice_name(there)


def all_checked(page: AttemptPart, state: State) -> State:
    """The state once all answers are checked that waited for the end."""
    attempt = with_all_recorded(replace(page, context=replace(page.context, state=state)))
    plan = page.sheet.plan
    return looking(
        state, check="done", answers=written_answers(attempt, plan), record=written_record(attempt, plan)
    )


def with_all_recorded(page: AttemptPart) -> Attempt:
    """The attempt with what is wrong in any step counted, where that was not done at another step's end."""
    attempt = page.attempt
    for practice in map(page.practice_of, steps_answered(page)):
        tried = [ref for ref in practice.asked if not attempt.record(ref).wrong]
        attempt = with_record(replace(practice, attempt=attempt), tried).attempt
    return attempt


def steps_answered(page: AttemptPart) -> Iterable[Step]:
    """The steps at which something was answered."""
    names = {ref.name for ref in page.attempt.answers}
    return (step for step in page.sheet.plan.steps if names & {result.name for result in step.results})
