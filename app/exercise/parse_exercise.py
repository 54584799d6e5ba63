"""Reading an address: the query of a page, taken apart into what is on the screen.

Every problem is collected, so that a person can mend all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import parse_qsl

from app.core.lesson import Lesson, Texts
from app.core.needs import DRAWN, lacking
from app.exercise.exercise import (
    LEAST_DRAWN,
    MOST_CELLS,
    MOST_ROWS,
    MOST_SEED,
    MOST_UPDATES,
    Base,
    Draft,
    Exercise,
    ExerciseError,
    Problem,
)
from app.exercise.mangled import mended, near_misses
from app.exercise.parameters import whole_number
from app.exercise.state import Screen, State, exercise_query
from app.exercise.view_parameters import VIEW_NAMES, read_screen
from app.lessons import LESSONS
from app.notation import lookalikes, numerals

LONGEST_QUERY, LONGEST_READ = 7500, 8000
"""An exercise's query, and all that is read: what a page adds to it for looking must fit as well."""
MATRIX_LIKE = re.compile(r"(?:[A-Z]\d*(?:_\w*)?|[XW]\w*|b(?:_\w*|\d+))")


class StateError(ExerciseError):
    """A query that cannot be shown; pairs are its parameters as typed."""

    def __init__(self, problems: Sequence[Problem], pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.pairs = tuple((lookalikes.visible(name), lookalikes.visible(value)) for name, value in pairs)


def read_state(lesson: Lesson, query: str) -> State:
    """The state that a query describes. Raises StateError, with every problem found."""
    names = readable_names(lesson)
    pairs = mended(split_query(query), names)
    problems = repeated_parameters(pairs) + unknown(lesson, pairs) + damaged(pairs)
    problems += near_misses([pair for pair in pairs if not is_ours(pair[0])], names)
    values = dict(reversed(pairs))
    screen = read_screen(values, problems)
    try:
        exercise = exercise_read(lesson, values, problems)
        screen = remembering_canonically(lesson, screen)
        check_length(exercise)
    except ExerciseError as error:
        raise StateError(error.problems, pairs) from error
    return State(exercise, screen)


def check_length(exercise: Exercise) -> None:
    """Raises ExerciseError where the exercise's own address is too long."""
    if (length := len(exercise_query(exercise))) > LONGEST_QUERY:
        says = f"The exercise takes {length:,} characters; {LONGEST_QUERY:,} fit in an address."
        raise ExerciseError([Problem("address", "", says)])


def split_query(query: str) -> list[tuple[str, str]]:
    """Name and value of each parameter; raises StateError for a query too long or not text."""
    if len(query) > LONGEST_READ:
        says = f"The address has {len(query):,} characters after the question mark; {LONGEST_QUERY:,} fit."
        raise StateError([Problem("address", "", says)], [])
    try:
        return parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=200)
    except ValueError as error:
        says = "The address has more parameters than any exercise."
        raise StateError([Problem("address", "", says)], []) from error


@lru_cache
def readable_names(lesson: Lesson) -> frozenset[str]:
    """Every parameter that some exercise of the lesson, or a look at it, may have."""
    matrices = lesson.all_given
    return frozenset({*known_parameters(lesson), *VIEW_NAMES, *matrices})


def known_parameters(lesson: Lesson) -> tuple[str, ...]:
    """The parameters of an exercise besides its matrices."""
    return ("seed", "dims", "examples", *lesson.called, *lesson.settings, "updates")


def repeated_parameters(pairs: Sequence[tuple[str, str]]) -> list[Problem]:
    """Parameters of ours that stand more than once."""
    names = [name for name, _ in pairs]
    says = "This parameter stands more than once; keep one of them."
    ours = (n for n in dict.fromkeys(names) if is_ours(n) and names.count(n) > 1)
    return [Problem(name, "", says) for name in ours]


def damaged(pairs: Sequence[tuple[str, str]]) -> list[Problem]:
    """Parameters of ours that are not text."""
    says = "This cannot be read as text: part of it is cut or damaged."
    return [Problem(name, value, says) for name, value in pairs if is_ours(name) and "\ufffd" in value]


def is_ours(name: str) -> bool:
    """Whether a parameter could only have been meant for this app."""
    return name in our_names() or name in VIEW_NAMES or bool(MATRIX_LIKE.fullmatch(name))


@cache
def our_names() -> frozenset[str]:
    """The parameters of the lessons' own exercises."""
    return frozenset(
        p for lesson in LESSONS.values() for p in (*known_parameters(lesson), *lesson.preset.given)
    )


def unknown(lesson: Lesson, pairs: Sequence[tuple[str, str]]) -> list[Problem]:
    """Parameters that look like an exercise's but do not belong to this lesson."""
    fits = {*known_parameters(lesson), *VIEW_NAMES}
    wrong = {name: value for name, value in pairs if is_ours(name) and name not in fits}
    says = f"The {lesson.title.lower()} has no {{}}; its matrices are {lesson.matrices_in_words}."
    return [
        Problem(name, value, says.format(name)) for name, value in wrong.items() if not lesson.may_give(name)
    ]


def exercise_read(lesson: Lesson, values: Mapping[str, str], problems: list[Problem]) -> Exercise:
    """read_exercise(), kept where nothing is wrong: at the next frame the exercise is the same."""
    if problems:
        return read_exercise(lesson, values, problems)
    return exercise_described(
        lesson, tuple((name, value) for name, value in values.items() if name not in VIEW_NAMES)
    )


