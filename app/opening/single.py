"""One table opened: which matrix it is, by what it is called or by its shape, and pasted into the lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.core.lesson import Lesson, shapes_of
from app.exercise.edits import EditError, edited
from app.exercise.exercise import MOST_ROWS, Base, ExerciseError, Problem, start
from app.exercise.mangled import bare_name
from app.exercise.parse_exercise import read_cell
from app.exercise.pasting import Offer
from app.exercise.resize import resizing_said, shapes_around
from app.exercise.state import State, looking
from app.lessons import LESSONS
from app.notation.pasted_tables import PastedTable, is_number
from app.opening.weight_names import lessons_from

WHICH = "It is {}, and may be several of the matrices: which of them is it?"
NONE_FITS = f"It is {{}}, and no matrix of a lesson can be so: at most {MOST_ROWS} rows and columns fit."
NO_TABLE = "This is no exercise and no table of numbers: there is no number in it."


NO_NUMBER = re.compile(r"[-+]?(?:nan|inf|infinity|na|none|null)", re.IGNORECASE)
"""What stands in tables where a number is missing."""


Named = list[tuple[Lesson, str]]


class Undecided(ExerciseError):
    """A table that is not opened as it is: the ways that there are."""

    def __init__(self, problems: list[Problem], offers: list[Offer]) -> None:
        super().__init__(problems)
        self.offers = tuple(offers)


class MatrixWay(NamedTuple):
    """A way to open a table: into which matrix of which lesson, as it stands, turned or with resizing."""

    lesson: Lesson
    matrix: str
    how: str
    says: str = ""

    @property
    def offer(self) -> Offer:
        """The button that takes it."""
        words = {
            "paste": f"{self.matrix} of the {self.lesson.title.lower()}",
            "paste-turned": f"{self.matrix} of the {self.lesson.title.lower()}, transposed",
            "paste-resized": f"{self.matrix} of the {self.lesson.title.lower()}, resized to it",
        }
        return Offer(f"{self.lesson.slug}/{self.matrix}/{self.how}", words[self.how], self.says)


def opened_table(text: str, table: PastedTable, called: str, wanted: str, button: str) -> State:
    """The exercise around one table. Raises ExerciseError with what is wrong, or with the ways there are."""
    named = named_matrices(called, wanted)
    check_cells(table, named)
    lesson, matrix, how = chosen(button)
    if lesson:
        return pasted(lesson, matrix, how, text)
    ways = list(ways_of_named(table, named) if named else ways_by_shape(table, wanted))
    exact = [way for way in ways if way.how == "paste"]
    if len(exact) == 1:
        return pasted(exact[0].lesson, exact[0].matrix, "paste", text)
    says = undecided_says(table, named, bool(ways))
    raise Undecided([Problem("exercise", "", says)], [way.offer for way in ways])


def undecided_says(table: PastedTable, named: Named, is_possible: bool) -> str:
    """Why a table is not opened as it is."""
    if not named:
        return (WHICH if is_possible else NONE_FITS).format(table.size)
    shapes = " and ".join(
        f"{matrix} of the {lesson.title.lower()} is "
        + "{}×{}".format(*shapes_of(lesson.preset.given)[matrix])
        for lesson, matrix in named
    )
    return f"It is {table.size}, and {shapes}."


def check_cells(table: PastedTable, named: Named) -> None:
    """Raises ExerciseError with every cell that is no number, of the matrix that the table is called."""
    called = {matrix for _, matrix in named}
    name = called.pop() if len(called) == 1 else "table"
    cells = [cell for row in table.cells for cell in row]
    if not any(is_number(cell) or NO_NUMBER.fullmatch(cell) for cell in cells):
        raise ExerciseError([Problem("exercise", "", NO_TABLE)])
    problems: list[Problem] = []
    for i, row in enumerate(table.cells, start=1):
        for j, cell in enumerate(row, start=1):
            read_cell(name, i, j, cell, problems)
    if problems:
        raise ExerciseError(problems)


def chosen(button: str) -> tuple[Lesson | None, str, str]:
    """The lesson, the matrix and the way that a button names."""
    slug, _, rest = button.partition("/")
    matrix, _, how = rest.partition("/")
    lesson = LESSONS.get(slug)
    is_known = lesson is not None and matrix in lesson.preset.given and how.startswith("paste")
    return (lesson, matrix, how) if is_known else (None, "", "")


def named_matrices(called: str, wanted: str) -> Named:
    """The matrices that a name, or a file's, says."""
    parts = {bare_name(part) for part in re.split(r"[^\w-]|_(?=[WXb]\d*(?:_|$))", called)}
    stem = {bare_name(called.rpartition(".")[0] or called), *parts}
    return [
        (lesson, name)
        for lesson in lessons_from(wanted)
        for name in lesson.preset.given
        if bare_name(name) in stem
    ]


