"""A lesson worked out on given numbers: every matrix by numpy, every cell as its line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar

import numpy as np

from app.core.cell import ONES, Line, Ref
from app.core.lesson import Lesson, Plan, Result, Step, Where
from app.core.operation import Array, Shape

Values = Mapping[str, Array]
NOTHING: Values = {}
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Sheet:
    """A worked exercise; values has every matrix by name, given and worked out, all two-dimensional."""

    lesson: Lesson
    plan: Plan
    shapes: Mapping[str, Shape]
    values: Values

    @cached_property
    def made(self) -> dict[Callable[..., object], dict[Hashable, Any]]:
        """What was made of it already, by what made it."""
        return defaultdict(dict)

    @cached_property
    def results(self) -> dict[str, Result]:
        """How each matrix is made, views included."""
        views = (r for step in self.plan.steps if step.view for r in step.view.results)
        return {result.name: result for result in (*self.plan.results(), *views)}

    def lookup(self, ref: Ref) -> float:
        """The number in a cell; the row of ones holds ones."""
        if ref.name == ONES:
            return 1.0
        return float(self.values[ref.name][ref.row - 1, ref.column - 1])

    def line(self, name: str, row: int, column: int) -> Line:
        """The line of a worked-out cell. KeyError for a given matrix; rows and columns count from 1."""
        result = self.results[name]
        return result.operation.cell(result.operands, self.shapes, row, column)

    def cells(self, result: Result) -> list[Ref]:
        """The cells that a step works of a result, row by row."""
        refs = matrix_cells(result.name, self.shapes[result.name])
        return [ref for ref in refs if self.is_worked(ref, result.where)] if result.where else [*refs]

    def rows(self, name: str) -> tuple[tuple[Ref, ...], ...]:
        """Every cell of a matrix, row by row."""
        return rows_of(name, self.shapes[name])

    def is_worked(self, ref: Ref, where: Where | None) -> bool:
        """Whether a step with that condition works the cell."""
        return where is None or (self.lookup(ref._replace(name=where.name)) > 0) == where.positive

    def is_open(self, ref: Ref, step: Step) -> bool:
        """Whether the cell is still undetermined at a step: one that a later step works."""
        return any(self.is_worked(ref, where) for where in worked_later(self, (ref.name, step.number)))


@lru_cache(maxsize=1024)
def rows_of(name: str, shape: Shape) -> tuple[tuple[Ref, ...], ...]:
    """The cells of a matrix in rows."""
    return tuple(tuple(Ref(name, i, j) for j in range(1, shape[1] + 1)) for i in range(1, shape[0] + 1))


@lru_cache(maxsize=1024)
def matrix_cells(name: str, shape: Shape) -> tuple[Ref, ...]:
    """The cells of a matrix, row by row."""
    return tuple(ref for row in rows_of(name, shape) for ref in row)


def kept_with_sheet(make: Callable[[Sheet, K], T]) -> Callable[[Sheet, K], T]:
    """make(), what it made of a sheet kept as long as the sheet is: it may depend on nothing else."""

    @wraps(make)
    def found(sheet: Sheet, key: K) -> T:
        made: dict[Hashable, T] = sheet.made[make]
        if key not in made:
            made[key] = make(sheet, key)
        return made[key]

    return found


@kept_with_sheet
def worked_later(sheet: Sheet, place: tuple[str, int]) -> list[Where]:
    """The conditions under which steps after one of that number work cells of a matrix."""
    name, number = place
    later = (result for step in sheet.plan.steps[number:] for result in step.results if result.name == name)
    return [result.where for result in later if result.where]


def work_out(lesson: Lesson, given: Mapping[str, Sequence[Sequence[float]] | Array]) -> Sheet:
    """Works a lesson out. given: every given matrix by name, lambda and eta as 1 x 1; raises ShapeError."""
    plan = lesson.plan(tuple(given))
    arrays = {name: np.atleast_2d(np.asarray(given[name], dtype=np.float64)) for name in plan.given}
    shapes = plan.shapes({name: _shape(array) for name, array in arrays.items()})
    return Sheet(lesson, plan, with_views(plan, shapes), compute(plan, arrays))


def with_views(plan: Plan, shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The shapes, those of the views' own results included."""
    for step in plan.steps:
        for result in step.view.results if step.view else ():
            shapes[result.name] = result.operation.shape(result.operands, shapes)
    return shapes


def compute(plan: Plan, given: Values) -> dict[str, Array]:
    """Every matrix of the plan by name; numbers too large become infinite, without a warning."""
    views = (r for step in plan.steps if step.view for r in step.view.results)
    return evaluate((*plan.results(), *views), given)


def evaluate(results: Iterable[Result], given: Values) -> dict[str, Array]:
    """The given matrices and these results, in order; one that is given already is left as it is."""
    values = dict(given)
    with np.errstate(all="ignore"):
        for result in results:
            if result.name not in given:
                operands = (values[name] for name in result.operands)
                values[result.name] = result.operation.compute(*operands) + 0.0
    return values


def _shape(array: Array) -> Shape:
    rows, columns = array.shape
    return rows, columns
