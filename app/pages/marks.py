"""The page of marks: many links to attempts pasted, and one table of how they went. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from app.exercise.urls import lesson_path, practice_name
from app.lessons import LESSONS
from app.notation.symbols import plain
from app.teaching.marked_link import MarkedLink, StepName
from app.teaching.outcomes import StepTally
from app.teaching.pile import Pile
from app.teaching.pile_part import MOST_LINKS
from app.teaching.slip_codes import BY_CODE
from app.web.paths import BUILD

SIGNS: Final = (
    ("right", "✓", "right at once"),
    ("right", "↻", "right in the end"),
    ("told", "T", "told"),
    ("carried", "→", "right in method"),
    ("not-yet", "×", "not yet"),
    ("blank", "·", "blank"),
)
"""How an answer went: a class for its colour, a sign, and a word, in the order of a tally."""
MOST_KINDS, MOST_CELLS = 3, 6


class SignedCount(NamedTuple):
    """So many cells that went one way."""

    kind: str
    sign: str
    word: str
    number: int


class MarksRow(NamedTuple):
    """An attempt: who, at what, how each step and all of them went, and the slips that were seen most."""

    name: str
    href: str
    exercise: str
    steps: list[list[SignedCount]]
    total: list[SignedCount]
    says: str
    slips: list[str]
    more: list[str]


class MarksTable(NamedTuple):
    """The attempts at one lesson, a column a step in which somebody did something."""

    title: str
    steps: list[StepName]
    rows: list[MarksRow]


@dataclass(frozen=True)
class MarksPage:
    """Pasted lines, and what became of them."""

    text: str = ""
    pile: Pile | None = None
    signs: tuple[tuple[str, str, str], ...] = SIGNS
    most: int = MOST_LINKS
    build: str = BUILD

    @cached_property
    def samples(self) -> list[str]:
        """Paths of attempts, to show what a link looks like."""
        lesson = next(iter(LESSONS.values()))
        return [lesson_path(lesson.slug, name) for name in (practice_name(), practice_name(1))]

    @cached_property
    def tables(self) -> list[MarksTable]:
        """A table a lesson, in the order in which they come up."""
        links = self.pile.links if self.pile else ()
        kinds = dict.fromkeys(kind_of(link) for link in links)
        return [marks_table([link for link in links if kind_of(link) == kind]) for kind in kinds]


def kind_of(link: MarkedLink) -> tuple[object, ...]:
    """What attempts of one table share: the lesson and the names of its steps."""
    return link.what.lesson, link.what.steps


def marks_table(links: list[MarkedLink]) -> MarksTable:
    """The attempts at one lesson."""
    numbers = {number for link in links for number in link.steps}
    what = links[0].what
    steps = [step for step in what.steps if step.number in numbers]
    return MarksTable(what.lesson, steps, [marks_row(link, steps) for link in links])


def marks_row(link: MarkedLink, steps: list[StepName]) -> MarksRow:
    """One attempt."""
    named = [*slips_said(link)]
    return MarksRow(
        link.line.label or f"line {link.line.number}",
        link.what.href,
        link.what.exercise,
        [signed(link.steps[step.number]) if step.number in link.steps else [] for step in steps],
        signed(link.total),
        link.says,
        named[:MOST_KINDS],
        named[MOST_KINDS:],
    )


def signed(tally: StepTally) -> list[SignedCount]:
    """How many cells went which way, those that there are."""
    counts = zip(SIGNS, tally[1:-1], strict=True)
    return [SignedCount(*sign, number) for sign, number in counts if number]


def slips_said(link: MarkedLink) -> Iterator[str]:
    """Each kind of slip and the cells that show it, the most frequent first."""
    for code, count in link.kinds.most_common():
        refs = [each.ref for each in link.slips if each.slip.code == code and each.slip.is_sure]
        cells = ", ".join(f"{plain(ref.name)}[{ref.row},{ref.column}]" for ref in refs[:MOST_CELLS])
        rest = f" and {count - MOST_CELLS} more" if count > MOST_CELLS else ""
        yield f"{BY_CODE[code].clause}: {cells}{rest}"
