"""URL <-> what is on the screen: the only place that reads and builds links.

Everything shown is a function of the address. read() takes a query apart, collecting every problem; url()
writes the shortest query that reads back as the same State: only what differs from the defaults, in one
order, matrices as W_dec=-1,1,0;2,0,1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qsl, quote

from app import numerals
from app.exercise import (
    FEWEST_LAYERS,
    MOST_CELLS,
    MOST_LAYERS,
    MOST_ROWS,
    MOST_SEED,
    MOST_UPDATES,
    NAMELESS,
    Base,
    Draft,
    Exercise,
    ExerciseError,
    Problem,
    default_names,
    preset_dims,
    start,
)
from app.lesson import Lesson, Texts
from app.lessons import LESSONS

LONGEST_QUERY, LONGEST_READ = 7500, 8000
"""An exercise's query, and all that is read: what a page adds to it for looking must fit as well."""
SAFE = "-,;./=:!*()@"
"""What needs no escape. Not the apostrophe: browsers escape it, and the address would never be canonical."""
MATRIX_LIKE = re.compile(r"(?:[A-Z]\d*(?:_\w*)?|[XW]\w*|b(?:_\w*|\d+))")
REVEALS = ("cells", "products", "value")
PACES = ("guided", "cell", "row", "step")
VIEW_PARAMETERS = ("view", "cell", "reveal", "ask", "guess", "pace", "compare", "present", "was", "undone")


@dataclass(frozen=True)
class Frame:
    """One frame of a step: the current cell (row 0: none yet, all blank) and how much of it is told."""

    name: str
    row: int
    column: int
    reveal: str = "value"


@dataclass(frozen=True)
class Screen:
    """How an exercise is looked at. frame None is the step worked out; was and undone are other exercises."""

    view: str = ""
    frame: Frame | None = None
    ask: bool = False
    guess: str = ""
    pace: str = "guided"
    compare: bool = False
    present: bool = False
    was: str | None = None
    undone: str | None = None


@dataclass(frozen=True)
class State:
    """Everything on the screen but the page itself."""

    exercise: Exercise
    screen: Screen = field(default_factory=Screen)


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
    features = ("features",) if lesson.preset.features else ()
    return ("seed", "dims", "examples", "tokens", *features, *lesson.settings, "updates")


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
    layers = [f"{kind}{k}" for kind in "Wb" for k in range(1, 100)]
    names = set(lesson.given_names(())) if lesson.preset.features else {"X", *layers}
    fits = {*names, *known_parameters(lesson), *VIEW_PARAMETERS}
    wrong = {name: value for name, value in pairs if is_ours(name) and name not in fits}
    return [
        Problem(name, value, f"The {lesson.title.lower()} has no {name}; {accepted(lesson)}.")
        for name, value in wrong.items()
    ]


def accepted(lesson: Lesson) -> str:
    """The matrices of a lesson, in words."""
    names = "X, W_enc, b_enc, W_dec and b_dec" if lesson.preset.features else "X, W1, b1, W2, b2 and so on"
    return f"its matrices are {names}"


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
    """Layer sizes: two for the sparse autoencoder; for the autoencoder the last is the first again."""
    if value is None:
        return preset_dims(lesson)
    dims = tuple(whole("dims", part, 1, MOST_ROWS, problems) for part in value.split(",")[:99])
    if lesson.preset.features:
        fits, needs = len(dims) == 2, "two numbers, dimensions and features, such as 3,6"
    else:
        fits = FEWEST_LAYERS <= len(dims) - 1 <= MOST_LAYERS and dims[0] == dims[-1]
        needs = "one to twelve layers that end with the number they start with, such as 4,3,2,3,4"
    if not fits:
        problems.append(Problem("dims", value, f"dims takes {needs}."))
    shapes = lesson.shapes(dims, 2) if fits else {}
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
        view=one_of("view", values, ("", "recipe", "derivative"), problems),
        frame=read_frame(values, problems),
        ask=one_of("ask", values, ("", "0", "1"), problems) == "1",
        guess=read_guess(values, problems),
        pace=one_of("pace", values, ("guided", *PACES), problems),
        compare=one_of("compare", values, ("", "preset"), problems) == "preset",
        present=one_of("present", values, ("", "0", "1"), problems) == "1",
        was=values.get("was"),
        undone=values.get("undone"),
    )


