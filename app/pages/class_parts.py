"""What pages of a class are given: what is projected, and what is asked of a phone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from app.core.cell import Ref
from app.exercise.state import looking
from app.exercise.urls import Urls
from app.live.class_answers import ExplainedAnswer, explained_answer, right_choices, taken_in_words
from app.live.class_tally import address_of
from app.live.classroom import Question
from app.live.seen_step import SeenStep, public_state, step_at
from app.notation import number_text
from app.notation.named import names_in_math
from app.pages.class_words import axis_words, cell_words, choice_words, question_words
from app.pages.step import StepPage
from app.views.grids import GridView
from app.views.stage import MatrixStage


def still_stage(stage: MatrixStage) -> MatrixStage:
    """A stage to look at: no cell of it is an input or a link."""
    lines = [[placed._replace(grid=still_grid(placed.grid)) for placed in line] for line in stage.lines]
    return replace(stage, lines=lines)


def still_grid(grid: GridView) -> GridView:
    """A grid to look at."""
    cells = [[cell._replace(field="", href="", title="", made_from="") for cell in row] for row in grid.cells]
    return grid._replace(cells=cells, copy="", href="")


@dataclass(frozen=True)
class SeenPage:
    """What the class sees: the board of a step, and the working of its current cell, to look at."""

    step_page: StepPage
    tag: str

    @property
    def around(self) -> str:
        """Where one looks around by oneself."""
        return self.step_page.canonical

    @cached_property
    def stage(self) -> MatrixStage:
        """The matrices."""
        return still_stage(self.step_page.board.stage)


class AskedCell(NamedTuple):
    """A cell that is asked for.

    text: what this phone answered; found: that, explained, once it is told; value: the right one, then.
    """

    words: str
    text: str
    found: ExplainedAnswer | None
    value: str


class AnswerChoice(NamedTuple):
    """One of the answers to choose from, as it is sent and in words."""

    sent: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class AskedPart:
    """A question as one phone has it. texts: what it answered, none where it has not."""

    question: Question
    seat: str
    texts: tuple[str, ...] = ()

    @cached_property
    def seen(self) -> SeenStep:
        """The step that it is about, of this phone's own exercise where each has one."""
        seen = step_at(self.question.address)
        return seen.owned(self.seat) if self.question.own else seen

    @property
    def practice(self) -> str:
        """Where the step is practised, where that is what is asked for."""
        state = looking(public_state(self.seen.state), frame=None, ask=False)
        return Urls(state).practice(self.seen.step.number) if self.question.kind == "practice" else ""

    @cached_property
    def cells(self) -> list[AskedCell]:
        """The cells asked for, and once they are told what this phone's answers were worth."""
        if self.question.kind == "practice":
            return []
        refs = step_at(self.question.address).asked(self.question.scope, self.seat)
        texts = self.texts if len(self.texts) == len(refs) else ("",) * len(refs)
        return [self.asked_cell(ref, text) for ref, text in zip(refs, texts, strict=True)]

    @cached_property
    def table(self) -> list[tuple[str, list[AskedCell]]]:
        """The cells row by row, each row with its name, where there are several."""
        refs = step_at(self.question.address).asked(self.question.scope, self.seat)
        rows: dict[int, list[AskedCell]] = {}
        for ref, cell in zip(refs, self.cells, strict=True):
            rows.setdefault(ref.row, []).append(cell)
        names = {ref.row: axis_words(self.seen, ref, "rows") for ref in refs}
        return [(names[row], cells) for row, cells in rows.items()]

    @cached_property
    def heads(self) -> list[str]:
        """The names of the columns of the table."""
        refs = step_at(self.question.address).asked(self.question.scope, self.seat)
        return [axis_words(self.seen, ref, "columns") for ref in refs if ref.row == refs[0].row]

    def asked_cell(self, ref: Ref, text: str) -> AskedCell:
        """One of them."""
        words = cell_words(self.seen, ref)
        if self.question.moment != "revealed":
            return AskedCell(words, text, None, "")
        found = explained_answer(address_of(self.seen), self.question.kind, ref, text)
        value = number_text.short(self.seen.sheet.lookup(ref)) if self.question.kind == "value" else ""
        return AskedCell(words, text, found, value)

    def in_words(self, sentence: str) -> Markup:
        """A sentence of ours with its names as in formulas."""
        return names_in_math(sentence, self.seen.sheet.plan.matrices)

    @property
    def asks(self) -> str:
        """The question in words."""
        return question_words(self.question.kind, self.seen, [cell.words for cell in self.cells])

    @property
    def choices(self) -> list[AnswerChoice]:
        """What can be chosen, where it is a question to choose in."""
        chosen = self.texts[0] if self.texts else ""
        words = choice_words(self.question.kind, self.seen)
        return [AnswerChoice(sent, said, sent == chosen) for sent, said in words.items()]

    @property
    def taken(self) -> str:
        """What is said of its answer while that may be changed; empty without one."""
        is_in = self.texts and self.question.moment == "open"
        return taken_in_words(self.question.kind, self.texts) if is_in else ""

    @property
    def answered(self) -> str:
        """What was chosen, in words."""
        return next((choice.words for choice in self.choices if choice.chosen), "")

    @property
    def right_words(self) -> str:
        """What was right to choose, in words."""
        ref = step_at(self.question.address).asked(self.question.scope, self.seat)[0]
        words = choice_words(self.question.kind, self.seen)
        return " or ".join(words[right] for right in right_choices(self.question.kind, self.seen, ref))
