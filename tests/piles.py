"""Piles of links to attempts, as a class hands them in: each student goes wrong in one way, has slips of the
pen besides, and works on with what stands there."""

from __future__ import annotations

import random
from collections.abc import Iterator

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exercise.attempt import Attempt, CellRecord, written_answers, written_record
from app.exercise.exercise import Base, Exercise, start
from app.exercise.screen import Screen
from app.exercise.state import State
from app.exercise.urls import Urls
from app.lessons import LESSONS
from app.notation import number_text
from app.training.descent import worked
from tests.teaching.pupils import autoencoder_pupils, sae_pupils

SAE = "sparse-autoencoder"
PUPILS = {SAE: sae_pupils(), "autoencoder": autoencoder_pupils()}
SLIPS = 0.03
"""The share of cells with a slip of the pen."""


def piled(count: int, lesson: str = SAE, steps: int = 14, seeds: tuple[int, ...] = (0,)) -> Iterator[str]:
    """Lines with a name and a link. seeds: 0 is the lesson's own numbers; students take them in turn."""
    for number in range(count):
        base = Base(seed, *SIZES[lesson]) if (seed := seeds[number % len(seeds)]) else Base()
        yield f"Student {number}\t{link(start(LESSONS[lesson], base), steps, number)}"


SIZES = {SAE: ((3, 6), 5), "autoencoder": ((4, 3, 2, 3, 4), 4)}


def link(exercise: Exercise, steps: int, number: int) -> str:
    """The link of one student's attempt at the first steps."""
    sheet = worked(exercise)[0]
    attempt = attempted(sheet, steps, random.Random(number))
    kept = Screen(answers=written_answers(attempt, sheet.plan), record=written_record(attempt, sheet.plan))
    return f"https://example.org{Urls(State(exercise, kept)).practice()}"


def attempted(sheet: Sheet, steps: int, draw: random.Random) -> Attempt:
    """What one student writes into the cells of the first steps."""
    names = dict.fromkeys(r.name for s in sheet.plan.steps[:steps] for r in s.results)
    pupil = draw.choice([p for p in PUPILS[sheet.lesson.slug] if p.name in names])
    given = {name: values.tolist() for name, values in sheet.values.items()}
    own: dict[Ref, float] = {}
    attempt = Attempt(sheet.shapes)
    for name in names:
        wrote = pupil.writes(given) if pupil.name == name else None
        for ref in (ref for row in sheet.rows(name) for ref in row):
            value = sheet.line(*ref).value(lambda r: own[r] if r in own else sheet.lookup(r))
            value = wrote[ref.row - 1][ref.column - 1] if wrote else value
            if draw.random() < SLIPS:
                value += draw.choice([1, -1, 2])
                attempt = attempt.recorded(ref, CellRecord(draw.randrange(3), draw.randrange(3), ""))
            own[ref] = value
    return attempt.answered({ref: number_text.short(value) for ref, value in own.items()})
