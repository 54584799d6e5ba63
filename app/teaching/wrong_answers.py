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
from app.teaching.typed_answers import TypedNumbers, half_digits, read_typed

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
        for span in self.table.places.spans.values():
            if flags[:, span].any():
                self.add_matrix(flags[:, span], span.start)
        return self.found

    def add_matrix(self, flags: Flags, start: int) -> None:
        """The wrong answers to a matrix, (A, n). Where somebody has several, what the others show is asked of
        every cell, the right ones among them."""
        several = flags.sum(axis=1) > 1
        for k in np.flatnonzero(flags.any(axis=0) | several.any()).tolist():
            ref, rows = self.table.places.refs[start + k], np.flatnonzero(flags[:, k])
            reading_own = rows[self.table.reads_own[rows, start + k]]
            own = self.worked(ref, np.flatnonzero(flags[:, k] | several), reading_own)
            if rows.size:
                self.add(start + k, rows, reading_own, own)

    def worked(self, ref: Ref, rows: NDArray[np.intp], reading_own: NDArray[np.intp]) -> Array:
        """Has the slips of a cell worked on the exercises' numbers, where that was not done yet; what they
        give on own numbers, (reading_own, S)."""
        of_cell, slips = self.table.lines.slips(ref), map(self.slips.__getitem__, rows.tolist())
        new = [*dict.fromkeys(each for each in slips if ref not in each.known)]
        true = [each.row[np.newaxis, of_cell.read] for each in new]
        own = self.table.numbers_at(ref.name, reading_own, of_cell.read)
        values = of_cell.values(np.concatenate([*true, own]))
        for each, numbers in zip(new, values, strict=False):
            each.known[ref] = numbers
        return values[len(new) :]

    def add(self, place: int, rows: NDArray[np.intp], reading_own: NDArray[np.intp], own: Array) -> None:
        """The wrong answers to one cell, whose slips were worked. own: what they give on own numbers."""
        ref = self.table.places.refs[place]
        true = np.stack([self.slips[row].values(ref) for row in rows.tolist()])
        fitting, fitting_own = self.columns(place, rows, true), self.columns(place, reading_own, own)
        own_rows = dict(zip(reading_own.tolist(), own, strict=True))
        for row in rows.tolist():
            cell, possible = self.possible(ref, row, own_rows.get(row))
            columns = [fitting_own[row], fitting[row]] if row in own_rows else [fitting[row]]
            answer = WrongAnswer(cell, read_typed(self.texts[row][ref]), possible, columns, self.tells)
            self.found[row].setdefault(ref.name, []).append(answer)

    def columns(self, place: int, rows: NDArray[np.intp], values: Array) -> dict[int, list[int]]:
        """Which slips give what some attempts have in a cell. values: what the slips give, (rows, S)."""
        typed = TypedNumbers(*(table[rows, place, np.newaxis] for table in self.table.typed))
        at, columns = np.nonzero(typed.agreeing(values, half_digits(values)))
        found: dict[int, list[int]] = {row: [] for row in rows.tolist()}
        for row, column in zip(rows[at].tolist(), columns.tolist(), strict=True):
            found[row].append(column)
        return found

    def possible(self, ref: Ref, row: int, own: Array | None) -> tuple[TriedCell, PossibleSlips]:
        """A cell and its slips. own: what they give on own numbers, where it reads any."""
        slips = self.slips[row]
        if own is None:
            return slips.cell(ref), slips.slips(ref)
        cell = slips.tried(ref, self.table.lookup(ref.name, row), reads_own=True)
        return cell, slips.own_slips(cell, own)
