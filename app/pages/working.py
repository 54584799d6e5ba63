"""The working of the current cell: its line as far as it is revealed, a guess at it, a gradient checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup

from app.core.lesson import Slope
from app.notation import line_styles, line_text
from app.notation.named import names_in_math
from app.notation.numerals import value
from app.pages.check import Check, check
from app.pages.context import Link, Part
from app.pages.walk import Walk
from app.teaching.grading import grade
from app.training.gradient_check import STEPS, Nudge, slope_of
from app.views.grids import PAIRS
from app.views.labels import cell_label, spoken_line
from app.views.widths import line_width

ENDLESS = 12
"""Terms: on a projector the names of so many are left out."""


@dataclass(frozen=True)
class WorkingRow:
    """One row of the working on the page: = or ≈, and the line at that stage in parts of MathML."""

    stage: str
    relation: str
    math: list[Markup]

    @property
    def column(self) -> int:
        """The width of its longest part, in tenths of an em: a long sum stands in columns of it."""
        return round(10 * max(math_width(part, has_ground=self.stage == "numbers") for part in self.math))


@dataclass(frozen=True)
class Guess:
    """A guess at the current cell; once its value is revealed, whether that is right, and a hint."""

    text: str
    is_open: bool
    status: str
    hint: Markup
    tries: bool = False
    """Whether it is explained before the value is told."""


@dataclass(frozen=True)
class Derivation:
    """The working of the current cell."""

    name: Markup
    head: Markup
    rows: list[WorkingRow]
    more: Link | None
    guess: Guess | None

    @property
    def length(self) -> str:
        """A class for the stylesheet where it has more terms than there are colours, or far more."""
        terms = max(len(row.math) for row in self.rows)
        return " many endless" if terms > ENDLESS else " many" if terms > PAIRS else ""


@dataclass(frozen=True)
class CellWorking(Part):
    """What is told of the current cell of a walk."""

    walk: Walk

    @cached_property
    def derivation(self) -> Derivation | None:
        """The current cell's arithmetic, as far as it is revealed."""
        if self.walk.current is None or self.walk.frame is None:
            return None
        line = self.sheet.line(*self.walk.current)
        style = line_styles.mathml_style(self.sheet.shapes)
        revealed = {"cells": ("names",), "products": ("names", "numbers", "products")}.get(
            self.walk.frame.reveal
        )
        rows = [
            WorkingRow(row.stage, row.relation, [in_math(part) for part in line_text.pieces(row.line, style)])
            for row in line_text.derivation(line, self.sheet.lookup)
            if revealed is None or row.stage in revealed
        ]
        ref = self.walk.current
        head = in_math(style.ref(ref))
        named, comma, place = cell_label(self.exercise, ref).partition(",")
        name = self.in_words(named) + comma + place
        return Derivation(name, head, rows, self.walk.more, self.guess)

    @cached_property
    def spoken(self) -> str:
        """What a screen reader says at this frame: the current line, as far as it is revealed."""
        if self.walk.current is None or self.walk.frame is None:
            return f"{self.walk.step.title}: {self.walk.progress}."
        line = spoken_line(self.exercise, self.sheet, self.walk.current, self.walk.frame.reveal)
        if self.screen.pace != "try" or not self.screen.guess:
            return line
        mark = grade(self.sheet, self.walk.current, self.screen.guess)
        return f"{'Right.' if mark.status == 'correct' else f'Not yet. {mark.says}'} {line}"

    @cached_property
    def slope(self) -> Slope | None:
        """What the current cell is the slope of, once its number is revealed."""
        revealed = self.walk.frame is not None and self.walk.frame.reveal == "value"
        return slope_of(self.sheet, self.walk.current) if revealed and self.walk.current else None

    @cached_property
    def offer(self) -> Link | None:
        """Opens the check of a gradient."""
        return Link(self.urls.here(nudge="0.1"), "Check it by a nudge") if self.slope else None

    @cached_property
    def check(self) -> Check | None:
        """The current gradient checked by a nudge, where that is asked for."""
        screen = self.screen
        if not screen.nudge or self.walk.current is None or self.slope is None:
            return None
        nudge = Nudge(self.sheet, self.walk.current, self.slope, value(screen.nudge))
        steps = dict.fromkeys((*STEPS, screen.nudge))
        choices = [Link(self.urls.here(nudge=step), step, step == screen.nudge) for step in steps]
        return check(
            self.exercise,
            nudge,
            choices,
            Link(self.urls.here(nudge=""), "Hide the check"),
        )

    @cached_property
    def guess(self) -> Guess | None:
        """The guess at the current cell, while a class is asked."""
        edit = self.context.edit
        text = dict(edit.fields).get("guess", self.screen.guess) if edit else self.screen.guess
        if self.walk.current is None or self.walk.frame is None or not (self.screen.ask or text):
            return None
        mark = grade(self.sheet, self.walk.current, text)
        hint = self.in_words(mark.says)
        tries = self.screen.pace == "try"
        if self.walk.frame.reveal != "value":
            told = hint if mark.status == "unreadable" or tries else Markup("")
            return Guess(text, True, mark.status if tries and text else "", told, tries)
        return Guess(text, False, mark.status, hint) if text else None

    def in_words(self, sentence: str) -> Markup:
        """A sentence of ours, the matrices that it names as they are in formulas."""
        return names_in_math(sentence, self.sheet.plan.matrices)


def in_math(written: str) -> Markup:
    """MathML of ours as an element of its own."""
    return Markup(f"<math><mrow>{written}</mrow></math>")


@lru_cache(maxsize=4096)
def math_width(part: Markup, *, has_ground: bool) -> float:
    """The width of a part of a line."""
    return line_width(part.striptags(), has_ground)
