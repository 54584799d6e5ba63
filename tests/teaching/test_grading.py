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
from app.teaching.diagnosis import alone as told_alone
from app.teaching.grading import Examiner, Mark, grade
from app.teaching.line_slips import function_left_out
from app.teaching.slip_codes import BY_CODE
from app.teaching.tried_cell import TriedCell
from app.teaching.typed_answers import printed_value
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
    assert "“three” is not a number" in grade(sheet, ref, "three").says
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
        (Ref("MSE", 1, 1), "0.3", "correct"),
        (Ref("MSE", 1, 1), "0,33", "correct"),
        (Ref("MSE", 1, 1), "0.4", "wrong"),
        (Ref("n", 1, 1), "1.73", "correct"),
        (Ref("n", 1, 1), "1.7", "correct"),
        (Ref("n", 1, 1), "2", "wrong"),
        (Ref("n", 1, 1), "2.0", "wrong"),
        (Ref("L1_weighted", 1, 1), "24.9", "correct"),
        (Ref("L1_weighted", 1, 1), "25", "wrong"),
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
    """Decimals that the number rounds to; otherwise right to three, however large the number."""
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
    assert [grade(sheet, ref, typed).status for typed in ("0", "0.0005", "0.0003", "0.000")] == ["wrong"] * 4


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


# One slip of each kind, on the presets: the code, the lesson, the cell, what was typed, what is said.
EXAMPLES = [
    ("bias-left-out", SAE, Ref("Z", 1, 1), "2", "The bias is missing: add b_enc[1] too."),
    ("bias-left-out", AE, Ref("Z2", 2, 2), "-1", "The bias is missing: add b2[2] too."),
    ("function-left-out", SAE, Ref("f", 1, 3), "-1", "ReLU is missing: it lets nothing negative through."),
    ("function-left-out", SAE, Ref("M", 1, 2), "2", "what counts is whether it is above 0."),
    ("root-left-out", SAE, Ref("n", 1, 4), "9", "The square root is missing: it comes last."),
    (
        "squares-for-sizes",
        SAE,
        Ref("L1", 1, 5),
        "10",
        "The numbers were squared: add the numbers themselves.",
    ),
    ("mean-for-sum", SAE, Ref("db_dec", 1, 1), "-0.8", "The mean was taken, not the sum: do not divide."),
    ("mean-for-sum", SAE, Ref("dW_enc", 6, 2), "-1.645", "The mean was taken, not the sum: do not divide."),
    ("other-divisor", SAE, Ref("r", 1, 1), "0.52", "It was multiplied, not divided: divide by n[1]."),
    ("other-matrix", SAE, Ref("W_enc_new", 1, 1), "-0.583", "λ was taken for η: use η."),
    ("half-for-root", SAE, Ref("n", 1, 1), "1.5", "a root times itself gives the sum."),
    ("gate-for-relu", SAE, Ref("f", 2, 4), "1", "ReLU keeps what is positive as it is"),
    ("gate-left-out", SAE, Ref("S", 1, 5), "-√3", "g is not the same everywhere: look at g[1,5]."),
    ("relu-too-early", SAE, Ref("Z", 1, 4), "0", "in Z what is negative stays negative."),
    ("divisor-left-out", SAE, Ref("MSE", 1, 1), "5", "divide by the number of entries."),
    ("divisor-left-out", SAE, Ref("r", 6, 1), "0.2", "The division is missing: divide by n[6]."),
    ("other-divisor", SAE, Ref("MSE", 1, 1), "1", "divide by the number of entries."),
    ("factor-left-out", SAE, Ref("G", 1, 2), "-2", "multiply by the factor 2 in front."),
    ("square-for-double", AE, Ref("G", 3, 1), "289", "multiply by the factor 2 in front."),
    ("setting-left-out", SAE, Ref("loss", 1, 1), "29.911", "λ is missing: it is a factor here."),
    ("setting-left-out", SAE, Ref("b_dec_new", 1, 1), "4", "η is missing: it is a factor here."),
    ("weight-left-out", SAE, Ref("S", 1, 1), "-1", "n is missing: n[1] is a factor."),
    ("gate-left-out", AE, Ref("dZ4", 2, 1), "2", "M4 is missing: M4[2,1] is a factor."),
    ("square-left-out", AE, Ref("SSE", 1, 1), "68", "Square each number before you add."),
    ("sizes-for-squares", SAE, Ref("n", 1, 4), "5", "Square each number before you add."),
    ("double-for-square", AE, Ref("SSE", 1, 1), "136", "Square each number before you add."),
    ("sign-of-all", SAE, Ref("Z", 1, 2), "-2", "the size is right, look at the sign."),
    ("reversed", SAE, Ref("E", 1, 2), "2", "take X[1,2] from X̂[1,2]."),
    ("added-for-subtracted", SAE, Ref("E", 3, 1), "4", "subtract X[3,1]."),
    ("abs-for-relu", AE, Ref("A2", 2, 1), "1", "ReLU makes what is negative 0, not positive."),
    (
        "relu-turned-round",
        SAE,
        Ref("f", 1, 2),
        "0",
        "it keeps what is positive and makes what is negative 0.",
    ),
    ("other-matrix", AE, Ref("b4_new", 4, 1), "13.993", "db4 was taken for b4: use b4."),
    ("other-axis", SAE, Ref("n", 1, 1), "2", "The sum runs the other way: add column 1 of W_dec."),
    ("transposed", SAE, Ref("Z", 1, 3), "-4", "Rows and columns of X are exchanged: use column 3 of X."),
    ("other-cell", SAE, Ref("Z", 4, 5), "3", "takes row 4 of W_enc, column 5 of X and b_enc[4]."),
    ("row-or-column", SAE, Ref("Z", 2, 2), "-4", "use row 2 of W_enc, not row 3 of W_enc."),
    ("row-or-column", SAE, Ref("S", 3, 3), "-3", "use n[3], not n[4]."),
    ("sign-of-one", SAE, Ref("Z", 1, 1), "-3", "One sign is wrong: look at W_enc[1,2]·X[2,1]."),
    ("term-left-out", SAE, Ref("Z", 2, 3), "-2", "One product is missing: look at W_enc[2,3]·X[3,3]"),
    ("zero-counted", SAE, Ref("g", 1, 3), "-1", "zero was counted as above 0: look at f[1,3]"),
    ("term-twice", AE, Ref("SSE", 1, 1), "949", "One square was counted twice: take E[3,1]² once."),
    ("count-for-sum", AE, Ref("db1", 2, 1), "3", "add the numbers themselves."),
    ("sum-for-product", SAE, Ref("Z", 5, 4), "3", "multiply in each product."),
    (
        "rounded-early",
        SAE,
        Ref("L1_weighted", 1, 1),
        "25",
        "keep three decimals, or type a fraction or a root.",
    ),
    (
        "rounded-early",
        SAE,
        Ref("L1_weighted", 1, 1),
        "24.7",
        "keep three decimals, or type a fraction or a root.",
    ),
    ("arithmetic", SAE, Ref("L1_total", 1, 1), "17", "work it once more, number by number"),
]


