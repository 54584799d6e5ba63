"""Grading: what is right, what is not, and what each slip is told."""

import math
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.cell import Line, Ref
from app.core.sheet import Sheet, work_out
from app.exercise.exercise import Base, Draft
from app.lessons import LESSONS
from app.notation import number_text
from app.teaching.grading import Mark, grade, printed_value
from app.teaching.mistakes import FUNCTION_LEFT_OUT, SLIPS, TriedCell
from app.training.descent import worked

SAE, AE = "sparse-autoencoder", "autoencoder"
NAMED = re.compile(r"\[[0-9,]+\]|(?:row|column) [0-9]+|\b[A-Za-z]+[0-9]+(?:_\w+)?|the factor 2 ")


def sheet_of(slug: str, base: Base | None = None) -> Sheet:
    """A lesson's preset, or the exercise of a seed, worked out."""
    return worked(Draft(LESSONS[slug], base or Base()).exercise())[0]


SHEETS = {slug: sheet_of(slug) for slug in (SAE, AE)}


def worked_cells(sheet: Sheet) -> Iterator[Ref]:
    """Every cell that some step works."""
    for step in sheet.plan.steps:
        for result in step.results:
            yield from sheet.cells(result)


def test_the_four_statuses() -> None:
    """Right, wrong, left blank, not to be read."""
    sheet, ref = SHEETS[SAE], Ref("n", 1, 1)
    assert grade(sheet, ref, "√3") == Mark("correct")
    assert grade(sheet, ref, " \t") == Mark("blank")
    assert grade(sheet, ref, "three").status == "unreadable"
    assert "“three” is not a number" in grade(sheet, ref, "three").hint
    assert grade(sheet, ref, "7").status == "wrong"


@pytest.mark.parametrize("typed", ["1.732", "1.7320508", "sqrt 3", "√3", "sqrt(3)", " 1.7321 "])
def test_a_root_may_be_typed_in_many_ways(typed: str) -> None:
    """Three decimals are enough, and more do no harm."""
    assert grade(SHEETS[SAE], Ref("n", 1, 1), typed).status == "correct"


@pytest.mark.parametrize(
    ("ref", "typed", "status"),
    [
        (Ref("MSE", 1, 1), "1/3", "correct"),
        (Ref("MSE", 1, 1), "0.333", "correct"),
        (Ref("MSE", 1, 1), "0.334", "wrong"),
        (Ref("L1_weighted", 1, 1), "24.911", "correct"),
        (Ref("L1_total", 1, 1), "16", "correct"),
        (Ref("L1_total", 1, 1), "16.0004", "correct"),
        (Ref("L1_total", 1, 1), "16.006", "wrong"),
        (Ref("Z", 1, 3), "−1", "correct"),
        (Ref("Z", 1, 3), "-1.0", "correct"),
        (Ref("E", 1, 1), "0", "correct"),
        (Ref("E", 1, 1), "-0", "correct"),
    ],
)
def test_what_counts_as_right(ref: Ref, typed: str, status: str) -> None:
    """Right to three decimals, however large the number."""
    assert grade(SHEETS[SAE], ref, typed).status == status


def test_numbers_from_the_page_are_good_enough() -> None:
    """11 + 3 · 1.414 + 3 · 1.732 + 2 · 2.236 is 24.91, a thousandth away from the exact sum."""
    assert grade(SHEETS[SAE], Ref("L1_weighted", 1, 1), "24.910").status == "correct"
    assert grade(SHEETS[SAE], Ref("L1_weighted", 1, 1), "24.908").status == "wrong"


def test_small_numbers_need_their_digits() -> None:
    """Three significant digits below 0.01, as they are printed: 0 is not near enough to 0.0004."""
    given = {name: SHEETS[SAE].values[name].tolist() for name in SHEETS[SAE].plan.given}
    sheet = work_out(LESSONS[SAE], {**given, "eta": [[0.0001]], "b_dec": [[0], [0], [0]]})
    ref = Ref("b_dec_new", 1, 1)
    assert math.isclose(sheet.lookup(ref), 0.0004)
    assert grade(sheet, ref, "0.0004").status == "correct"
    assert [grade(sheet, ref, typed).status for typed in ("0", "0.0005", "0.0003")] == ["wrong"] * 3


