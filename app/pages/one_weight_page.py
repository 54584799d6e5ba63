"""The aside on L1: one weight, three rules, each with its number line and the working of every move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup

from app.core.cell import no_names
from app.core.extras import Aside
from app.core.lesson import Lesson
from app.exercise.urls import lesson_path, one_weight_url
from app.notation import line_text, number_text
from app.notation.formula_text import formula_mathml
from app.pages.context import Link
from app.training.one_weight import RULES, Rule, WeightSetting, first_crossing, first_zero, sign_of
from app.web.paths import BUILD

WIDE, HIGH, EDGE, AXIS = 360, 96, 18, 66
HIGHEST, LOWEST, SWING = 52, 8, 0.3
"""The number line in its own units; an arc rises by LOWEST, and by SWING for each unit that it spans."""
TICKS = 5


@dataclass(frozen=True)
class Move:
    """One update in the table: the sign of the weight before it, its working and what it gives."""

    number: int
    sign: str
    work: str
    weight: str


@dataclass(frozen=True)
class Told:
    """A rule told: rule, formula, a sentence about what happens, its moves, and its arcs and dots."""

    rule: Rule
    math: Markup
    says: str
    moves: list[Move]
    arcs: list[str]
    dots: list[float]


@dataclass(frozen=True)
class NumberMark:
    """A mark on the number line: where, and its number."""

    x: float
    text: str


@dataclass(frozen=True)
class OneWeightPage:
    """The page."""

    lesson: Lesson
    aside: Aside
    setting: WeightSetting
    typed: dict[str, str]
    build: str = BUILD

    @property
    def path(self) -> str:
        """Where the page's form leads."""
        return one_weight_url(self.lesson.slug)

    @property
    def introduction(self) -> Link:
        """The lesson that the page belongs to."""
        return Link(lesson_path(self.lesson.slug), self.lesson.title)

    @property
    def step(self) -> Link:
        """The step that the page stands beside."""
        step = next(s for s in self.lesson.preset_plan.steps if s.slug == self.aside.step)
        return Link(lesson_path(self.lesson.slug, step.number), step.title)

    @cached_property
    def paths(self) -> list[list[float]]:
        """The weight under each rule."""
        return [rule.path(self.setting) for rule in RULES]

    @cached_property
    def span(self) -> tuple[float, float]:
        """The least and the greatest number on the lines, which all show the same."""
        every = [0.0, *(w for path in self.paths for w in path)]
        low, high = min(every), max(every)
        return (low, high) if low < high else (-1.0, 1.0)

    def x(self, w: float) -> float:
        """Where a number stands on the line."""
        low, high = self.span
        return round(EDGE + (w - low) / (high - low) * (WIDE - 2 * EDGE), 2)

    @cached_property
    def ticks(self) -> list[NumberMark]:
        """Round numbers along the line, 0 among them."""
        low, high = self.span
        step = round_step((high - low) / TICKS)
        marks = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        return [NumberMark(self.x(k * step), number_text.short(k * step)) for k in marks]

    @cached_property
    def rules(self) -> list[Told]:
        """Every rule told."""
        return [self.told(rule, path) for rule, path in zip(RULES, self.paths, strict=True)]

    def told(self, rule: Rule, path: Sequence[float]) -> Told:
        """One rule told."""
        dots = [self.x(w) for w in path]
        arcs = [arc(a, b) for a, b in pairwise(dots) if a != b]
        works = (line_text.work(rule.line(w, self.setting), no_names) for w in path[:-1])
        moves = [
            Move(k, number_text.short(sign_of(path[k - 1])), work, number_text.short(path[k]))
            for k, work in enumerate(works, start=1)
        ]
        math_ = Markup(formula_mathml(rule.formula))
        says = (
            SAYS[rule.slug](path, self.setting)
            if moves or not path[0]
            else f"It is {number_text.short(path[0])} still."
        )
        return Told(rule, math_, says, moves, arcs, dots)


def arc(start: float, end: float) -> str:
    """A jump from one place on the line to another, as the path of an SVG."""
    rise = min(HIGHEST, LOWEST + SWING * abs(end - start))
    return f"M{start} {AXIS}Q{(start + end) / 2:.2f} {AXIS - 2 * rise:.2f} {end} {AXIS}"


def round_step(size: float) -> float:
    """1, 2 or 5 times a power of ten, at least as large."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(power * k for k in (1, 2, 5, 10) if power * k >= size * (1 - 1e-9))


def times(count: int) -> str:
    """ "after 1 update", "after 3 updates"."""
    return f"after {count} update{'s' * (count != 1)}"


AT_REST = "It is 0 and stays"


def says_plain(path: Sequence[float], setting: WeightSetting) -> str:
    """What the plain rule does."""
    step = setting.eta * setting.weight
    if path[0] == 0:
        return f"{AT_REST}: sign(0) is 0."
    if (zero := first_zero(path)) is not None:
        return f"It is exactly 0 {times(zero)}, by luck: the steps fitted. sign(0) is 0, so it stays."
    if (over := first_crossing(path)) is not None:
        here, there = number_text.short(path[over]), number_text.short(path[over - 1])
        return (
            f"Every step is {number_text.short(step)} long, however near 0 is. "
            f"It has passed 0 {times(over)}, and jumps between {there} and {here} from then on."
        )
    return f"Every step is {number_text.short(step)} long. {standing(path)}"


def says_soft(path: Sequence[float], setting: WeightSetting) -> str:
    """What the soft threshold does."""
    step = number_text.short(setting.eta * setting.weight)
    if path[0] == 0:
        return f"{AT_REST}: nothing is left to take off."
    if (zero := first_zero(path)) is not None:
        return f"The same steps of {step}, but none goes past 0: it is exactly 0 {times(zero)}, and stays."
    return f"The same steps of {step}. {standing(path)}"


def says_decay(path: Sequence[float], setting: WeightSetting) -> str:
    """What L2 does."""
    kept = 1 - setting.eta * setting.weight
    exactly = number_text.short(kept) if number_text.is_exact(kept) else number_text.fine(kept)
    share = f"Each update keeps {exactly} of what was there"
    if path[0] == 0:
        return f"{AT_REST}, whatever share of it is kept."
    if (zero := first_zero(path)) is not None:
        return f"{share}, so it is 0 {times(zero)}."
    if kept == -1:
        return f"{share}: the sign turns each time, and it comes no nearer to 0."
    if abs(kept) > 1:
        return f"{share}, with the sign turned each time: it grows, and never comes to rest."
    if kept == 1:
        return f"{share}: nothing moves."
    tempo = "so the steps get shorter as it shrinks"
    turned = ", and the sign turns each time" if sign_of(kept) < 0 else ""
    ends = f"Each brings it nearer to 0, and none to exactly 0: {standing(path).lower()}"
    return f"{share}, {tempo}{turned}. {ends}"


def standing(path: Sequence[float]) -> str:
    """Where it ends."""
    return f"It is {number_text.short(path[-1])} {times(len(path) - 1)}."


SAYS = {"sign": says_plain, "soft": says_soft, "decay": says_decay}
