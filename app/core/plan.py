"""What is worked out in a lesson: its matrices, and its steps in order. No arithmetic happens here.

Its shapes are checked, in words, as soon as the given matrices are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from app.core.layers import Layer
from app.core.operation import Operation, Shape, ShapeError
from app.core.operations import linear

Role = Literal["given", "weights", "activation", "loss", "gradient"]
Axis = Literal["dimensions", "features", "tokens", "units", "one"]


class NoSuchLesson(LookupError):
    """A name that no lesson has; the message says which there are."""


class NotInLesson(LookupError):
    """Something that a lesson does not have; the message says what it has."""


class NoSuchPage(NotInLesson):
    """A page that a lesson does not have."""

    def __init__(self, says: str = "it has no page of that name") -> None:
        super().__init__(says)


class NoSuchStep(NoSuchPage):
    """A step beyond the last."""


class NoSuchMatrix(NotInLesson):
    """A name that no matrix of the exercise has."""


@dataclass(frozen=True)
class Where:
    """Some cells of a matrix: those where another matrix is positive, or not."""

    name: str
    positive: bool


@dataclass(frozen=True)
class Slope:
    """What a gradient says: by how much a loss grows, per unit, if a cell of a matrix of its shape is raised.

    sign is -1 for a push, which is the slope turned round.
    """

    loss: str
    of: str
    sign: int = 1
    where: Where | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the slope itself, in every cell."""
        return self.sign == 1 and self.where is None


@dataclass(frozen=True)
class Matrix:
    """A matrix of the exercise: its name in URLs and JSON, what it is, and what its rows and columns are."""

    name: str
    role: Role
    rows: Axis
    columns: Axis
    meaning: str
    sign: str = ""
    """A longer symbol, shown beside the name, in the notation of formula_text.py."""


@dataclass(frozen=True)
class Result:
    """A matrix that a step works out: operation applied to operands, in order."""

    name: str
    operation: Operation
    operands: tuple[str, ...]
    where: Where | None = None
    slowly: tuple[tuple[int, int], ...] = ((1, 1),)
    """The cells (row, column) that the guided pace works in three presses."""

    @property
    def formula(self) -> str:
        """The result's formula in the notation of formula_text.py."""
        return self.operation.formula.format(out=self.name, **self.operation.bind(self.operands))


@dataclass(frozen=True)
class Words:
    """What a step says.

    reason is true for any numbers and its first sentence stands alone on a worksheet; example speaks of the
    preset and takes its numbers from the sheet through placeholders such as {E[1,2]}.
    """

    title: str
    reason: str
    example: str = ""
    recap: str = ""
    note: str = ""
    view: str = ""
    """About the step's second view, where it has one."""


