"""A product column by column: a token's reconstruction as the sum of its active features' columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import figures
from app.cell import Ref, Term, read
from app.exercise import Exercise
from app.sheet import Sheet


@dataclass(frozen=True)
class Portion:
    """One line of a recipe: how much of which column, and what that makes."""

    name: str
    strength: str
    column: list[str]
    portion: list[str]


@dataclass(frozen=True)
class Recipe:
    """A token's reconstruction: portions that add up to total, where target was wanted."""

    token: str
    portions: list[Portion]
    total: list[str]
    target: list[str]


def recipe(exercise: Exercise, sheet: Sheet, name: str, column: int) -> Recipe:
    """One column of a linear layer's result, read off the lines of its cells."""
    refs = [Ref(name, row, column) for row in range(1, sheet.shapes[name][0] + 1)]
    lines = [sheet.line(*ref) for ref in refs]
    portions = [
        portion(exercise, sheet, k, terms)
        for k, terms in enumerate(zip(*(line.terms for line in lines), strict=True))
        if read(terms[0].factors[1], sheet.lookup)
    ]
    return Recipe(
        exercise.tokens[column - 1],
        portions,
        [figures.number(sheet.lookup(ref)) for ref in refs],
        [figures.number(sheet.lookup(ref._replace(name="X"))) for ref in refs],
    )


def portion(exercise: Exercise, sheet: Sheet, index: int, terms: Sequence[Term]) -> Portion:
    """The k-th terms of all rows: a feature's column times its strength, or the bias at the end."""
    features = exercise.features
    return Portion(
        f"f{index + 1} {features[index]}".strip() if index < len(features) else "bias",
        figures.number(read(terms[0].factors[1], sheet.lookup)),
        [figures.number(read(term.factors[0], sheet.lookup)) for term in terms],
        [figures.number(term.product(sheet.lookup)) for term in terms],
    )