@lru_cache(maxsize=64)
def exercise_described(lesson: Lesson, pairs: tuple[tuple[str, str], ...]) -> Exercise:
    """The exercise that parameters describe; raises ExerciseError with the problems found."""
    return read_exercise(lesson, dict(pairs), [])


def read_exercise(lesson: Lesson, values: Mapping[str, str], problems: list[Problem]) -> Exercise:
    """The exercise; raises ExerciseError with the problems so far and those found here."""
    draft = Draft(lesson, problems=problems)
    draft.base = read_base(lesson, values, problems)
    for name, value in values.items():
        if MATRIX_LIKE.fullmatch(name) or lesson.may_give(name) or name in lesson.settings:
            draft.given[name] = read_matrix(name, value, problems)
    draft.tokens = names_in(values.get("tokens"))
    draft.features = names_in(values.get("features"))
    draft.updates = whole_number("updates", values.get("updates", "0"), 0, MOST_UPDATES, problems)
    return draft.exercise()


def names_in(value: str | None) -> list[str]:
    """Names parted by commas, trimmed of spaces."""
    return [name.strip() if name.isprintable() else name for name in value.split(",")] if value else []


def read_base(lesson: Lesson, values: Mapping[str, str], problems: list[Problem]) -> Base:
    """What the exercise starts from; dims or examples without a seed mean seed 1."""
    asked = [name for name in ("seed", "dims", "examples") if name in values]
    if not asked:
        return Base()
    if lacks := lacking(lesson, (DRAWN,)):
        says = f"There is no random exercise here, because the lesson has {lacks}. Leave {{}} out."
        problems += [Problem(name, values[name], says.format(name)) for name in asked]
        return Base()
    seed = whole_number("seed", values.get("seed", "1"), 0, MOST_SEED, problems)
    default = len(lesson.preset.tokens)
    typed = values.get("examples", str(default))
    examples = whole_number("examples", typed, LEAST_DRAWN, MOST_ROWS, problems)
    dims = read_dims(lesson, values.get("dims"), problems)
    return Base() if problems else Base(seed, dims, examples)


def read_dims(lesson: Lesson, value: str | None, problems: list[Problem]) -> tuple[int, ...]:
    """The layer sizes."""
    if value is None or lesson.dims is None:
        return lesson.preset_dims
    wrong: list[Problem] = []
    dims = tuple(whole_number("dims", part, 1, MOST_ROWS, wrong) for part in value.split(",")[:99])
    says = f"dims takes whole numbers from 1 to {MOST_ROWS}."
    problems += [problem._replace(typed=value, says=says) for problem in wrong[:1]]
    fits = lesson.dims.fit(dims)
    if not fits:
        problems.append(Problem("dims", value, f"dims takes {lesson.dims.wanted}."))
    shapes = lesson.dims.shapes(dims, 2) if fits else {}
    if sum(rows * columns for rows, columns in shapes.values()) > MOST_CELLS:
        says = f"At most {MOST_CELLS:,} given numbers fit; use fewer or smaller layers."
        problems.append(Problem("dims", value, says))
    return dims


def read_matrix(name: str, value: str, problems: list[Problem]) -> Texts:
    """A matrix in canonical text; each cell that cannot be read is a problem, and 0."""
    rows = [row.split(",") for row in value.split(";")]
    if len({len(row) for row in rows}) > 1:
        lengths = ", ".join(str(len(row)) for row in rows[:20])
        problems.append(
            Problem(name, value, f"Every row needs as many numbers as the first; here: {lengths}.")
        )
        return (("0",),)
    if max(len(rows), len(rows[0])) > MOST_ROWS:
        says = f"{name} is {len(rows)}×{len(rows[0])}; at most {MOST_ROWS} rows and columns fit."
        problems.append(Problem(name, value, says))
        return (("0",),)
    return tuple(
        tuple(read_cell(name, i, j, cell, problems) for j, cell in enumerate(row, start=1))
        for i, row in enumerate(rows, start=1)
    )


def read_cell(name: str, row: int, column: int, typed: str, problems: list[Problem]) -> str:
    """A number in canonical text; else a problem, and 0."""
    try:
        return numerals.canonical(typed)
    except numerals.NumeralError as error:
        problems.append(Problem(name, typed, str(error), row, column))
        return "0"


def remembering_canonically(lesson: Lesson, screen: Screen) -> Screen:
    """The screen with the earlier exercises that it remembers spelt in one way. Raises ExerciseError."""
    was = screen.was and respelt(lesson, "was", screen.was)
    undone = screen.undone and respelt(lesson, "undone", screen.undone)
    return screen._replace(was=was, undone=undone)


def respelt(lesson: Lesson, name: str, query: str) -> str:
    """The canonical query of a remembered exercise; raises ExerciseError where it cannot be read."""
    try:
        return exercise_query(remembered(lesson, query))
    except ExerciseError as error:
        says = f"The earlier exercise in “{name}” cannot be read; leave {name} out."
        raise ExerciseError([Problem(name, query, says)]) from error


@lru_cache(maxsize=64)
def remembered(lesson: Lesson, query: str) -> Exercise:
    """The exercise of a query that holds nothing else."""
    pairs = split_query(query)
    return read_exercise(lesson, dict(pairs), repeated_parameters(pairs) + unknown(lesson, pairs))
