"""Files made from an exercise in no time: what each address ends with, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from app.api import exercise_files
from app.core.lesson import Lesson, NoSuchMatrix
from app.exercise.parse_exercise import read_state
from app.exports.matrix_text import matrix_texts
from app.exports.scripts import LIBRARIES, Library, script
from app.training.descent import current_texts, worked


class File(NamedTuple):
    """A file to be kept: its name, its media type, its bytes."""

    name: str
    media: str
    content: bytes


class Asked(NamedTuple):
    """What a file is made from: the lesson, the query, what stands in the path."""

    lesson: Lesson
    query: str
    path: Mapping[str, str]


MEDIA = {
    "json": "application/json",
    "pdf": "application/pdf",
    "py": "text/x-python",
    "tex": "text/x-tex",
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exercise_file(asked: Asked) -> File:
    """The exercise itself, which the home page opens again."""
    text = exercise_files.saved(read_state(asked.lesson, asked.query).exercise)
    return File(f"{asked.lesson.slug}.json", MEDIA["json"], text.encode())


def script_file(library: Library, asked: Asked) -> File:
    """The exercise as code, under a name that shadows no library when it runs."""
    exercise = read_state(asked.lesson, asked.query).exercise
    sheet, made = worked(exercise)
    text = script(replace(exercise, updates=made), current_texts(exercise, sheet), library)
    name = f"{asked.lesson.slug}_with_{library.slug}.py".replace("-", "_")
    return File(name, MEDIA["py"], text.encode())


def matrix_file(asked: Asked) -> File:
    """One matrix in one notation."""
    sheet, _ = worked(read_state(asked.lesson, asked.query).exercise)
    name, ending = asked.path["matrix"], asked.path["ending"]
    sheet.plan.matrix(name)
    for copy in matrix_texts(name, sheet.values[name]):
        if copy.ending == ending:
            return File(f"{asked.lesson.slug}-{name}.{ending}", MEDIA[ending], copy.text.encode())
    raise NoSuchMatrix(f"{name} comes as tsv, tex or py")


FILES: Mapping[str, Callable[[Asked], File]] = {
    "exercise.json": exercise_file,
    "matrix/{matrix}.{ending}": matrix_file,
    **{f"with-{slug}.py": partial(script_file, library) for slug, library in LIBRARIES.items()},
}
