"""The parameters of an exercise as the description lists them. Endpoints read the query as pages do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.api.sample import LESSON, WITH_SETTING
from app.core.lesson import Axis
from app.exercise.exercise import MOST_ROWS, MOST_UPDATES
from app.lessons import LESSONS


def described_query() -> dict[str, Any]:
    """All parameters, as OpenAPI lists them."""
    text = {"schema": {"type": "string"}}
    known = [
        {"name": name, "in": "query", "description": says, **text, "example": example}
        for name, says, example in single_parameters()
    ]
    says = "Any given matrix by its name, rows apart by ; and cells by comma: "
    objects = {"type": "object", "additionalProperties": {"type": "string"}}
    shape = {"style": "form", "explode": True, "schema": objects}
    matrices = {"name": "matrices", "in": "query", "description": says + matrix_text(), **shape}
    return {"parameters": [*known, matrices]}


def single_parameters() -> Iterator[tuple[str, str, str]]:
    """Those that are not matrices: name, meaning, example."""
    preset = LESSON.preset
    yield "seed", "A random exercise of hand-sized numbers instead of the preset.", "7"
    yield "dims", "Layer sizes of the random exercise.", ",".join(map(str, LESSON.preset_dims))
    yield "examples", f"How many {words_for('tokens')} it has, 2 to {MOST_ROWS}.", "5"
    yield "tokens", f"Names of the {words_for('tokens')}.", ",".join(preset.tokens[:2])
    yield "features", f"Names of the {words_for('features')}.", ",".join(preset.features[:2])
    for name, lesson in WITH_SETTING.items():
        says = f"{lesson.preset_plan.matrices[name].meaning.capitalize()}."
        yield name, says, lesson.preset.given[name][0][0]
    yield "updates", f"How many gradient steps come first, 0 to {MOST_UPDATES}.", "5"


def words_for(axis: Axis) -> str:
    """What the lessons call the things on an axis: tokens or examples."""
    called = {f"{lesson.called[axis]}s" for lesson in LESSONS.values() if axis in lesson.called}
    return " or ".join(sorted(called, reverse=True))


def matrix_text() -> str:
    """The last given matrix of several columns, as an address has it."""
    given = LESSON.preset.given
    name = [name for name, rows in given.items() if len(rows[0]) > 1][-1]
    return f"{name}={';'.join(','.join(row) for row in given[name])}"
