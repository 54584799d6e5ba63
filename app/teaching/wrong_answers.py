"""The wrong answers of a table of attempts, each with the slips that could be behind it.

The slips of a cell are worked on the numbers of all who were wrong there at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.cell import Ref
from app.core.operation import Array, Flags
from app.teaching.answer_table import AnswerTable, Texts
from app.teaching.diagnosis import WrongAnswer
from app.teaching.shared_cells import SheetSlips
from app.teaching.slip_values import PossibleSlips
from app.teaching.typed_answers import read_typed

ByMatrix = dict[str, list[WrongAnswer]]


class WrongAnswers:
    """The wrong answers by attempt and matrix. slips: of the exercise that each attempt is at; flags: which
    answers they are, (A, size); tells: whether they are told in sentences."""

    def __init__(
        self, table: AnswerTable, slips: Sequence[SheetSlips], texts: Sequence[Texts], *, tells: bool
    ) -> None:
        self.table, self.slips, self.texts, self.tells = table, slips, texts, tells
        self.found: defaultdict[int, ByMatrix] = defaultdict(dict)

    def of(self, flags: Flags) -> defaultdict[int, ByMatrix]:
        """Those that have a flag: (A, size)."""
        for place in np.flatnonzero(flags.any(axis=0)).tolist():
            self.add(self.table.places.refs[place], place, np.flatnonzero(flags[:, place]))
        return self.found

    def add(self, ref: Ref, place: int, rows: NDArray[np.intp]) -> None:
        """The wrong answers to one cell."""
        self.work_true(ref, rows)
        own = self.own_values(ref, rows[self.table.reads_own[rows, place]])
        for row in rows.tolist():
            answer = self.answer(ref, row, own.get(row))
            self.found[row].setdefault(ref.name, []).append(answer)

    def work_true(self, ref: Ref, rows: NDArray[np.intp]) -> None:
        """Has the slips of a cell worked on the numbers of the exercises where that was not done yet."""
        lines = self.table.names.slips(ref)
        new = {slips: None for slips in (self.slips[row] for row in rows.tolist()) if ref not in slips.true}
        if new:
            values = lines.values(np.stack([slips.row[lines.read] for slips in new]))
            for slips, numbers in zip(new, values, strict=True):
                slips.keep(ref, numbers)

    def own_values(self, ref: Ref, rows: NDArray[np.intp]) -> dict[int, Array]:
        """The numbers of a cell's slips on own numbers, by attempt."""
        if not rows.size:
            return {}
        lines = self.table.names.slips(ref)
        values = lines.values(self.table.numbers_at(ref.name, rows, lines.read))
        return dict(zip(rows.tolist(), values, strict=True))

    def answer(self, ref: Ref, row: int, own: Array | None) -> WrongAnswer:
        """One wrong answer. own: the numbers of its slips on own numbers, where it reads any."""
        slips, typed = self.slips[row], read_typed(self.texts[row][ref])
        if own is None:
            return WrongAnswer(slips.cell(ref), typed, slips.slips(ref), self.tells)
        cell = slips.tried(ref, self.table.lookup(ref.name, row), reads_own=True)
        possible: PossibleSlips = slips.own_slips(cell, own)
        return WrongAnswer(cell, typed, possible, self.tells)
