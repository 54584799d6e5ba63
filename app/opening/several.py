"""Several named matrices opened: whose names they are, which are turned, and the exercise around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from app.core.layers import Dims
from app.core.lesson import Lesson, Texts
from app.core.operation import Shape
from app.exercise.exercise import MOST_ROWS, NAMELESS, Draft, ExerciseError, Problem
from app.exercise.parse_exercise import read_cell
from app.exercise.resize import resized_rows
from app.exercise.screen import Screen
from app.exercise.state import State
from app.notation.pasted_tables import PastedTable
from app.opening.array_files import FoundArray
from app.opening.fitting import (
    Sizes,
    agreed_sizes,
    as_stored,
    completed,
    orientations,
    sides,
    size_counts,
    weights_of,
)
from app.opening.weight_names import Recognised, recognised

UNKNOWN_NAMES = (
    "No matrix of a lesson is called {}. Known are X, W_enc, b_enc, W_dec and b_dec, also as SAELens stores "
    "them; X, W1, b1, W2, b2 and so on; and the layers of torch.nn.Linear, such as encoder.weight."
)
MOST_UNUSED = 5


class Fit(NamedTuple):
    """Matrices of a file that fit each other: the sizes, which are turned, and whether that is certain."""

    known: Recognised
    tables: Mapping[str, PastedTable]
    sizes: Sizes
    turned: frozenset[str]
    unsure: frozenset[str] = frozenset()


def opened_arrays(arrays: Mapping[str, FoundArray], kind: str, wanted: str) -> State:
    """The exercise around the matrices of a file. Raises ExerciseError."""
    readings = recognised(list(arrays), wanted)
    if not readings:
        raise ExerciseError([Problem("file", "", UNKNOWN_NAMES.format(", ".join(list(arrays)[:8])))])
    fits = [fit for known in readings for fit in fits_of(known, arrays)]
    if not fits:
        raise misfit_of_arrays(readings[0], arrays)
    fit = likeliest(fits, kind, wanted)
    if max(*fit.sizes.dims, fit.sizes.examples) > MOST_ROWS:
        raise beyond_bounds(fit, arrays)
    return state_around(fit)


def fits_of(known: Recognised, arrays: Mapping[str, FoundArray]) -> Iterator[Fit]:
    """The ways in which a file's matrices fit each other."""
    layers = known.lesson.dims
    if layers is None or any(arrays[name].table is None for name in known.arrays.values()):
        return
    named = {name: arrays[array].table for name, array in known.arrays.items()}
    tables = {name: table for name, table in named.items() if table}
    for count in size_counts(known.lesson, layers, tables):
        upright = {n: upright_table(table, layers, count, n) for n, table in tables.items()}
        found = list(ways_round(known, layers, count, upright))
        yield from found
        if found:
            return


def ways_round(
    known: Recognised, layers: Dims, count: int, tables: Mapping[str, PastedTable]
) -> Iterator[Fit]:
    """The ways to turn matrices so that they fit each other, for a number of layers."""
    shapes = {name: table.shape for name, table in tables.items() if name not in known.lesson.settings}
    for turned in orientations(shapes, weights_of(layers, count), known.lesson.preset_plan.input):
        agreed = agreed_sizes(layers, count, as_stored(shapes, turned))
        sizes = completed(known.lesson, layers, agreed) if agreed else None
        if sizes:
            yield Fit(known, tables, sizes, turned)


def upright_table(table: PastedTable, layers: Dims, count: int, name: str) -> PastedTable:
    """A table whose only row is a column where the matrix is one: an array of one dimension."""
    is_column = sides(layers, count).get(name, (0, 0))[1] == -1
    return table.turned() if is_column and table.shape[0] == 1 else table


def likeliest(fits: list[Fit], kind: str, wanted: str) -> Fit:
    """Of several ways the likeliest: a file of SAELens is turned, and has more features than inputs."""
    best = min(fits, key=lambda fit: rank(fit, kind, wanted))
    rivals = [
        fit
        for fit in fits
        if fit.known.lesson is best.known.lesson
        and fit.known.source == best.known.source
        and fit.turned ^ best.turned
    ]
    doubtful = {name for fit in rivals for name in fit.turned ^ best.turned}
    return best._replace(unsure=frozenset(doubtful))


def rank(fit: Fit, kind: str, wanted: str) -> tuple[bool, int, bool, bool, bool, int]:
    """What speaks against a way to read a file, the weightiest first."""
    dims, is_sparse = fit.sizes.dims, "W_enc" in fit.known.lesson.all_given
    is_narrow = len(dims) > 1 and dims[1] <= dims[0]
    stored = {"W_enc", "W_dec"} & set(fit.tables)
    is_saelens = kind == "safetensors" and is_sparse and fit.known.source == "names"
    return (
        bool(wanted) and fit.known.lesson.slug != wanted,
        len(fit.known.unused),
        is_sparse == is_narrow,
        fit.known.lesson.preset_plan.input in fit.turned and not is_saelens,
        is_saelens and not stored <= fit.turned,
        len(fit.turned),
    )


