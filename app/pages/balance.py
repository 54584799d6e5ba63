"""The page of the balance: what is left of the error against how many cells are active, for many a lambda."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from app.exercise.edit_words import isolated
from app.exercise.exercise import MOST_UPDATES, Exercise
from app.exercise.state import State
from app.exercise.urls import Urls
from app.notation.number_text import short
from app.notation.numerals import from_float
from app.notation.symbols import name_spoken, plain
from app.pages.common import Page
from app.pages.context import BEYOND, Link, why_it_runs_away
from app.training.descent import begins_beyond
from app.training.lambda_sweep import LAMBDAS, Balance, balances
from app.views.charts import Head, Point, Scales, Scatter, dot, from_zero, logarithmic, points, ticks
from app.views.labels import label


@dataclass(frozen=True)
class SweepRow:
    """A trained model in the table."""

    link: Link
    error: str
    active: int
    per_token: str
    dead: str


@dataclass(frozen=True)
class BalancePage(Page):
    """Every point a trained model; the exercise's own lambda is marked."""

    template = "balance.html"
    updates = f"{MOST_UPDATES:,}"

    @cached_property
    def found(self) -> tuple[Balance, ...]:
        """The trained models, lambda rising."""
        return balances(self.exercise)

    @cached_property
    def own(self) -> float:
        """The exercise's own lambda."""
        return float(self.exercise.numbers[self.sheet.plan.weight][0][0])

    @cached_property
    def letter(self) -> str:
        """The weight's letter."""
        return plain(self.sheet.plan.weight)

    @cached_property
    def burst(self) -> str:
        """With which lambdas training could not go on to the end, and why; empty where it always could."""
        made = {balance.weight for balance in self.found}
        weights = [weight for weight in sorted({*LAMBDAS, self.own}) if weight not in made]
        if not weights:
            return ""
        which = f"With {self.letter} = {', '.join(map(short, weights))}"
        if all(begins_beyond(self.weighed(weight)) for weight in weights):
            return f"{which} no training is shown: {BEYOND}."
        return f"{which} training cannot go on to the end: {why_it_runs_away(self.exercise, weights)}."

    def weighed(self, weight: float) -> Exercise:
        """The exercise with another weight of its penalty; as it is with its own."""
        if weight == self.own:
            return self.exercise
        given = {**self.exercise.given, self.sheet.plan.weight: ((from_float(weight),),)}
        return replace(self.exercise, given=given)

    def dead(self, balance: Balance) -> list[str]:
        """The features that are active for no token, by name."""
        rows = enumerate(balance.hidden, start=1)
        names = (label(self.exercise, "features", k) for k, row in rows if not row.any())
        return [isolated(name.name or name.short) for name in names]

    def href(self, balance: Balance) -> str:
        """The trained model, on the page of training."""
        trained = replace(self.weighed(balance.weight), updates=MOST_UPDATES)
        return Urls(State(trained, self.screen), self.context.name).training()

    @cached_property
    def rows(self) -> list[SweepRow]:
        """The table."""
        return [
            SweepRow(
                Link(self.href(b), short(b.weight), b.weight == self.own),
                short(b.error),
                b.active,
                short(b.active / b.hidden.shape[1]),
                ", ".join(self.dead(b)) or "none",
            )
            for b in self.found
        ]

    @cached_property
    def chart(self) -> Scatter | None:
        """The models as points; None where no training came to its end."""
        if not self.found:
            return None
        errors, active = [b.error for b in self.found], [float(b.active) for b in self.found]
        scales = Scales(from_zero(active), logarithmic(errors))
        head = Head("balance", "Reconstruction against sparsity", self.told)
        return Scatter(
            head,
            f"active cells of {self.sheet.plan.hidden}, of all tokens",
            "squared error",
            ticks(scales.across),
            ticks(scales.up, upwards=True),
            [self.point(k, scales) for k in range(len(self.found))],
            points(active, errors, scales),
        )

    @cached_property
    def told(self) -> str:
        """The chart in a sentence."""
        first, last, called = self.found[0], self.found[-1], self.letter
        if first is last:
            return (
                f"With {called} {short(first.weight)} the squared error is {short(first.error)} "
                f"with {active_cells(first)}."
            )
        return (
            f"With {called} {short(first.weight)} the squared error is {short(first.error)} "
            f"with {active_cells(first)}; with {called} {short(last.weight)}, "
            f"{short(last.error)} with {last.active}."
        )

    def point(self, k: int, scales: Scales) -> Point:
        """A model as a point; its note names the features that die there first."""
        balance, dead = self.found[k], self.dead(self.found[k])
        before = self.dead(self.found[k - 1]) if k else []
        new = [name for name in dead if name not in before]
        weight = short(balance.weight)
        called = name_spoken(self.sheet.plan.weight)
        says = f"{called} {weight}: squared error {short(balance.error)}, {active_cells(balance)}"
        says += f"; dead: {', '.join(dead)}" if dead else "; none dead"
        place = dot(balance.active, balance.error, scales)
        note = f"{', '.join(new)} {fate(len(new), at_once=not k)}" if new else ""
        named = f"{self.letter} {weight}"
        return Point(self.href(balance), named, note, says, place, balance.weight == self.own)


def active_cells(balance: Balance) -> str:
    """ "1 active cell", "8 active cells"."""
    return f"{balance.active} active cell{'s' * (balance.active != 1)}"


def fate(features: int, *, at_once: bool) -> str:
    """What befalls features at a lambda; with the least of all it was not lambda that killed them."""
    if at_once:
        return f"{'are' if features > 1 else 'is'} dead already"
    return "die" if features > 1 else "dies"