def read_guess(values: Mapping[str, str], problems: list[Problem]) -> str:
    """What was guessed for the current cell, as typed."""
    guess = values.get("guess", "").strip() if values.get("guess", "").isprintable() else "\n"
    if not guess.isprintable() or len(guess) > numerals.LONGEST:
        says = f"A guess has at most {numerals.LONGEST} visible characters."
        problems.append(Problem("guess", values["guess"], says))
        return ""
    return guess if "cell" in values else ""


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


def exercise_query(exercise: Exercise) -> str:
    """The shortest query of an exercise alone."""
    return "&".join(f"{name}={quote(value, safe=SAFE)}" for name, value in exercise_pairs(exercise))


def exercise_pairs(exercise: Exercise) -> list[tuple[str, str]]:
    """What differs from the defaults, in one order."""
    lesson, base = exercise.lesson, exercise.base
    origin = start(lesson, base)
    pairs = base_pairs(lesson, base)
    same_names = origin.given.keys() == exercise.given.keys()
    for name, rows in exercise.given.items():
        if rows != origin.given.get(name) or (not same_names and name not in lesson.settings):
            pairs.append((name, ";".join(",".join(row) for row in rows)))
    settings = [pair for pair in pairs if pair[0] in lesson.settings]
    pairs = [pair for pair in pairs if pair[0] not in lesson.settings]
    tokens, features = default_names(lesson, base, len(exercise.tokens), len(exercise.features))
    pairs += name_pairs("tokens", exercise.tokens, tokens) + name_pairs(
        "features", exercise.features, features
    )
    return pairs + settings + ([("updates", str(exercise.updates))] if exercise.updates else [])


def base_pairs(lesson: Lesson, base: Base) -> list[tuple[str, str]]:
    """seed, dims and examples, where they are not the default."""
    if base.seed is None:
        return []
    pairs = [("seed", str(base.seed))]
    if base.dims != preset_dims(lesson):
        pairs.append(("dims", ",".join(map(str, base.dims))))
    if base.examples != len(lesson.preset.tokens):
        pairs.append(("examples", str(base.examples)))
    return pairs


def name_pairs(parameter: str, names: Sequence[str], defaults: Sequence[str]) -> list[tuple[str, str]]:
    """The names up to the last that is not the default; a default in between is left empty."""
    given = [
        "" if name == default else name or NAMELESS for name, default in zip(names, defaults, strict=True)
    ]
    while given and not given[-1]:
        given.pop()
    return [(parameter, ",".join(given))] if given else []


def screen_pairs(screen: Screen) -> list[tuple[str, str]]:
    """What differs from the defaults of looking."""
    frame = screen.frame
    pairs = [
        ("view", screen.view),
        ("cell", cell_text(frame) if frame else ""),
        ("reveal", frame.reveal if frame and frame.row and frame.reveal != "value" else ""),
        ("ask", "1" if screen.ask else ""),
        ("guess", screen.guess if frame and frame.row else ""),
        ("pace", screen.pace if screen.pace != "guided" else ""),
        ("compare", "preset" if screen.compare else ""),
        ("present", "1" if screen.present else ""),
    ]
    earlier = [("was", screen.was), ("undone", screen.undone)]
    return [pair for pair in pairs if pair[1]] + [(n, v) for n, v in earlier if v is not None]


def cell_text(frame: Frame) -> str:
    """The frame's cell as the address has it."""
    if not frame.row:
        return "0"
    return ",".join([*filter(None, [frame.name]), str(frame.row), str(frame.column)])


def query_of(state: State, exercise: str | None = None) -> str:
    """The canonical query of a state, without the question mark."""
    exercise = exercise_query(state.exercise) if exercise is None else exercise
    screen = (f"{name}={quote(value, safe=SAFE)}" for name, value in screen_pairs(state.screen))
    return "&".join(filter(None, [exercise, *screen]))


def url(state: State, page: str | int = "", exercise: str | None = None) -> str:
    """The address of a page ("" is the introduction, a number a step) in a state.

    exercise is the exercise's query where the caller has it: a page with a thousand links writes it once.
    """
    path = f"/{state.exercise.lesson.slug}" + (f"/{page}" if page != "" else "")
    query = query_of(state, exercise)
    return f"{path}?{query}" if query else path


def looking(state: State, **changes: object) -> State:
    """The state with something looked at otherwise."""
    return replace(state, screen=replace(state.screen, **changes))  # type: ignore[arg-type]
