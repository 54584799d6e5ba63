"""A product column by column: a token's reconstruction as the sum of its active features' columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.core.cell import Ref, Term, number_in
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.notation import number_text
from app.views.tints import tint


class Swatch(NamedTuple):
    """A number with its colour and, for a product, how it came about."""

    text: str
    tint: str
    work: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the stack: whose it is, how much of it, and its numbers."""

    name: str
    strength: str
    cells: list[Swatch]


@dataclass(frozen=True)
class Recipe:
    """A token's reconstruction: columns that add up to total, where target was wanted."""

    token: str
    columns: list[Column]
    total: list[Swatch]
    target: list[Swatch]

    @property
    def rows(self) -> list[tuple[list[Swatch], Swatch, Swatch]]:
        """Dimension by dimension: the columns' numbers, their sum, what was wanted."""
        stacked = zip(*(column.cells for column in self.columns), strict=True) if self.columns else None
        numbers = [list(row) for row in stacked] if stacked else [[] for _ in self.total]
        return list(zip(numbers, self.total, self.target, strict=True))


def recipe(exercise: Exercise, sheet: Sheet, name: str, column: int) -> Recipe:
    """One column of a linear layer's result, read off the lines of its cells."""
    refs = [Ref(name, row, column) for row in range(1, sheet.shapes[name][0] + 1)]
    lines = [sheet.line(*ref) for ref in refs]
    wanted = sheet.plan.compared[1]
    inputs = [Ref(wanted, row, column) for row in range(1, sheet.shapes[wanted][0] + 1)]
    largest = max(float(abs(sheet.values[matrix]).max()) for matrix in (name, wanted))
    columns = [
        portion(exercise, sheet, k, terms, largest)
        for k, terms in enumerate(zip(*(line.terms for line in lines), strict=True))
        if number_in(terms[0].factors[1], sheet.lookup)
    ]
    total, target = ([swatch(sheet.lookup(ref), largest) for ref in made] for made in (refs, inputs))
    return Recipe(exercise.tokens[column - 1], columns, total, target)


def portion(exercise: Exercise, sheet: Sheet, index: int, terms: Sequence[Term], largest: float) -> Column:
    """The k-th terms of all rows: a feature's column times its strength, or the bias at the end."""
    features = exercise.features
    return Column(
        f"f{index + 1} {features[index]}".strip() if index < len(features) else "bias",
        number_text.short(number_in(terms[0].factors[1], sheet.lookup)),
        [product(term, sheet, largest) for term in terms],
    )


def product(term: Term, sheet: Sheet, largest: float) -> Swatch:
    """One product: 2 · (−1) = −2."""
    numbers = [number_text.short(number_in(factor, sheet.lookup)) for factor in reversed(term.factors)]
    bracketed = [f"({n})" if n.startswith(number_text.MINUS) else n for n in numbers[1:]]
    return swatch(term.product(sheet.lookup), largest, "·".join([numbers[0], *bracketed]))


def swatch(value: float, largest: float, work: str = "") -> Swatch:
    """A number with its colour."""
    return Swatch(number_text.short(value), tint(value, largest), work)