@pytest.mark.parametrize(
    "sheet",
    [*SHEETS.values(), sheet_of(SAE, Base(7, (3, 6), 5)), sheet_of(AE, Base(3, (4, 3, 2, 3, 4), 3))],
    ids=[*SHEETS, "random sparse autoencoder", "random autoencoder"],
)
def test_what_the_page_prints_is_right(sheet: Sheet) -> None:
    """Every cell takes its own number, as printed and in full."""
    for ref in worked_cells(sheet):
        value = sheet.lookup(ref)
        assert math.isclose(printed_value(value), float(number_text.digits(value)), abs_tol=1e-12)
        assert grade(sheet, ref, number_text.short(value)) == Mark("correct"), ref
        assert grade(sheet, ref, repr(value)[:40]) == Mark("correct"), ref


# One slip of each kind, on the presets: the lesson, the cell, what was typed, what is said.
EXAMPLES = [
    ("bias_left_out", SAE, Ref("Z", 1, 1), "2", "This is what you get without the bias: add b_enc[1] too."),
    ("bias_left_out", AE, Ref("Z2", 2, 2), "-1", "This is what you get without the bias: add b2[2] too."),
    ("function_left_out", SAE, Ref("f", 1, 3), "-1", FUNCTION_LEFT_OUT["relu"]),
    ("function_left_out", SAE, Ref("n", 1, 4), "9", FUNCTION_LEFT_OUT["sqrt"]),
    ("function_left_out", SAE, Ref("M", 1, 2), "2", FUNCTION_LEFT_OUT["step"]),
    (
        "function_too_early",
        SAE,
        Ref("Z", 1, 4),
        "0",
        "no ReLU in Z: what is negative stays negative.",
    ),
    ("divisor_left_out", SAE, Ref("MSE", 1, 1), "5", "before the division: divide by the number of entries."),
    ("divisor_left_out", SAE, Ref("r", 6, 1), "0.2", "before the division: divide by n[6]."),
    ("constant_left_out", SAE, Ref("G", 1, 2), "-2", "This is what you get without the factor 2 in front."),
    ("constant_left_out", SAE, Ref("g", 1, 1), "1", "This is what you get without the minus in front."),
    ("setting_left_out", SAE, Ref("loss", 1, 1), "29.911", "without λ, which is a factor here."),
    ("setting_left_out", SAE, Ref("b_dec_new", 1, 1), "4", "without η, which is a factor here."),
    ("square_left_out", AE, Ref("SSE", 1, 1), "68", "Square each number before you add."),
    ("sign_of_all", SAE, Ref("Z", 1, 2), "-2", "The size is right, the sign is not."),
    ("too_early", SAE, Ref("X_hat", 1, 1), "-1", "This is what you get with Z: use f."),
    ("too_early", AE, Ref("Z2", 1, 2), "1", "This is what you get with Z1: use A1."),
    (
        "other_cell",
        SAE,
        Ref("Z", 4, 5),
        "3",
        "Check row and column: this cell takes row 4 of W_enc, column 5 of X and b_enc[4].",
    ),
    ("other_row_or_column", SAE, Ref("Z", 2, 2), "-4", "with row 3 of W_enc: use row 2 of W_enc."),
    ("other_row_or_column", SAE, Ref("X_hat", 2, 3), "2", "with b_dec[3]: use b_dec[2]."),
    ("other_row_or_column", SAE, Ref("S", 3, 3), "-3", "with n[4]: use n[3]."),
    ("transposed", SAE, Ref("Z", 1, 3), "-4", "Rows and columns of X are swapped: use column 3 of X."),
    ("sign_of_one", SAE, Ref("Z", 1, 1), "-3", "A sign is wrong: look at W_enc[1,2]·X[2,1]."),
    ("sign_of_one", SAE, Ref("E", 3, 1), "4", "A sign is wrong: look at X[3,1]."),
    ("term_left_out", SAE, Ref("Z", 2, 3), "-2", "Something is missing: look at W_enc[2,3]·X[3,3]."),
]


