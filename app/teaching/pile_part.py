"""A part of a pile of attempts, marked by itself, so that two processes can share a large pile.

Every part has bounds of its own, so what becomes of a pile does not depend on who marks which part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice
from typing import Final, NamedTuple

from app.core.cell import Ref
from app.core.lesson import Step
from app.core.operation import Shape
from app.exercise.attempt import read_attempt
from app.exercise.attempt_links import LINE_END, LinkLine, LostLine, read_lines
from app.exercise.exercise import Exercise, ExerciseError
from app.exercise.parse_exercise import read_state
from app.exercise.state import State, exercise_query
from app.exercise.urls import Urls
from app.lessons import LESSONS
from app.teaching.grading import Mark
from app.teaching.marked_link import Attempted, MarkedLink, SlipInCell, StepName
from app.teaching.marked_together import MarkedAttempt, MarkedTogether, in_pieces
from app.teaching.outcomes import Marker, Outcomes
from app.teaching.shared_cells import CommonLines
from app.training.descent import worked
from app.views.exercise_names import exercise_name

LARGE_PILE: Final = 50_000
"""Characters, as many as two hundred attempts at three steps have: a smaller pile is one part."""
MOST_LINKS: Final = 400
"""Lines that are read of a part, and of a pile."""
MOST_ANSWERS: Final = 200_000
"""Cells that are filled in, in a part: four hundred whole lessons have 170,000."""
MOST_EXPLAINED: Final = 20_000
"""Wrong answers that are explained in a part; a class of 300 makes fewer in a whole lesson."""
HAND_SIZED: Final = 500
"""Cells of an exercise of which each wrong answer counts as one."""


class PilePart(NamedTuple):
    """Some of the lines that were pasted, and how many stood before them."""

    text: str
    before: int = 0


class MarkedPart(NamedTuple):
    """What became of the lines of a part, in order. beyond: the number of the first that was left out; 0
    where none was."""

    found: tuple[MarkedLink | LostLine, ...]
    beyond: int


class ReadLink(NamedTuple):
    """An attempt that was read, and what marks those at its exercise."""

    line: LinkLine
    state: State
    marked: MarkedAttempt


def parts_of_pile(text: str) -> list[PilePart]:
    """A pile, or its two halves where it is a large one; of more lines than are marked the first ones."""
    ends = [*ends_of_lines(text)]
    kept = text[: ends[-1]]
    first = bisect_left(ends, len(kept) // 2) + 1
    if len(kept) < LARGE_PILE or first == len(ends):
        return [PilePart(kept)]
    cut = ends[first - 1]
    return [PilePart(kept[:cut]), PilePart(kept[cut:], first)]


def ends_of_lines(text: str) -> Iterator[int]:
    """Where each line ends, up to the first that is one too many; blank ones are not counted."""
    begin = filled = 0
    for end in chain((found.end() for found in LINE_END.finditer(text)), [len(text)]):
        filled += bool(text[begin:end].strip())
        yield end
        if filled > MOST_LINKS:
            return
        begin = end


def marked_part(part: PilePart) -> MarkedPart:
    """The lines of a part marked."""
    lines, reader = read_lines(*part), PileReader()
    read = [each if isinstance(each, LostLine) else reader.read(each) for each in islice(lines, MOST_LINKS)]
    made = iter(marked_links([each for each in read if isinstance(each, ReadLink)]))
    found = tuple(each if isinstance(each, LostLine) else next(made) for each in read)
    rest = next(lines, None)
    return MarkedPart(found, rest.number if rest else 0)


@dataclass
class PileReader:
    """Reads one attempt after another; those at the same exercise share what marks them."""

    markers: dict[tuple[str, str], Marker] = field(default_factory=dict)
    lines: dict[tuple[tuple[str, ...], tuple[Shape, ...]], CommonLines] = field(default_factory=dict)
    """What is shared, by the matrices and their shapes."""
    answers: int = 0

    def marker(self, exercise: Exercise) -> Marker:
        """What marks the attempts at an exercise."""
        key = exercise.lesson.slug, exercise_query(exercise)
        if key not in self.markers:
            sheet = worked(exercise)[0]
            shape = (exercise.lesson.slug, *sheet.shapes), tuple(sheet.shapes.values())
            lines = self.lines.setdefault(shape, CommonLines(sheet))
            self.markers[key] = Marker(sheet, lines=lines)
        return self.markers[key]

    def read(self, line: LinkLine) -> ReadLink | LostLine:
        """The attempt of a line, or why it cannot be marked."""
        try:
            state = read_state(LESSONS[line.slug], line.query)
            marker = self.marker(state.exercise)
            screen, sheet = state.screen, marker.sheet
            attempt = read_attempt(screen.answers, screen.record, sheet.plan, sheet.shapes)
        except ExerciseError as error:
            says = " ".join(f"{p.place}: {p.says}" if p.place else p.says for p in error.problems[:2])
            return LostLine(line.number, line.label, f"The exercise of this link cannot be read. {says}")
        self.answers += len(attempt.answers)
        if self.answers > MOST_ANSWERS:
            says = "With this line there are more answers than are marked at once; paste it by itself."
            return LostLine(line.number, line.label, says)
        return ReadLink(line, state, MarkedAttempt(attempt, marker))


def marked_links(links: Sequence[ReadLink]) -> list[MarkedLink]:
    """The attempts marked; beyond a bound wrong answers are not explained."""
    attempts = [link.marked for link in links]
    pieces = {tuple(piece): MarkedTogether([attempts[k] for k in piece]) for piece in in_pieces(attempts)}
    wrong = {k: n for piece, found in pieces.items() for k, n in zip(piece, found.wrong_answers, strict=True)}
    before = [0, *accumulate(wrong[k] * effort(attempts[k].marker) for k in range(len(links)))]
    made: dict[int, MarkedLink] = {}
    while pieces:
        piece, found = pieces.popitem()
        explained = [before[k] < MOST_EXPLAINED or not wrong[k] for k in piece]
        marked = zip(piece, found.marks(explained), explained, strict=True)
        made |= {k: marked_link(links[k], marks, is_explained=is_it) for k, marks, is_it in marked}
        let_go({*found.markers}.difference(*(other.markers for other in pieces.values())))
    return [made[k] for k in range(len(links))]


def effort(marker: Marker) -> int:
    """As how many of a hand-sized exercise a wrong answer counts: a large one has more slips, and longer."""
    return max(1, round((marker.examiner.lines.places.size / HAND_SIZED) ** 2))


def let_go(markers: Iterable[Marker]) -> None:
    """Forgets what the slips of some exercises give: that of many would fill the memory."""
    for marker in markers:
        marker.examiner.slips.forget()


def marked_link(link: ReadLink, marks: Mapping[Ref, Mark], *, is_explained: bool) -> MarkedLink:
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
    return MarkedLink(link.line, attempted(link.state), tallies, slips, is_explained)


def attempted(state: State) -> Attempted:
    """What was attempted; one that was to be marked at the end is shown as it is then."""
    exercise, screen = state.exercise, state.screen
    return Attempted(
        exercise.lesson.title,
        tuple(StepName(step.number, step.title) for step in exercise.plan.steps),
        exercise_name(exercise),
        Urls(state).practice(check=screen.check and "done"),
        (exercise.lesson.slug, exercise_query(exercise), screen.answers, screen.record),
    )


def is_touched(outcomes: Outcomes, step: Step) -> bool:
    """Whether anything was done at a step."""
    attempt = outcomes.attempt
    return any(ref in attempt.answers or ref in attempt.records for ref in outcomes.asked(step))
