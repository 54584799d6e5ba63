"""The matrices of a step: the result on the stage with its operands, its formulas, the recipe view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from app.core.cell import Ref
from app.core.lesson import Result
from app.notation.formula_text import formula_mathml
from app.pages.context import Link, Part
from app.pages.matrix_map import MatrixMap
from app.pages.walk import Walk
from app.views.arrows import Arrows, arrows
from app.views.cell_views import CellViews
from app.views.frame_links import frame_links
from app.views.frames import BLANK
from app.views.recipe import Recipe, recipe
from app.views.stage import MatrixStage, most_products, staged
from app.views.tiles import Tile


@dataclass(frozen=True)
class Formula:
    """A result of the step: its tile, what it is, its formula, and the way to have it on the stage."""

    tile: Tile
    meaning: str
    math: Markup
    link: Link


@dataclass(frozen=True)
class Board(Part):
    """What stands on the board at a frame."""

    walk: Walk
    map: MatrixMap

    @cached_property
    def cell_views(self) -> CellViews:
        """How cells are shown: what is revealed, what is lit, which products belong together."""
        line = self.sheet.line(*self.walk.current) if self.walk.current else None
        terms = line.terms if line else ()
        pairs = {f: k + 1 for k, term in enumerate(terms) for f in term.factors if isinstance(f, Ref)}
        every = [ref for r in self.walk.results for row in self.sheet.rows(r.name) for ref in row]
        return replace(
            self.context.cell_views,
            hidden=self.walk.hidden,
            opened=frozenset(ref for ref in every if self.sheet.is_open(ref, self.walk.step)),
            current=self.walk.current,
            pairs=pairs,
            lit=frozenset(line.operands()) if line else frozenset(),
            link=frame_links(self.urls, self.sheet, (self.walk.step, self.walk.results)),
        )

    @cached_property
    def stage(self) -> MatrixStage:
        """The result on the stage with its operands."""
        drawer, products = self.cell_views.drawer, most_products(self.sheet, self.walk.shown)
        return staged(drawer.picture(self.walk.shown), self.cell_views.view_of, products)

    @cached_property
    def staged(self) -> frozenset[str]:
        """The matrices on the stage."""
        return frozenset(grid.name for grid in self.stage.grids)

    @cached_property
    def formulas(self) -> list[Formula]:
        """The step's results with their formulas."""
        return [self.formula_of(result) for result in self.walk.results]

    def formula_of(self, result: Result) -> Formula:
        """One result with its formula."""
        cells = self.sheet.cells(result)
        if self.walk.frame and cells:
            href = self.walk.frame_link(self.walk.entry(cells[0]))
        else:
            href = self.urls.here(
                frame=None, result=result.name if result is not self.walk.results[0] else ""
            )
        return Formula(
            self.map.tile(result.name, self.walk.step),
            self.sheet.plan.matrices[result.name].meaning,
            Markup(formula_mathml(result.formula)),
            Link(href, result.name, result is self.walk.shown),
        )

    @cached_property
    def views(self) -> list[Link]:
        """The step and its second view."""
        if self.walk.step.view is None:
            return []
        here = self.screen.view
        both = (("", "As in the lesson"), (self.walk.step.view.slug, self.walk.step.view.title))
        frame = BLANK if self.screen.ask else None
        return [
            Link(self.urls.here(view=slug, frame=frame, result=""), words, slug == here)
            for slug, words in both
        ]

    @cached_property
    def recipes(self) -> list[Recipe]:
        """The recipe view: every revealed token's reconstruction as a sum of columns."""
        if self.screen.view != "recipe":
            return []
        hidden = {ref.column for ref in self.walk.hidden}
        revealed = [j for j in range(1, len(self.exercise.tokens) + 1) if j not in hidden]
        return [recipe(self.exercise, self.sheet, self.walk.results[0].name, column) for column in revealed]

    @cached_property
    def arrows(self) -> Arrows | None:
        """The row of weights and the token of the current cell, where the token is given."""
        result = self.walk.shown
        if self.walk.current is None or not result.operation.has_bias:
            return None
        is_given = result.operation.bind(result.operands)["X"] in self.exercise.given
        return arrows(self.sheet, self.walk.current) if is_given else None
