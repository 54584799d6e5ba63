"""Random exercises of hand-sized numbers; the same seed gives the same numbers on every machine, for ever.

Only random.Random(seed).random() is drawn from, the one stream that Python promises to keep. One row of
[W | b] is drawn at a time, given the activations before it: several candidates, of which the first is taken
that leaves the row neither dead nor always on, without a 0, and small enough to work by hand. As sizes grow
no row may be that good; then the best one drawn is taken, and is_hand_sized says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

import numpy as np

from app.core.lesson import Lesson, Plan, Texts
from app.core.needs import DRAWN, require
from app.core.operation import Array, Shape
from app.core.sheet import Values, evaluate
from app.notation.numerals import from_float

LARGEST_Z, LARGEST_E = 9, 5
CANDIDATES, ROUNDS = 24, 40
MOST_DRAWN = 50_000
"""How many numbers may be drawn for one exercise, so that none takes long however large it is."""
FIRST_ETA, HALVINGS = 0.02, 16


class RandomExercise(NamedTuple):
    """Given matrices in exact text, eta included, and whether they are all of hand size."""

    given: Mapping[str, Texts]
    is_hand_sized: bool


class Dice:
    """Whole numbers from the stable stream of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random
        self.drawn = 0

    def table(self, rows: int, columns: int, largest: int) -> Array:
        """rows x columns whole numbers from -largest to largest."""
        self.drawn += rows * columns
        shares = np.array([self.random() for _ in range(rows * columns)])
        cells: Array = np.floor(shares * (2 * largest + 1)) - largest
        return cells.reshape(rows, columns)

    def examples(self, dimensions: int, count: int) -> Array:
        """dimensions x count, no two columns alike."""
        largest = 2 if 5**dimensions >= 2 * count else count
        columns: list[Array] = []
        while len(columns) < count:
            column = self.table(dimensions, 1, largest)
            if not any(np.array_equal(column, other) for other in columns):
                columns.append(column)
        return np.hstack(columns)


def unfit(Z: Array) -> Array:
    """How far rows of pre-activations (candidates, tokens) are from hand work: 0 where they are fit."""
    on = (Z > 0).sum(axis=1)
    dead = ((on == 0) | (on == Z.shape[1])) * 10_000.0
    badness: Array = dead + (Z == 0).sum(axis=1) * 100.0 + np.maximum(np.abs(Z).max(axis=1) - LARGEST_Z, 0.0)
    return badness


def far_off(Y: Array, target: Array) -> Array:
    """How far rows of outputs (candidates, tokens) miss their target row beyond what hand work allows."""
    excess: Array = np.maximum(np.abs(Y - target).max(axis=1) - LARGEST_E, 0.0)
    return excess


def draw_layer(
    dice: Dice, A: Array, rows: int, largest: int, targets: Array | None, *, relu: bool
) -> tuple[Array, float]:
    """[W | b] of a layer on activations A (in, tokens), row by row, and how unfit its worst row is."""
    inputs = np.vstack([A, np.ones((1, A.shape[1]))])
    drawn = [
        draw_row(dice, inputs, largest, None if targets is None else targets[k], relu=relu)
        for k in range(rows)
    ]
    return np.vstack([row for row, _ in drawn]), max(badness for _, badness in drawn)


def draw_row(
    dice: Dice, inputs: Array, largest: int, target: Array | None, *, relu: bool
) -> tuple[Array, float]:
    """The first fit row of [W | b] or, after some rounds, the best one, and how unfit it is."""
    best, least = np.zeros(len(inputs)), np.inf
    for _ in range(ROUNDS if dice.drawn < MOST_DRAWN else 1):
        candidates = dice.table(CANDIDATES, len(inputs), largest)
        Z = candidates @ inputs
        badness = unfit(Z) if relu else np.zeros(CANDIDATES)
        if target is not None:
            badness = badness + far_off(np.maximum(Z, 0.0) if relu else Z, target)
        k = int(badness.argmin())
        if badness[k] < least:
            best, least = candidates[k], float(badness[k])
        if least == 0:
            break
    return best, least