@dataclass(frozen=True)
class View:
    """A second way to look at a step: other results, or the columns of a product as a recipe."""

    slug: str
    title: str
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step: its place in the URL and in the timeline, what it works out, what it says."""

    number: int
    slug: str
    group: str
    words: Words
    results: tuple[Result, ...]
    view: View | None = None

    @property
    def title(self) -> str:
        """The step's title, the article's."""
        return self.words.title

    @property
    def formula(self) -> str:
        """The formulas of its results, joined by commas."""
        return ", ".join(dict.fromkeys(result.formula for result in self.results))

    def results_in(self, view: str) -> tuple[Result, ...]:
        """What the step works out in a view; the view "" is the step itself."""
        return self.view.results or self.results if self.view and self.view.slug == view else self.results

    @property
    def operands(self) -> tuple[str, ...]:
        """The matrices that its results read and that it does not make itself."""
        made = {result.name for result in self.results}
        read = dict.fromkeys(name for result in self.results for name in result.operands)
        return tuple(name for name in read if name not in made)


@dataclass(frozen=True, eq=False)
class Plan:
    """The matrices and steps for one choice of layers; of given, the first is what goes in.

    The rest says which matrix plays which part, and is left empty where none does: what needs it is then
    not offered (see needs.py).
    """

    given: tuple[str, ...]
    matrices: Mapping[str, Matrix]
    steps: tuple[Step, ...]
    layers: tuple[Layer, ...] = ()
    """The linear layers, in order, where they and what goes in are all that is given besides the settings."""
    loss: str = ""
    """What training lowers, 1 x 1."""
    parts: tuple[str, ...] = ()
    """What the loss is made of or measured by, 1 x 1."""
    curves: Mapping[str, str] = field(default_factory=dict)
    """The losses to watch while training, 1 x 1, and what they are called in a word or two."""
    error: str = ""
    """Output minus target, (d, t): a column an example."""
    fit: str = ""
    """The loss of the error alone, 1 x 1."""
    penalty: str = ""
    """What is added to the fit, 1 x 1."""
    weight: str = ""
    """The setting that the penalty is multiplied by."""
    rate: str = ""
    """The setting that an update multiplies the gradients by."""
    hidden: str = ""
    """The activations in the middle, (m, t): a row a feature or unit, a column an example."""
    slopes: Mapping[str, tuple[Slope, ...]] = field(default_factory=dict)
    """What the gradients are the slopes of; the first that speaks of a cell holds."""

    def step(self, number: int) -> Step:
        """Step 1, 2, ...; raises NoSuchStep beyond the last."""
        if not 1 <= number <= len(self.steps):
            raise NoSuchStep(f"there are {len(self.steps)} steps")
        return self.steps[number - 1]

    def matrix(self, name: str) -> Matrix:
        """A matrix by its name; raises NoSuchMatrix."""
        if name not in self.matrices:
            raise NoSuchMatrix(f"its matrices are {', '.join(self.matrices)}")
        return self.matrices[name]

    @property
    def learned(self) -> tuple[str, ...]:
        """The given matrices that an update changes."""
        made = {result.name for result in self.results()}
        return tuple(name for name in self.given if f"{name}_new" in made)

    @property
    def gradients(self) -> dict[str, str]:
        """The gradient of the loss by each given matrix that has one."""
        whole = ((name, slope) for name, slopes in self.slopes.items() for slope in slopes if slope.is_whole)
        return {slope.of: name for name, slope in whole if slope.loss == self.loss and slope.of in self.given}

    def maker(self, name: str) -> Result:
        """The result that makes a matrix. StopIteration for a given one."""
        return next(result for result in self.results() if result.name == name)

    @property
    def decoder(self) -> str:
        """The weights of the linear layer that reads the hidden activations; empty where there is none."""
        read = (r.operands for r in self.results() if r.operation is linear)
        return next((weights for weights, inputs, _ in read if inputs == self.hidden), "")

    @property
    def compared(self) -> tuple[str, str]:
        """The output and its target, whose difference is the error."""
        output, target = self.maker(self.error).operands
        return output, target

    def results(self) -> Iterator[Result]:
        """Every result once, in order; of one that two steps work in part, as the later step has it."""
        last = {result.name: result for step in self.steps for result in step.results}
        return iter(last.values())

    @property
    def input(self) -> str:
        """The matrix that goes in: the first that is given."""
        return self.given[0]

    def size(self, axis: Axis, shapes: Mapping[str, Shape]) -> int:
        """How many there are of what an axis counts, from the shapes of the given matrices; 0 without any."""
        axes = ((name, (self.matrices[name].rows, self.matrices[name].columns)) for name in self.given)
        return next((shapes[name][both.index(axis)] for name, both in axes if axis in both), 0)

    def behind(self, name: str) -> tuple[str, ...]:
        """A worked-out matrix and those that it depends on, in the order in which they are made."""
        return tuple(result.name for result in self.making(frozenset([name])))

    def making(self, names: frozenset[str]) -> tuple[Result, ...]:
        """What makes some matrices: the results that they depend on, themselves among them, in order."""
        return results_making(self, names)

    def shapes(self, given: Mapping[str, Shape]) -> dict[str, Shape]:
        """The shape of every matrix. Raises ShapeError, in words, where the given ones do not fit."""
        return dict(shapes_in(self, tuple(given.items())))


@lru_cache(maxsize=256)
def results_making(plan: Plan, names: frozenset[str]) -> tuple[Result, ...]:
    """Plan.making(), kept for the next exercise with this plan."""
    needed, found = {*names}, list[Result]()
    for result in reversed(list(plan.results())):
        if result.name in needed:
            needed.update(result.operands)
            found.insert(0, result)
    return tuple(found)


@lru_cache(maxsize=256)
def shapes_in(plan: Plan, given: tuple[tuple[str, Shape], ...]) -> dict[str, Shape]:
    """Plan.shapes(), kept for the next exercise of these sizes."""
    shapes = dict(given)
    for result in plan.results():
        shapes[result.name] = result.operation.shape(result.operands, shapes)
    for name in plan.given:
        if shapes.get(f"{name}_new", shapes[name]) != shapes[name]:
            raise ShapeError(f"{name} and its gradient differ in shape")
    return shapes
