"""Files made from an exercise: what each address ends with, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from app import opening
from app.copies import copies
from app.lesson import Lesson, NoSuchMatrix
from app.reading import read
from app.script import LIBRARIES, Library, script
from app.training import worked
from app.worksheets.contents import given_texts


class File(NamedTuple):
    """A file to be kept: its name, its media type, its bytes."""

    name: str
    media: str
    content: bytes


Maker = Callable[[Lesson, str, Mapping[str, str]], File]
"""Makes a file from a lesson, a query and what stands in the path. Raises StateError, NotInLesson."""

MEDIA = {
    "json": "application/json",
    "py": "text/x-python",
    "tex": "text/x-tex",
    "tsv": "text/tab-separated-values",
}


def exercise_file(lesson: Lesson, query: str, _: Mapping[str, str]) -> File:
    """The exercise itself, which the home page opens again."""
    text = opening.saved(read(lesson, query).exercise)
    return File(f"{lesson.slug}.json", MEDIA["json"], text.encode())


def script_file(library: Library, lesson: Lesson, query: str, _: Mapping[str, str]) -> File:
    """The exercise as code, under a name that shadows no library when it runs."""
    exercise = read(lesson, query).exercise
    text = script(exercise, given_texts(exercise, worked(exercise)[0]), library)
    name = f"{lesson.slug}_with_{library.slug}.py".replace("-", "_")
    return File(name, MEDIA["py"], text.encode())


def matrix_file(lesson: Lesson, query: str, path: Mapping[str, str]) -> File:
    """One matrix in one notation."""
    sheet, _ = worked(read(lesson, query).exercise)
    name, ending = path["matrix"], path["ending"]
    sheet.plan.matrix(name)
    for copy in copies(name, sheet.values[name]):
        if copy.ending == ending:
            return File(f"{name}.{ending}", MEDIA[ending], copy.text.encode())
    raise NoSuchMatrix(f"{name} comes as tsv, tex or py")


FILES: Mapping[str, Maker] = {
    "exercise.json": exercise_file,
    "matrix/{matrix}.{ending}": matrix_file,
    **{f"with-{slug}.py": partial(script_file, library) for slug, library in LIBRARIES.items()},
}
