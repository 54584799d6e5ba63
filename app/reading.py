"""Reading an address: the query of a page, taken apart into what is on the screen.

Every problem is collected, so that a person can mend all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qsl

from app import numerals
from app.exercise import (
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
from app.lesson import Lesson, Texts
from app.lessons import LESSONS
from app.numerals import from_float
from app.state import PACES, REVEALS, VIEW_PARAMETERS, Frame, Screen, State, Steer, exercise_query

LONGEST_QUERY, LONGEST_READ = 7500, 8000
"""An exercise's query, and all that is read: what a page adds to it for looking must fit as well."""
LEAST_NUDGE, MOST_NUDGE = 1e-4, 10.0
"""How far a cell may be moved: less drowns in rounding, more is no nudge."""
MATRIX_LIKE = re.compile(r"(?:[A-Z]\d*(?:_\w*)?|[XW]\w*|b(?:_\w*|\d+))")
PLANS = [lesson.plan(tuple(lesson.preset.given)) for lesson in LESSONS.values()]
VIEWS = ("", *dict.fromkeys(step.view.slug for plan in PLANS for step in plan.steps if step.view))


class StateError(ExerciseError):
    """A query that cannot be shown; pairs are its parameters as typed."""

    def __init__(self, problems: Sequence[Problem], pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.pairs = tuple((numerals.visible(name), numerals.visible(value)) for name, value in pairs)


def read(lesson: Lesson, query: str) -> State:
    """The state that a query describes. Raises StateError, with every problem found."""
    pairs = split(query)
    problems = repeated(pairs) + unknown(lesson, pairs) + damaged(pairs)
    values = dict(reversed(pairs))
    screen = read_screen(values, problems)
    try:
        exercise = read_exercise(lesson, values, problems)
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


def split(query: str) -> list[tuple[str, str]]:
    """Name and value of each parameter; raises StateError for a query too long or not text."""
    if len(query) > LONGEST_READ:
        says = f"The address has {len(query):,} characters after the question mark; {LONGEST_QUERY:,} fit."
        raise StateError([Problem("address", "", says)], [])
    try:
        return parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=200)
    except ValueError as error:
        says = "The address has more parameters than any exercise."
        raise StateError([Problem("address", "", says)], []) from error


def known_parameters(lesson: Lesson) -> tuple[str, ...]:
    """The parameters of an exercise besides its matrices."""
    return ("seed", "dims", "examples", *lesson.called, *lesson.settings, "updates")


def repeated(pairs: Sequence[tuple[str, str]]) -> list[Problem]:
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
    ours = {p for lesson in LESSONS.values() for p in known_parameters(lesson)}
    return name in ours or name in VIEW_PARAMETERS or bool(MATRIX_LIKE.fullmatch(name))


def unknown(lesson: Lesson, pairs: Sequence[tuple[str, str]]) -> list[Problem]:
    """Parameters that look like an exercise's but do not belong to this lesson."""
    fits = {*known_parameters(lesson), *VIEW_PARAMETERS}
    wrong = {name: value for name, value in pairs if is_ours(name) and name not in fits}
    says = f"The {lesson.title.lower()} has no {{}}; its matrices are {lesson.given_in_words}."
    return [
        Problem(name, value, says.format(name)) for name, value in wrong.items() if not lesson.is_given(name)
    ]


def read_exercise(lesson: Lesson, values: Mapping[str, str], problems: list[Problem]) -> Exercise:
    """The exercise; raises ExerciseError with the problems so far and those found here."""
    draft = Draft(lesson, problems=problems)
    draft.base = read_base(lesson, values, problems)
    for name, value in values.items():
        if MATRIX_LIKE.fullmatch(name) or name in lesson.settings:
            draft.given[name] = read_matrix(name, value, problems)
    draft.tokens = names_in(values.get("tokens"))
    draft.features = names_in(values.get("features"))
    draft.updates = whole("updates", values.get("updates", "0"), 0, MOST_UPDATES, problems)
    return draft.exercise()


def names_in(value: str | None) -> list[str]:
    """Names parted by commas, trimmed of spaces."""
    return [name.strip() if name.isprintable() else name for name in value.split(",")] if value else []


def read_base(lesson: Lesson, values: Mapping[str, str], problems: list[Problem]) -> Base:
    """What the exercise starts from; dims or examples without a seed mean seed 1."""
    if not {"seed", "dims", "examples"} & values.keys():
        return Base()
    seed = whole("seed", values.get("seed", "1"), 0, MOST_SEED, problems)
    default = len(lesson.preset.tokens)
    examples = whole("examples", values.get("examples", str(default)), 2, MOST_ROWS, problems)
    dims = read_dims(lesson, values.get("dims"), problems)
    return Base() if problems else Base(seed, dims, examples)


def read_dims(lesson: Lesson, value: str | None, problems: list[Problem]) -> tuple[int, ...]:
    """The layer sizes."""
    if value is None:
        return lesson.preset_dims
    dims = tuple(whole("dims", part, 1, MOST_ROWS, problems) for part in value.split(",")[:99])
    fits = lesson.dims.fit(dims)
    if not fits:
        problems.append(Problem("dims", value, f"dims takes {lesson.dims.wanted}."))
    shapes = lesson.dims.shapes(dims, 2) if fits else {}
    if sum(rows * columns for rows, columns in shapes.values()) > MOST_CELLS:
        problems.append(
            Problem("dims", value, "At most 1,000 given numbers fit; use fewer or smaller layers.")
        )
    return dims


