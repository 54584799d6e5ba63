"""What the tests of the lessons' words use: sheets worked out, and phrases found in a text."""

from __future__ import annotations

import re
from functools import cache, partial

from app.core.operation import Array
from app.core.sheet import Sheet, work_out
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.lessons.sparse_autoencoder.lesson import PLAN
from app.training.descent import worked

SAE, AE = "sparse-autoencoder", "autoencoder"
TOKENS, FEATURES = LESSONS[SAE].preset.tokens, LESSONS[SAE].preset.features
COUNTS = {4: "four", 5: "five", 11: "eleven", 15: "fifteen", 19: "nineteen", 30: "thirty"}


@cache
def sheet(slug: str, query: str = "") -> Sheet:
    """The preset with something changed, worked out at its moment of training."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


def changed(**matrices: Array) -> Sheet:
    """The sparse autoencoder's preset with whole matrices replaced."""
    return work_out(LESSONS[SAE], {**{name: sheet(SAE).values[name] for name in PLAN.given}, **matrices})


def at(found: Sheet, name: str, row: int = 1, column: int = 1) -> float:
    """The number in a cell; rows and columns count from 1."""
    return float(found.values[name][row - 1, column - 1])


def places(value: float, decimals: int) -> str:
    """The number with so many decimals, zeros kept."""
    return f"{value:.{decimals}f}"


def held(slug: str, where: str, *phrases: str) -> None:
    """Each phrase, its figures just worked out, stands in "update.example" of a step, or in the "closing"."""
    name, _, part = where.partition(".")
    lesson, words = LESSONS[slug], {step.slug: vars(step.words) for step in sheet(slug).plan.steps}
    parts = {"closing": lesson.closing, "coming": lesson.introduction.coming}
    text = " ".join((parts[name] if name in parts else words[name][part]).split())
    for phrase in phrases:
        assert phrase in text, phrase


def plain_text(page: str) -> str:
    """What is read on a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


says, ae_says = partial(held, SAE), partial(held, AE)


def active(found: Sheet) -> int:
    """How many cells of f are above 0."""
    return int((found.values["f"] > 0).sum())


def silent(found: Sheet) -> set[str]:
    """The features that are above 0 for no token."""
    return {name for name, row in zip(FEATURES, found.values["f"], strict=True) if not row.any()}


def per_token(found: Sheet) -> dict[str, float]:
    """The squared error of each token."""
    return dict(zip(TOKENS, map(float, (found.values["E"] ** 2).sum(axis=0)), strict=True))
