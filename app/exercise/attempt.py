"""An attempt at a lesson, as its address keeps it: what was typed into every cell, and what happened there.

Both are lists of the matrices that the plan works out, in its order, parted by semicolons; the cells of a
matrix stand row by row. Neither names a matrix, and neither tells a value that was not typed.

    answers=1,2,-1;;0,1     what stands in the cells, exactly as typed, parted by commas
    record=5b1*9.a-         a sign a cell: how often it was wrong, the last hint; after a wrong one its slip
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.core.lesson import Plan, Step
from app.core.operation import Shape
from app.core.sheet import Sheet, matrix_cells, rows_of
from app.exercise.exercise import ExerciseError, Problem
from app.exercise.packed_lists import (
    MOST_PLACES,
    SHORTEST_RUN,
    PackedError,
    in_signs,
    out_of_signs,
    packed,
    unpacked_list,
)

Matrices = tuple[tuple[str, ...], ...]
"""Entries by matrix and cell."""
MATRICES: Final = ";"
CELLS: Final = ","
LAST_READ: Final = 8
"""Texts that stay read: an attempt is read for its address, and again by cell."""
MOST_WRONG: Final = 6
"""Wrong answers are counted up to so many; the last number means that many or more."""
TOLD: Final = 4
"""The last of the rungs, which are counted from 1: the value."""
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxy"
NO_SLIP: Final = "-"
UNTOUCHED_END: Final = re.compile(r"(?:\*[0-9]+)?\.+$")
RECORDED: Final = re.compile(
    r"\*(?P<run>[0-9]{1,6})\.|\.|(?P<few>[1-4])|(?P<tried>[5-9a-y])(?P<slip>[A-Za-z-])", re.ASCII
)


class CellRecord(NamedTuple):
    """What happened in a cell: how many answers were wrong, the last rung of hints used, 0 for none, and the
    letter of the first slip that was named, which slip_letters.py reads."""

    wrong: int = 0
    rung: int = 0
    slip: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the value was told."""
        return self.rung == TOLD

    def after_wrong(self, slip: str) -> CellRecord:
        """With one wrong answer more; the first slip stays."""
        return self._replace(wrong=min(self.wrong + 1, MOST_WRONG), slip=self.slip or slip)


UNTOUCHED: Final = CellRecord()


@dataclass(frozen=True)
class Attempt:
    """Answers and records by cell, blank ones left out; shapes are those of all matrices."""

    shapes: Mapping[str, Shape]
    answers: Mapping[Ref, str] = field(default_factory=dict[Ref, str])
    records: Mapping[Ref, CellRecord] = field(default_factory=dict[Ref, CellRecord])

    def answer(self, ref: Ref) -> str:
        """What stands in a cell."""
        return self.answers.get(ref, "")

    def record(self, ref: Ref) -> CellRecord:
        """What happened in a cell."""
        return self.records.get(ref, UNTOUCHED)

    def rows(self, name: str) -> list[list[str]]:
        """The answers to a matrix in rows, as they are graded."""
        answers = self.answers
        return [[answers.get(ref, "") for ref in row] for row in rows_of(name, self.shapes[name])]

    def of_step(self, sheet: Sheet, step: Step) -> dict[Ref, str]:
        """What stands in every cell that a step works, in order, blanks among them."""
        return {ref: self.answer(ref) for result in step.results for ref in sheet.cells(result)}

    def answered(self, answers: Mapping[Ref, str]) -> Attempt:
        """With other answers in some cells."""
        kept = {ref: text for ref, text in {**self.answers, **answers}.items() if text}
        return replace(self, answers=kept)

    def recorded(self, ref: Ref, record: CellRecord) -> Attempt:
        """With another record of a cell."""
        kept = {r: found for r, found in {**self.records, ref: record}.items() if found != UNTOUCHED}
        return replace(self, records=kept)


def read_attempt(answers: str, record: str, plan: Plan, shapes: Mapping[str, Shape]) -> Attempt:
    """The attempt of two parameters, by cell. Raises ExerciseError where they are none of this exercise."""
    try:
        typed, recorded = answers_in(answers), records_in(record)
    except PackedError as error:
        raise ExerciseError([Problem("answers or record", "", str(error))]) from error
    records = by_cell("record", recorded, plan, shapes)
    return Attempt(
        shapes,
        by_cell("answers", typed, plan, shapes),
        {ref: record_of(signs) for ref, signs in records.items()},
    )


