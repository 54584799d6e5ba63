"""What a class answered, for a spreadsheet: a row an answer with its count and its slip; no seats."""

from __future__ import annotations

from collections.abc import Iterator

from app.exports.marks_csv import csv_text
from app.live.class_tally import Bar
from app.live.classroom import Classroom, Question
from app.live.seen_step import step_at
from app.notation import line_styles
from app.notation.number_text import MINUS

HEAD = ("question", "where", "kind", "round", "cell", "answer", "count", "right", "slip", "code")


def results_csv(room: Classroom) -> str:
    """The answers of every closed round, every distinct number with how often it was given."""
    return csv_text([HEAD, *(row for question in room.questions for row in question_rows(question))])


def question_rows(question: Question) -> Iterator[list[object]]:
    """A row an answer of a question."""
    shapes = step_at(question.address).sheet.shapes
    asked = [question.number, question.address, question.kind]
    for number, tally in enumerate(question.tallies, 1):
        for cell in tally.cells:
            called = "" if question.kind == "practice" else line_styles.plain_ref(cell.ref, shapes)
            for bar in cell.bars:
                told = ["yes" if bar.right else "no", bar.slip, bar.code]
                yield [*asked, number, called, as_number(bar), bar.count, *told]


def as_number(bar: Bar) -> object:
    """An answer as a spreadsheet has it: a number where it is one."""
    try:
        return float(bar.answer.replace(MINUS, "-"))
    except ValueError:
        return bar.answer
