"""Attempts marked together: those at exercises of the same shapes are one table, a piece of it at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from app.core.cell import Ref
from app.exercise.attempt import Attempt
from app.teaching.answer_key import AnswerKey
from app.teaching.answer_table import AnswerTable
from app.teaching.grading import Mark
from app.teaching.outcomes import Marker
from app.teaching.shared_cells import CommonLines
from app.teaching.wrong_answers import WrongAnswers

MOST_CELLS: Final = 100_000
"""In one piece: about two hundred attempts at a whole lesson, or sixty at one of sixteen hundred cells."""


class MarkedAttempt(NamedTuple):
    """An attempt, and what marks those at its exercise."""

    attempt: Attempt
    marker: Marker


class MarkedTogether:
    """Attempts at exercises of the same shapes: A of them, in the order given."""

    def __init__(self, attempts: Sequence[MarkedAttempt]) -> None:
        self.markers = [each.marker for each in attempts]
        self.texts = [each.marker.texts(each.attempt) for each in attempts]
        at = {marker: k for k, marker in enumerate(dict.fromkeys(self.markers))}
        lines = self.markers[0].examiner.lines
        key = AnswerKey([marker.sheet for marker in at], lines.places)
        exercises = np.array([at[marker] for marker in self.markers])
        self.table = AnswerTable(lines, key, exercises, self.texts)
        self.wrong = self.table.missed & ~self.table.carried

    @property
    def wrong_answers(self) -> list[int]:
        """How many of each attempt are to be explained."""
        counts: list[int] = self.wrong.sum(axis=1).tolist()
        return counts

    def marks(self, explained: Sequence[bool]) -> Iterator[Mapping[Ref, Mark]]:
        """The marks of each attempt. explained: whether its wrong answers are explained."""
        slips = [marker.examiner.slips for marker in self.markers]
        wrong = WrongAnswers(self.table, slips, self.texts, tells=False)
        found = wrong.of(self.wrong & np.array(explained)[:, np.newaxis])
        for row, (marker, texts) in enumerate(zip(self.markers, self.texts, strict=True)):
            yield marker.examiner.explained(self.table, row, texts, found[row])[0]


def in_pieces(attempts: Sequence[MarkedAttempt]) -> Iterator[list[int]]:
    """Which attempts are marked together, as many as take little memory; those at one exercise in a row."""
    by_lines: dict[CommonLines, dict[Marker, list[int]]] = {}
    for number, (_, marker) in enumerate(attempts):
        by_lines.setdefault(marker.examiner.lines, {}).setdefault(marker, []).append(number)
    for lines, by_marker in by_lines.items():
        numbers = [number for those in by_marker.values() for number in those]
        at_once = max(1, MOST_CELLS // lines.places.size)
        yield from (numbers[k : k + at_once] for k in range(0, len(numbers), at_once))