def whole(parameter: str, typed: str, least: int, most: int, problems: list[Problem]) -> int:
    """A whole number within bounds; else a problem, and least."""
    if re.fullmatch(r"[0-9]{1,12}", typed, re.ASCII) and least <= int(typed) <= most:
        return int(typed)
    says = f"{parameter} takes a whole number from {least:,} to {most:,}."
    problems.append(Problem(parameter, typed, says))
    return least


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


def read_screen(values: Mapping[str, str], problems: list[Problem]) -> Screen:
    """How it is looked at; a value that cannot be is a problem."""
    return Screen(
        view=one_of("view", values, VIEWS, problems),
        frame=read_frame(values, problems),
        result=read_result(values, problems),
        ask=one_of("ask", values, ("", "0", "1"), problems) == "1",
        guess=read_guess(values, problems),
        nudge=read_nudge(values, problems),
        pace=one_of("pace", values, ("guided", *PACES), problems),
        compare=one_of("compare", values, ("", "preset"), problems) == "preset",
        present=one_of("present", values, ("", "0", "1"), problems) == "1",
        steer=read_steer(values, problems),
        was=values.get("was"),
        undone=values.get("undone"),
    )


def read_steer(values: Mapping[str, str], problems: list[Problem]) -> Steer | None:
    """The feature that is forced on, for which token, and to what; on the first token and to 1 by default."""
    if "steer" not in values:
        return None
    feature, token = (whole(name, values.get(name, "1"), 1, MOST_ROWS, problems) for name in ("steer", "on"))
    try:
        return Steer(feature, token, numerals.canonical(values.get("to", "1")))
    except numerals.NumeralError as error:
        problems.append(Problem("to", values["to"], str(error)))
        return None


def read_guess(values: Mapping[str, str], problems: list[Problem]) -> str:
    """What was guessed for the current cell, as typed."""
    guess = values.get("guess", "").strip() if values.get("guess", "").isprintable() else "\n"
    if not guess.isprintable() or len(guess) > numerals.LONGEST:
        says = f"A guess has at most {numerals.LONGEST} visible characters."
        problems.append(Problem("guess", values["guess"], says))
        return ""
    return guess if "cell" in values else ""


def read_result(values: Mapping[str, str], problems: list[Problem]) -> str:
    """The name of the matrix on the stage; which step has it is not known here."""
    typed = values.get("result", "")
    if typed and not re.fullmatch(r"\w{1,20}", typed, re.ASCII):
        problems.append(Problem("result", typed, "result takes the name of a matrix, such as dW_dec."))
        return ""
    return typed


def read_nudge(values: Mapping[str, str], problems: list[Problem]) -> str:
    """By how much a cell is moved to check its gradient; empty for not at all."""
    typed = values.get("nudge", "")
    try:
        nudge = numerals.canonical(typed) if typed else ""
    except numerals.NumeralError as error:
        problems.append(Problem("nudge", typed, str(error)))
        return ""
    if nudge and not LEAST_NUDGE <= numerals.value(nudge) <= MOST_NUDGE:
        says = f"A cell is nudged by a number from {from_float(LEAST_NUDGE)} to {from_float(MOST_NUDGE)}."
        problems.append(Problem("nudge", typed, says))
        return ""
    return nudge


def one_of(name: str, values: Mapping[str, str], accepts: Sequence[str], problems: list[Problem]) -> str:
    """One of a few words, the first by default; else a problem."""
    typed = values.get(name, accepts[0])
    if typed in accepts:
        return typed
    words = ", ".join(dict.fromkeys(word for word in accepts if word))
    problems.append(Problem(name, typed, f"{name} takes one of: {words}."))
    return accepts[0]


def read_frame(values: Mapping[str, str], problems: list[Problem]) -> Frame | None:
    """The frame that cell and reveal describe; the result's name is empty where it was left out."""
    typed = values.get("cell")
    reveal = one_of("reveal", values, ("value", *REVEALS), problems)
    if typed is None:
        return None
    if typed == "0":
        return Frame("", 0, 0)
    match = re.fullmatch(r"(?:(\w{1,20}),)?([0-9]{1,3}),([0-9]{1,3})", typed, re.ASCII)
    if match is None or not int(match[2]) or not int(match[3]):
        says = "cell takes a row and a column, such as 2,3, or a result too, such as A1,2,3; 0 is the blank."
        problems.append(Problem("cell", typed, says))
        return None
    return Frame(match[1] or "", int(match[2]), int(match[3]), reveal)


def remembering_canonically(lesson: Lesson, screen: Screen) -> Screen:
    """The screen with the earlier exercises that it remembers spelt in one way. Raises ExerciseError."""
    was = screen.was and respelt(lesson, "was", screen.was)
    undone = screen.undone and respelt(lesson, "undone", screen.undone)
    return replace(screen, was=was, undone=undone)


def respelt(lesson: Lesson, name: str, query: str) -> str:
    """The canonical query of a remembered exercise; raises ExerciseError where it cannot be read."""
    try:
        return exercise_query(remembered(lesson, query))
    except ExerciseError as error:
        says = f"The earlier exercise in “{name}” cannot be read; leave {name} out."
        raise ExerciseError([Problem(name, query, says)]) from error


@lru_cache(maxsize=512)
def remembered(lesson: Lesson, query: str) -> Exercise:
    """The exercise of a query that holds nothing else."""
    pairs = split(query)
    return read_exercise(lesson, dict(pairs), repeated(pairs) + unknown(lesson, pairs))