@pytest.mark.parametrize(("kind", "slug", "ref", "typed", "says"), EXAMPLES)
def test_each_slip_is_recognised(kind: str, slug: str, ref: Ref, typed: str, says: str) -> None:
    """The number that a slip leads to is told what the slip was."""
    mark = grade(SHEETS[slug], ref, typed)
    assert mark.status == "wrong"
    assert mark.hint.endswith(says)
    cell = TriedCell(SHEETS[slug], ref, SHEETS[slug].line(*ref))
    [generate] = [slips for slips in SLIPS if slips.__name__ == kind]
    assert mark.hint in [slip.says for slip in generate(cell)]


def test_every_kind_of_slip_has_an_example() -> None:
    """No row of the table is left untried."""
    assert {slips.__name__ for slips in SLIPS} == {kind for kind, *_ in EXAMPLES}


@pytest.mark.parametrize(
    ("slug", "ref", "typed", "says"),
    [
        (SAE, Ref("Z", 2, 3), "7", "Combine row 2 of W_enc, column 3 of X and b_enc[2]."),
        (SAE, Ref("SSE", 1, 1), "7", "Look at all of E."),
        (SAE, Ref("L1_weighted", 1, 1), "7", "Combine all of n and all of f."),
        (SAE, Ref("L1", 1, 2), "7", "Look at column 2 of f."),
        (SAE, Ref("dW_dec", 1, 2), "77", "Combine D[1,2], r[2] and W_dec[1,2]."),
        (SAE, Ref("M", 1, 2), "7", "Look at Z[1,2]."),
        (SAE, Ref("M", 1, 2), "0", "Look at Z[1,2]."),
        (SAE, Ref("f", 1, 2), "0", "Look at Z[1,2]."),
        (AE, Ref("T", 1, 1), "7", "Look at X[1,1]."),
        (SAE, Ref("n", 1, 1), "1.73", "Very close: keep three decimals, or type a fraction or a root."),
        (SAE, Ref("MSE", 1, 1), "0.3", "Look at SSE."),
    ],
)
def test_the_first_rung_names_the_cells(slug: str, ref: Ref, typed: str, says: str) -> None:
    """Where no slip fits, the hint says where to look."""
    assert grade(SHEETS[slug], ref, typed) == Mark("wrong", says)


@pytest.mark.parametrize("slug", SHEETS)
def test_no_hint_tells_a_value(slug: str) -> None:
    """The only digits in a hint are those of indices, names, rows and columns, and the factor 2."""
    sheet = SHEETS[slug]
    for ref in worked_cells(sheet):
        cell = TriedCell(sheet, ref, sheet.line(*ref))
        for slip in (slip for generate in SLIPS for slip in generate(cell)):
            assert not re.search(r"[0-9]", NAMED.sub("", slip.says).replace("above 0", "")), slip.says
            assert slip.says.endswith(".")
        hint = grade(sheet, ref, "123456.789").hint
        assert not re.search(r"[0-9]", NAMED.sub("", hint)), hint


def test_a_function_without_a_sentence_is_an_error() -> None:
    """Nothing is left out silently."""
    cell = TriedCell(SHEETS[SAE], Ref("f", 1, 1), Line((), fn="sine"))
    with pytest.raises(KeyError):
        list(SLIPS[1](cell))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.sampled_from(list(worked_cells(SHEETS[SAE]))), st.text(max_size=50) | st.floats().map(repr))
def test_anything_may_be_typed(ref: Ref, typed: str) -> None:
    """Whatever it is, it is marked, and what is not right or blank gets a sentence."""
    status, hint = grade(SHEETS[SAE], ref, typed)
    assert bool(hint) == (status in ("wrong", "unreadable"))


def test_long_answers_are_not_read() -> None:
    """A megabyte is answered at once, with a short sentence."""
    mark = grade(SHEETS[SAE], Ref("Z", 1, 1), "9" * 1_000_000)
    assert mark.status == "unreadable"
    assert len(mark.hint) < 200
