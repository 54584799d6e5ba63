"""How a class is asked: cells, questions and what can be chosen, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.core.cell import Ref
from app.exercise.edit_words import isolated
from app.live.class_answers import SIGNS, Kind
from app.live.seen_step import SeenStep
from app.notation import line_styles
from app.notation.symbols import plain
from app.views.labels import label

SIGN_WORDS = {"up": "above 0", "down": "below 0", "stays": "exactly 0"}
CHANGE_WORDS = {"up": "goes up", "down": "goes down", "stays": "stays as it is"}


def cell_words(seen: SeenStep, ref: Ref) -> str:
    """A cell in few words: Z[2,3] capital, Fuji."""
    matrix = seen.sheet.plan.matrices[ref.name]
    places = ((matrix.rows, ref.row), (matrix.columns, ref.column))
    names = ", ".join(
        filter(None, (isolated(label(seen.state.exercise, axis, k).name) for axis, k in places))
    )
    return f"{line_styles.plain_ref(ref, seen.sheet.shapes)} {names}".strip()


def axis_words(seen: SeenStep, ref: Ref, along: Literal["rows", "columns"]) -> str:
    """What the row or the column of a cell is called."""
    matrix = seen.sheet.plan.matrices[ref.name]
    if along == "rows":
        return label(seen.state.exercise, matrix.rows, ref.row).short
    return label(seen.state.exercise, matrix.columns, ref.column).short


def question_words(kind: Kind, seen: SeenStep, cells: Sequence[str], scope: str = "") -> str:
    """A question of a kind about some cells."""
    if kind == "practice":
        return f"Practice: step {seen.step.number}, {seen.step.title}."
    if scope == "dealt" and len(cells) > 1:
        return f"A cell for each phone, from {cells[0]} to {cells[-1]}."
    if kind == "value":
        several = f"Work these {len(cells)} cells of {plain(seen.shown.name)}."
        return f"What is {cells[0]}?" if len(cells) == 1 else several
    if kind == "largest":
        ref = seen.asked("cell")[0]
        column = axis_words(seen, ref, "columns")
        where = f"column {column} of {plain(ref.name)}" if column else plain(ref.name)
        return f"In {where}: which row has the largest number?"
    if seen.before:
        return f"After the change: does {cells[0]} go up, go down, or stay?"
    return f"Is {cells[0]} above 0, below 0, or exactly 0?"


def choice_words(kind: Kind, seen: SeenStep) -> dict[str, str]:
    """What can be chosen as it is sent, each in words; nothing where a number is asked for."""
    if kind in {"value", "practice"}:
        return {}
    if kind == "sign":
        words = CHANGE_WORDS if seen.before else SIGN_WORDS
        return {sign: words[sign] for sign in SIGNS}
    matrix = seen.sheet.plan.matrices[seen.shown.name]
    rows = range(1, seen.sheet.shapes[seen.shown.name][0] + 1)
    return {str(k): label(seen.state.exercise, matrix.rows, k).short or str(k) for k in rows}
