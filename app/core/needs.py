"""What pages, files and features need of a lesson. One that lacks something does not offer what needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.core import operations as op
from app.core.lesson import Lesson, NoSuchPage, Plan


class Need(NamedTuple):
    """Something that a lesson may have: what it is in words, and how to see whether a lesson has it."""

    what: str
    met: Callable[[Lesson], bool]


def _of_plan(what: str, met: Callable[[Plan], object]) -> Need:
    return Need(what, lambda lesson: bool(met(lesson.preset_plan)))


def _is_drawable(lesson: Lesson) -> bool:
    """Whether what goes in and the layers are all that is given besides the settings."""
    plan = lesson.preset_plan
    drawn = {name for layer in plan.layers for name in (layer.weights, layer.biases)}
    return lesson.dims is not None and set(plan.given) == {plan.input, *drawn, *lesson.settings}


def _is_descent(plan: Plan) -> bool:
    """Whether every update takes from a matrix its gradient, multiplied by the rate."""
    made = {result.operands: result.operation for result in plan.results()}
    steps = ((name, plan.rate, plan.gradients.get(name, "")) for name in plan.learned)
    return bool(plan.rate) and all(made.get(step) is op.subtract_scaled for step in steps)


UPDATE = _of_plan("update that lowers a loss", lambda plan: plan.loss and plan.curves and plan.learned)
DESCENT = _of_plan(
    "loss with an update by its gradients", lambda plan: plan.loss and plan.learned and _is_descent(plan)
)
ERROR = _of_plan("error between an output and its target", lambda plan: plan.error and plan.fit)
HIDDEN = _of_plan("hidden activations", lambda plan: plan.hidden)
FEATURES = _of_plan(
    "features that a decoder reads",
    lambda plan: plan.hidden and plan.matrices[plan.hidden].rows == "features" and plan.decoder,
)
WEIGHT = _of_plan("penalty with a weight", lambda plan: plan.penalty and plan.weight)
DRAWN = Need("way to draw its numbers: more is given than what goes in and linear layers", _is_drawable)
EXPERIMENTS = Need("experiments", lambda lesson: bool(lesson.experiments))
ASIDE = Need("page about one weight", lambda lesson: lesson.aside is not None)


def lacking(lesson: Lesson, needs: Iterable[Need]) -> str:
    """What a lesson has not of what is needed, in words; empty where it has all."""
    *first, last = ["", *(f"no {need.what}" for need in needs if not need.met(lesson))]
    return " and ".join(filter(None, [", ".join(filter(None, first)), last]))


def require(lesson: Lesson, needs: Iterable[Need], what: str) -> None:
    """Raises NoSuchPage, with a sentence, where a lesson lacks what is needed for something."""
    if lacks := lacking(lesson, needs):
        raise NoSuchPage(f"there is no {what} here, because the lesson has {lacks}")
