"""A pile of attempts: every one marked as it is by itself, what they share worked out once, within bounds."""

from __future__ import annotations

from collections import Counter

import pytest

from app.core.lesson import Lesson
from app.core.sheet import Sheet
from app.exercise import exercise, generator
from app.exercise.attempt import read_attempt
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.pages import MarksPage
from app.teaching import marked_together, outcomes, pile, pile_part, shared_cells
from app.teaching.marked_link import MarkedLink
from app.teaching.outcomes import Marker, Outcomes, StepTally
from app.teaching.pile import marked_pile
from app.teaching.pile_part import PilePart, parts_of_pile
from app.training.descent import worked
from app.web.rendering import rendered
from tests.piles import piled

SAE = "sparse-autoencoder"
BIAS = f"https://example.org/{SAE}/1/practice?answers=2,3,0,~1,~2"
"""The first row of step 1 without its bias of -1."""


def test_each_attempt_is_marked_as_it_is_by_itself() -> None:
    """Of two lessons and three exercises in one pile."""
    lines = [*piled(6, steps=4, seeds=(0, 3)), *piled(3, "autoencoder", steps=3)]
    found = marked_pile("\n".join(lines))
    assert (len(found.links), found.lost, found.says) == (9, (), ())
    for link in found.links:
        state = read_state(LESSONS[link.line.slug], link.line.query)
        sheet = worked(state.exercise)[0]
        attempt = read_attempt(state.screen.answers, state.screen.record, sheet.plan, sheet.shapes)
        alone = Outcomes(Marker(sheet), attempt)
        assert link.steps == {s.number: alone.tally(s) for s in sheet.plan.steps if s.number in link.steps}
        assert {(each.ref, each.slip) for each in link.slips} == {
            (ref, slip) for ref, slips in alone.slips.items() for slip in slips
        }
        tallies = {step.number: alone.tally(step) for step in sheet.plan.steps}
        assert {number for number, one in tallies.items() if one.blank < one.cells} == set(link.steps)


def test_it_does_not_matter_who_is_marked_with_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one piece or in many, in this order or the other, each attempt has the same marks."""
    lines = [*piled(8, steps=6, seeds=(0, 3)), *piled(3, "autoencoder", steps=3)]
    found = {link.line.query: (link.steps, link.slips) for link in marked_pile("\n".join(lines)).links}
    assert len(found) == len(lines)
    monkeypatch.setattr(marked_together, "MOST_CELLS", 1)
    links = marked_pile("\n".join(lines[::-1])).links
    assert {link.line.query: (link.steps, link.slips) for link in links} == found


def test_the_slips_of_the_class_are_counted() -> None:
    """Twice the bias in five cells, once everything right."""
    right = f"https://example.org/{SAE}/1/practice?answers=1,2,~1,~2,~3"
    found = marked_pile(f"Ada {BIAS}\nEmmy {right}\nSofia {BIAS}")
    [slip] = found.slips
    assert (slip.code, slip.says) == ("bias-left-out", "The bias is missing.")
    assert (slip.sure, slip.perhaps, slip.attempts, slip.where) == (10, 0, 2, "Z 10")
    assert [link.total for link in found.links] == [
        StepTally(30, 0, 0, 0, 0, 5, 25, 0),
        StepTally(30, 5, 0, 0, 0, 0, 25, 0),
        StepTally(30, 0, 0, 0, 0, 5, 25, 0),
    ]


def test_attempts_at_one_exercise_share_its_sheet_and_what_marks_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thirty attempts at two exercises: two markers, and every slip of a cell is found once for both."""
    made: Counter[str] = Counter()

    def counting(owner: object, name: str, what: str) -> None:
        real = getattr(owner, name)

        def counted(*args: object, **named: object) -> object:
            made[what] += 1
            return real(*args, **named)

        monkeypatch.setattr(owner, name, counted)

    counting(pile_part, "Marker", "markers")
    counting(outcomes, "Examiner", "examiners")
    counting(Sheet, "__init__", "sheets")
    counting(shared_cells, "slips_in_cell", "cells with slips")
    lines = [*piled(30, steps=1, seeds=(7001, 7002))]
    made.clear()
    shared_cells.KEPT.clear()
    assert len(marked_pile("\n".join(lines)).links) == 30
    assert (made["markers"], made["examiners"]) == (2, 2)
    assert made["sheets"] <= 2
    assert 0 < made["cells with slips"] <= 30
    of_all = made["cells with slips"]
    marked_pile("\n".join(lines))
    assert made["cells with slips"] == of_all, "slips of the same sizes are kept"
    assert 0 < shared_cells.KEPT.bytes < of_all * 100_000


def test_an_exercise_is_drawn_once_however_many_others_a_pile_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than are kept of those that were drawn before."""
    lines = [*piled(70, steps=1, seeds=tuple(range(8001, 8071)))]
    exercise.start.cache_clear()
    generator.random_exercise.cache_clear()
    drawn: Counter[int] = Counter()
    draw = generator.random_exercise

    def counted(lesson: Lesson, seed: int, dims: tuple[int, ...], examples: int) -> generator.RandomExercise:
        drawn[seed] += 1
        return draw(lesson, seed, dims, examples)

    monkeypatch.setattr("app.exercise.exercise.random_exercise", counted)
    page = rendered("marks.html", MarksPage("", marked_pile("\n".join(lines))))
    assert b"8070" in page.body
    assert drawn == Counter(range(8001, 8071))


def test_what_cannot_be_read_is_said_at_its_line() -> None:
    base = f"https://example.org/{SAE}/practice?"
    lines = ["X=a", "answers=1&lambda=x", f"answers={'1,' * 40}1", "answers=%01", "record=zz", "answers=1"]
    found = marked_pile("\n".join(f"Ada {base}{query}" for query in lines))
    assert [each.number for each in found.lost] == [1, 2, 3, 4, 5]
    assert [link.line.number for link in found.links] == [6]
    assert "“a” is not a number" in found.lost[0].says
    assert "This has 41 cells of Z, which has 30." in found.lost[2].says
    assert all(each.says.startswith("The exercise of this link cannot be read.") for each in found.lost)


@pytest.fixture
def in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pile is a large one."""
    monkeypatch.setattr(pile_part, "LARGE_PILE", 0)


