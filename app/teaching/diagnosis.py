"""Which slip gives a typed number, and what is said about it.

All slips that give the number are found. Those of the likeliest level count; one code is told, or both of
two; where more fit, none is, and the answer is the first rung of the hints. What one cell leaves open
several may decide together: see procedure.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.teaching.cell_places import CellPlaces
from app.teaching.line_slips import LINE_SLIPS
from app.teaching.neighbour_slips import PLACE_SLIPS
from app.teaching.number_slips import number_slips
from app.teaching.slip_codes import BY_CODE
from app.teaching.slip_values import CellSlips, PossibleSlips, ValuedSlips
from app.teaching.sum_slips import AGAIN, SUM_SLIPS
from app.teaching.tried_cell import TAKES, Slip, TriedCell, Way
from app.teaching.typed_answers import TypedAnswer

SHORT_WORDS = {"a", "it"}
"""What else is as short at the beginning of a sentence is the name of a matrix: df, n."""
WHOLE = (TAKES, AGAIN)
"""Begin remedies that concern the whole cell, beside which no other is needed."""
MOST_NAMED = 2
OR = ", or "
"""So many causes may be named for one number, and so many cells as the place of one cause."""


class NamedSlip(NamedTuple):
    """A slip as it is told: its code and a sentence."""

    code: str
    says: str


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer to a cell, with every slip that could be behind it."""

    cell: TriedCell
    typed: TypedAnswer
    possible: PossibleSlips
    columns: Sequence[Sequence[int]]
    """Which of its slips give the typed number, part by part."""
    tells: bool = True
    """Whether it is told in a sentence; codes alone are enough where they are counted."""

    @property
    def fits(self) -> Iterator[tuple[ValuedSlips, int]]:
        """Where the slips that give the typed number stand."""
        parts = zip(self.possible.parts, self.columns, strict=True)
        return ((part, k) for part, columns in parts for k in columns)

    @property
    def ways(self) -> list[Way]:
        """The ways to go wrong that they are of."""
        return [*dict.fromkeys(way for part, k in self.fits for way in part.slips.ways[k])]

    def slips(self, way: Way) -> tuple[Slip, ...]:
        """Those of one way."""
        return tuple(part.slip(k) for part, k in self.fits if way in part.slips.ways[k])

    @property
    def causes(self) -> tuple[NamedSlip, ...]:
        """What is told of this answer by itself: a cause, two, or none where none fits or too many do."""
        return named([part.slip(k) for part, k in self.fits], tells=self.tells)


def slips_in_cell(cell: TriedCell, places: CellPlaces) -> CellSlips:
    """Every slip of a cell; no number is read here."""
    generators = (*LINE_SLIPS, *PLACE_SLIPS, *SUM_SLIPS)
    slips = [slip for generate in generators for slip in generate(cell)]
    return CellSlips(cell, slips, number_slips(cell), places)


def named(fits: Sequence[Slip], *, tells: bool = True) -> tuple[NamedSlip, ...]:
    """The likeliest of some slips by their codes; none where more than two codes are alike."""
    level = min((slip.level for slip in fits), default=0)
    by_code: dict[str, list[Slip]] = {}
    for slip in fits:
        if slip.level == level:
            by_code.setdefault(slip.code, []).append(slip)
    if len(by_code) > MOST_NAMED:
        return ()
    return tuple(NamedSlip(code, alone(slips) if tells else "") for code, slips in by_code.items())


def alone(slips: Sequence[Slip]) -> str:
    """The sentence of one code: what went wrong, and where to look, unless that may be anywhere."""
    clauses = list(dict.fromkeys(slip.clause for slip in slips))
    clause = clauses[0] if len(clauses) == 1 else BY_CODE[slips[0].code].clause
    said = list(dict.fromkeys(slip.remedy() for slip in slips))
    remedies = [each for each in said if each.startswith(WHOLE)] or said
    if len(remedies) > MOST_NAMED:
        return sentence(clause)
    ways = dict.fromkeys(way for remedy in remedies for way in remedy.split(OR))
    return sentence(f"{clause}: {OR.join(ways)}")


def together(causes: Sequence[NamedSlip]) -> str:
    """One cause as it is, two as either and or."""
    if len(causes) < MOST_NAMED:
        return "".join(cause.says for cause in causes)
    first, second = (lowered(cause.says.removesuffix(".")) for cause in causes)
    return f"Either {first}; or {second}."


def sentence(text: str) -> str:
    """Words as a sentence; a name keeps its letters."""
    first, rest = text[:1], text[1:]
    word = text.split(" ", maxsplit=1)[0].strip(":,")
    is_word = word in SHORT_WORDS or (word.isalpha() and word.islower() and len(word) > 2)
    return f"{first.upper() if is_word else first}{rest}."


def lowered(text: str) -> str:
    """A sentence within another; ReLU and names of matrices keep their letters."""
    word = text.split(" ", maxsplit=1)[0].strip(":,")
    return text[:1].lower() + text[1:] if word[1:].islower() or word == "A" else text


def where_to_look(cell: TriedCell) -> str:
    """The first rung of the hints: the cells that the line reads."""
    return f"{'Combine' if len(cell.operands) > 1 else 'Look at'} {cell.groups}."
