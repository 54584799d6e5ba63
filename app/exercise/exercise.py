"""An exercise: the numbers and names that a lesson is worked on, checked and within bounds.

It starts from a base, the preset or a seed, and replaces what was typed. Everything that a person can get
wrong is collected as Problems, each with its place, what was typed and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.core.lesson import MOST_LAYERS, Axis, Lesson, Plan, Texts, shapes_of
from app.core.needs import UPDATE, lacking
from app.core.operation import Shape, ShapeError
from app.exercise.generator import random_exercise
from app.notation import lookalikes, numerals, pasted_tables
from app.notation.number_text import so_many

MOST_ROWS, MOST_CELLS, MOST_UPDATES, MOST_SEED = pasted_tables.MOST_ROWS, 1000, 1000, 10**9
LEAST_DRAWN = 2
"""How many examples a random exercise has at least: of one, every feature would be dead or always on."""
LONGEST_NAME = 24


class Problem(NamedTuple):
    """What is wrong with something typed: where, what, and a sentence. row and column are 0 for all of it."""

    parameter: str
    typed: str
    says: str
    row: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """The place in words."""
        return f"{self.parameter}, row {self.row}, column {self.column}" if self.row else self.parameter


class ExerciseError(ValueError):
    """An exercise that cannot be worked; problems says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.place}: {p.says}" for p in problems))
        self.problems = tuple(p._replace(typed=lookalikes.visible(p.typed)) for p in problems)

    def __reduce__(self) -> tuple[object, ...]:
        """How another process hands it over: whole, whatever its kind is made from."""
        return handed_over, (type(self), self.args, vars(self))


def handed_over(
    kind: type[ExerciseError], args: tuple[str, ...], parts: Mapping[str, object]
) -> ExerciseError:
    """An error of another process, as it was raised there."""
    error = kind.__new__(kind, *args)
    vars(error).update(parts)
    return error


@dataclass(frozen=True)
class Base:
    """What an exercise starts from: the preset, or a seed with layer sizes and a number of examples."""

    seed: int | None = None
    dims: tuple[int, ...] = ()
    examples: int = 0


@dataclass(frozen=True)
class Exercise:
    """given: every given matrix in exact text, lambda and eta among them; one name a token and a feature."""

    lesson: Lesson
    base: Base
    given: Mapping[str, Texts]
    tokens: tuple[str, ...]
    features: tuple[str, ...]
    updates: int = 0

    @cached_property
    def plan(self) -> Plan:
        """The lesson's plan for this exercise."""
        return self.lesson.plan(tuple(self.given))

    @cached_property
    def began_with(self) -> Mapping[str, Texts]:
        """The given matrices of its base, which its address leaves out where they are the same."""
        return start(self.lesson, self.base).given

    @property
    def numbers(self) -> dict[str, list[list[float]]]:
        """The given matrices as floats."""
        return {n: [[numerals.value(c) for c in row] for row in rows] for n, rows in self.given.items()}


@lru_cache(maxsize=64)
def start(lesson: Lesson, base: Base) -> Exercise:
    """The exercise of a base, nothing replaced."""
    if base.seed is None:
        given = lesson.preset.given
    else:
        given = random_exercise(lesson, base.seed, base.dims, base.examples).given
    return with_names(Exercise(lesson, base, given, (), ()), (), ())


def default_names(lesson: Lesson, base: Base, tokens: int, features: int) -> tuple[list[str], list[str]]:
    """What tokens and features are called when nobody has named them; a feature may have no name."""
    known = lesson.preset if base.seed is None else None
    token_names = list(known.tokens if known else ())[:tokens]
    feature_names = list(known.features if known else ())[:features]
    token_names += [f"x{k + 1}" for k in range(len(token_names), tokens)]
    return token_names, feature_names + [""] * (features - len(feature_names))


def is_whole(lesson: Lesson, names: Iterable[str]) -> bool:
    """Whether matrices with these names are a whole exercise by themselves: all that its plan is given."""
    given, settings = set(names), set(lesson.settings)
    return set(lesson.plan(tuple(given)).given) - settings == given - settings


NAMELESS = "-"
"""What stands for a feature without a name where an empty text would mean the default."""


def with_names(exercise: Exercise, tokens: Sequence[str], features: Sequence[str]) -> Exercise:
    """The exercise with these names where they are not empty; the rest by default."""
    shapes = shapes_of(exercise.given)
    counts = (exercise.plan.size("tokens", shapes), exercise.plan.size("features", shapes))
    by_default = default_names(exercise.lesson, exercise.base, *counts)
    filled = [
        tuple(
            typed[k] if k < len(typed) and (typed[k] or not default) else default
            for k, default in enumerate(defaults)
        )
        for typed, defaults in zip((tokens, features), by_default, strict=True)
    ]
    unnamed = tuple("" if name == NAMELESS else name for name in filled[1])
    return replace(exercise, tokens=filled[0], features=unnamed)


