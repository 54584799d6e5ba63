"""The page of a step: its frames, its stage, its working and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from app import formula, notation, prose
from app.cell import Ref
from app.exercise import Problem
from app.frames import (
    BLANK,
    FrameError,
    cells_of,
    following,
    place,
    preceding,
    ref_of,
    resolved,
    sequence,
    spelt,
)
from app.grids import Ink, spoken_line, symbol
from app.labels import cell_label
from app.lesson import Result, Step
from app.links import FrameLinks
from app.pages.common import Link, Page
from app.practice import grade
from app.recipe import Recipe, recipe
from app.sheet import Sheet
from app.stage import Stage, stage
from app.state import PACES, REVEALS, Frame, State, StateError, looking, url
from app.training import worked

Frames = Sequence[Frame | None]


@dataclass(frozen=True)
class Row:
    """One row of the working on the page: = or ≈, and the line at that stage in parts of MathML."""

    stage: str
    relation: str
    math: list[Markup]


@dataclass(frozen=True)
class Guess:
    """What was guessed for the current cell; once its value is told, whether that is right, and a hint."""

    text: str
    is_open: bool
    status: str
    hint: str


@dataclass(frozen=True)
class Derivation:
    """The working of the current cell. sentence is the same in words; root is √3 where that is the value."""

    name: str
    head: Markup
    rows: list[Row]
    sentence: str
    more: Link | None
    guess: Guess | None


@dataclass(frozen=True)
class Formula:
    """A result of the step: its name, what it is, its formula."""

    name: str
    symbol: Markup
    meaning: str
    math: Markup
    link: Link


@dataclass(frozen=True)
class StepPage(Page):
    """A step, worked out or at one frame."""

    step: Step = field(kw_only=True)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What the step works out in the chosen view."""
        return self.step.results_in(self.state.screen.view)

    @cached_property
    def cells(self) -> list[Ref]:
        """The cells of the step in order."""
        return cells_of(self.sheet, self.results)

    @cached_property
    def frame(self) -> Frame | None:
        """The frame, its result named; None where the step is shown worked out."""
        frame = self.state.screen.frame
        return resolved(frame, self.sheet, self.results) if frame else None

    @cached_property
    def current(self) -> Ref | None:
        """The current cell."""
        return ref_of(self.frame) if self.frame and self.frame.row else None

    @cached_property
    def hidden(self) -> frozenset[Ref]:
        """The cells that the frame does not tell yet."""
        if self.frame is None:
            return frozenset()
        if self.current is None:
            return frozenset(self.cells)
        told = self.cells.index(self.current) + (self.frame.reveal == "value")
        return frozenset(self.cells[told:])

    @cached_property
    def step_ink(self) -> Ink:
        """How cells are shown: what is told, what is lit, which products belong together."""
        line = self.sheet.line(*self.current) if self.current else None
        terms = line.terms if line else ()
        pairs = {f: k % 6 + 1 for k, term in enumerate(terms) for f in term.factors if isinstance(f, Ref)}
        every = [Ref(r.name, i, j) for r in self.results for i, j in _places(self.sheet, r.name)]
        return self.ink(
            hidden=self.hidden,
            opened=frozenset(ref for ref in every if self.sheet.is_open(ref, self.step)),
            current=self.current,
            pairs=pairs,
            lit=frozenset(line.operands()) if line else frozenset(),
            link=FrameLinks(self.state, self.query, self.sheet, (self.step, self.results)),
        )

    def frame_link(self, frame: Frame | None) -> str:
        """The address of a frame of this step."""
        return self.link(frame=spelt(frame, self.results) if frame else None)

    @cached_property
    def stages(self) -> list[Stage]:
        """The current result on the stage; every result where the step is shown worked out."""
        shown = self.results
        if self.frame is not None:
            name = self.current.name if self.current else self.results[0].name
            shown = tuple(result for result in shown if result.name == name)
        return [stage(self.step_ink, result) for result in shown]

    def elsewhere(self, state: State) -> str:
        """The address of this step for another exercise, without a frame that that one does not have."""
        sheet, _ = worked(state.exercise)
        try:
            return url(canonical(state, sheet.plan.step(self.step.number), sheet), self.name)
        except StateError:
            return url(looking(state, frame=None), self.name)

    @cached_property
    def shown_names(self) -> frozenset[str]:
        """The settings that stand on the stage."""
        return frozenset(placed.grid.name for scene in self.stages for placed in scene.operands)

    @cached_property
    def formulas(self) -> list[Formula]:
        """The step's results with their formulas, each linked to its first frame."""
        return [self._formula(result) for result in self.results]

    def entry(self, ref: Ref) -> Frame:
        """The frame that a link to a cell leads to: a class that is asked sees its number last."""
        return Frame(*ref, "cells" if self.state.screen.ask else "value")

    def _formula(self, result: Result) -> Formula:
        cells = self.sheet.cells(result)
        href = self.frame_link(self.entry(cells[0])) if cells else ""
        matrix = self.sheet.plan.matrices[result.name]
        current = self.frame is not None and result.name == (self.current or self.cells[0]).name
        return Formula(
            result.name,
            symbol(result.name),
            matrix.meaning,
            Markup(formula.mathml(result.formula)),
            Link(href, result.name, current),
        )

    @cached_property
    def derivation(self) -> Derivation | None:
        """The current cell's arithmetic, as far as it is revealed."""
        if self.current is None or self.frame is None:
            return None
        line = self.sheet.line(*self.current)
        style = notation.mathml_style(self.sheet.shapes)
        told = {"cells": ("names",), "products": ("names", "numbers", "products")}.get(self.frame.reveal)
        rows = [
            Row(row.stage, row.relation, [in_math(part) for part in notation.pieces(row.line, style)])
            for row in notation.derivation(line, self.sheet.lookup)
            if told is None or row.stage in told
        ]
        ref = self.current
        head = in_math(style.ref(ref))
        sentence = spoken_line(self.exercise, self.sheet, ref) if told is None else ""
        return Derivation(cell_label(self.exercise, ref), head, rows, sentence, self.more, self.guess)

    @cached_property
    def more(self) -> Link | None:
        """Reveals more of the current cell."""
        if self.frame is None or self.frame.reveal == "value":
            return None
        reveal = REVEALS[REVEALS.index(self.frame.reveal) + 1]
        return Link(self.same_cell(reveal), f"Show the {reveal}")

    def same_cell(self, reveal: str) -> str:
        """The address of the current cell with more or less of it told, a guess kept."""
        frame = self.state.screen.frame
        if frame is None:
            return ""
        return self.link(frame=replace(frame, reveal=reveal), guess=self.state.screen.guess)

    @cached_property
    def guess(self) -> Guess | None:
        """The guess at the current cell, while a class is asked."""
        text = self.state.screen.guess
        if self.current is None or self.frame is None or not (self.state.screen.ask or text):
            return None
        mark = grade(self.sheet, self.current, text)
        if self.frame.reveal != "value":
            return Guess(text, True, "", mark.hint if mark.status == "unreadable" else "")
        return Guess(text, False, mark.status, mark.hint or "") if text else None

    @cached_property
    def stops(self) -> Frames:
        """The frames of the step at the chosen pace."""
        screen = self.state.screen
        return sequence(self.sheet, self.step, screen.view, screen.pace, ask=screen.ask)

    @cached_property
    def next(self) -> Link:
        """The next frame, or the next step's blank."""
        if self.more:
            return Link(self.more.href, "Next")
        ahead = following(self.stops, place(self.frame, self.cells), self.cells)
        if ahead:
            return Link(self.frame_link(ahead[0]), "Next")
        if self.step.number == len(self.sheet.plan.steps):
            return Link("", "Next")
        return Link(self.link(self.step.number + 1, frame=BLANK, view=""), "Next step")

    @cached_property
    def back(self) -> Link:
        """The frame before, or the end of the step before."""
        behind = preceding(self.stops, place(self.frame, self.cells), self.cells)
        if behind:
            return Link(self.frame_link(behind[-1]), "Back")
        if self.step.number == 1:
            return Link(self.link("", frame=None, view=""), "Introduction")
        before = replace(
            self, step=self.sheet.plan.step(self.step.number - 1), state=looking(self.state, view="")
        )
        end = before.stops[-1]
        frame = spelt(end, before.results) if end else None
        return Link(before.link(before.step.number, frame=frame), "Back a step")

    @cached_property
    def first(self) -> Link:
        """The step's blank."""
        return Link(self.frame_link(BLANK) if self.frame != BLANK else "", "First")

    @cached_property
    def last(self) -> Link:
        """The end of the step."""
        end = self.stops[-1]
        return Link(self.frame_link(end) if end != self.frame else "", "Last")

    @cached_property
    def progress(self) -> str:
        """Where the frame stands among the cells of the step."""
        if self.frame is None:
            return f"all {len(self.cells)} cells" if len(self.cells) != 1 else "the only cell"
        number = self.cells.index(self.current) + 1 if self.current else 0
        return f"cell {number} of {len(self.cells)}"

    @cached_property
    def paces(self) -> list[Link]:
        """How far Next goes."""
        return [Link(self.link(pace=pace), pace, pace == self.state.screen.pace) for pace in PACES]

    @cached_property
    def ask(self) -> Link:
        """Hides results until they are asked for, or stops hiding them."""
        on = self.state.screen.ask
        frame = self.state.screen.frame or (None if on else BLANK)
        return Link(self.link(ask=not on, frame=frame), "Stop asking" if on else "Ask the class", on)

    @cached_property
    def views(self) -> list[Link]:
        """The step and its second view."""
        if self.step.view is None:
            return []
        here = self.state.screen.view
        both = (("", "As in the lesson"), (self.step.view.slug, self.step.view.title))
        frame = BLANK if self.state.screen.ask else None
        return [Link(self.link(view=slug, frame=frame), words, slug == here) for slug, words in both]

    @cached_property
    def recipes(self) -> list[Recipe]:
        """The recipe view: every told token's reconstruction as a sum of columns."""
        if self.state.screen.view != "recipe":
            return []
        hidden = {ref.column for ref in self.hidden}
        told = [j for j in range(1, len(self.exercise.tokens) + 1) if j not in hidden]
        return [recipe(self.exercise, self.sheet, self.results[0].name, column) for column in told]

    @cached_property
    def words(self) -> dict[str, Markup]:
        """The step's texts as HTML; the example speaks of the preset's numbers and tells results."""
        is_other_view = bool(self.state.screen.view and self.step.words.view)
        told = self.is_preset and self.frame is None and not is_other_view
        chosen = {
            "reason": "" if is_other_view else self.step.words.reason,
            "example": self.step.words.example if told else "",
            "recap": self.step.words.recap,
            "note": self.step.words.note,
            "view": self.step.words.view if is_other_view else "",
        }
        return {key: prose.told(text, self.sheet) for key, text in chosen.items()}

    @cached_property
    def closing(self) -> Markup | None:
        """The end of the lesson, on its last step."""
        is_end = self.frame is None and self.step.number == len(self.sheet.plan.steps)
        return prose.html(self.lesson.closing) if is_end else None


def in_math(written: str) -> Markup:
    """MathML of ours as an element of its own."""
    return Markup(f"<math><mrow>{written}</mrow></math>")


def canonical(state: State, step: Step, sheet: Sheet) -> State:
    """The state as a step shows it: only a view it has, the frame's result named among several."""
    screen = state.screen
    view = screen.view if step.view and step.view.slug == screen.view else ""
    results = step.results_in(view)
    frame = screen.frame or (BLANK if screen.ask else None)
    try:
        frame = spelt(resolved(frame, sheet, results), results) if frame else None
    except FrameError as error:
        typed = f"{screen.frame}"
        problem = Problem("cell", cell_typed(screen.frame) or typed, str(error))
        raise StateError([problem], []) from error
    return looking(state, view=view, frame=frame)


def cell_typed(frame: Frame | None) -> str:
    """The frame as it was asked for."""
    return ",".join(filter(None, [frame.name, str(frame.row), str(frame.column)])) if frame else ""


def _places(sheet: Sheet, name: str) -> list[tuple[int, int]]:
    rows, columns = sheet.shapes[name]
    return [(i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
