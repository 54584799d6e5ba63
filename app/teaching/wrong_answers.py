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
from app.teaching.tried_cell import TriedCell
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
        reading_own = rows[self.table.reads_own[rows, place]]
        own = self.worked(ref, rows.tolist(), reading_own)
        read = self.table.numbers_at(ref.name, reading_own, self.table.names.places_read_by(ref))
        own_read = dict(zip(reading_own.tolist(), read, strict=True))
        for row in rows.tolist():
            typed = read_typed(self.texts[row][ref])
            cell, possible = self.possible(ref, row, own.get(row), own_read.get(row))
            answer = WrongAnswer(cell, typed, possible, self.tells)
            self.found[row].setdefault(ref.name, []).append(answer)

    def worked(self, ref: Ref, rows: list[int], reading_own: NDArray[np.intp]) -> dict[int, Array]:
        """Has the slips of a cell worked on the numbers of the exercises where that was not done yet; on own
        numbers they are found here, by attempt."""
        lines = self.table.names.slips(ref)
        new = [*dict.fromkeys(slips for slips in map(self.slips.__getitem__, rows) if ref not in slips.true)]
        own = self.table.numbers_at(ref.name, reading_own, lines.read)
        values = lines.values(np.concatenate([*(slips.row[np.newaxis, lines.read] for slips in new), own]))
        for slips, numbers in zip(new, values, strict=False):
            slips.keep(ref, numbers)
        return dict(zip(reading_own.tolist(), values[len(new) :], strict=True))

    def possible(
        self, ref: Ref, row: int, own: Array | None, read: Array | None
    ) -> tuple[TriedCell, PossibleSlips]:
        """A cell and its slips. own: their numbers on own numbers, where it reads any; read: those."""
        slips = self.slips[row]
        if own is None or read is None:
            return slips.cell(ref), slips.slips(ref)
        cell = slips.tried(ref, self.table.lookup(ref.name, row), reads_own=True)
        return cell, slips.own_slips(cell, own, read.tobytes())
