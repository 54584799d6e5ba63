"""The map of an exercise: a tile for every matrix in the order in which it is made, and the loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from markupsafe import Markup

from app.core.cell import Ref
from app.core.lesson import Step
from app.notation import number_text
from app.notation.formula_text import formula_mathml
from app.pages.at_any_frame import at_any_frame
from app.pages.context import Part
from app.views.grids import name_math
from app.views.tiles import Paths, Tile, paths

SAME = 1e-9
"""Two numbers that differ by no more than this share of them are one, worked in two ways."""


@dataclass(frozen=True)
class MapPart:
    """A part of the map: the given matrices, or what the steps of one group make."""

    title: str
    tiles: list[Tile]


@dataclass(frozen=True)
class Reading:
    """A loss as it stands now: its symbol, its value (empty while it is not revealed) and what it was."""

    symbol: Markup
    meaning: str
    value: str
    was: str
    is_total: bool
    href: str


@dataclass(frozen=True)
class MatrixMap(Part):
    """Every matrix of the exercise as a tile. hidden: cells of the shown step that are not revealed yet."""

    hidden: frozenset[Ref] = frozenset()

    def is_told(self, step: Step) -> bool:
        """Whether a step's results are shown: a class that is asked has not worked them yet."""
        return not self.screen.ask or (
            isinstance(self.context.name, int) and step.number <= self.context.name
        )

    def is_blank(self, ref: Ref) -> bool:
        """Whether a cell stays blank in the map."""
        made = self.makers.get(ref.name)
        if made is None:
            return False
        is_open = made.number == self.context.name and self.sheet.is_open(ref, made)
        return ref in self.hidden or is_open or not self.is_told(made)

    def has_blanks(self, name: str) -> bool:
        """Whether a cell of a matrix may stay blank in the map."""
        made = self.makers.get(name)
        return made is not None and (made.number == self.context.name or not self.is_told(made))

    @cached_property
    def makers(self) -> Mapping[str, Step]:
        """The step that makes each matrix; where two share one, the one that is shown, or the later."""
        steps = self.sheet.plan.steps
        shown = [step for step in steps if step.number == self.context.name]
        return {result.name: step for step in (*steps, *shown) for result in step.results}

    @cached_property
    def parts(self) -> list[MapPart]:
        """The given matrices, then the steps' in their groups; single numbers are revealed beside it."""
        groups: dict[str, list[Tile]] = {}
        for name, step in self.makers.items():
            if self.sheet.shapes[name] != (1, 1):
                groups.setdefault(step.group, []).append(self.tile(name, step))
        given = [self.tile(name) for name in self.exercise.given if name not in self.lesson.settings]
        return [MapPart("Given", given), *(MapPart(title, tiles) for title, tiles in groups.items())]

    @cached_property
    def told(self) -> ToldMap:
        """The map without a frame."""
        return at_any_frame(ToldMap, self.context)

    @cached_property
    def hiding(self) -> frozenset[str]:
        """The matrices that have hidden cells."""
        return frozenset(ref.name for ref in self.hidden)

    def tile(self, name: str, step: Step | None = None) -> Tile:
        """One matrix: a link to the step that makes it, or to where it can be edited."""
        tile = self.told.tile(name, step)
        return tile._replace(paths=self.with_blanks[name]) if name in self.hiding else tile

    @cached_property
    def with_blanks(self) -> Mapping[str, Paths]:
        """The squares of the matrices that have hidden cells."""
        drawn = self.hiding & self.sheet.values.keys()
        return {name: paths(self.sheet, name, self.is_blank) for name in drawn}

    def drawn(self, name: str, step: Step | None) -> Tile:
        """One matrix, drawn anew."""
        rows, columns = self.sheet.shapes[name]
        return Tile(
            name=name,
            symbol=name_math(name),
            role=self.sheet.plan.matrices[name].role,
            rows=rows,
            columns=columns,
            paths=paths(self.sheet, name, self.is_blank if self.has_blanks(name) else None),
            href=self.result_link(step, name) if step else self.urls.sheet(f"{name}-1-1"),
            current=step is not None and step.number == self.context.name,
            changed=self.changed(name),
        )

    def result_link(self, step: Step, name: str) -> str:
        """The address of a step with one of its results on the stage."""
        if self.screen.ask or name == step.results[0].name:
            return self.urls.entry(step.number)
        return self.urls.step(step.number, frame=None, result=name)

    def changed(self, name: str) -> int:
        """How many cells of a matrix differ from the sheet compared with; none while a class is asked."""
        other = self.context.compared
        if other is None or self.screen.ask or other.shapes.get(name) != self.sheet.shapes[name]:
            return 0
        before, now = other.values[name], self.sheet.values[name]
        return int((np.abs(now - before) > SAME * np.maximum(np.abs(now), np.abs(before))).sum())

    @cached_property
    def losses(self) -> list[Reading]:
        """The loss and its parts."""
        plan = self.sheet.plan
        return [self.reading(name, name == plan.loss) for name in filter(None, (*plan.parts, plan.loss))]

    def reading(self, name: str, is_total: bool) -> Reading:
        """One number and, after an edit that changed it, what it was."""
        ref = Ref(name, 1, 1)
        matrix = self.sheet.plan.matrices[name]
        value = "" if self.is_blank(ref) else number_text.short(self.sheet.lookup(ref))
        before = (
            number_text.short(self.context.compared.lookup(ref))
            if self.context.compared and self.changed(name)
            else ""
        )
        written = Markup(formula_mathml(matrix.sign)) if matrix.sign and not is_total else name_math(name)
        href = self.result_link(self.makers[name], name)
        return Reading(written, matrix.meaning, value, before if before != value else "", is_total, href)


@dataclass(frozen=True)
class ToldMap(MatrixMap):
    """The map of an exercise without a frame, whose tiles are drawn once."""

    @cached_property
    def tiles(self) -> dict[tuple[str, int], Tile]:
        """The tiles drawn so far, by matrix and by the step that they lead to, 0 for none."""
        return {}

    def tile(self, name: str, step: Step | None = None) -> Tile:
        """One matrix."""
        place = name, step.number if step else 0
        if place not in self.tiles:
            self.tiles[place] = self.drawn(name, step)
        return self.tiles[place]
