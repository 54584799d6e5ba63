"""What a class answered, as it may be projected: bars, cell by cell, the rounds beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.live.class_answers import right_choices
from app.live.class_tally import OTHER, Bar, CellTally, pooled
from app.live.classroom import Question
from app.live.seen_step import SeenStep, step_at
from app.notation import number_text
from app.pages.class_words import axis_words, cell_words, choice_words, question_words

MOST_BARS_SHOWN = 8
MOST_BESIDE = 2
"""Columns of a table of answers."""
TOLD = {"revealed", "over"}
POOLED = "Answers of fewer than three are “other”, so that nobody is singled out."
ALL_POOLED = (
    "No answer was given three times, so all are “other” and nobody is singled out: each phone is told of "
    "its own once it is revealed."
)
PRINTED_ALIKE = " Numbers that print alike count as one."
OWN_ALIKE = (
    " Each phone has its own numbers: all right ones count as one, and so do those with the same slip."
)


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
            return CellBoard(self.asks.rstrip("."), "", "", bars, most)
        names = (axis_words(self.seen, ref, "rows"), axis_words(self.seen, ref, "columns"))
        return CellBoard(cell_words(self.seen, ref), *names, bars[:MOST_BARS_SHOWN], most)

    @property
    def how_counted(self) -> str:
        """How answers become bars."""
        if self.question.kind == "practice":
            return "How many have begun each step, and how many have all of it right."
        return f"{ALL_POOLED if self.is_all_pooled else POOLED}{self.counted_alike}"

    @property
    def counted_alike(self) -> str:
        """Which numbers make one bar."""
        if self.question.kind != "value":
            return ""
        return OWN_ALIKE if self.question.own else PRINTED_ALIKE

    @property
    def is_all_pooled(self) -> bool:
        """Whether no answer has a bar of its own, as in a class of a few."""
        return {bar.answer for cell in self.cells for bar in cell.bars} == {OTHER}

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than fit beside a stage."""
        return len(self.heads) > MOST_BESIDE

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
