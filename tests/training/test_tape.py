"""A tape makes the calls that were written down, with the very floats of the operations themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.operation import Array, Operation
from app.core.operations import OPERATIONS, copy, linear
from app.core.sheet import evaluate
from app.exercise.matrices import as_arrays
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import key_of
from app.training.moments import quick_moments, updating
from app.training.tape import Absent, Tape

SIZES = {"i": 3, "j": 4, "k": 2, "1": 1}


def drawn_operands(operation: Operation, seed: int, stacked: tuple[int, ...] = ()) -> list[Array]:
    """Numbers for an operation's operands, some of them 0; shapes are of SIZES by the letters of the line."""
    random = np.random.default_rng(seed)
    shapes = [
        (*stacked, *(SIZES[letter] for letter in operation.letters.get(o, "ij"))) for o in operation.operands
    ]
    return [np.abs(random.integers(-3, 4, shape) / 7) for shape in shapes]


def played(of: Callable[..., Array], operands: list[Array]) -> Array:
    """What a function of arrays gives when it is written on a tape and played twice."""
    tape = Tape()
    made: Any = of(*(tape.array(operand) for operand in operands))
    result: Absent = +made
    columns = tape.columns([*range(len(operands)), result.place.number])
    arrays = tape.arrays(np.empty(max(where.stop for where in columns.values())), columns)
    for number, operand in enumerate(operands):
        arrays[number][...] = operand
    calls, seen = tape.laid_out(arrays), []
    for _ in range(2):
        for function, arguments in calls:
            function(*arguments)
        seen.append(arrays[result.place.number].copy())
    assert seen[0].tobytes() == seen[1].tobytes()
    first: Array = seen[0]
    return first


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("stacked", [(), (5,)], ids=["alone", "stacked"])
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_every_operation_can_be_written_down(
    operation: Operation, stacked: tuple[int, ...], seed: int
) -> None:
    """As NumPy adds it, and snapped to zero: the same bits, the sign of 0 among them."""
    operands = drawn_operands(operation, seed, stacked)
    with np.errstate(all="ignore"):
        for way in (operation.raw, operation.compute):
            assert played(way, operands).tobytes() == np.ascontiguousarray(way(*operands)).tobytes()


def test_what_cannot_be_written_down_is_an_error() -> None:
    """Not a wrong number."""
    with pytest.raises(TypeError):
        np.linalg.norm(Tape().array(np.ones((2, 2))))  # type: ignore[call-overload]


def test_arrays_in_a_row_stand_in_one_piece() -> None:
    """What is written into the row is read in its parts, whatever their shapes."""
    tape = Tape()
    parts = [tape.array(np.ones(shape)) for shape in ((2, 3), (2, 1))]
    row = tape.row(parts)
    arrays = tape.arrays(np.arange(16.0).reshape(2, 8), tape.columns([part.place.number for part in parts]))
    first, second = (arrays[part.place.number] for part in parts)
    assert arrays[row.place.number].tolist() == [[[*range(8)]], [[*range(8, 16)]]]
    assert first.tolist() == [[[0, 1, 2], [3, 4, 5]], [[8, 9, 10], [11, 12, 13]]]
    assert second.tolist() == [[[6], [7]], [[14], [15]]]


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("snaps", [False, True], ids=["as added", "snapped"])
def test_every_matrix_of_every_moment_is_what_the_sheet_makes_of_the_given_ones(
    slug: str, snaps: bool
) -> None:
    """Of an exercise of the preset: each result from the given matrices of its own moment."""
    exercise = read_state(LESSONS[slug], "").exercise
    plan, first = exercise.plan, as_arrays(key_of(exercise)[1])
    snapped = {result.name for result in updating(plan)} if snaps else set()
    stacks = quick_moments(plan, first, snapped, 5).stacks()
    for moment in range(5):
        there = {name: stacks[name][moment] for name in plan.given}
        values = evaluate(updating(plan), there)
        assert all(np.array_equal(stacks[name][moment], values[name]) for name in values)
        if moment:
            assert all(
                np.array_equal(there[name], stacks[f"{name}_new"][moment - 1]) for name in plan.learned
            )


def test_an_operand_handed_on_as_it_is_has_a_place_of_its_own() -> None:
    """A copy and a layer of it."""
    W, X, b = drawn_operands(linear, 1)
    assert played(lambda *of: linear.raw(of[0], copy.raw(of[1]), of[2]), [W, X, b]).tolist() == (
        (W @ X + b).tolist()
    )