def beyond_bounds(fit: Fit, arrays: Mapping[str, FoundArray]) -> ExerciseError:
    """That matrices of a file have more rows or columns than fit, with the shape of each."""
    found = [(name, arrays[array]) for name, array in fit.known.arrays.items()]
    large = [(name, array.size) for name, array in found if max(array.shape, default=1) > MOST_ROWS]
    says = "It is {} in the file; at most {} rows and columns fit."
    return ExerciseError([Problem(name, "", says.format(size, MOST_ROWS)) for name, size in large])


def misfit_of_arrays(known: Recognised, arrays: Mapping[str, FoundArray]) -> ExerciseError:
    """That the matrices of a file do not fit each other, with the shape of each."""
    unread = [(name, arrays[array]) for name, array in known.arrays.items() if not arrays[array].table]
    if unread:
        return ExerciseError(
            [Problem(name, "", f"It is {array.size}. {array.says}") for name, array in unread]
        )
    shapes = ", ".join(f"{array} is {arrays[array].size}" for array in known.arrays.values())
    return ExerciseError([Problem("file", "", f"The shapes do not fit each other: {shapes}.")])


def state_around(fit: Fit) -> State:
    """The exercise around matrices that fit each other, and what was done to them. Raises ExerciseError."""
    lesson, layers = fit.known.lesson, fit.known.lesson.dims
    assert layers is not None
    draft = Draft(lesson)
    read = {
        name: texts_of(draft, name, table, turned=name in fit.turned) for name, table in fit.tables.items()
    }
    shapes = layers.shapes(fit.sizes.dims, fit.sizes.examples)
    draft.given = {**others(lesson, shapes, read), **read}
    names_anew(draft, fit)
    exercise = draft.exercise()
    return State(exercise, Screen(opened=done_to(fit, shapes)))


def texts_of(draft: Draft, name: str, table: PastedTable, *, turned: bool) -> Texts:
    """A table's numbers in canonical text; what cannot be read is a problem of the draft."""
    cells = (table.turned() if turned else table).cells
    return tuple(
        tuple(read_cell(name, i, j, cell, draft.problems) for j, cell in enumerate(row, start=1))
        for i, row in enumerate(cells, start=1)
    )


def others(lesson: Lesson, shapes: Mapping[str, Shape], read: Mapping[str, Texts]) -> dict[str, Texts]:
    """The matrices that a file has not: biases beside its weights are 0, the rest is the lesson's, fitted."""
    missing: dict[str, Texts] = {}
    for name in (name for name in shapes if name not in read):
        kept = [] if is_bias_beside(name, read) else [list(row) for row in lesson.preset.given.get(name, ())]
        missing[name] = tuple(map(tuple, resized_rows(kept, shapes[name])))
    return missing


def is_bias_beside(name: str, read: Collection[str]) -> bool:
    """Whether it is the bias of weights that a file has."""
    return name.startswith("b") and f"W{name[1:]}" in read


def names_anew(draft: Draft, fit: Fit) -> None:
    """Takes the lesson's names from what is not the lesson's: features of other weights, other tokens."""
    if draft.lesson.preset_plan.input in fit.tables and "tokens" in draft.lesson.called:
        draft.tokens = [f"x{k}" for k in range(1, fit.sizes.examples + 1)]
    if "features" in draft.lesson.called and {"W_enc", "W_dec"} & set(fit.tables):
        draft.features = [NAMELESS] * fit.sizes.dims[1]


def done_to(fit: Fit, shapes: Mapping[str, Shape]) -> str:
    """What the first page is to say: whose names, and each matrix with what was done to it."""
    is_saelens = {"W_enc", "W_dec"} & fit.turned and fit.known.source == "names"
    said = ["saelens" if is_saelens else fit.known.source]
    for name in (name for name in fit.known.lesson.all_given if name in fit.tables):
        marks = (":turned" * (name in fit.turned), ":unsure" * (name in fit.unsure))
        said.append(name + "".join(marks))
    said += [f"{name}:zero" for name in shapes if name not in fit.tables and is_bias_beside(name, fit.tables)]
    said += [f"{printable_name(name)}:unused" for name in fit.known.unused[:MOST_UNUSED]]
    return ",".join(said)


def printable_name(name: str) -> str:
    """An array's name in the few characters that the address has for it."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name[:40])