def by_cell(
    parameter: str, matrices: Sequence[Sequence[str]], plan: Plan, shapes: Mapping[str, Shape]
) -> dict[Ref, str]:
    """The entries that are not empty, by cell. Raises ExerciseError where there is no such cell."""
    names = [result.name for result in plan.results()]
    if len(matrices) > len(names):
        says = f"This is of {len(matrices)} matrices; this exercise works out {len(names)}."
        raise misplaced(parameter, says)
    found: dict[Ref, str] = {}
    for name, entries in zip(names, matrices, strict=False):
        refs = matrix_cells(name, shapes[name])
        if len(entries) > len(refs):
            raise misplaced(parameter, f"This has {len(entries)} cells of {name}, which has {len(refs)}.")
        found |= {ref: entry for ref, entry in zip(refs, entries, strict=False) if entry}
    return found


def misplaced(parameter: str, says: str) -> ExerciseError:
    """That an attempt is of another exercise."""
    return ExerciseError([Problem(parameter, "", f"{says} The attempt is of an exercise of other sizes.")])


def written_answers(attempt: Attempt, plan: Plan) -> str:
    """The attempt's answers as the address has them."""
    names = (result.name for result in plan.results())
    return answers_text([text for row in attempt.rows(name) for text in row] for name in names)


def written_record(attempt: Attempt, plan: Plan) -> str:
    """The attempt's record as the address has it."""
    names = (result.name for result in plan.results())
    cells = (matrix_cells(name, attempt.shapes[name]) for name in names)
    return record_text([signs_of(attempt.record(ref)) for ref in refs] for refs in cells)


def answers_text(matrices: Iterable[Sequence[str]]) -> str:
    """Answers by matrix and cell as text."""
    return packed((packed(map(in_signs, cells), CELLS) for cells in matrices), MATRICES)


@lru_cache(maxsize=LAST_READ)
def answers_in(text: str) -> Matrices:
    """What was typed, by matrix and cell. Raises PackedError."""
    matrices = (unpacked_list(cells, CELLS) for cells in unpacked_list(text, MATRICES))
    return tuple(tuple(map(answer_in, cells)) for cells in matrices)


@lru_cache(maxsize=4096)
def answer_in(entry: str) -> str:
    """What was typed in a cell. Raises PackedError."""
    typed = out_of_signs(entry).strip()
    if not typed.isprintable():
        raise PackedError(
            "An answer has visible characters only; this one has a character that cannot be seen."
        )
    return typed


def record_text(matrices: Iterable[Sequence[str]]) -> str:
    """The signs of every cell's record as text."""
    return packed(map(in_record, matrices), MATRICES)


@lru_cache(maxsize=LAST_READ)
def records_in(text: str) -> Matrices:
    """The signs of every cell's record, by matrix and cell. Raises PackedError."""
    return tuple(tuple(signs_in(cells)) for cells in unpacked_list(text, MATRICES))


def signs_in(cells: str) -> Iterator[str]:
    """The signs of each cell of a matrix; empty for one in which nothing happened. Raises PackedError."""
    at = 0
    while at < len(cells):
        found = RECORDED.match(cells, at)
        if found is None or int(found["run"] or 0) > MOST_PLACES:
            raise PackedError(f"“{cells[at : at + 12]}” is no record of a cell.")
        at = found.end()
        untouched = int(found["run"] or 1) if found[0].endswith(".") else 0
        yield from [""] * untouched or [found[0]]


def in_record(signs: Sequence[str]) -> str:
    """The records of a matrix as text."""
    parts: list[str] = []
    for each, run in groupby(signs):
        length = len(list(run))
        is_short = each or length < SHORTEST_RUN
        parts.append((each or ".") * length if is_short else f"*{length}.")
    return UNTOUCHED_END.sub("", "".join(parts))


def signs_of(record: CellRecord) -> str:
    """A cell's record as signs."""
    if record == UNTOUCHED:
        return ""
    sign = DIGITS[record.wrong * (TOLD + 1) + record.rung]
    return sign + (record.slip or NO_SLIP) if record.wrong else sign


def record_of(signs: str) -> CellRecord:
    """The record that signs say."""
    wrong, rung = divmod(DIGITS.index(signs[0]), TOLD + 1)
    return CellRecord(wrong, rung, signs[1:].strip(NO_SLIP))
