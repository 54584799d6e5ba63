"""The page of training: what was lost at every moment of it, and a way to open any of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.core.operation import Array
from app.core.sheet import evaluate
from app.exercise.edit_words import isolated
from app.exercise.exercise import MOST_UPDATES
from app.exercise.rounding import ROUNDINGS, rounded
from app.exercise.state import State, exercise_pairs, screen_pairs
from app.exercise.urls import Urls
from app.notation import number_text
from app.notation.symbols import plain
from app.pages.common import Page
from app.pages.context import Link
from app.pages.editor import Editor
from app.training.descent import History, history
from app.training.moments import needed
from app.views.charts import AxisScale, Chart, Counted, Curve, Head, Scales, chart, from_zero, logarithmic
from app.views.labels import label

LADDER = (*range(10), *range(10, 100, 10), *range(100, MOST_UPDATES + 1, 50))
"""Where Next and Back stop: every update at first, when most happens."""
DRAWN = (*range(50), *(round(50 * 1.025**k) for k in range(122)))
"""The moments that are drawn, where there are so many: all at first, then ever fewer."""


@dataclass(frozen=True)
class Moment:
    """A row of the table: the losses, the active cells and the dead features after some updates."""

    link: Link
    losses: list[str]
    active: int
    dead: str


@dataclass(frozen=True)
class Keep:
    """A way to keep the numbers of this moment, and the loss that they have then."""

    button: str
    words: str
    loss: str


@dataclass(frozen=True)
class TrainingPage(Page):
    """Curves over all updates, the present marked; a slider, steps and a table that lead to other moments."""

    template = "training.html"

    @cached_property
    def history(self) -> History:
        """All of training from the given numbers."""
        return history(self.exercise)

    @cached_property
    def xs(self) -> list[int]:
        """The moments that are drawn, the present and the last among them."""
        last = self.history.updates
        return sorted({*(x for x in DRAWN if x < last), self.context.updates, last})

    @cached_property
    def hidden(self) -> Array:
        """The hidden activations at every moment: moments, rows, tokens; no rows where there are none."""
        return self.history.records.get(self.sheet.plan.hidden, np.zeros((self.history.updates + 1, 0, 0)))

    @cached_property
    def hidden_names(self) -> list[str]:
        """What its rows are called."""
        if not self.hidden.size:
            return []
        axis = self.sheet.plan.matrices[self.sheet.plan.hidden].rows
        names = (label(self.exercise, axis, k + 1).short for k in range(self.hidden.shape[1]))
        return [name if axis == "features" else f"{axis[:-1]} {name}" for name in names]

    @cached_property
    def hidden_called(self) -> str:
        """What one of its rows is."""
        name = self.sheet.plan.hidden
        axis = self.sheet.plan.matrices[name].rows
        return axis[:-1] if axis in self.lesson.called else f"{axis[:-1]} of {name}"

    @cached_property
    def across(self) -> AxisScale:
        """The updates along a chart."""
        return Counted(0.0, max(self.history.updates, 1))

    @property
    def unit(self) -> str:
        """What the last number along a chart counts."""
        return "update" if self.across.high == 1 else "updates"

    def drawn(self, name: str, title: str, curves: Sequence[Curve], up: AxisScale) -> Chart:
        """A chart over the updates, told curve by curve."""
        head = Head(name, title, " ".join(map(self.told, curves)))
        return chart(head, curves, self.xs, Scales(self.across, up), self.xs.index(self.context.updates))

    def thinned(self, values: Array) -> list[float]:
        """A curve's heights at the moments that are drawn."""
        return [float(values[x]) for x in self.xs]

    @cached_property
    def loss(self) -> Chart:
        """The losses together."""
        plan, records = self.sheet.plan, self.history.records
        curves = [
            Curve(called, f"k{k}", self.thinned(records[name][:, 0, 0]))
            for k, (name, called) in enumerate(plan.curves.items(), start=1)
        ]
        title = "What is lost" if len(curves) > 1 else f"The {curves[0].name}"
        up = logarithmic(*(curve.values for curve in curves))
        return self.drawn("loss", title, curves, up)

    def told(self, curve: Curve) -> str:
        """A curve in a sentence."""
        first, now, last = (
            number_text.short(v) for v in (curve.values[0], self.value(curve), curve.values[-1])
        )
        updates = "1 update" if self.context.updates == 1 else f"{self.context.updates} updates"
        return f"{isolated(curve.name)}: {first} at first, {now} after {updates}, {last} in the end."

    def value(self, curve: Curve) -> float:
        """A curve's height at present."""
        return curve.values[self.xs.index(self.context.updates)]

    @cached_property
    def active(self) -> Chart | None:
        """How many cells of the hidden activations are above 0, where there are some."""
        if not self.hidden.size:
            return None
        curve = Curve("active", "k4", self.thinned((self.hidden > 0).sum(axis=(1, 2)).astype(np.float64)))
        up = from_zero(curve.values)
        title = f"Active cells of {self.sheet.plan.hidden}, of {self.hidden[0].size}"
        return self.drawn("active", title, [curve], up)

    @cached_property
    def panels(self) -> list[Chart]:
        """One small chart a feature: its activations, added up over the tokens; all on one scale."""
        if not self.hidden.size:
            return []
        totals = self.hidden.sum(axis=2)
        heights = [self.thinned(totals[:, k]) for k in range(totals.shape[1])]
        up = from_zero(*heights)
        return [self.panel(k, heights[k], up) for k in range(len(heights))]

    def panel(self, k: int, heights: list[float], up: AxisScale) -> Chart:
        """The small chart of one feature."""
        curve = Curve(
            self.hidden_names[k], "k5" if heights[self.xs.index(self.context.updates)] else "dead", heights
        )
        return self.drawn(f"row-{k + 1}", self.hidden_names[k], [curve], up)

    def dead(self, updates: int) -> str:
        """The features that are 0 for every token at a moment, by name."""
        rows = self.hidden[updates].any(axis=1)
        return ", ".join(name for name, lives in zip(self.hidden_names, rows, strict=True) if not lives)

    @cached_property
    def moments(self) -> list[Moment]:
        """The table: a few moments and the present."""
        last = self.history.updates
        few = {0, 1, 2, 5, 10, 20, 50, *range(100, last, 100), self.context.updates, last}
        return [self.row(updates) for updates in sorted(few) if updates <= last]

    def row(self, updates: int) -> Moment:
        """One moment in the table."""
        losses = [self.history.records[name][updates, 0, 0] for name in self.sheet.plan.curves]
        return Moment(
            self.to(updates, str(updates)),
            [number_text.short(float(loss)) for loss in losses],
            int((self.hidden[updates] > 0).sum()),
            self.dead(updates),
        )

    def at(self, updates: int) -> str:
        """The address of another moment."""
        state = State(replace(self.exercise, updates=updates), self.screen)
        return Urls(state, self.context.name).here()

    def to(self, updates: int, text: str) -> Link:
        """A link to another moment; to nowhere for the present."""
        here = updates == self.context.updates == self.exercise.updates
        return Link("" if here else self.at(updates), text, here)

    @cached_property
    def moves(self) -> dict[str, Link]:
        """First, back, next and last."""
        now, last = self.context.updates, self.history.updates
        before = LADDER[max(bisect_left(LADDER, now) - 1, 0)]
        after = LADDER[min(bisect_right(LADDER, now), len(LADDER) - 1)]
        return {
            "first": self.to(0, "First"),
            "back": self.to(before, "Back"),
            "next": self.to(min(after, last), "Next"),
            "last": self.to(last, "Last"),
        }

    @cached_property
    def editor(self) -> Editor:
        """What is edited below: the settings stand beside the slider and train from the same start."""
        return Editor(self.context, elsewhere=frozenset(self.lesson.settings))

    @cached_property
    def tried(self) -> list[tuple[str, str, str]]:
        """The settings with their letters and their exact text."""
        return [(name, plain(name), self.exercise.given[name][0][0]) for name in self.lesson.settings]

    @cached_property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Everything in the address but updates, for forms that lead to another moment."""
        return exercise_pairs(replace(self.exercise, updates=0)) + screen_pairs(self.screen)

    @cached_property
    def keeps(self) -> list[Keep]:
        """The ways to keep these numbers, each with its loss."""
        return [Keep(name, way.words, self.loss_if(name)) for name, way in ROUNDINGS.items()]

    def loss_if(self, rounding: str) -> str:
        """The loss of the present numbers, rounded."""
        plan = self.sheet.plan
        given = {name: self.sheet.values[name] for name in plan.given}
        values = evaluate(needed(plan), rounded(plan, given, rounding))
        return number_text.short(float(values[plan.loss][0, 0]))

    @cached_property
    def stopped(self) -> str:
        """Why training ends early, in a sentence."""
        why, last = self.history.stopped, self.history.updates
        if not why:
            return ""
        return f"{self.context.told_stop(why, last)}{f' Update {last} is the last.' if last else ''}"

    @cached_property
    def last_step(self) -> int:
        """The number of the step that is the update."""
        made = {f"{name}_new" for name in self.sheet.plan.learned}
        steps = self.sheet.plan.steps
        return max(step.number for step in steps if any(result.name in made for result in step.results))
