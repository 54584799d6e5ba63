"""What a lesson is: a plan, and what stands around it. No arithmetic happens here.

A lesson's plan (plan.py) depends on how many layers the exercise has, so it is made from the names of the
given matrices. All that a lesson is made of can be imported from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.core.extras import Aside, DefinedTerm, Experiment, Introduction, Switch
from app.core.layers import Dims
from app.core.operation import Shape
from app.core.plan import (
    Axis,
    Matrix,
    NoSuchLesson,
    NoSuchMatrix,
    NoSuchPage,
    NoSuchStep,
    NotInLesson,
    Plan,
    Result,
    Role,
    Slope,
    Step,
    View,
    Where,
    Words,
)

__all__ = [
    "MOST_LAYERS",
    "Axis",
    "Lesson",
    "Matrix",
    "NoSuchLesson",
    "NoSuchMatrix",
    "NoSuchPage",
    "NoSuchStep",
    "NotInLesson",
    "Plan",
    "Preset",
    "Result",
    "Role",
    "Slope",
    "Step",
    "Texts",
    "View",
    "Where",
    "Words",
    "shapes_of",
]

Texts = tuple[tuple[str, ...], ...]
"""A matrix as typed: rows of numbers in their exact text."""
MOST_LAYERS = 12


@dataclass(frozen=True)
class Preset:
    """Given matrices, names and settings, all in their exact text."""

    given: Mapping[str, Texts]
    tokens: tuple[str, ...] = ()
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
    preset: Preset
    plan: Callable[[Sequence[str]], Plan]
    introduction: Introduction
    teaches: tuple[str, ...] = ()
    closing: str = ""
    credits: str = ""
    on_training: str = ""
    """What training does to what the lesson told, in plain text."""
    settings: tuple[str, ...] = ()
    """The given matrices that are a single number: λ, η."""
    called: Mapping[Axis, str] = field(default_factory=dict)
    """What has names of its own, "tokens" or "features", and what one of them is called."""
    glimpse: tuple[str, ...] = ()
    """The matrices that the home page shows: what goes in, what it becomes, what comes out."""
    dims: Dims | None = None
    """Its layer sizes, where they may be chosen; a random exercise is drawn for them."""
    is_given: Callable[[str], bool] | None = None
    """Whether a matrix of that name may be given, at some layer sizes; without it, those of the preset."""
    given_in_words: str = ""
    """Which may; without it, those of the preset."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """Other exercises worth working, the queries of their addresses by what they are called."""
    experiments: tuple[Experiment, ...] = ()
    terms: tuple[DefinedTerm, ...] = ()
    """Words that it defines by its own given numbers, {b[1,1]} or {rows:W}."""
    aside: Aside | None = None
    switch: Switch | None = None
    class_plan: str = ""
    """Forty-five minutes with a class: a line a stop: page and query, minutes, note, parted by |."""
    is_listed: bool = True
    """Whether it stands on the home page, rather than behind a switch of another lesson."""

    def experiment(self, slug: str) -> Experiment:
        """The experiment of that name. Raises NoSuchPage."""
        for experiment in self.experiments:
            if experiment.slug == slug:
                return experiment
        raise NoSuchPage("there is no experiment of that name")

    @cached_property
    def preset_plan(self) -> Plan:
        """The plan of the preset."""
        return self.plan(tuple(self.preset.given))

    def may_give(self, name: str) -> bool:
        """Whether a matrix of that name may be given, at some layer sizes."""
        return self.is_given(name) if self.is_given else name in self.preset.given

    @property
    def matrices_in_words(self) -> str:
        """The names of the matrices that may be given."""
        *first, last = [name for name in self.preset_plan.given if name not in self.settings]
        return self.given_in_words or " and ".join(filter(None, [", ".join(first), last]))

    @cached_property
    def all_given(self) -> tuple[str, ...]:
        """The names of all matrices that may be given, with as many layers as there may be."""
        return self.dims.names([0] * (MOST_LAYERS + 1)) if self.dims else self.preset_plan.given

    @cached_property
    def preset_dims(self) -> tuple[int, ...]:
        """The layer sizes of the preset; none where they cannot be chosen."""
        return self.dims.of(shapes_of(self.preset.given)) if self.dims else ()


def shapes_of(given: Mapping[str, Texts]) -> dict[str, Shape]:
    """The shapes of matrices in text."""
    return {name: (len(rows), len(rows[0])) for name, rows in given.items()}
