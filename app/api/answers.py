"""A worked-out sheet as the API's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.api.models import (
    CellAnswer,
    LessonAnswer,
    MarkAnswer,
    Marks,
    Matrix,
    Number,
    OpenMatrix,
    SlipAnswer,
    SlipCodeAnswer,
    StepAnswer,
    StepSummary,
    TermAnswer,
)
from app.core.cell import Factor, Line, Lookup, Ref, Term
from app.core.lesson import Result, Step
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.notation import line_text
from app.notation.formula_text import formula_plain
from app.teaching.grading import Mark, diagnose
from app.teaching.typed_answers import TypedRows
from app.training.descent import worked

EXACT_WHOLE = 2.0**53
"""Up to here every whole float is the number it seems to be."""


def json_number(value: float) -> int | float:
    """A plain JSON number: whole where it is, and never -0."""
    return int(value) if value.is_integer() and abs(value) < EXACT_WHOLE else value


def number_rows(sheet: Sheet, name: str) -> Matrix:
    """A matrix in rows."""
    return [[json_number(cell) for cell in row] for row in sheet.values[name].tolist()]


def value_of(sheet: Sheet, step: Step, result: Result, ref: Ref) -> int | float | None:
    """The number in a cell of a result; None where a later step determines it."""
    is_open = result.where is not None and sheet.is_open(ref, step)
    return None if is_open else json_number(sheet.lookup(ref))


def result_matrix(sheet: Sheet, step: Step, result: Result) -> OpenMatrix:
    """What a step works out, in rows."""
    return [[value_of(sheet, step, result, ref) for ref in row] for row in sheet.rows(result.name)]


def step_summary(sheet: Sheet, step: Step) -> dict[str, Any]:
    """The fields of a StepSummary."""
    return {
        "number": step.number,
        "slug": step.slug,
        "title": step.title,
        "formula": formula_plain(step.formula),
        "results": {result.name: result_matrix(sheet, step, result) for result in step.results},
    }


def lesson_answer(exercise: Exercise) -> LessonAnswer:
    """A lesson worked out."""
    sheet, made = worked(exercise)
    given = {
        name: [[json_number(cell) for cell in row] for row in rows] for name, rows in exercise.numbers.items()
    }
    settings: dict[str, Number] = {name: given.pop(name)[0][0] for name in exercise.lesson.settings}
    answer = LessonAnswer(
        lesson=exercise.lesson.slug,
        title=exercise.lesson.title,
        given=given,
        settings={**settings, "updates": made},
        steps=[StepSummary(**step_summary(sheet, step)) for step in sheet.plan.steps],
    )
    if made:
        answer.current = {name: number_rows(sheet, name) for name in given}
    return answer


def step_answer(sheet: Sheet, step: Step, updates: int) -> StepAnswer:
    """A step worked out after so many updates, with the line of every cell."""
    return StepAnswer(
        updates=updates,
        **step_summary(sheet, step),
        operands={name: number_rows(sheet, name) for name in step.operands},
        cells={result.name: cell_answers(sheet, step, result) for result in step.results},
    )


def cell_answers(sheet: Sheet, step: Step, result: Result) -> list[list[CellAnswer]]:
    """Every cell of a result in rows."""
    return [
        [cell_answer(sheet.line(*ref), value_of(sheet, step, result, ref), sheet.lookup) for ref in row]
        for row in sheet.rows(result.name)
    ]


def cell_answer(line: Line, value: int | float | None, lookup: Lookup) -> CellAnswer:
    """A cell with its line; its numbers are revealed only where its value is."""
    return CellAnswer(
        value=value,
        constant=json_number(line.constant),
        fn=line.fn,
        divisor=None if line.divisor is None else factor(line.divisor),
        terms=[term_answer(term) for term in line.terms],
        work=None if value is None else line_text.work(line, lookup),
    )


def term_answer(term: Term) -> TermAnswer:
    """A signed product."""
    return TermAnswer(sign=term.sign, factors=[factor(part) for part in term.factors])


def factor(part: Factor) -> tuple[str, int, int] | int | float:
    """A cell as name, row and column, or a plain number."""
    return (part.name, part.row, part.column) if isinstance(part, Ref) else json_number(part)


def mark_answers(sheet: Sheet, step: Step, answers: Mapping[str, TypedRows]) -> Marks:
    """The answers to a step, and to others with it, graded; None for cells that no step works."""
    marks = diagnose(sheet, step, answers).marks
    return {
        name: [[None if mark is None else mark_answer(mark) for mark in row] for row in rows]
        for name, rows in marks.items()
    }


def mark_answer(mark: Mark) -> MarkAnswer:
    """One answer graded."""
    slips = [SlipAnswer(code=SlipCodeAnswer(slip.code), says=slip.says) for slip in mark.slips]
    return MarkAnswer(status=mark.status, hint=mark.says, slips=slips, carried=mark.carried)
