"""Attempts at exercises of the same shapes as one table: which answers are right, which follow from others.

A attempts are the rows of a table, and every cell of an exercise is a column (cell_places.py). What holds for
one answer is so found for all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.cell import Ref
from app.core.operation import Array, Flags
from app.teaching.answer_key import AnswerKey, Rows
from app.teaching.shared_cells import CommonLines
from app.teaching.typed_answers import TypedNumbers, half_digits, typed_numbers

Texts = Mapping[Ref, str]
"""What was typed, by cell."""


class AnswerTable:
    """The answers of A attempts. Every table is (A, size).

    own: the numbers that later cells read, typed ones in the place of others; differs: where they are typed
    ones. missed: a number, and not the right one; carried: missed, and what follows from own numbers.
    reads_own: missed, where the line reads a number that differs.
    """

    def __init__(self, lines: CommonLines, key: AnswerKey, at: Rows, texts: Sequence[Texts]) -> None:
        self.lines, self.key, self.at, self.places = lines, key, at, lines.places
        self.typed, self.own = self.typed_table(texts), key.rows[at]
        self.is_number = ~np.isnan(self.typed.numbers)
        self.right, self.missed, self.carried = self.none(), self.none(), self.none()
        self.reads_own, self.differs = self.none(), self.none()
        for name in key.sheets[0].results:
            if self.is_number[:, self.places.spans[name]].any():
                self.mark(name)

    def none(self) -> Flags:
        """No flag at any cell."""
        return np.zeros(self.own.shape, np.bool)

    def typed_table(self, texts: Sequence[Texts]) -> TypedNumbers:
        """The numbers that were typed, nan where there is none."""
        numbers, halves = np.full((2, len(texts), self.places.size), np.nan)
        for row, typed in enumerate(texts):
            columns = [*map(self.places.by_ref.__getitem__, typed)]
            numbers[row, columns], halves[row, columns] = typed_numbers([*typed.values()])
        return TypedNumbers(numbers, halves)

    def mark(self, name: str) -> None:
        """Marks the answers to a matrix, and has what comes later read them."""
        span = self.places.spans[name]
        typed = TypedNumbers(*(table[:, span] for table in self.typed))
        self.right[:, span] = self.key.right(name, self.at, typed)
        self.missed[:, span] = self.is_number[:, span] & ~self.right[:, span]
        if self.missed[:, span].any() and self.differs.any():
            self.reads_own[:, span] = self.missed[:, span] & self.reading(self.differs, name)
            self.carried[:, span] = self.reads_own[:, span] & self.follows(name, typed)
        self.differs[:, span] = self.key.other_numbers(name, self.at, typed)
        np.copyto(self.own[:, span], typed.numbers, where=self.differs[:, span])

    def reading(self, flags: Flags, name: str) -> Flags:
        """Which cells of a matrix read one that has a flag: (A, n)."""
        found: Flags = np.any(flags[:, self.lines.reads(name)], axis=2)
        return found

    def follows(self, name: str, typed: TypedNumbers) -> Flags:
        """Which answers follow from own numbers: (A, n)."""
        if not self.reads_own[:, self.places.spans[name]].any():
            return self.none()[:, self.places.spans[name]]
        followed = self.key.reworked(name, lambda operand: self.own[:, self.places.spans[operand]])
        left_out = np.where(self.differs, self.typed.halves, self.key.left_out[self.at])
        slack = self.key.slack(name, self.own, left_out)
        return typed.agreeing(followed, half_digits(followed) + slack)

    def numbers_at(self, name: str, rows: Rows, columns: NDArray[np.integer]) -> Array:
        """What some attempts have in some cells while they work a matrix: own numbers of those before it, the
        exercise's of all others; (rows, columns)."""
        true, own = self.key.rows[np.ix_(self.at[rows], columns)], self.own[np.ix_(rows, columns)]
        numbers: Array = np.where(columns < self.places.spans[name].start, own, true)
        return numbers

    def lookup(self, name: str, row: int) -> Callable[[Ref], float]:
        """The same of one attempt, cell by cell."""
        start, of = self.places.spans[name].start, self.places.of
        own, true = self.own[row], self.key.rows[self.at[row]]

        def number(ref: Ref) -> float:
            place = of(ref)
            return float(own[place] if place < start else true[place])

        return number
