"""A process that marks parts of piles, one after the other, beside the one that serves pages."""

from __future__ import annotations

import pickle

from app.core.sheet import matrix_cells
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.teaching.pile_part import MarkedPart, PilePart, marked_part
from app.teaching.shared_cells import CommonLines
from app.training.descent import worked
from app.web.second_process import answer_what_is_asked


def written_part(part: PilePart) -> bytes:
    """A part as the other process is asked for it."""
    return pickle.dumps(part)


def read_marks(answer: bytes) -> MarkedPart:
    """What the other process answered; it is one of ours, so it can be believed."""
    marked: MarkedPart = pickle.loads(answer)
    return marked


def answered_part(asked: bytes) -> bytes:
    """A part marked, for the process that asked."""
    part: PilePart = pickle.loads(asked)
    return pickle.dumps(marked_part(part))


def make_slips_ahead() -> None:
    """Makes the slips of the lessons' own sizes, which most piles need, before anybody waits for them."""
    for lesson in LESSONS.values():
        sheet = worked(start(lesson, Base()))[0]
        lines = CommonLines(sheet)
        for ref in (ref for name in sheet.results for ref in matrix_cells(name, sheet.shapes[name])):
            lines.slips(ref)


if __name__ == "__main__":
    make_slips_ahead()
    answer_what_is_asked(answered_part)
