"""What is asked of every lesson when it is found, so that a slip in one is told by name and at once."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.lesson import Lesson, Plan, Step, shapes_of
from app.core.operation import ShapeError
from app.notation.symbols import symbol


class LessonError(ValueError):
    """A lesson that does not hold together; says which and why."""


def well_formed(lesson: Lesson, folder: str) -> Lesson:
    """The lesson found in a folder. Raises LessonError, with everything that is wrong."""
    if says := "; ".join((*misnamed(lesson, folder), *slips(lesson))):
        raise LessonError(f"app/lessons/{folder}/lesson.py: {says}.")
    return lesson


def misnamed(lesson: Lesson, folder: str) -> Iterator[str]:
    """Its slug is its folder's name with dashes."""
    if lesson.slug != folder.replace("_", "-"):
        yield f"its slug is {lesson.slug}, and its folder {folder}"


def slips(lesson: Lesson) -> Iterator[str]:
    """What its parts say of each other that is not so."""
    plan, given = lesson.preset_plan, lesson.preset.given
    for name in {*plan.given} ^ {*given}:
        yield f"{name} is in the preset or in given, and not in both"
    for name in lesson.settings:
        if shapes_of(given).get(name) != (1, 1):
            yield f"the setting {name} is no single number"
    yield from unknown_names(lesson, plan)
    yield from misordered(plan)
    try:
        plan.shapes(shapes_of(given))
    except ShapeError as error:
        yield f"the preset's shapes do not fit: {error}"
    except KeyError as error:
        yield f"{error.args[0]} is used before it is made"


def unknown_names(lesson: Lesson, plan: Plan) -> Iterator[str]:
    """Every name that is mentioned is that of a matrix, and can be written."""
    made = {result.name for step in plan.steps for view in views(step) for result in step.results_in(view)}
    parts = (plan.loss, plan.error, plan.fit, plan.penalty, plan.weight, plan.rate, plan.hidden)
    slopes = {name for each in plan.slopes.values() for slope in each for name in (slope.loss, slope.of)}
    mentioned = {*made, *parts, *plan.parts, *plan.curves, *plan.slopes, *slopes, *lesson.glimpse}
    for name in sorted({*mentioned, *plan.given} - {""} - {*plan.matrices}):
        yield f"nothing says what {name} is"
    for name in plan.matrices:
        symbol(name)


def misordered(plan: Plan) -> Iterator[str]:
    """Steps count from 1, and none has the name of another."""
    if [step.number for step in plan.steps] != list(range(1, len(plan.steps) + 1)):
        yield "its steps are not numbered 1, 2, and so on"
    if len({step.slug for step in plan.steps}) < len(plan.steps):
        yield "two of its steps have one slug"
    for step in plan.steps:
        if not (step.results and step.words.title and step.words.reason):
            yield f"step {step.number} lacks results, a title or a reason"


def views(step: Step) -> tuple[str, ...]:
    """The views of a step, itself first."""
    return ("", step.view.slug) if step.view else ("",)