@pytest.mark.parametrize("slug", SHEETS)
def test_no_copy_and_no_function_of_one_cell_is_told_of_products_and_sums(slug: str) -> None:
    """One off in a line without a product or a sum is no slip in working one out."""
    sheet = SHEETS[slug]
    lines = {ref: sheet.line(*ref) for ref in worked_cells(sheet)}
    single = [r for r, line in lines.items() if [len(term.factors) for term in line.terms] == [1]]
    for ref in single:
        said = grade(sheet, ref, repr(sheet.lookup(ref) + 1)).says
        assert "sum is a little off" not in said, ref
    assert single


@pytest.mark.parametrize(("code", "slug", "ref", "typed", "says"), EXAMPLES)
def test_each_slip_is_recognised(code: str, slug: str, ref: Ref, typed: str, says: str) -> None:
    """The number that a slip leads to is told what the slip was."""
    mark = grade(SHEETS[slug], ref, typed)
    assert mark.status == "wrong"
    assert code in [slip.code for slip in mark.slips]
    assert says.lower().rstrip(".") in mark.says.lower()


def test_every_code_has_an_example_here_or_among_several_cells() -> None:
    """No row of the table is left untried; two take several cells and are tried with them."""
    assert {*BY_CODE} == {code for code, *_ in EXAMPLES} | {"swapped", "carried"}


@pytest.mark.parametrize(
    ("slug", "ref", "typed", "says"),
    [
        (SAE, Ref("Z", 2, 3), "7", "Combine row 2 of W_enc, column 3 of X and b_enc[2]."),
        (SAE, Ref("SSE", 1, 1), "7", "Look at all of E."),
        (SAE, Ref("L1_weighted", 1, 1), "7", "Combine all of n and all of f."),
        (SAE, Ref("L1", 1, 2), "7", "Look at column 2 of f."),
        (SAE, Ref("dW_dec", 1, 2), "77", "Combine D[1,2], r[2] and W_dec[1,2]."),
        (SAE, Ref("M", 1, 2), "7", "Look at Z[1,2]."),
        (AE, Ref("T", 1, 1), "7", "Look at X[1,1]."),
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
        told = [told_alone([found.slip]) for found in Examiner(sheet).slips.slips(ref)]
        for says in (*told, grade(sheet, ref, "123456.789").says):
            assert not re.search(
                r"[0-9]", NAMED.sub("", says).replace("above 0", "").replace("negative 0", "")
            )
            assert re.fullmatch(r"\S.*[^.]\.", says), says


def test_a_function_without_a_sentence_is_an_error() -> None:
    """Nothing is left out silently."""
    cell = TriedCell(SHEETS[SAE], Ref("f", 1, 1), Line((), fn="sine"), SHEETS[SAE].lookup)
    with pytest.raises(KeyError):
        list(function_left_out(cell))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.sampled_from(list(worked_cells(SHEETS[SAE]))), st.text(max_size=50) | st.floats().map(repr))
def test_anything_may_be_typed(ref: Ref, typed: str) -> None:
    """Whatever it is, it is marked, and what is not right or blank gets a sentence."""
    mark = grade(SHEETS[SAE], ref, typed)
    assert bool(mark.says) == (mark.status in ("wrong", "unreadable"))


def test_long_answers_are_not_read() -> None:
    """A megabyte is answered at once, with a short sentence."""
    mark = grade(SHEETS[SAE], Ref("Z", 1, 1), "9" * 1_000_000)
    assert mark.status == "unreadable"
    assert len(mark.says) < 200
