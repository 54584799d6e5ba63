"""What papers give beside the losses of a sparse autoencoder: how sparse it is, how much it keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from app.core.lesson import Plan
from app.core.operation import Array
from app.core.sheet import Values


class Measure(NamedTuple):
    """What it is called, whether a plan's parts allow it, and its value, None where it is not defined."""

    called: str
    is_of: Callable[[Plan], bool]
    value: Callable[[Plan, Values], float | None]


def active_per_example(plan: Plan, values: Values) -> float:
    """How many hidden activations of a column are above 0, on average over the columns."""
    hidden: Array = values[plan.hidden]
    return float((hidden > 0).sum(axis=0).mean())


def explained_variance(plan: Plan, values: Values) -> float | None:
    """The part of the target's variance about its mean over the examples that is left without the error.

    None where all examples are the same, so that there is no variance. target: (dimensions, examples)
    """
    target: Array = values[plan.compared[1]]
    if (target == target[:, :1]).all():
        return None
    variance = float(((target - target.mean(axis=1, keepdims=True)) ** 2).sum())
    return 1 - float((values[plan.error] ** 2).sum()) / variance if variance else None


MEASURES: Final = (
    Measure("L0\N{NO-BREAK SPACE}per token", lambda plan: bool(plan.hidden), active_per_example),
    Measure("explained variance", lambda plan: bool(plan.error and plan.fit), explained_variance),
)


def measures_of(plan: Plan) -> list[Measure]:
    """Those that a plan's parts allow."""
    return [measure for measure in MEASURES if measure.is_of(plan)]