@pytest.mark.usefixtures("in_halves")
@pytest.mark.parametrize("lines_end", ["\n", "\r", "\r\n", "\n\n \n", "\r\n\r"])
def test_a_pile_in_halves_is_marked_as_one_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, lines_end: str
) -> None:
    """The same attempts in the same lines, those that are repeated and lost among them."""
    lines = [*piled(7, steps=3, seeds=(0, 3)), "no link", *piled(3, "autoencoder", steps=3), f"Ada {BIAS}"]
    text = lines_end.join([*lines, *lines])
    first, second = parts_of_pile(text)
    assert first.text + second.text == text
    assert min(len(first.text), len(second.text)) > len(text) // 3
    halves = marked_pile(text)
    monkeypatch.setattr(pile_part, "LARGE_PILE", len(text) + 1)
    assert parts_of_pile(text) == [PilePart(text)]
    assert halves == marked_pile(text)
    assert len(halves.lost) == 2
    assert sum(link.is_repeat for link in halves.links) == 11
    assert halves.slips


@pytest.mark.usefixtures("in_halves")
def test_one_line_has_no_halves() -> None:
    assert parts_of_pile(BIAS) == [PilePart(BIAS)]
    assert len(marked_pile(BIAS).links) == 1


@pytest.mark.parametrize("large", [0, 50_000])
@pytest.mark.parametrize("blank", ["", "\n" * 300])
def test_more_lines_than_are_marked_are_left_out_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, large: int, blank: str
) -> None:
    """In halves or not; with all of them in the second half or not."""
    monkeypatch.setattr(pile_part, "LARGE_PILE", large)
    for module in (pile, pile_part):
        monkeypatch.setattr(module, "MOST_LINKS", 3)
    found = marked_pile(blank + "\n".join([BIAS] * 5))
    assert len(found.links) == 3
    assert found.says == (
        f"At most 3 lines are marked at once; what follows from line {len(blank) + 4} on is left out here. "
        "Paste it by itself.",
    )
    assert marked_pile(blank + "\n".join([BIAS] * 3)).says == ()
    parts = parts_of_pile(blank + "\n".join([BIAS] * 50))
    assert "".join(part.text for part in parts).count(BIAS) == 4, "no line is marked that is left out"


def test_beyond_the_bounds_attempts_are_counted_or_left_out_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten wrong answers explained; of twelve answers two attempts of five."""
    monkeypatch.setattr(pile_part, "MOST_EXPLAINED", 10)
    right = f"https://example.org/{SAE}/1/practice?answers=1,2,~1,~2,~3"
    assert marked_pile("\n".join([BIAS, BIAS, right])).says == ()
    found = marked_pile("\n".join([BIAS, BIAS, right, BIAS]))
    assert [len(link.slips) for link in found.links] == [5, 5, 0, 0]
    assert [link.total.not_yet for link in found.links] == [5, 5, 0, 5]
    assert found.says[0].startswith("Line 4 is marked without naming any slips: there are more wrong answers")
    found = marked_pile("\n".join([BIAS] * 5))
    assert found.says[0].startswith("3 attempts, the first in line 3, are marked without naming any slips")
    monkeypatch.setattr(pile_part, "MOST_ANSWERS", 12)
    found = marked_pile("\n".join([BIAS] * 3))
    assert ([len(found.links)], [each.number for each in found.lost]) == ([2], [3])
    assert found.lost[0].says == (
        "With this line there are more answers than are marked at once; paste it by itself."
    )


def test_a_wrong_answer_of_a_large_exercise_counts_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its slips take so much longer: after the first of three no more is explained."""
    monkeypatch.setattr(pile_part, "MOST_EXPLAINED", 10)
    large = [
        f"https://example.org/{SAE}/1/practice?seed={seed}&dims=8,12&examples=8&answers=99"
        for seed in (1, 2, 3)
    ]
    found = marked_pile("\n".join(large))
    assert [link.is_explained for link in found.links] == [True, False, False]


def test_what_slips_give_is_forgotten_once_nobody_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pile of many exercises would else fill the memory."""
    made: list[shared_cells.SheetSlips] = []
    real = shared_cells.SheetSlips.__init__

    def noted(self: shared_cells.SheetSlips, *args: object) -> None:
        made.append(self)
        real(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(shared_cells.SheetSlips, "__init__", noted)
    monkeypatch.setattr(marked_together, "MOST_CELLS", 1)
    found = marked_pile("\n".join(piled(6, steps=2, seeds=(1, 2))))
    assert len(made) == 2
    assert sum(len(link.slips) for link in found.links) > 0
    assert not any(each.known or each.made for each in made)


def test_an_attempt_in_which_nothing_was_done_is_a_row_of_its_own() -> None:
    [link] = marked_pile(f"Ada /{SAE}/practice").links
    assert isinstance(link, MarkedLink)
    assert (link.line.label, dict(link.steps), link.total) == ("Ada", {}, StepTally(*[0] * 8))
    assert (link.what.lesson, link.what.exercise) == (LESSONS[SAE].title, "the lesson's numbers")
