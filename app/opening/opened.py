"""An exercise from a file or a text: what it is, which matrices it has, what was done to make them fit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.api import exercise_files
from app.api.body import typed_text
from app.exercise.exercise import ExerciseError, Problem
from app.exercise.parse_exercise import check_length
from app.exercise.pasting import Offer
from app.exercise.state import State
from app.notation.bracketed import TableError
from app.notation.pasted_tables import (
    LARGEST,
    LONGEST_TABLE,
    PastedTable,
    checked_table,
    count_of,
    read_table,
)
from app.opening.array_files import FoundArray, check_count, npy_array, npz_arrays, safetensors_arrays
from app.opening.file_kinds import ACCEPTED_FILES, NoSuchFile, kind_of_file, text_in
from app.opening.several import opened_arrays
from app.opening.single import opened_table

ASSIGNED = re.compile(r"^[ \t]*([A-Za-z_λη][\w.]{0,40})[ \t]*=(?!=)[ \t]*(?=\S)", re.MULTILINE)
EMPTY = "Paste an exercise or a table, or choose a file."
MOST_SAID = 3
"""Cells of a matrix that are named one by one; how many more there are is said of them together."""


@dataclass(frozen=True)
class ToOpen:
    """What is to be opened: a file or a text, from which lesson's page, and the button that was pressed."""

    text: str = ""
    content: bytes = b""
    file_name: str = ""
    lesson: str = ""
    button: str = ""


class NotOpened(ExerciseError):
    """What cannot be opened as it is: its text, to be mended, and the ways that there are."""

    def __init__(self, problems: Sequence[Problem], text: str = "", offers: Sequence[Offer] = ()) -> None:
        super().__init__(problems)
        self.text = text
        self.offers = tuple(offers)


class Found(NamedTuple):
    """What a file has in it: arrays by name, or one table; and its text, which can be opened as well."""

    text: str
    arrays: Mapping[str, FoundArray]
    source: str = ""


def opened(asked: ToOpen) -> State:
    """The exercise in a file or a text, as its first page shows it. Raises NotOpened."""
    text = asked.text
    try:
        found = found_in(asked)
        text = found.text
        return state_of(found, asked)
    except NoSuchFile as error:
        raise NotOpened([Problem("file", "", str(error))], text) from error
    except TableError as error:
        raise NotOpened([Problem("exercise", "", str(error))], text) from error
    except ExerciseError as error:
        raise NotOpened(few_of(error.problems), text, getattr(error, "offers", ())) from error


def few_of(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, of the cells of each matrix only the first few and how many more there are."""
    said = [problem for problem in problems if not problem.row]
    for name in dict.fromkeys(problem.parameter for problem in problems if problem.row):
        cells = [problem for problem in problems if problem.row and problem.parameter == name]
        more = len(cells) - MOST_SAID
        rest = [Problem(name, "", f"{count_of(more, 'more cell')} cannot be read.")] if more > 0 else []
        said += cells[:MOST_SAID] + rest
    return said


def found_in(asked: ToOpen) -> Found:
    """What there is to open. Raises NoSuchFile."""
    if asked.file_name and not asked.content.strip():
        raise NoSuchFile(f"This file is empty. {ACCEPTED_FILES}")
    if not asked.content:
        return Found(asked.text, {})
    kind = kind_of_file(asked.content)
    if kind == "text":
        return Found(text_in(asked.content), {})
    if kind == "npy":
        arrays = {"": npy_array(asked.content)}
    else:
        arrays = npz_arrays(asked.content) if kind == "npz" else safetensors_arrays(asked.content)
    if not arrays:
        raise NoSuchFile("There is no array in it.")
    return Found(arrays_text(arrays), arrays, kind)


def state_of(found: Found, asked: ToOpen) -> State:
    """The exercise in what was found. Raises ExerciseError, NoSuchFile, TableError."""
    if not found.text.strip() and not found.arrays:
        raise ExerciseError([Problem("exercise", "", EMPTY)])
    if (
        not found.arrays
        and found.text.lstrip().startswith("{")
        and (body := exercise_files.parsed(found.text))
    ):
        named = arrays_in(body)
        if not named:
            return State(exercise_files.exercise_in_text(found.text, asked.lesson))
        return short_enough(opened_arrays(named, "json", asked.lesson))
    arrays = dict(found.arrays) or assigned(found.text)
    if len(arrays) == 1:
        (name, array), *_ = arrays.items()
        if array.table is None:
            raise NoSuchFile(f"{name or 'The array'} is {array.size}. {array.says}")
        hint = name if name and not re.fullmatch(r"arr_\d+", name) else asked.file_name
        return short_enough(opened_table(found.text, array.table, hint, asked.lesson, asked.button))
    if arrays:
        return short_enough(opened_arrays(arrays, found.source or "text", asked.lesson))
    table = read_table(found.text)
    return short_enough(opened_table(found.text, table, asked.file_name, asked.lesson, asked.button))


def short_enough(state: State) -> State:
    """The state, whose address is short enough. Raises ExerciseError."""
    check_length(state.exercise)
    return state


def arrays_in(body: Mapping[str, Any]) -> dict[str, FoundArray]:
    """The matrices of a JSON object that is no exercise but matrices by name; none for an exercise."""
    if {"lesson", "given"} & body.keys():
        return {}
    check_count(len(body))
    return {name: array for name, value in body.items() if (array := array_of(value))}


def array_of(value: object) -> FoundArray | None:
    """A matrix in JSON: rows, one list, a number, or the text of a table; None for what is none.

    Raises TableError.
    """
    if isinstance(value, str):
        table = read_table(value)
        return FoundArray(table.shape, table)
    lines = value if isinstance(value, list) else [value]
    rows = [line for line in lines if isinstance(line, list)]
    rows = rows if rows and len(rows) == len(lines) else [lines]
    texts = [[typed_text(cell) for cell in row] for row in rows[:LARGEST]]
    if any(text is None for row in texts for text in row):
        return None
    table = checked_table([[text or "" for text in row] for row in texts])
    return FoundArray(table.shape, table)


def assigned(text: str) -> dict[str, FoundArray]:
    """The matrices of a text such as W = [[1, 2]], by name; none for a table alone. Raises TableError."""
    starts = list(ASSIGNED.finditer(text[:LONGEST_TABLE]))
    check_count(len(starts))
    if not starts or text[: starts[0].start()].strip():
        return {}
    ends = [match.start() for match in starts[1:]] + [len(text)]
    tables = {m[1]: read_table(text[m.end() : end]) for m, end in zip(starts, ends, strict=True)}
    return {name: FoundArray(table.shape, table) for name, table in tables.items()}


def arrays_text(arrays: Mapping[str, FoundArray]) -> str:
    """Arrays as a text that opens as they do: a table for one, else JSON."""
    tables = {name: array.table for name, array in arrays.items() if array.table}
    if len(arrays) == 1 and tables:
        return table_text(next(iter(tables.values())))
    written = (f"  {json.dumps(name)}: {json.dumps(table.cells)}" for name, table in tables.items())
    return "{\n" + ",\n".join(written) + "\n}" if tables else ""


def table_text(table: PastedTable) -> str:
    """A table as lines of numbers with tabs between them."""
    return "".join("\t".join(row) + "\n" for row in table.cells)
