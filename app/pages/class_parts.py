"""What pages of a class are given: what is projected, what is asked, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from markupsafe import Markup

from app.core.cell import Ref
from app.exercise.state import looking
from app.exercise.urls import Urls
from app.live.class_answers import SIGNS, ExplainedAnswer, Kind, explained_answer, right_choices
from app.live.class_tally import OTHER, Bar, CellTally, address_of, pooled
from app.live.classroom import Question
from app.live.seen_step import SeenStep, public_state, step_at
from app.notation import line_styles, number_text
from app.notation.named import names_in_math
from app.notation.symbols import plain
from app.pages.step import StepPage
from app.views.grids import GridView
from app.views.labels import label
from app.views.stage import MatrixStage

MOST_BARS_SHOWN = 8
TOLD = {"revealed", "over"}
SIGN_WORDS = {"up": "above 0", "down": "below 0", "stays": "exactly 0"}
CHANGE_WORDS = {"up": "goes up", "down": "goes down", "stays": "stays as it is"}


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
    says: str = ""

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
    def answered(self) -> str:
        """What was chosen, in words."""
        return next((choice.words for choice in self.choices if choice.chosen), "")

    @property
    def right_words(self) -> str:
        """What was right to choose, in words."""
        ref = step_at(self.question.address).asked(self.question.scope, self.seat)[0]
        words = choice_words(self.question.kind, self.seen)
        return " or ".join(words[right] for right in right_choices(self.question.kind, self.seen, ref))


def cell_words(seen: SeenStep, ref: Ref) -> str:
    """A cell in few words: Z[2,3] capital, Fuji."""
    matrix = seen.sheet.plan.matrices[ref.name]
    places = ((matrix.rows, ref.row), (matrix.columns, ref.column))
    names = ", ".join(filter(None, (label(seen.state.exercise, axis, k).name for axis, k in places)))
    return f"{line_styles.plain_ref(ref, seen.sheet.shapes)} {names}".strip()


def axis_words(seen: SeenStep, ref: Ref, along: Literal["rows", "columns"]) -> str:
    """What the row or the column of a cell is called."""
    matrix = seen.sheet.plan.matrices[ref.name]
    if along == "rows":
        return label(seen.state.exercise, matrix.rows, ref.row).short
    return label(seen.state.exercise, matrix.columns, ref.column).short


def question_words(kind: Kind, seen: SeenStep, cells: Sequence[str], scope: str = "") -> str:
    """A question of a kind about some cells."""
    if kind == "practice":
        return f"Practice: step {seen.step.number}, {seen.step.title}."
    if scope == "dealt":
        return f"A cell for each phone, from {cells[0]} to {cells[-1]}."
    if kind == "value":
        return f"What is {cells[0]}?" if len(cells) == 1 else f"Work these {len(cells)} cells."
    if kind == "largest":
        ref = seen.asked("cell")[0]
        column = axis_words(seen, ref, "columns")
        return f"In column {column} of {plain(ref.name)}: which row has the largest number?"
    if seen.before:
        return f"After the change: does {cells[0]} go up, go down, or stay?"
    return f"Is {cells[0]} above 0, below 0, or exactly 0?"


def choice_words(kind: Kind, seen: SeenStep) -> dict[str, str]:
    """What can be chosen as it is sent, each in words; nothing where a number is asked for."""
    if kind in {"value", "practice"}:
        return {}
    if kind == "sign":
        words = CHANGE_WORDS if seen.before else SIGN_WORDS
        return {sign: words[sign] for sign in SIGNS}
    matrix = seen.sheet.plan.matrices[seen.shown.name]
    rows = range(1, seen.sheet.shapes[seen.shown.name][0] + 1)
    return {str(k): label(seen.state.exercise, matrix.rows, k).short or str(k) for k in rows}


class BarShown(NamedTuple):
    """A bar on the board: the answer in words, its count in every round, the slip beneath it."""

    answer: str
    counts: tuple[int, ...]
    right: bool
    slip: str


class CellBoard(NamedTuple):
    """The bars of one cell; most: the longest of them."""

    words: str
    row: str
    column: str
    bars: tuple[BarShown, ...]
    most: int


@dataclass(frozen=True)
class QuestionBoard:
    """What a class answered, as it may be projected: nobody is singled out, and nothing told too early."""

    question: Question

    @cached_property
    def seen(self) -> SeenStep:
        """The step that it is about."""
        return step_at(self.question.address)

    @property
    def asks(self) -> str:
        """The question in words."""
        refs = self.seen.asked(self.question.scope)
        words = [cell_words(self.seen, ref) for ref in refs]
        return question_words(self.question.kind, self.seen, words, self.question.scope)

    @cached_property
    def right(self) -> str:
        """What is right, in words, once it is told; of several cells the stage says it."""
        refs = self.seen.asked(self.question.scope)
        is_told = self.question.moment in TOLD and self.question.kind != "practice"
        if not is_told or len(refs) > 1 or self.question.own:
            return ""
        if self.question.kind == "value":
            return f"It is {number_text.short(self.seen.sheet.lookup(refs[0]))}."
        words = choice_words(self.question.kind, self.seen)
        return (
            f"It is {' or '.join(words[w] for w in right_choices(self.question.kind, self.seen, refs[0]))}."
        )

    @property
    def rounds(self) -> list[int]:
        """How many answered in every round."""
        return [tally.seats for tally in self.question.tallies]

    @cached_property
    def cells(self) -> list[CellBoard]:
        """The bars, cell by cell, the rounds beside each other."""
        rounds = [tally.cells for tally in self.question.tallies]
        return [self.cell_board(same) for same in zip(*rounds, strict=True)]

    def cell_board(self, rounds: Sequence[CellTally]) -> CellBoard:
        """The bars of one cell in every round, the most frequent of the last round first."""
        is_answer = self.question.kind != "practice"
        shown = [
            {self.key(bar): bar for bar in (pooled(one.bars) if is_answer else one.bars)} for one in rounds
        ]
        every = {key: bar for found in shown for key, bar in found.items()}
        order = sorted(every, key=lambda key: (key == OTHER, -bar_count(shown[-1], key), key))
        bars = tuple(self.bar_shown(every[key], [bar_count(found, key) for found in shown]) for key in order)
        most = max((count for bar in bars for count in bar.counts), default=0)
        ref = rounds[0].ref
        if not is_answer:
            return CellBoard(self.asks, "", "", bars, most)
        names = (axis_words(self.seen, ref, "rows"), axis_words(self.seen, ref, "columns"))
        return CellBoard(cell_words(self.seen, ref), *names, bars[:MOST_BARS_SHOWN], most)

    @property
    def heads(self) -> list[str]:
        """The names of the columns of the table."""
        return [cell.column for cell in self.cells if cell.row == self.cells[0].row]

    @cached_property
    def table(self) -> list[tuple[str, list[CellBoard]]]:
        """Several cells row by row, each row with its name."""
        rows: dict[str, list[CellBoard]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return list(rows.items())

    @staticmethod
    def key(bar: Bar) -> str:
        """What an answer is the same by in every round."""
        return bar.answer

    def bar_shown(self, bar: Bar, counts: Sequence[int]) -> BarShown:
        """One bar; which is right, and what went wrong in the others, only once it is told."""
        words = choice_words(self.question.kind, self.seen).get(bar.answer, bar.answer)
        told = self.question.moment in TOLD
        slip = bar.slip if told and bar.slip != bar.answer else ""
        return BarShown(words, tuple(counts), bar.right and told, slip)


def bar_count(found: dict[str, Bar], key: str) -> int:
    """How many gave an answer in one round."""
    return found[key].count if key in found else 0
