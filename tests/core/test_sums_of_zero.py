"""What is 0 on paper is 0 in the line and in the matrix, whatever binary fractions make of it."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from app.core import operations
from app.core.cell import Line, Ref, Term, no_names
from app.core.operation import Array, Operation
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import worked
from tests.core.test_operations import by_name, line_by_line


def one(*rows: Sequence[float]) -> Array:
    """A matrix from its rows."""
    return np.array(rows, dtype=np.float64)


CANCELLING: list[tuple[str, list[Array]]] = [
    ("linear", [one([1, 1]), one([0.1], [0.2]), one([-0.3])]),
    ("difference", [one([0.1 + 0.2]), one([0.3])]),
    ("subtract_column", [one([0.1 + 0.2]), one([0.3])]),
    ("column_sums", [one([0.1], [0.2], [-0.3])]),
    ("row_sums", [one([0.1, 0.2, -0.3])]),
    ("total", [one([0.1, 0.2, -0.3])]),
    ("weighted_total", [one([1, 1, 1]), one([0.1], [0.2], [-0.3])]),
    ("outer", [one([0.1, 0.2, -0.3]), one([1, 1, 1])]),
    ("transpose_times", [one([0.1], [0.2], [-0.3]), one([1], [1], [1])]),
    ("penalised", [one([0.3]), one([-0.1]), one([3])]),
    ("add_scaled_columns", [one([0.3]), one([-0.1]), one([3])]),
    ("subtract_scaled", [one([0.3]), one([0.1]), one([3])]),
]


@pytest.mark.parametrize(("name", "arrays"), CANCELLING, ids=[name for name, _ in CANCELLING])
def test_a_sum_that_is_zero_on_paper_is_zero(name: str, arrays: list[Array]) -> None:
    """0.1 + 0.2 - 0.3 and 0.3 - 0.1 x 3 are 0 in the line and in the matrix, not 5.55 x 10^-17."""
    # every operation that adds up and does not call settled(): the sums, the transposes, df, dW_dec, updates.
    operation = by_name(name)
    explained, _ = line_by_line(operation, arrays)
    assert (explained == 0).all()
    assert (operation.compute(*arrays) == 0).all(), operation.compute(*arrays)


def test_every_operation_that_adds_up_is_tried_on_a_sum_of_zero() -> None:
    """The table above is complete: an operation that can cancel is one whose line has two terms or sums."""
    squares = {"column_norms", "sum_squares"}
    alone = {"copy", "relu", "is_positive", "push_down", "scale_rows"}
    alone |= {"mean", "double", "norm_slope", "multiply"}
    module = {name for name, value in vars(operations).items() if isinstance(value, Operation)}
    assert {name for name in module if by_name(name).can_cancel} == {name for name, _ in CANCELLING}
    assert squares | alone <= module
    assert not [name for name in squares | alone if by_name(name).can_cancel]


def test_a_closed_relu_stays_closed_on_rounding() -> None:
    """What is 0 on paper passes neither ReLU nor its gate."""
    Z = by_name("linear").compute(one([1, 1]), one([0.1], [0.2]), one([-0.3]))
    assert by_name("relu").compute(Z) == 0
    assert by_name("is_positive").compute(Z) == 0
    assert by_name("push_down").compute(Z) == 0


def test_a_column_of_zeros_has_length_zero_and_no_slope() -> None:
    """The norm is 0, and what is divided by it counts as 0, in numpy and in the line."""
    norms = by_name("column_norms").compute(one([0, 3], [0, -4]))
    assert norms.tolist() == [[0, 5]]
    arrays = [one([0.1]), one([2], [10]), norms]
    explained, _ = line_by_line(by_name("norm_slope"), arrays)
    computed = by_name("norm_slope").compute(*arrays)
    assert computed[0, 0] == explained[0, 0] == 0
    assert math.isclose(computed[1, 0], 0.2)
    assert math.isclose(explained[1, 0], 0.2)


@pytest.mark.parametrize("typed", ["0.00025", "-0.000123", "0.00001", "0.00003", "3.00025"])
def test_rounding_that_an_earlier_step_left_is_no_number(typed: str) -> None:
    """f = 1 + x - 1 is x but for a rounding, larger beside x than beside 1; X_hat - X is 0 all the same."""
    query = f"X=0,-1,-1,{typed},1;-2,-2,1,-1,1;2,1,1,1,-1"
    sheet, _ = worked(read_state(LESSONS["sparse-autoencoder"], query).exercise)
    ref = Ref("E", 1, 4)
    exact = sheet.line(*ref).value(lambda operand: round(sheet.lookup(operand), 12))
    assert sheet.lookup(ref) == sheet.line(*ref).value(sheet.lookup) == exact == 0


def test_rounding_opens_no_gate() -> None:
    """Z2[1,1] = 0.000123 - 0.000123: no ReLU passes it, and no gradient goes back through it."""
    query = (
        "X=1,-1,0,-1;0.000123,0,1,0;0,1,-1,1;0,2,3,0&W1=1,1,0,0;0,1,1,0;1,-1,0,0&b1=-1;1;0"
        "&W2=1,0,0;0,1,-1&b2=-0.000123;0&W3=1,1;-1,1;1,0&W4=0,-1,0;-1,2,0;1,-1,1;-1,0,1&b3=-2;1;1&b4=2;3;2;5"
    )
    sheet, _ = worked(read_state(LESSONS["autoencoder"], query).exercise)
    assert [sheet.lookup(Ref(name, 1, 1)) for name in ("Z2", "A2", "M2", "dZ2")] == [0, 0, 0, 0]


def test_what_is_truly_small_is_left() -> None:
    """Sums of small numbers are no rounding, and neither is a small number added to large ones."""
    for terms, total in (
        ([1e-9, 2e-9], 3e-9),
        ([1e-13, 0], 1e-13),
        ([1e6, -1e6, 1e-6], 1e-6),
        ([0.3, -0.2999], 1e-4),
    ):
        found = by_name("total").compute(one(terms))[0, 0]
        line = Line(tuple(Term(1, (term,)) for term in terms))
        assert math.isclose(found, total, rel_tol=1e-9)
        assert math.isclose(line.value(no_names), total, rel_tol=1e-9)


def test_numbers_too_large_are_infinite_and_no_zero() -> None:
    """What a float cannot hold is not taken for rounding."""
    with np.errstate(all="ignore"):
        assert by_name("linear").compute(one([1e200]), one([1e200]), one([1]))[0, 0] == math.inf
    assert Line((Term(1, (math.inf,)),)).value(no_names) == math.inf
