"""What a lesson is: matrices, steps and words. No arithmetic happens here.

A lesson's plan depends on how many layers the exercise has, so it is made from the names of the given
matrices; its shapes are checked, in words, as soon as the given matrices are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.core.extras import Aside, Experiment, Switch
from app.core.layers import Dims, Layer
from app.core.operation import Operation, Shape, ShapeError

Role = Literal["given", "weights", "activation", "loss", "gradient"]
Axis = Literal["dimensions", "features", "tokens", "units", "one"]
Texts = tuple[tuple[str, ...], ...]
"""A matrix as typed: rows of numbers in their exact text."""
MOST_LAYERS = 12


class NotInLesson(LookupError):
    """Something that a lesson does not have; the message says what it has."""


class NoSuchPage(NotInLesson):
    """A page that a lesson does not have."""


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
    """A gradient's promise: how fast a loss grows if a cell of another matrix is raised, place by place.

    sign is -1 for a push, which is the slope turned round.
    """

    loss: str
    of: str
    sign: int = 1
    where: Where | None = None


@dataclass(frozen=True)
class Matrix:
    """A matrix of the exercise: its name in URLs and JSON, what it is, and what its rows and columns are."""

    name: str
    role: Role
    rows: Axis
    columns: Axis
    meaning: str
    sign: str = ""
    """A longer symbol, shown beside the name, in the notation of formula.py."""


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
        """The result's formula in the notation of formula.py."""
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
    """The matrices and steps for one choice of layers.

    loss names the 1 x 1 matrix that training lowers; parts, those that it is made of or measured by.
    """

    given: tuple[str, ...]
    matrices: Mapping[str, Matrix]
    steps: tuple[Step, ...]
    layers: tuple[Layer, ...]
    loss: str
    curves: Mapping[str, str]
    """The losses to watch while training, 1 x 1, and what they are called in a word or two."""
    hidden: str
    """The activations in the middle, a row a feature or unit."""
    slopes: Mapping[str, tuple[Slope, ...]]
    """What the gradients are the slopes of; the first that speaks of a cell holds."""
    parts: tuple[str, ...] = ()

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

    def results(self) -> Iterator[Result]:
        """Every result once, in order; where two steps share one, the later says all of it."""
        last = {result.name: result for step in self.steps for result in step.results}
        return iter(last.values())

    def size(self, axis: Axis, shapes: Mapping[str, Shape]) -> int:
        """How many there are of what an axis counts, from the shapes of the given matrices; 0 without any."""
        axes = ((name, (self.matrices[name].rows, self.matrices[name].columns)) for name in self.given)
        return next((shapes[name][both.index(axis)] for name, both in axes if axis in both), 0)

    def behind(self, name: str) -> tuple[str, ...]:
        """A worked-out matrix and those that it depends on, in the order in which they are made."""
        needed = {name}
        for result in reversed(list(self.results())):
            if result.name in needed:
                needed.update(result.operands)
        return tuple(result.name for result in self.results() if result.name in needed)

    def shapes(self, given: Mapping[str, Shape]) -> dict[str, Shape]:
        """The shape of every matrix. Raises ShapeError, in words, where the given ones do not fit."""
        shapes = dict(given)
        for result in self.results():
            shapes[result.name] = result.operation.shape(result.operands, shapes)
        for name in self.given:
            if shapes.get(f"{name}_new", shapes[name]) != shapes[name]:
                raise ShapeError(f"{name} and its gradient differ in shape")
        return shapes


@dataclass(frozen=True)
class Introduction:
    """What the first page of a lesson says."""

    given: str
    question: str
    coming: str


@dataclass(frozen=True)
class Preset:
    """Given matrices, names and settings, all in their exact text."""

    given: Mapping[str, Texts]
    tokens: tuple[str, ...]
    features: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson: what it is called, its preset, how its plan is made from the names of the given matrices."""

    slug: str
    """Its name in addresses: its folder's, with dashes."""
    place: int
    """Where it stands among the lessons."""
    title: str
    summary: str
    teaches: tuple[str, ...]
    preset: Preset
    plan: Callable[[Sequence[str]], Plan]
    dims: Dims
    is_given: Callable[[str], bool]
    """Whether a matrix of that name may be given, at some layer sizes."""
    given_in_words: str
    settings: tuple[str, ...]
    called: Mapping[Axis, str]
    """What has names of its own, "tokens" or "features", and what one of them is called."""
    glimpse: tuple[str, ...]
    """The matrices that the home page shows: what goes in, what it becomes, what comes out."""
    pages: Mapping[str, str]
    """The pages that it has besides its introduction and its steps: what they are called by their names."""
    examples: Mapping[str, str]
    """Other exercises worth working, the queries of their addresses by what they are called."""
    introduction: Introduction
    closing: str
    credits: str
    on_training: str = ""
    """What training does to what the lesson told, in plain text."""
    experiments: tuple[Experiment, ...] = ()
    aside: Aside | None = None
    switch: Switch | None = None
    is_listed: bool = True
    """Whether it stands on the home page, rather than behind a switch of another lesson."""

    def experiment(self, slug: str) -> Experiment:
        """The experiment of that name. Raises NoSuchPage."""
        for experiment in self.experiments:
            if experiment.slug == slug:
                return experiment
        raise NoSuchPage("there is no experiment of that name")

    def given_names(self, dims: Sequence[int]) -> tuple[str, ...]:
        """The names of the given matrices for layer sizes."""
        return self.dims.names(dims)

    @cached_property
    def preset_dims(self) -> tuple[int, ...]:
        """The layer sizes of the preset."""
        return self.dims.of(shapes_of(self.preset.given))


def shapes_of(given: Mapping[str, Texts]) -> dict[str, Shape]:
    """The shapes of matrices in text."""
    return {name: (len(rows), len(rows[0])) for name, rows in given.items()}
