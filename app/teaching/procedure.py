"""What went wrong in several cells at once: the one way of going wrong that explains most of them.

One cell rarely decides between slips; five cells of a row do. Every way to go wrong that gives two or more
of the wrong numbers is weighed by how unlikely that would be by chance: a way that allows a single number
proves much by giving it, one that allows ten proves little. Right answers that it would have made wrong
speak against it. A cell that fits a way of other rows is left to one that explains more of its own row.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, islice
from typing import NamedTuple

import numpy as np

from app.core.cell import Ref
from app.notation.symbols import plain
from app.teaching.diagnosis import MOST_NAMED, NamedSlip, WrongAnswer, alone
from app.teaching.slip_codes import BY_CODE
from app.teaching.slip_values import PossibleSlips, by_key
from app.teaching.tried_cell import Slip, Way
from app.teaching.typed_answers import TypedAnswer, TypedNumbers, half_digits, is_close

CHANCE = 20.0
"""A wrong number is one of about so many that a hand-sized cell may hold."""
ONE_NUMBER = math.log(CHANCE)
"""The weight of a way that allows a single number, and gives it."""
LEVEL_RATIO = 5.0
"""A level further down the table is so much less likely."""
CONTRADICTION, MOST_CONTRADICTIONS = 0.7, 4
"""What a right answer takes from the weight; some people go wrong now and then only, so not without end."""
LIKE = math.log(3)
"""Two weights that differ by less are alike."""


class RightAnswer(NamedTuple):
    """A right answer; slips gives those that were not made, which are asked for only where they speak."""

    ref: Ref
    typed: TypedAnswer
    slips: Callable[[Ref], PossibleSlips]


@dataclass(frozen=True)
class Explained:
    """A way to go wrong, the cells that it explains, and its weight. slips: those of a cell, which are made
    only where they are told."""

    way: Way
    cells: Set[Ref]
    slips: Callable[[Ref], tuple[Slip, ...]]
    weight: float

    def without(self, refs: Collection[Ref]) -> Explained:
        """The way without some of the cells that it explains."""
        kept = dict.fromkeys(ref for ref in self.cells if ref not in refs)
        return replace(self, cells=kept.keys())

    @cached_property
    def in_lines(self) -> tuple[Counter[int], Counter[int]]:
        """How many cells it explains by row, and by column."""
        return Counter(ref.row for ref in self.cells), Counter(ref.column for ref in self.cells)

    def beside(self, ref: Ref) -> int:
        """How many cells it explains in a cell's row or column, whichever is the way that it goes."""
        rows, columns = self.in_lines
        across, down = max(rows.values(), default=0), max(columns.values(), default=0)
        found = (rows[ref.row] if across >= down else 0, columns[ref.column] if down >= across else 0)
        return max(found)

    @property
    def clause(self) -> str:
        """What went wrong, where all its slips say the same."""
        clauses = {slip.clause for ref in self.cells for slip in self.slips(ref)}
        return clauses.pop() if len(clauses) == 1 else BY_CODE[self.way.code].clause


class Procedure(NamedTuple):
    """One way of going wrong, or two that cannot be told apart, in several cells.

    says: "In all 5 cells of row 1 of Z: the bias is missing."; empty where nothing is told
    """

    codes: tuple[str, ...]
    says: str
    cells: tuple[Ref, ...]
    told: Mapping[Ref, tuple[NamedSlip, ...]]
    """What each cell is told of it."""


def procedures(
    wrong: Sequence[WrongAnswer], right: Sequence[RightAnswer], shape: tuple[int, int]
) -> list[Procedure]:
    """What explains the wrong answers to one matrix together, the strongest first; each cell once."""
    found: list[Procedure] = []
    left = list(wrong)
    while len(left) > 1 and (best := strongest(left, right)):
        found.append(procedure(best, shape, tells=left[0].tells))
        left = [answer for answer in left if answer.cell.ref not in best[0].cells]
    return found


