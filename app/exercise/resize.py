"""An exercise made to fit one of its matrices: the sizes that follow, with zeros where the others grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.layers import Dims
from app.core.lesson import Lesson, Plan
from app.core.operation import Shape
from app.exercise.exercise import MOST_CELLS, MOST_ROWS

Rows = list[list[str]]


def shapes_around(lesson: Lesson, shapes: Mapping[str, Shape], name: str, wanted: Shape) -> dict[str, Shape]:
    """The shapes of all given matrices once one of them has the wanted shape; empty where none can be so."""
    layers = lesson.dims
    if layers is None or name not in shapes:
        return {}
    dims, examples = list(layers.of(shapes)), shapes[lesson.preset_plan.input][1]
    for axis in (0, 1):
        if layers.shapes(dims, examples)[name][axis] == wanted[axis]:
            continue
        if is_of_examples(layers, dims, examples, name, axis):
            examples = wanted[axis]
        else:
            dims = with_size(layers, dims, examples, (name, axis), wanted[axis])
        if not dims:
            return {}
    if not layers.fit(dims) or max(*dims, examples) > MOST_ROWS:
        return {}
    after = layers.shapes(dims, examples)
    is_small = sum(rows * columns for rows, columns in after.values()) <= MOST_CELLS
    return after if after[name] == wanted and is_small else {}


def is_of_examples(layers: Dims, dims: Sequence[int], examples: int, name: str, axis: int) -> bool:
    """Whether an axis of a matrix counts the examples."""
    before, after = (layers.shapes(dims, count)[name] for count in (examples, examples + 1))
    return before[axis] != after[axis]


def with_size(layers: Dims, dims: list[int], examples: int, place: tuple[str, int], size: int) -> list[int]:
    """The layer sizes with the one that an axis counts changed, and one that must equal it, if any can be."""
    name, axis = place
    before = layers.shapes(dims, examples)[name][axis]
    for k in range(len(dims)):
        tried = [size if i == k else old for i, old in enumerate(dims)]
        if before == size or layers.shapes(tried, examples)[name][axis] != size:
            continue
        if layers.fit(tried):
            return tried
        pairs = (
            [size if i in (k, other) else old for i, old in enumerate(dims)] for other in range(len(dims))
        )
        return next((pair for pair in pairs if layers.fit(pair)), [])
    return []


def resized_rows(rows: Rows, shape: Shape) -> Rows:
    """A matrix cut to a shape, or filled up with zeros."""
    height, width = shape
    kept = [(row + ["0"] * width)[:width] for row in rows[:height]]
    return kept + [["0"] * width for _ in range(height - len(kept))]


def resizing_said(shapes: Mapping[str, Shape], after: Mapping[str, Shape], name: str) -> str:
    """What follows for the other matrices, in sentences."""
    changed = [n for n in after if n != name and after[n] != shapes[n]]
    lost = [n for n in changed if any(new < old for new, old in zip(after[n], shapes[n], strict=True))]
    grown = [n for n in changed if any(new > old for new, old in zip(after[n], shapes[n], strict=True))]
    said = ", ".join(f"{n} {shapes[n][0]}×{shapes[n][1]} → {after[n][0]}×{after[n][1]}" for n in changed)
    parts = [f"With it go {said}." if said else "", "New cells are 0." if grown else ""]
    parts.append(f"{' and '.join(lost)} lose{'s' * (len(lost) == 1)} what does not fit." if lost else "")
    return " ".join(filter(None, parts))


def resize_names(plan: Plan, names: Mapping[str, list[str]], after: Mapping[str, Shape]) -> None:
    """Cuts the names of tokens and features to how many there are now, or adds empty ones."""
    for kind, called in names.items():
        if called:
            count = plan.size("tokens" if kind == "tokens" else "features", after)
            called[:] = (called + [""] * count)[:count]