@dataclass
class Draft:
    """What was typed on the way to an exercise, and the problems found so far."""

    lesson: Lesson
    base: Base = field(default_factory=Base)
    given: dict[str, Texts] = field(default_factory=dict)
    tokens: Sequence[str] = ()
    features: Sequence[str] = ()
    updates: int = 0
    problems: list[Problem] = field(default_factory=list)

    def exercise(self) -> Exercise:
        """The exercise; raises ExerciseError with every problem found."""
        given = {**self._base_given(), **self.given}
        self._check_names("tokens", self.tokens)
        self._check_names("features", self.features)
        self._check_updates()
        if not self.problems:
            self._check_shapes(given)
        if self.problems:
            raise ExerciseError(self.problems)
        plan = self.lesson.plan(tuple(given))
        ordered = {name: given[name] for name in plan.given}
        return with_names(
            Exercise(self.lesson, self.base, ordered, (), (), self.updates), self.tokens, self.features
        )

    def _base_given(self) -> Mapping[str, Texts]:
        """The base's matrices, or only its settings where those typed are a whole exercise by themselves."""
        base = start(self.lesson, self.base).given
        if is_whole(self.lesson, self.given):
            return {name: base[name] for name in self.lesson.settings}
        return base

    def _check_names(self, parameter: str, typed: Sequence[str]) -> None:
        for name in typed:
            if says := name_problem(name):
                self.problems.append(Problem(parameter, name, says))

    def _check_updates(self) -> None:
        if self.updates and (lacks := lacking(self.lesson, (UPDATE,))):
            self._say("updates", str(self.updates), f"The lesson has {lacks}; leave updates out.")

    def _check_shapes(self, given: Mapping[str, Texts]) -> None:
        shapes = shapes_of(given)
        self._check_names_of_matrices(set(given))
        self._check_size(shapes)
        if self.problems:
            return
        try:
            self.lesson.plan(tuple(given)).shapes(shapes)
        except ShapeError as error:
            self._say(self._culprit(str(error)), "", misfit(str(error)))
        for parameter, names, count in self._counts(shapes):
            if len(names) > count:
                self._say(
                    parameter,
                    ",".join(names),
                    f"{len(names)} names were given for {so_many(count, parameter[:-1])}.",
                )

    def _check_names_of_matrices(self, names: set[str]) -> None:
        needed = set(self.lesson.plan(tuple(names)).given)
        for name in sorted(names - needed):
            self._say(name, "", f"There is no {name} in this exercise; it has {', '.join(sorted(needed))}.")
        for name in sorted(needed - names):
            why = ": every layer needs its weights W and its biases b" if self.lesson.dims else ""
            self._say(name, "", f"{name} is missing{why}.")

    def _check_size(self, shapes: Mapping[str, Shape]) -> None:
        for name, (rows, columns) in shapes.items():
            if max(rows, columns) > MOST_ROWS:
                self._say(name, "", f"{name} is {rows}×{columns}; at most {MOST_ROWS} rows and columns fit.")
            if name in self.lesson.settings and (rows, columns) != (1, 1):
                self._say(name, "", f"{name} is a single number.")
        if len(self.lesson.plan(tuple(shapes)).layers) > MOST_LAYERS:
            self._say("dims", "", f"At most {MOST_LAYERS} layers fit.")
        if sum(rows * columns for rows, columns in shapes.values()) > MOST_CELLS + len(self.lesson.settings):
            self._say("dims", "", f"At most {MOST_CELLS:,} given numbers fit.")

    def _counts(self, shapes: Mapping[str, Shape]) -> list[tuple[str, Sequence[str], int]]:
        size = self.lesson.plan(tuple(shapes)).size
        kinds: list[tuple[Axis, Sequence[str]]] = [("tokens", self.tokens), ("features", self.features)]
        return [(kind, typed, size(kind, shapes)) for kind, typed in kinds]

    def _culprit(self, message: str) -> str:
        return next((name for name in self.given if name in message.replace(",", "").split()), self._first)

    @property
    def _first(self) -> str:
        """The matrix that goes in, which a misfit is told at where nothing that was typed is part of it."""
        return self.lesson.preset_plan.input

    def _say(self, parameter: str, typed: str, says: str) -> None:
        self.problems.append(Problem(parameter, typed, says))


def misfit(message: str) -> str:
    """A shape error as a sentence that says what to do."""
    return (
        f"The shapes do not fit: {message}. Matrices that are not given keep the shape that they start with."
    )


def name_problem(name: str) -> str:
    """What is wrong with a token's or feature's name; empty where nothing is."""
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters; this one has {len(name)}."
    if not name.isprintable():
        return (
            "A name is made of visible characters and spaces; this one has a character that cannot be seen."
        )
    if "," in name or ";" in name:
        return "A name has no comma and no semicolon, because they part the names in the address."
    return ""
