"""A pile of attempts marked: how each went, and the slips of them all counted. Nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from app.exercise.attempt_links import LostLine
from app.notation.symbols import plain
from app.teaching.marked_link import MarkedLink
from app.teaching.pile_part import MOST_LINKS, MarkedPart, marked_part, parts_of_pile
from app.teaching.slip_codes import BY_CODE, TABLE

MOST_PLACES: Final = 3


class ClassSlip(NamedTuple):
    """A slip of a whole class: in how many cells it is sure, or one of two; in how many attempts; where."""

    code: str
    says: str
    sure: int
    perhaps: int
    attempts: int
    where: str


@dataclass(frozen=True)
class Pile:
    """What became of pasted lines: attempts marked, lines lost, and what must be said of them all."""

    links: tuple[MarkedLink, ...]
    lost: tuple[LostLine, ...]
    says: tuple[str, ...] = ()

    @cached_property
    def slips(self) -> list[ClassSlip]:
        """The slips of the class, the most frequent first; an attempt that is pasted twice counts once."""
        found = [class_slip(row.code, [link for link in self.links if not link.is_repeat]) for row in TABLE]
        seen = [each for each in found if each.attempts]
        return sorted(seen, key=lambda each: (-each.sure, -each.perhaps))


def marked_pile(text: str) -> Pile:
    """Pasted lines marked."""
    return put_together([marked_part(part) for part in parts_of_pile(text)])


def put_together(parts: Sequence[MarkedPart]) -> Pile:
    """The parts of a pile, in order."""
    found = [each for part in parts for each in part.found]
    kept = found[:MOST_LINKS]
    links = [*with_repeats(each for each in kept if isinstance(each, MarkedLink))]
    lost = tuple(each for each in kept if isinstance(each, LostLine))
    return Pile(tuple(links), lost, (*left_out(parts), *unexplained(links)))


def left_out(parts: Sequence[MarkedPart]) -> Iterator[str]:
    """Says from which line on there were too many."""
    numbers = (number for part in parts for number in (*map(line_number, part.found), part.beyond) if number)
    if beyond := [*numbers][MOST_LINKS:]:
        yield (
            f"At most {MOST_LINKS} lines are marked at once; what follows from line {beyond[0]} on is left "
            "out here. Paste it by itself."
        )


def line_number(found: MarkedLink | LostLine) -> int:
    """The number of the line that something was found in."""
    return found.line.number if isinstance(found, MarkedLink) else found.number


def unexplained(links: Sequence[MarkedLink]) -> Iterator[str]:
    """Says whose slips were not looked for."""
    if numbers := [link.line.number for link in links if not link.is_explained]:
        first, count = numbers[0], len(numbers)
        which = f"{count} attempts, the first in line {first}, are" if count > 1 else f"Line {first} is"
        yield (
            f"{which} marked without naming any slips: there are more wrong answers than are explained at "
            "once. Paste fewer lines to see them."
        )


def with_repeats(links: Iterable[MarkedLink]) -> Iterator[MarkedLink]:
    """Each attempt with the line where the same answers stood before; of one person they are one attempt."""
    seen: dict[tuple[str, ...], dict[str, int]] = {}
    for link in links:
        lines, name = seen.setdefault(link.what.answers, {}), link.line.label
        same_as = lines.get(name, min(lines.values(), default=0)) if link.steps else 0
        is_same = not name or name in lines or {*lines} == {""}
        yield replace(link, same_as=same_as, is_repeat=same_as > 0 and is_same)
        if name or not lines:
            lines.setdefault(name, link.line.number)


def class_slip(code: str, links: Iterable[MarkedLink]) -> ClassSlip:
    """A slip counted in a whole class."""
    by_link = [[each for each in link.slips if each.slip.code == code] for link in links]
    seen = [each for slips in by_link for each in slips]
    sure = sum(each.slip.is_sure for each in seen)
    names = Counter(each.ref.name for each in seen).most_common()
    where = ", ".join(f"{plain(name)} {count}" for name, count in names[:MOST_PLACES])
    where += f", {len(names) - MOST_PLACES} more" if len(names) > MOST_PLACES else ""
    clause = BY_CODE[code].clause
    says = f"{clause[0].upper()}{clause[1:]}."
    return ClassSlip(code, says, sure, len(seen) - sure, sum(map(bool, by_link)), where)
