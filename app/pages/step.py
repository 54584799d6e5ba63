"""The page of a step: its frames, its stage, its working and its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from app.core.cell import Ref
from app.core.lesson import Result, Slope
from app.exercise.state import looking, query_of
from app.notation import line_text
from app.notation.formula_text import formula_mathml
from app.notation.named import names_in_math
from app.notation.numerals import value
from app.pages.check import Check, check
from app.pages.loss_panel import LossPanel, has_loss_panel, loss_panel
from app.pages.shown import Link
from app.pages.walk import Walk
from app.teaching import prose
from app.teaching.grading import grade
from app.training.gradient_check import STEPS, Nudge, slope_of
from app.views.arrows import Arrows, arrows
from app.views.cell_views import Ink
from app.views.frame_links import FrameLinks
from app.views.frames import BLANK
from app.views.grids import PAIRS
from app.views.labels import cell_label, spoken_line
from app.views.recipe import Recipe, recipe
from app.views.stage import MatrixStage, most_products, staged
from app.views.tiles import Tile
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
        return round(10 * max(line_width(part.striptags(), self.stage == "numbers") for part in self.math))


@dataclass(frozen=True)
class Guess:
    """A guess at the current cell; once its value is revealed, whether that is right, and a hint."""

    text: str
    is_open: bool
    status: str
    hint: Markup


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
class Formula:
    """A result of the step: its tile, what it is, its formula, and the way to have it on the stage."""

    tile: Tile
    meaning: str
    math: Markup
    link: Link


@dataclass(frozen=True)
class StepPage(Walk):
    """A step, worked out or at one frame: its stage, its working and its words."""

    template = "step.html"

    @cached_property
    def step_ink(self) -> Ink:
        """How cells are shown: what is revealed, what is lit, which products belong together."""
        line = self.sheet.line(*self.current) if self.current else None
        terms = line.terms if line else ()
        pairs = {f: k + 1 for k, term in enumerate(terms) for f in term.factors if isinstance(f, Ref)}
        every = [ref for r in self.results for row in self.sheet.rows(r.name) for ref in row]
        return replace(
            self.ink(),
            hidden=self.hidden,
            opened=frozenset(ref for ref in every if self.sheet.is_open(ref, self.step)),
            current=self.current,
            pairs=pairs,
            lit=frozenset(line.operands()) if line else frozenset(),
            link=FrameLinks(self.state, self.query, self.sheet, (self.step, self.results)),
        )

    @cached_property
    def stage(self) -> MatrixStage:
        """The result on the stage with its operands."""
        ink = self.step_ink
        return staged(ink.drawer.picture(self.shown), ink.view_of, most_products(ink.sheet, self.shown))

    @cached_property
    def shown_names(self) -> frozenset[str]:
        """The settings that stand on the stage, or beside it."""
        beside = {self.sheet.plan.weight} if self.has_loss_panel else set()
        return self.staged | beside

    @cached_property
    def staged(self) -> frozenset[str]:
        """The matrices on the stage."""
        return frozenset(grid.name for grid in self.stage.grids)

    @cached_property
    def has_loss_panel(self) -> bool:
        """Whether there are losses to weigh at this step."""
        return has_loss_panel(self.lesson, self.sheet.plan, self.step)

    @cached_property
    def loss_panel(self) -> LossPanel | None:
        """The penalty's weight and its effect, from the first loss on."""
        if not self.has_loss_panel:
            return None
        weight = self.sheet.plan.weight
        cell = None if weight in self.staged else self.ink().cell(Ref(weight, 1, 1))
        revealed = self.frame is None and not self.state.screen.ask
        balance = self.link("balance", frame=None) if self.offers("balance") else ""
        screen = looking(self.state, frame=None, view="", result="", guess="", nudge="")
        return loss_panel(screen, cell, balance, revealed=revealed)

    @cached_property
    def formulas(self) -> list[Formula]:
        """The step's results with their formulas."""
        return [self._formula(result) for result in self.results]

    def _formula(self, result: Result) -> Formula:
        cells = self.sheet.cells(result)
        if self.frame and cells:
            href = self.frame_link(self.entry(cells[0]))
        else:
            href = self.link(frame=None, result=result.name if result is not self.results[0] else "")
        return Formula(
            self.tile(result.name, self.step),
            self.sheet.plan.matrices[result.name].meaning,
            Markup(formula_mathml(result.formula)),
            Link(href, result.name, result is self.shown),
        )

    @cached_property
    def derivation(self) -> Derivation | None:
        """The current cell's arithmetic, as far as it is revealed."""
        if self.current is None or self.frame is None:
            return None
        line = self.sheet.line(*self.current)
        style = line_text.mathml_style(self.sheet.shapes)
        revealed = {"cells": ("names",), "products": ("names", "numbers", "products")}.get(self.frame.reveal)
        rows = [
            WorkingRow(row.stage, row.relation, [in_math(part) for part in line_text.pieces(row.line, style)])
            for row in line_text.derivation(line, self.sheet.lookup)
            if revealed is None or row.stage in revealed
        ]
        ref = self.current
        head = in_math(style.ref(ref))
        named, comma, place = cell_label(self.exercise, ref).partition(",")
        name = self.in_words(named) + comma + place
        return Derivation(name, head, rows, self.more, self.guess)

    @cached_property
    def spoken(self) -> str:
        """What a screen reader says at this frame: the current line, as far as it is revealed."""
        if self.current is None or self.frame is None:
            return f"{self.step.title}: {self.progress}."
        return spoken_line(self.exercise, self.sheet, self.current, self.frame.reveal)

    @cached_property
    def slope(self) -> Slope | None:
        """What the current cell is the slope of, once its number is revealed."""
        revealed = self.frame is not None and self.frame.reveal == "value"
        return slope_of(self.sheet, self.current) if revealed and self.current else None

    @cached_property
    def offer(self) -> Link | None:
        """Opens the check of a gradient."""
        return Link(self.link(nudge="0.1"), "Check it by a nudge") if self.slope else None

    @cached_property
    def check(self) -> Check | None:
        """The current gradient checked by a nudge, where that is asked for."""
        screen = self.state.screen
        if not screen.nudge or self.current is None or self.slope is None:
            return None
        nudge = Nudge(self.sheet, self.current, self.slope, value(screen.nudge))
        steps = dict.fromkeys((*STEPS, screen.nudge))
        choices = [Link(self.link(nudge=step), step, step == screen.nudge) for step in steps]
        return check(self.exercise, nudge, choices, Link(self.link(nudge=""), "Hide the check"))

    @cached_property
    def guess(self) -> Guess | None:
        """The guess at the current cell, while a class is asked."""
        text = self.state.screen.guess
        if self.current is None or self.frame is None or not (self.state.screen.ask or text):
            return None
        mark = grade(self.sheet, self.current, text)
        hint = self.in_words(mark.says)
        if self.frame.reveal != "value":
            return Guess(text, True, "", hint if mark.status == "unreadable" else Markup(""))
        return Guess(text, False, mark.status, hint) if text else None

    def in_words(self, sentence: str) -> Markup:
        """A sentence of ours, the matrices that it names as they are in formulas."""
        return names_in_math(sentence, self.sheet.plan.matrices)

    @cached_property
    def views(self) -> list[Link]:
        """The step and its second view."""
        if self.step.view is None:
            return []
        here = self.state.screen.view
        both = (("", "As in the lesson"), (self.step.view.slug, self.step.view.title))
        frame = BLANK if self.state.screen.ask else None
        return [
            Link(self.link(view=slug, frame=frame, result=""), words, slug == here) for slug, words in both
        ]

    @cached_property
    def recipes(self) -> list[Recipe]:
        """The recipe view: every revealed token's reconstruction as a sum of columns."""
        if self.state.screen.view != "recipe":
            return []
        hidden = {ref.column for ref in self.hidden}
        revealed = [j for j in range(1, len(self.exercise.tokens) + 1) if j not in hidden]
        return [recipe(self.exercise, self.sheet, self.results[0].name, column) for column in revealed]

    @cached_property
    def arrows(self) -> Arrows | None:
        """The row of weights and the token of the current cell, where the token is given."""
        result = self.shown
        if self.current is None or not result.operation.has_bias:
            return None
        is_given = result.operation.bind(result.operands)["X"] in self.exercise.given
        return arrows(self.sheet, self.current) if is_given else None

    @cached_property
    def words(self) -> dict[str, Markup]:
        """The step's texts as HTML; the example speaks of the preset's numbers and tells results."""
        is_other_view = bool(self.state.screen.view and self.step.words.view)
        revealed = self.is_preset and self.frame is None and not is_other_view
        chosen = {
            "reason": "" if is_other_view else self.step.words.reason,
            "example": self.step.words.example if revealed else "",
            "recap": self.step.words.recap,
            "note": self.step.words.note,
            "view": self.step.words.view if is_other_view else "",
            "closing": self.lesson.closing if self.is_end else "",
        }
        return prose.prose_html_of(chosen, self.sheet)

    @cached_property
    def is_end(self) -> bool:
        """Whether the lesson is over."""
        return self.frame is None and self.step.number == len(self.sheet.plan.steps)

    @cached_property
    def aside(self) -> Link | None:
        """The page beside this step."""
        aside = self.lesson.aside
        is_here = aside is not None and aside.step == self.step.slug
        return Link(f"/{self.lesson.slug}/l1", aside.title) if aside and is_here else None

    @cached_property
    def switch(self) -> Link | None:
        """This step of the lesson that differs in what its switch says, with this exercise's changes."""
        switch = self.lesson.switch
        if switch is None or switch.step != self.step.slug:
            return None
        frame = BLANK if self.state.screen.ask else None
        there = looking(self.state, frame=frame, view="", result="", guess="", nudge="")
        there = looking(there, was=None, undone=None)
        query = query_of(there, self.query)
        return Link(f"/{switch.lesson}/{self.step.number}" + (f"?{query}" if query else ""), switch.title)


def in_math(written: str) -> Markup:
    """MathML of ours as an element of its own."""
    return Markup(f"<math><mrow>{written}</mrow></math>")
