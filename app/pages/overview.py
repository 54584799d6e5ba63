"""The overview: the whole lesson at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.core.lesson import Step
from app.notation.formula_text import formula_mathml
from app.pages.common import Page
from app.pages.matrix_map import MatrixMap
from app.views.tiles import Tile


@dataclass(frozen=True)
class Overview(Page):
    """The whole lesson at a glance: every step with its formulas and its tiles."""

    template = "overview.html"

    @cached_property
    def map(self) -> MatrixMap:
        """Its matrices as tiles."""
        return MatrixMap(self.context)

    @cached_property
    def steps(self) -> list[tuple[Step, str, list[tuple[Tile, Markup, str]]]]:
        """Every step with its address and, for each result, its tile, formula and meaning."""
        return [
            (
                step,
                self.urls.entry(step.number),
                [self.told(step, r.name, r.formula) for r in step.results],
            )
            for step in self.sheet.plan.steps
        ]

    def told(self, step: Step, name: str, written: str) -> tuple[Tile, Markup, str]:
        """One result of a step."""
        meaning = self.sheet.plan.matrices[name].meaning
        return self.map.tile(name, step), Markup(formula_mathml(written)), meaning