class Draw(NamedTuple):
    """Matrices drawn together, and how unfit their worst row is."""

    given: dict[str, Array]
    badness: float


@lru_cache(maxsize=64)
def random_exercise(lesson: Lesson, seed: int, dims: tuple[int, ...], examples: int) -> RandomExercise:
    """The exercise of a seed for layer sizes and a number of examples.

    A layer that can follow no better on what came before it is a reason to draw all of it again, as long as
    numbers are left to draw.
    """
    dice = Dice(seed)
    best = draw(lesson, dice, dims, examples)
    while best.badness and dice.drawn < MOST_DRAWN:
        best = min(best, draw(lesson, dice, dims, examples), key=lambda drawn: drawn.badness)
    plan = lesson.plan(tuple(best.given))
    texts = {name: whole_numbers(best.given[name]) for name in plan.given if name in best.given}
    settings = {name: lesson.preset.given[name] for name in lesson.settings}
    if plan.rate and plan.learned:
        settings[plan.rate] = ((learning_rate(plan, best.given, settings),),)
    return RandomExercise({**texts, **settings}, best.badness == 0)


def sized(lesson: Lesson, dims: Sequence[int], examples: int) -> tuple[tuple[str, ...], dict[str, Shape]]:
    """The names and the shapes of the given matrices for layer sizes. Raises NotInLesson."""
    require(lesson, (DRAWN,), "random exercise")
    if lesson.dims is None:
        return (), {}
    return lesson.dims.names(dims), lesson.dims.shapes(dims, examples)


def draw(lesson: Lesson, dice: Dice, dims: Sequence[int], examples: int) -> Draw:
    """What goes in and every layer, each given the activations before it."""
    names, shapes = sized(lesson, dims, examples)
    plan = lesson.plan(names)
    X, layers = dice.examples(dims[0], examples), plan.layers
    largest = 1 if len(layers) > 5 else 2
    given, A, worst = {plan.input: X}, X, 0.0
    for layer in layers:
        target = X if plan.error and layer is layers[-1] else None
        Wb, badness = draw_layer(dice, A, shapes[layer.weights][0], largest, target, relu=layer.relu)
        given[layer.weights], given[layer.biases] = Wb[:, :-1], Wb[:, -1:]
        A = Wb @ np.vstack([A, np.ones((1, examples))])
        A = np.maximum(A, 0.0) if layer.relu else A
        worst = max(worst, badness)
    for layer in layers:
        # Given back to the biases, so that the layer finds what it was drawn for.
        if layer.centre:
            given[layer.biases] = given[layer.biases] + given[layer.weights] @ given[layer.centre]
    return Draw(given, worst)


def whole_numbers(array: Array) -> Texts:
    """A matrix of whole numbers as text."""
    return tuple(tuple(str(int(cell)) for cell in row) for row in array)


def learning_rate(plan: Plan, given: Values, settings: Mapping[str, Texts]) -> str:
    """0.02, halved until the first update lowers the loss and leaves no layer dead."""
    fixed = {name: np.array([[float(cell[0][0])]]) for name, cell in settings.items()}
    activations = frozenset(result.name for result in plan.results() if result.operation.fn == "relu")
    shown_by = activations | {plan.loss}
    start = evaluate(plan.making(shown_by.union(plan.gradients.values())), {**given, **fixed})
    eta = FIRST_ETA
    for _ in range(HALVINGS):
        slopes = {name: start[gradient] for name, gradient in plan.gradients.items()}
        moved = {name: start[name] - eta * slopes.get(name, 0.0) for name in plan.given}
        end = evaluate(plan.making(shown_by), moved)
        if end[plan.loss] < start[plan.loss] and all(end[name].any() for name in activations):
            break
        eta /= 2
    return from_float(eta)