def strongest(wrong: Sequence[WrongAnswer], right: Sequence[RightAnswer]) -> list[Explained]:
    """The way with the most weight and those like it; none where nothing explains two cells."""
    by_way = by_key((way, answer) for answer in wrong for way in answer.ways)
    likely = (way for way, fits in by_way.items() if weight_of(way, [ONE_NUMBER] * len(fits)) > ONE_NUMBER)
    weighed = [explained(way, by_way[way], right) for way in likely]
    changed = (*swaps(wrong), *exchanged_lines(wrong, right))
    able = [way for way in (*weighed, *changed) if len(way.cells) > 1 and way.weight > ONE_NUMBER]
    if not able:
        return []
    able.sort(key=lambda way: -way.weight)
    best = distinct([way for way in able if way.weight > able[0].weight - LIKE and shares(way, able[0])])
    return without_strays(best, [way for way in able if way.way.code not in {one.way.code for one in best}])


def without_strays(best: list[Explained], others: Sequence[Explained]) -> list[Explained]:
    """The strongest ways without the cells that fit by chance: another way speaks for the line of each."""
    first = best[0]
    strays = {ref for ref in first.cells if any(belongs_rather(ref, way, first) for way in others)}
    return [way.without(strays) for way in best] if len(first.cells) - len(strays) > 1 else best


def belongs_rather(ref: Ref, way: Explained, best: Explained) -> bool:
    """Whether a way as likely as the best one explains more of a cell's own row or column than that does."""
    is_as_likely = BY_CODE[way.way.code].level <= BY_CODE[best.way.code].level
    return ref in way.cells and is_as_likely and way.beside(ref) > best.beside(ref)


def explained(way: Way, wrong: Sequence[WrongAnswer], right: Sequence[RightAnswer]) -> Explained:
    """A way weighed. wrong: the answers that it gives."""
    by_ref = {answer.cell.ref: answer for answer in wrong}
    allowed = (len(answer.possible.numbers(way)) for answer in wrong)
    weight = weight_of(way, (max(0.0, math.log(CHANCE / numbers)) for numbers in allowed))
    if weight > ONE_NUMBER:
        rows, columns = {ref.row for ref in by_ref}, {ref.column for ref in by_ref}
        concerned = (answer for answer in right if in_scope(answer.ref, rows, columns))
        against = islice((answer for answer in concerned if contradicts(answer, way)), MOST_CONTRADICTIONS)
        weight -= CONTRADICTION * len([*against])
    return Explained(way, by_ref.keys(), lambda ref: by_ref[ref].slips(way), weight)


def weight_of(way: Way, chances: Iterable[float]) -> float:
    """The weight of a way. chances: what speaks for it in each cell, at most ONE_NUMBER."""
    return sum(chances) - (BY_CODE[way.code].level - 1) * math.log(LEVEL_RATIO)


def contradicts(answer: RightAnswer, way: Way) -> bool:
    """Whether the way would have made a right answer wrong."""
    numbers = answer.slips(answer.ref).numbers(way)
    return bool(numbers) and not any(map(answer.typed.agrees, numbers))


def in_scope(ref: Ref, rows: Collection[int], columns: Collection[int]) -> bool:
    """Whether a cell lies in the only row, or the only column, in which there are any; else always."""
    return not (len(rows) == 1 and ref.row not in rows) and not (
        len(columns) == 1 and ref.column not in columns
    )


def swaps(wrong: Sequence[WrongAnswer]) -> list[Explained]:
    """Two answers that are right in each other's cell; only where neither fits with a third."""
    values = np.array([answer.cell.sheet.lookup(answer.cell.ref) for answer in wrong])
    typed = np.array([(answer.typed.number, answer.typed.half) for answer in wrong])
    belongs = TypedNumbers(typed[:, :1], typed[:, 1:]).agreeing(values, half_digits(values))
    both = zip(*(axis.tolist() for axis in np.nonzero(belongs & belongs.T)), strict=True)
    pairs = [(a, b) for a, b in both if a < b]
    seen = Counter(number for pair in pairs for number in pair)
    return [swap(wrong[a], wrong[b]) for a, b in pairs if seen[a] == seen[b] == 1]


def swap(a: WrongAnswer, b: WrongAnswer) -> Explained:
    """Two answers that have changed places."""

    def slip(there: WrongAnswer) -> Slip:
        return Slip("swapped", there.cell.line, lambda: f"this one and {there.cell.spelt(there.cell.ref)}")

    way = Way("swapped", f"{a.cell.ref} {b.cell.ref}")
    slips = {a.cell.ref: (slip(b),), b.cell.ref: (slip(a),)}
    return Explained(way, slips.keys(), slips.__getitem__, weight_of(way, [ONE_NUMBER] * 2))