def ways_of_named(table: PastedTable, named: Named) -> Iterator[MatrixWay]:
    """The ways to open a table as one of the matrices that its name says."""
    lessons = [lesson for lesson in LESSONS.values() if lesson in {lesson for lesson, _ in named}]
    whole = [way for lesson in lessons for way in whole_ways(lesson, table)]
    settings = [
        MatrixWay(lesson, name, "paste")
        for lesson, name in named
        if name in lesson.settings and table.shape == (1, 1)
    ]
    found = [way for way in whole if (way.lesson, way.matrix) in named] + settings[:1]
    if any(way.how == "paste" for way in found):
        yield from found
        return
    resized = (way for lesson in lessons for way in resized_ways(lesson, table))
    yield from (*found, *(way for way in resized if (way.lesson, way.matrix) in named))


def ways_by_shape(table: PastedTable, wanted: str) -> Iterator[MatrixWay]:
    """The matrices that a table can be by its shape; where one has it as it stands, only those that have."""
    whole = [way for lesson in lessons_from(wanted) for way in whole_ways(lesson, table)]
    yield from whole or (way for lesson in lessons_from(wanted) for way in resized_ways(lesson, table))


def whole_ways(lesson: Lesson, table: PastedTable) -> Iterator[MatrixWay]:
    """The matrices of a lesson that have the shape of a table, as it stands or transposed."""
    shapes = [(name, shape) for name, shape in shapes_of(lesson.preset.given).items()]
    is_line = 1 in table.shape
    for name, shape in shapes:
        if name not in lesson.settings and (
            shape == table.shape or (is_line and shape == table.turned().shape)
        ):
            yield MatrixWay(lesson, name, "paste")
    for name, shape in shapes:
        if name not in lesson.settings and not is_line and shape == table.turned().shape != table.shape:
            yield MatrixWay(lesson, name, "paste-turned")


def resized_ways(lesson: Lesson, table: PastedTable) -> Iterator[MatrixWay]:
    """The matrices of a lesson that can have the shape of a table once the others follow."""
    shapes = {
        name: shape for name, shape in shapes_of(lesson.preset.given).items() if name not in lesson.settings
    }
    for name in shapes:
        upright = table.turned() if shapes[name][1] == 1 and table.shape[0] == 1 else table
        if after := shapes_around(lesson, shapes, name, upright.shape):
            yield MatrixWay(lesson, name, "paste-resized", resizing_said(shapes, after, name))


def pasted(lesson: Lesson, matrix: str, how: str, text: str) -> State:
    """A lesson's numbers with a table, as text, pasted into one of its matrices. Raises Undecided."""
    plain = start(lesson, Base())
    fields = [("at", matrix), ("paste", text), ("do", how)]
    try:
        after = edited(State(plain), plain.given, fields)
    except EditError as error:
        offers = [offer._replace(button=f"{lesson.slug}/{matrix}/{offer.button}") for offer in error.offers]
        raise Undecided(list(error.problems), offers) from error
    turned = ":turned" * ("turned" in how.split("-"))
    return looking(after, was=None, undone=None, opened=f"table,{matrix}{turned}")
