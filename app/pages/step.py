"""The page of a step: it has a walk through its frames, a board, the working of a cell, a map, an editor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.core.cell import Ref
from app.core.lesson import Step
from app.exercise.exercise import Base, start
from app.exercise.state import State, looking, query_of
from app.exercise.urls import Urls, address, lesson_path, one_weight_url
from app.pages.board import Board
from app.pages.common import Page
from app.pages.context import Link
from app.pages.editor import Editor
from app.pages.loss_panel import LossPanel, has_loss_panel, loss_panel
from app.pages.matrix_map import MatrixMap
from app.pages.walk import Walk
from app.pages.working import CellWorking
from app.teaching import prose
from app.views.frames import BLANK


@dataclass(frozen=True)
class StepPage(Page):
    """A step, worked out or at one frame."""

    template = "step.html"

    step: Step

    @cached_property
    def walk(self) -> Walk:
        """Where it stands, where Next and Back lead."""
        return Walk(self.context, self.step)

    @cached_property
    def map(self) -> MatrixMap:
        """Every matrix as a tile."""
        return MatrixMap(self.context, self.walk.hidden)

    @cached_property
    def board(self) -> Board:
        """The matrices."""
        return Board(self.context, self.walk, self.map)

    @cached_property
    def working(self) -> CellWorking:
        """The current cell."""
        return CellWorking(self.context, self.walk)

    @cached_property
    def editor(self) -> Editor:
        """What is edited below: neither what stands on the stage nor what stands beside it."""
        beside = {self.sheet.plan.weight} if self.has_loss_panel else set()
        return Editor(self.context, elsewhere=self.board.staged | beside)

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
        cell = None if weight in self.board.staged else self.context.cell_views.cell(Ref(weight, 1, 1))
        revealed = self.walk.frame is None and not self.screen.ask
        balance = self.urls.balance() if self.offers("balance") else ""
        screen = looking(self.state, frame=None, view="", result="", guess="", nudge="")
        return loss_panel(screen, cell, balance, revealed=revealed)

    @cached_property
    def practice(self) -> str:
        """Where the step is worked by whoever reads it."""
        return self.urls.practice(self.step.number)

    @cached_property
    def words(self) -> dict[str, Markup]:
        """The step's texts as HTML; the example speaks of the preset's numbers and tells results."""
        is_other_view = bool(self.screen.view and self.step.words.view)
        revealed = self.context.is_preset and self.walk.frame is None and not is_other_view
        chosen = {
            "reason": "" if is_other_view else self.step.words.reason,
            "example": self.step.words.example if revealed else "",
            "recap": self.step.words.recap,
            "note": self.step.words.note,
            "view": self.step.words.view if is_other_view else "",
            "closing": self.lesson.closing if self.is_end and self.context.is_lesson_s else "",
        }
        return prose.prose_html_of(chosen, self.sheet)

    @cached_property
    def is_end(self) -> bool:
        """Whether the lesson is over."""
        return self.walk.frame is None and self.step.number == len(self.sheet.plan.steps)

    @property
    def own_end(self) -> str:
        """The last step of the lesson's own exercise."""
        own = State(start(self.lesson, Base()))
        return Urls(own).step(len(own.exercise.plan.steps))

    @cached_property
    def aside(self) -> Link | None:
        """The page beside this step."""
        aside = self.lesson.aside
        is_here = aside is not None and aside.step == self.step.slug
        return Link(one_weight_url(self.lesson.slug), aside.title) if aside and is_here else None

    @cached_property
    def switch(self) -> Link | None:
        """This step of the lesson that differs in what its switch says, with this exercise's changes."""
        switch = self.lesson.switch
        if switch is None or switch.step != self.step.slug:
            return None
        frame = BLANK if self.screen.ask else None
        there = looking(self.state, frame=frame, view="", result="", guess="", nudge="")
        there = looking(there, was=None, undone=None)
        query = query_of(there, self.urls.exercise)
        return Link(address(lesson_path(switch.lesson, self.step.number), query), switch.title)
