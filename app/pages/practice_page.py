"""A step in practice: the stage with its results to be filled in, and what is said of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from app.core.cell import Ref
from app.core.lesson import Result, Step
from app.exercise.alike import next_alike, why_none_alike
from app.exercise.attempt import UNTOUCHED, Attempt, read_attempt, written_answers, written_record
from app.exercise.exercise import start
from app.exercise.state import State
from app.exercise.urls import Urls
from app.notation import line_styles
from app.notation.formula_text import formula_mathml
from app.pages.answer_notes import AnswerNotes
from app.pages.common import Page
from app.pages.context import Link
from app.pages.practice_choices import CHECKED, FADED, STARTED, ChoiceShown, PracticeChoice
from app.pages.walk import NO_CELL
from app.teaching import prose
from app.teaching.fading import NEXT_FADE
from app.teaching.practice import Practice
from app.views.answer_cells import AnswerCellViews
from app.views.grids import name_math
from app.views.labels import label
from app.views.stage import MatrixStage, most_products, staged


class Tab(NamedTuple):
    """A result of the step: its name, how many of its cells are answered, whether it is on the stage."""

    name: str
    symbol: Markup
    meaning: str
    math: Markup
    answered: str
    current: bool


@dataclass(frozen=True)
class AttemptPart(Page):
    """A page of practice: it has an attempt."""

    @cached_property
    def attempt(self) -> Attempt:
        """What was answered so far, at every step."""
        return read_attempt(self.screen.answers, self.screen.record, self.sheet.plan, self.sheet.shapes)

    @property
    def checks(self) -> bool:
        """Whether answers are checked: as they are given, or once one has asked for it at the end."""
        return self.screen.check != "end"

    def practice_of(self, step: Step) -> Practice:
        """A step of the attempt."""
        return Practice(self.sheet, step, self.attempt, self.screen.fade, self.screen.own)

    @cached_property
    def check_choices(self) -> list[ChoiceShown]:
        """When answers are checked."""
        return self.choices(CHECKED, CHECKED[not self.checks])

    @cached_property
    def start_choices(self) -> list[ChoiceShown]:
        """What later steps start from."""
        return self.choices(STARTED, STARTED[self.screen.own])

    @cached_property
    def fade_choices(self) -> list[ChoiceShown]:
        """How much is worked to begin with."""
        return self.choices(FADED.values(), FADED.get(self.screen.fade))

    def choices(self, ways: Iterable[PracticeChoice], current: PracticeChoice | None) -> list[ChoiceShown]:
        """Ways to practise, and which is the current one."""
        return [ChoiceShown(self.urls.here(**way.looked), way.sent, way.text, way is current) for way in ways]

    def another(self, step: int | None) -> Link | None:
        """The same sizes with other numbers, faded one stage further, where they can be drawn."""
        if why_none_alike(self.exercise):
            return None
        there = State(start(self.lesson, next_alike(self.exercise)), self.screen)
        fade = NEXT_FADE.get(self.screen.fade, "")
        check = "end" if self.screen.check else ""
        urls = Urls(there, self.context.name)
        href = urls.practice(step, fade=fade, check=check, answers="", record="")
        return Link(href, "Another like this")


@dataclass(frozen=True)
class PracticePage(AttemptPart):
    """A step to be worked oneself."""

    template = "practice.html"

    step: Step

    @cached_property
    def practice(self) -> Practice:
        """The step of the attempt."""
        return self.practice_of(self.step)

    @cached_property
    def current(self) -> Ref | None:
        """The cell that was worked last."""
        frame = self.screen.frame
        return Ref(frame.name or self.step.results[0].name, frame.row, frame.column) if frame else None

    @cached_property
    def shown(self) -> Result:
        """The result on the stage."""
        name = self.current.name if self.current else self.screen.result
        return next((result for result in self.step.results if result.name == name), self.step.results[0])

    @cached_property
    def notes(self) -> AnswerNotes:
        """What is said of the answers."""
        return AnswerNotes(self.context, self.practice, self.checks, self.current)

    @cached_property
    def cell_views(self) -> AnswerCellViews:
        """How cells are shown."""
        own = [ref for result in self.step.results for row in self.sheet.rows(result.name) for ref in row]
        return AnswerCellViews(
            exercise=self.exercise,
            sheet=self.sheet,
            given=self.context.given,
            opened=frozenset(ref for ref in own if self.sheet.is_open(ref, self.step)),
            typed=self.context.edit.typed if self.context.edit else {},
            current=self.current,
            asked=frozenset(self.practice.asked),
            answers=self.attempt.answers,
            mark=self.notes.mark,
            read=self.practice.own_text,
            kept=frozenset(result.name for result in self.step.results),
            shown=self.shown.name,
        )

    @cached_property
    def stage(self) -> MatrixStage:
        """The result on the stage with its operands."""
        picture = self.cell_views.drawer.picture(self.shown)
        return staged(picture, self.cell_views.view_of, most_products(self.sheet, self.shown))

    @cached_property
    def tabs(self) -> list[Tab]:
        """The step's results."""
        return [self.tab(result) for result in self.step.results]

    def tab(self, result: Result) -> Tab:
        """One result of the step."""
        asked = [ref for ref in self.practice.asked if ref.name == result.name]
        answered = sum(bool(self.attempt.answer(ref)) for ref in asked)
        meaning = self.sheet.plan.matrices[result.name].meaning
        math = Markup(formula_mathml(result.formula))
        is_shown = result.name == self.shown.name
        return Tab(
            result.name, name_math(result.name), meaning, math, f"{answered} of {len(asked)}", is_shown
        )

    @cached_property
    def cells(self) -> list[tuple[str, str, bool]]:
        """The cells that a hint may be asked for: as the form calls each, in words, whether it is current."""
        open_cells = [r for r in self.practice.asked if r.name == self.shown.name and self.can_be_hinted(r)]
        chosen = self.current if self.current in open_cells else next(iter(open_cells), None)
        return [(f"{r.name}[{r.row},{r.column}]", self.called(r), r == chosen) for r in open_cells]

    def called(self, ref: Ref) -> str:
        """A cell in few words: Z[2,3] capital, Fuji."""
        matrix = self.exercise.plan.matrices[ref.name]
        places = ((matrix.rows, ref.row), (matrix.columns, ref.column))
        names = ", ".join(filter(None, (label(self.exercise, axis, k).name for axis, k in places)))
        return f"{line_styles.plain_ref(ref, self.sheet.shapes)} {names}".strip()

    def can_be_hinted(self, ref: Ref) -> bool:
        """Whether a cell is still to be worked."""
        return self.notes.kind(ref) != "right"

    @cached_property
    def missing_steps(self) -> list[Link]:
        """The earlier steps whose own answers are missing here."""
        names = {ref.name for ref in self.practice.lacking_before}
        steps = [s for s in self.sheet.plan.steps if names & {result.name for result in s.results}]
        return [Link(self.urls.practice(s.number, frame=None), f"step {s.number}") for s in steps]

    @cached_property
    def words(self) -> dict[str, Markup]:
        """Why the step is taken, once it is done: the reason may tell its results."""
        return prose.prose_html_of({"reason": self.step.words.reason if self.is_finished else ""}, self.sheet)

    @property
    def right_count(self) -> int:
        """How many cells are right, told or right in method."""
        if not self.checks:
            return 0
        return sum(self.notes.kind(ref) in {"right", "carried"} for ref in self.practice.asked)

    @cached_property
    def progress(self) -> str:
        """How far one is."""
        asked = self.practice.asked
        if not asked:
            return NO_CELL
        if not self.checks:
            return f"{sum(bool(self.attempt.answer(ref)) for ref in asked)} of {len(asked)} answered"
        return f"{sum(self.notes.kind(ref) == 'right' for ref in asked)} of {len(asked)} right"

    @cached_property
    def is_finished(self) -> bool:
        """Whether every answer is right."""
        return self.checks and all(
            self.notes.kind(ref) in {"right", "carried"} for ref in self.practice.asked
        )

    @property
    def finished(self) -> str:
        """That it is finished, in a sentence."""
        if not self.practice.asked:
            return "With these numbers the step has no cell to work."
        found = {self.notes.kind(ref) for ref in self.practice.asked}
        return "Every cell is right." if found == {"right"} else "Every cell is right, or right in method."

    @cached_property
    def is_last(self) -> bool:
        """Whether there is no step after this one."""
        return self.step.number == len(self.sheet.plan.steps)

    @cached_property
    def another_like_this(self) -> Link | None:
        """The same step with other numbers."""
        return self.another(self.step.number)

    @cached_property
    def start_over(self) -> Link | None:
        """The step without its answers, where there are any."""
        kept = self.attempt.answered(dict.fromkeys(self.practice.asked, ""))
        for ref in self.practice.asked:
            kept = kept.recorded(ref, UNTOUCHED)
        if kept == self.attempt:
            return None
        plan = self.sheet.plan
        href = self.urls.here(
            frame=None, answers=written_answers(kept, plan), record=written_record(kept, plan)
        )
        return Link(href, "Start this step over")

    @cached_property
    def worked_out(self) -> Link:
        """The step with all its values."""
        return Link(self.urls.step(self.step.number, frame=None), "See it worked out")