def exchanged_lines(wrong: Sequence[WrongAnswer], right: Sequence[RightAnswer]) -> Iterator[Explained]:
    """Two rows, or two columns, that stand in each other's place: their wrong answers are right there, and
    where one is right the numbers are the same."""
    lookup = wrong[0].cell.sheet.lookup
    for axis, along in (("row", "column"), ("column", "row")):
        lines: dict[int, dict[int, WrongAnswer]] = {}
        for answer in wrong:
            ref = answer.cell.ref
            lines.setdefault(getattr(ref, axis), {})[getattr(ref, along)] = answer
        for (a, one), (b, other) in combinations(lines.items(), 2):
            if len(one) > 1 and one.keys() == other.keys():
                both = [(one[k], other[k]) for k in one]
                beside = [(r.ref, in_line(r.ref, axis, b)) for r in right if getattr(r.ref, axis) == a]
                are_alike = (is_close(lookup(ref), lookup(there)) for ref, there in beside)
                if all(are_exchanged(*pair) for pair in both) and all(are_alike):
                    yield exchange(axis, sorted((a, b)), both)


def in_line(ref: Ref, axis: str, line: int) -> Ref:
    """The cell in another row or column."""
    return Ref(ref.name, line, ref.column) if axis == "row" else Ref(ref.name, ref.row, line)


def are_exchanged(a: WrongAnswer, b: WrongAnswer) -> bool:
    """Whether each of two answers is right in the other's cell."""
    lookup = a.cell.sheet.lookup
    return a.typed.agrees(lookup(b.cell.ref)) and b.typed.agrees(lookup(a.cell.ref))


def exchange(axis: str, lines: Sequence[int], both: Sequence[tuple[WrongAnswer, WrongAnswer]]) -> Explained:
    """Two lines of a matrix that have changed places."""
    clause = f"{axis}s {lines[0]} and {lines[1]} have changed places"
    cells = [answer.cell for pair in both for answer in pair]
    slips = {cell.ref: (Slip("swapped", cell.line, cell.takes, axis, clause),) for cell in cells}
    way = Way("swapped", f"{axis} {lines[0]} {lines[1]}")
    return Explained(way, slips.keys(), slips.__getitem__, weight_of(way, [ONE_NUMBER] * len(slips)))


def shares(way: Explained, best: Explained) -> bool:
    """Whether a way explains most of what the best one does."""
    return 2 * len(way.cells & best.cells) > len(best.cells)


def distinct(ways: Sequence[Explained]) -> list[Explained]:
    """The first way of each code."""
    return list({way.way.code: way for way in reversed(ways)}.values())[::-1]


def procedure(ways: Sequence[Explained], shape: tuple[int, int], *, tells: bool = True) -> Procedure:
    """What is told of the strongest ways; where more than two are alike, nothing is named."""
    named = ways if len(ways) <= MOST_NAMED else []
    cells = tuple(ways[0].cells)
    told = {
        ref: tuple(
            NamedSlip(way.way.code, alone(way.slips(ref)) if tells else "")
            for way in named
            if ref in way.cells
        )
        for ref in cells
    }
    says = f"In {place(cells, shape)}: {what_went_wrong(named)}." if named and tells else ""
    return Procedure(tuple(way.way.code for way in named), says, cells, told)


def what_went_wrong(ways: Sequence[Explained]) -> str:
    """One way in words, or two of which it may be either, the second perhaps in some of the cells only."""
    cells = ways[0].cells
    shared = [len(cells & way.cells) for way in ways]
    clauses = [
        way.clause if count == len(cells) else f"in {count} of them {way.clause}"
        for way, count in zip(ways, shared, strict=True)
    ]
    return clauses[0] if len(clauses) == 1 else f"either {', or '.join(clauses)}"


def place(cells: Sequence[Ref], shape: tuple[int, int]) -> str:
    """Where some cells of one matrix are: "all 5 cells of row 1 of Z", "3 cells of Z"."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    name, count = plain(cells[0].name), len(cells)
    if len(rows) == 1 < shape[0]:
        return f"{'all ' * (count == shape[1])}{count} cells of row {min(rows)} of {name}"
    if len(columns) == 1 < shape[1]:
        return f"{'all ' * (count == shape[0])}{count} cells of column {min(columns)} of {name}"
    return f"{'all ' * (count == shape[0] * shape[1])}{count} cells of {name}"
