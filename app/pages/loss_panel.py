"""What lambda does, beside the steps from the first loss on: the losses now, and where they go from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.lesson import Lesson, Plan, Step
from app.core.needs import UPDATE, WEIGHT, lacking
from app.core.sheet import evaluate
from app.exercise.exercise import MOST_UPDATES, Exercise
from app.exercise.state import State
from app.exercise.urls import Urls
from app.notation import number_text
from app.notation.symbols import name_spoken, plain
from app.pages.context import Link
from app.training.descent import key_of, moment
from app.training.measures import measures_of
from app.training.moments import needed
from app.views.grids import CellView

AHEAD = (0, 1, 50)
NEEDS = (WEIGHT, UPDATE)


@dataclass(frozen=True)
class Losses:
    """The losses at a moment, in the order of the plan's curves, and what papers give beside them."""

    link: Link
    losses: list[str]


@dataclass(frozen=True)
class LossPanel:
    """The weight with its input, where the stage has none; the losses now and later; the balance."""

    weight: str
    spoken: str
    cell: CellView | None
    heads: list[str]
    rows: list[Losses]
    balance: Link | None


def has_loss_panel(lesson: Lesson, plan: Plan, step: Step) -> bool:
    """Whether a step comes with the first loss or later, in a lesson that weighs its losses."""
    if lacking(lesson, NEEDS):
        return False
    made = (result.name for s in plan.steps[: step.number] for result in s.results)
    return any(plan.matrices[name].role == "loss" for name in made)


def losses(state: State, updates: int, now: int) -> Losses:
    """The losses after some updates, linked to the page of training; fewer where training stops before.

    now: how many were made of those that the page asks for.
    """
    exercise: Exercise = replace(state.exercise, updates=min(updates, MOST_UPDATES))
    given, made = moment(key_of(exercise), exercise.updates)
    values = evaluate(needed(exercise.plan), given)
    there = Urls(State(replace(exercise, updates=made), state.screen)).training()
    told = [measure.value(exercise.plan, values) for measure in measures_of(exercise.plan)]
    numbers = [float(values[name][0, 0]) for name in exercise.plan.curves]
    texts = ["none" if number is None else number_text.short(number) for number in (*numbers, *told)]
    more = made - now
    return Losses(Link(there, f"+{more}" if more else "now"), texts)


def loss_panel(state: State, cell: CellView | None, balance: str, *, revealed: bool) -> LossPanel:
    """The loss panel of an exercise; its numbers only where results are revealed. balance may be empty."""
    _, now = moment(key_of(state.exercise), state.exercise.updates)
    found = [losses(state, now + more, now) for more in AHEAD] if revealed else []
    rows = {row.link.href: row for row in reversed(found)}
    heads = [
        *state.exercise.plan.curves.values(),
        *(each.called for each in measures_of(state.exercise.plan)),
    ]
    weight = plain(state.exercise.plan.weight)
    other = Link(balance, f"Other {weight}") if balance else None
    return LossPanel(
        weight, name_spoken(state.exercise.plan.weight), cell, heads, list(reversed(rows.values())), other
    )
