"""Files made from an exercise: what each address ends with, and who makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from app.api import exercise_files
from app.core.lesson import Lesson, NoSuchMatrix, NoSuchStep
from app.exercise.parse_exercise import read_state
from app.exports.matrix_text import matrix_texts
from app.exports.scripts import LIBRARIES, Library, script
from app.exports.worksheets.contents import given_texts
from app.exports.worksheets.latex import latex_document
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.variants import varied
from app.exports.worksheets.xlsx import spreadsheet
from app.training.descent import worked


class File(NamedTuple):
    """A file to be kept: its name, its media type, its bytes."""

    name: str
    media: str
    content: bytes


class Asked(NamedTuple):
    """What a file is made from: the lesson, its query and path, where others reach the app."""

    lesson: Lesson
    query: str
    path: Mapping[str, str]
    base: str


class Download(NamedTuple):
    """How a file is made; make raises StateError, NotInLesson."""

    make: Callable[[Asked], File]
    is_placed: bool = False
    """Whether it names the address that it is served at."""


MEDIA = {
    "json": "application/json",
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
    text = script(exercise, given_texts(exercise, worked(exercise)[0]), library)
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


def worksheet_file(ending: str, asked: Asked) -> File:
    """A worksheet as a spreadsheet or in LaTeX; such a file holds one exercise, of variants the first."""
    order = read_order(asked.lesson, step_in(asked.path), asked.query)
    order = varied(order, 1) if order.options.variants else order
    path = order.leads_to(order.options.steps.first)
    link = path and asked.base + path
    content = WRITERS[ending](order, link)
    return File(f"{order.file_name}.{ending}", MEDIA[ending], content)


def step_in(path: Mapping[str, str]) -> int | None:
    """The step's number in the path; None for the whole lesson's worksheet."""
    step = path.get("step")
    if step is not None and not re.fullmatch("[1-9][0-9]{0,2}", step):
        raise NoSuchStep("its steps count from 1")
    return int(step) if step else None


WRITERS: Mapping[str, Callable[[Order, str], bytes]] = {"xlsx": spreadsheet, "tex": latex_document}
FILES: Mapping[str, Download] = {
    "exercise.json": Download(exercise_file),
    "matrix/{matrix}.{ending}": Download(matrix_file),
    **{f"with-{slug}.py": Download(partial(script_file, library)) for slug, library in LIBRARIES.items()},
    **{
        f"{place}worksheet.{ending}": Download(partial(worksheet_file, ending), is_placed=True)
        for place in ("", "{step}/")
        for ending in WRITERS
    },
}
