"""What a class answered, for a spreadsheet: a row an answer with its count and its slip; no seats."""

from __future__ import annotations

from collections.abc import Iterator

from app.exports.marks_csv import csv_text
from app.live.class_tally import Bar
from app.live.classroom import Classroom, Question
from app.live.seen_step import SeenStep, step_at
from app.notation import line_styles
from app.notation.number_text import MINUS
from app.views.labels import label

HEAD = ("question", "where", "kind", "round", "cell", "answer", "count", "right", "slip", "code")


def results_csv(room: Classroom) -> str:
    """The answers of every closed round, every distinct number with how often it was given."""
    return csv_text([HEAD, *(row for question in room.questions for row in question_rows(question))])


def question_rows(question: Question) -> Iterator[list[object]]:
    """A row an answer of a question."""
    seen = step_at(question.address)
    shapes = seen.sheet.shapes
    asked = [question.number, question.address, question.kind]
    for number, tally in enumerate(question.tallies, 1):
        for cell in tally.cells:
            called = "" if question.kind == "practice" else line_styles.plain_ref(cell.ref, shapes)
            for bar in cell.bars:
                told = ["yes" if bar.right else "no", bar.slip, bar.code]
                yield [*asked, number, called, answer_told(question, seen, bar), bar.count, *told]


def answer_told(question: Question, seen: SeenStep, bar: Bar) -> object:
    """An answer as a spreadsheet has it: a number where it is one, a row that was chosen by its name."""
    if question.kind != "largest" or not bar.answer.isdecimal():
        return as_number(bar.answer)
    rows = seen.sheet.plan.matrices[seen.shown.name].rows
    return label(seen.state.exercise, rows, int(bar.answer)).short or f"row {bar.answer}"


def as_number(text: str) -> object:
    """A number where it is one, a whole one without a point."""
    try:
        number = float(text.replace(MINUS, "-"))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
