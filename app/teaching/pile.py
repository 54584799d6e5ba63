"""A pile of attempts marked: how each went, and the slips of them all counted. Nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, islice
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.core.lesson import Plan, Step
from app.core.operation import Shape
from app.exercise.attempt import read_attempt
from app.exercise.attempt_links import LinkLine, LostLine, read_lines
from app.exercise.exercise import Exercise, ExerciseError
from app.exercise.parse_exercise import read_state
from app.exercise.state import State, exercise_query
from app.notation.symbols import plain
from app.teaching.grading import Mark
from app.teaching.marked_together import MarkedAttempt, MarkedTogether, in_pieces
from app.teaching.outcomes import Marker, Outcome, Outcomes, SeenSlip, StepTally, added_up
from app.teaching.shared_cells import CommonLines
from app.teaching.slip_codes import BY_CODE, TABLE
from app.training.descent import worked

MOST_LINKS: Final = 400
MOST_ANSWERS: Final = 200_000
"""Cells that are filled in, in all attempts together."""
MOST_EXPLAINED: Final = 20_000
"""Wrong answers that are explained; a class of 300 makes fewer in a whole lesson."""
MOST_PLACES: Final = 3


class SlipInCell(NamedTuple):
    """A slip that was seen in a cell, and what became of the cell."""

    step: int
    ref: Ref
    slip: SeenSlip
    outcome: Outcome


@dataclass(frozen=True)
class MarkedLink:
    """An attempt marked: the line that it came in, and how every step went in which something was done."""

    line: LinkLine
    state: State
    plan: Plan
    steps: Mapping[int, StepTally]
    slips: tuple[SlipInCell, ...]
    same_as: int = 0
    """The line where the same answers stood before; 0 where they are new."""
    is_repeat: bool = False
    """Whether they are the same person's, as far as the names say: then they count once."""

    @cached_property
    def total(self) -> StepTally:
        """All its steps together."""
        return added_up([*self.steps.values()] or [NOTHING])

    @property
    def says(self) -> str:
        """What must be said of the whole attempt: that it stood there before, or that it is empty."""
        if self.is_repeat:
            return f"the same attempt as line {self.same_as}"
        if self.same_as:
            return f"the same answers as line {self.same_as}"
        return "" if self.steps else "nothing answered"

    @cached_property
    def kinds(self) -> Counter[str]:
        """In how many cells each slip was seen, the sure ones alone."""
        return Counter(each.slip.code for each in self.slips if each.slip.is_sure)


NOTHING: Final = StepTally(0, 0, 0, 0, 0, 0, 0, 0)


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


class ReadLink(NamedTuple):
    """An attempt that was read, and what marks those at its exercise."""

    line: LinkLine
    state: State
    marked: MarkedAttempt


@dataclass
class PileReader:
    """Reads one attempt after another; those at the same exercise share what marks them."""

    markers: dict[tuple[str, str], Marker] = field(default_factory=dict)
    names: dict[tuple[tuple[str, ...], tuple[Shape, ...]], CommonLines] = field(default_factory=dict)
    """By the matrices and their shapes."""
    answers: int = 0

    def marker(self, exercise: Exercise) -> Marker:
        """What marks the attempts at an exercise."""
        key = exercise.lesson.slug, exercise_query(exercise)
        if key not in self.markers:
            sheet = worked(exercise)[0]
            shape = (exercise.lesson.slug, *sheet.shapes), tuple(sheet.shapes.values())
            names = self.names.setdefault(shape, CommonLines(sheet))
            self.markers[key] = Marker(sheet, names=names)
        return self.markers[key]

    def read(self, line: LinkLine) -> ReadLink | LostLine:
        """The attempt of a line, or why it cannot be marked."""
        try:
            state = read_state(line.lesson, line.query)
            marker = self.marker(state.exercise)
            screen, sheet = state.screen, marker.sheet
            attempt = read_attempt(screen.answers, screen.record, sheet.plan, sheet.shapes)
        except ExerciseError as error:
            says = " ".join(f"{p.place}: {p.says}" if p.place else p.says for p in error.problems[:2])
            return LostLine(line.number, line.label, f"The exercise of this link cannot be read. {says}")
        self.answers += len(attempt.answers)
        if self.answers > MOST_ANSWERS:
            says = f"At most {MOST_ANSWERS:,} answers are marked at once; paste this line by itself."
            return LostLine(line.number, line.label, says)
        return ReadLink(line, state, MarkedAttempt(attempt, marker))


def marked_links(links: Sequence[ReadLink]) -> tuple[list[MarkedLink], int]:
    """The attempts marked, and how many answers were wrong in all; beyond a bound they are not explained."""
    attempts = [link.marked for link in links]
    pieces = {tuple(piece): MarkedTogether([attempts[k] for k in piece]) for piece in in_pieces(attempts)}
    wrong = {k: n for piece, found in pieces.items() for k, n in zip(piece, found.wrong_answers, strict=True)}
    before = [0, *accumulate(wrong[k] for k in range(len(links)))]
    made: dict[int, MarkedLink] = {}
    for piece, found in pieces.items():
        marks = found.marks([before[k] < MOST_EXPLAINED for k in piece])
        made |= {k: marked_link(links[k], each) for k, each in zip(piece, marks, strict=True)}
    return [made[k] for k in range(len(links))], before[-1]


def marked_link(link: ReadLink, marks: Mapping[Ref, Mark]) -> MarkedLink:
    """What is kept of an attempt until the answer is written."""
    attempt, marker = link.marked
    outcomes = Outcomes(marker, attempt, link.state.screen.fade, marks)
    plan = marker.sheet.plan
    tallies = {step.number: outcomes.tally(step) for step in plan.steps if is_touched(outcomes, step)}
    asked_by = marker.all_asked(outcomes.fade)
    slips = tuple(
        SlipInCell(asked_by[ref], ref, slip, outcomes.outcome(ref))
        for ref, slips in outcomes.slips.items()
        for slip in slips
    )
    return MarkedLink(link.line, link.state, plan, tallies, slips)


def is_touched(outcomes: Outcomes, step: Step) -> bool:
    """Whether anything was done at a step."""
    attempt = outcomes.attempt
    return any(ref in attempt.answers or ref in attempt.records for ref in outcomes.asked(step))


def marked_pile(text: str) -> Pile:
    """Pasted lines marked."""
    lines = read_lines(text)
    read = [*islice(lines, MOST_LINKS)]
    reader = PileReader()
    found = [each if isinstance(each, LostLine) else reader.read(each) for each in read]
    made, explained = marked_links([each for each in found if isinstance(each, ReadLink)])
    says = []
    if rest := next(lines, None):
        says.append(
            f"At most {MOST_LINKS} lines are marked at once; what follows from line {rest.number} on is left "
            "out here. Paste it by itself."
        )
    if explained >= MOST_EXPLAINED:
        says.append(
            f"At most {MOST_EXPLAINED:,} wrong answers are explained at once; later attempts are marked, and "
            "their slips are not named. Paste fewer lines to see them."
        )
    links = tuple(with_repeats(made))
    return Pile(links, tuple(each for each in found if isinstance(each, LostLine)), tuple(says))


def with_repeats(links: Iterable[MarkedLink]) -> Iterator[MarkedLink]:
    """Each attempt with the line where the same answers stood before; of one person they are one attempt."""
    seen: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for link in links:
        screen, exercise = link.state.screen, link.state.exercise
        key = exercise.lesson.slug, exercise_query(exercise), screen.answers, screen.record
        lines, name = seen.setdefault(key, {}), link.line.label
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
