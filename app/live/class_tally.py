"""What a class answered, counted: a bar a distinct answer, and beneath a wrong one what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from app.core.cell import Ref
from app.exercise.urls import Urls
from app.live.class_answers import (
    LONGEST_SLIPS,
    MOST_STEPS,
    PROGRESS,
    ExplainedAnswer,
    Kind,
    Scope,
    explained_answer,
    unpacked_answer,
)
from app.live.seen_step import SeenStep, step_at
from app.teaching.slip_codes import LONGEST_CODE

FEWEST = 3
"""A bar of fewer answers is not shown by itself, so that nobody is singled out."""
MOST_BARS = 40
PRACTICE = Ref("practice", 1, 1)
"""Stands for the cell where how far a class is in practice is counted."""
STATES = ("begun", "all right")
MOST_STATES = MOST_STEPS * len(STATES)
RIGHT, WRONG, OTHER = "right", "wrong", "other"


class Kept(BaseModel):
    """Something of a class that its teacher's page holds as well, and may send again."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bar(Kept):
    """One answer: how many gave it, whether it is right, and the slip behind it in words and by its code.

    Where everybody has other numbers, the answer is the slip in words.
    """

    answer: str = Field(max_length=LONGEST_SLIPS)
    count: int = Field(ge=0, le=100_000)
    right: bool = False
    slip: str = Field(default="", max_length=LONGEST_SLIPS)
    code: str = Field(default="", max_length=2 * LONGEST_CODE + 1)


class CellTally(Kept):
    """The answers to one cell, the most frequent first. name, row and column say which it is."""

    name: str = Field(max_length=20)
    row: int = Field(ge=1, le=16)
    column: int = Field(ge=1, le=16)
    bars: tuple[Bar, ...] = Field(max_length=max(MOST_BARS + 1, MOST_STATES))

    @property
    def ref(self) -> Ref:
        """The cell."""
        return Ref(self.name, self.row, self.column)

    @property
    def answered(self) -> int:
        """How many answered this cell."""
        return sum(bar.count for bar in self.bars)


class RoundTally(Kept):
    """One round of a question: how many answered, and what, cell by cell."""

    seats: int = Field(ge=0, le=100_000)
    cells: tuple[CellTally, ...] = Field(max_length=256)


def tallied(
    address: str, kind: Kind, scope: Scope, answers: Mapping[str, str], *, own: bool = False
) -> RoundTally:
    """The answers of a round counted.

    answers: seat -> what it answered, packed; own: every seat has an exercise of its own.
    """
    if kind == "practice":
        return progress_tally(answers)
    seen = step_at(address)
    given: dict[Ref, list[ExplainedAnswer]] = {}
    for seat, packed in answers.items():
        theirs = seen.owned(seat) if own else seen
        refs = seen.asked(scope, seat)
        place = address_of(theirs) if own else address
        for ref, text in zip(refs, unpacked_answer(packed), strict=False):
            if found := explained_answer(place, kind, ref, text):
                given.setdefault(ref, []).append(found)
    cells = tuple(cell_tally(ref, bars_of(given.get(ref, []), own=own)) for ref in seen.asked(scope))
    return RoundTally(seats=len(answers), cells=cells)


def progress_tally(answers: Mapping[str, str]) -> RoundTally:
    """How far a class is in practice: how many have begun each step, and how many have all of it right."""
    counts = progress_counts(answers)
    bars = tuple(Bar(answer=f"step {step}, {how}", count=n) for (step, how), n in sorted(counts.items()))
    return RoundTally(seats=len(answers), cells=(cell_tally(PRACTICE, bars[:MOST_STATES]),))


def progress_counts(answers: Mapping[str, str]) -> Counter[tuple[int, str]]:
    """How many phones have begun a step, and how many have done it."""
    every = (PROGRESS.fullmatch(text) for packed in answers.values() for text in unpacked_answer(packed))
    found = [tuple(map(int, match.groups())) for match in every if match]
    return Counter((step, STATES[right >= asked]) for step, right, asked in found)


def cell_tally(ref: Ref, bars: tuple[Bar, ...]) -> CellTally:
    """The answers to one cell."""
    return CellTally(name=ref.name, row=ref.row, column=ref.column, bars=bars)


def address_of(seen: SeenStep) -> str:
    """The address of a step as it was read."""
    return Urls(seen.state, seen.step.number).here()


def bars_of(found: Sequence[ExplainedAnswer], *, own: bool) -> tuple[Bar, ...]:
    """A bar a distinct answer; where everybody has other numbers, a bar for right and one a slip."""
    counts = Counter(by_outcome(found) if own else found_alike(found))
    bars = [bar_of(each, count) for each, count in counts.most_common()]
    rest = sum(bar.count for bar in bars[MOST_BARS:])
    return (*bars[:MOST_BARS], *([Bar(answer=OTHER, count=rest)] if rest else []))


def bar_of(each: ExplainedAnswer, count: int) -> Bar:
    """The bar of one answer that so many gave."""
    return Bar(answer=each.answer, count=count, right=each.right, slip=each.slip, code=each.code)


def found_alike(found: Iterable[ExplainedAnswer]) -> Iterable[ExplainedAnswer]:
    """The answers without the sentences that were for one phone alone."""
    return (each._replace(says="") for each in found)


def by_outcome(found: Iterable[ExplainedAnswer]) -> Iterable[ExplainedAnswer]:
    """Right, or the slip: what can be compared between exercises with other numbers."""
    for each in found:
        wrong = each._replace(answer=each.slip or WRONG, says="")
        yield ExplainedAnswer(RIGHT, True) if each.right else wrong


def pooled(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The bars as they may be shown: those of fewer than three answers are one."""
    shown = [bar for bar in bars if bar.count >= FEWEST]
    rest = sum(bar.count for bar in bars if bar.count < FEWEST)
    return (*shown, *([Bar(answer=OTHER, count=rest)] if rest else []))
