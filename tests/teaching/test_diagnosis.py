"""Diagnosis: every slip of every cell, and what follows from earlier numbers.

BY_HAND_LONG=1 tries thirty random exercises of each lesson; the suite tries a few.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import numpy as np
import pytest

from app.core.cell import Ref
from app.core.sheet import work_out
from app.lessons import LESSONS
from app.teaching.diagnosis import WrongAnswer
from app.teaching.grading import ONE, Examiner, diagnose, grade
from app.teaching.hints import hint_ladder
from app.teaching.slip_codes import BY_CODE, TABLE
from app.teaching.typed_answers import TypedAnswer, TypedNumbers
from tests.long import IS_LONG
from tests.teaching import pupils
from tests.teaching.marked_sheets import AE, SAE, marked, matrices, sheet_of
from tests.teaching.pupils import typed, wrong_cells

SEEDS = (0, *range(1, 31)) if IS_LONG else (0, 1, 2)
"""Seed 0 is the preset."""


@pytest.mark.parametrize("slug", LESSONS)
@pytest.mark.parametrize("seed", SEEDS if IS_LONG else SEEDS[:2])
def test_every_slip_of_every_cell_is_named_or_others_fit_as_well(slug: str, seed: int) -> None:
    """Alone or as one of two; or three codes of its level give the number; or a likelier one does."""
    examiner = Examiner(sheet_of(slug, seed))
    for answer, code, level in every_slip(examiner):
        told = {cause.code for cause in answer.causes}
        rivals = {s.slip.code for s in answer.possible if gives(s.value, answer) and s.slip.level == level}
        likelier = [s for s in answer.possible if gives(s.value, answer) and s.slip.level < level]
        assert code in told or len(rivals) > 2 or likelier, (answer.cell.ref, code)
        assert len(told) <= 2
        if told and code in told and not likelier:
            assert rivals == told


def every_slip(examiner: Examiner) -> Iterator[tuple[WrongAnswer, str, int]]:
    """A wrong answer for every number that a slip gives in any cell, its code and its level."""
    sheet = examiner.sheet
    cells = {ref for step in sheet.plan.steps for result in step.results for ref in sheet.cells(result)}
    for ref in sorted(cells):
        cell, possible = examiner.slips.cell(ref), examiner.slips.slips(ref)
        for found in possible:
            if not is_right(examiner, ref, found.value):
                typed = TypedAnswer(found.value)
                answer = WrongAnswer(cell, typed, possible, possible.columns(typed))
                yield answer, found.slip.code, found.slip.level


def is_right(examiner: Examiner, ref: Ref, value: float) -> bool:
    """Whether a number is right as an answer with all its digits."""
    numbers = np.full(examiner.sheet.shapes[ref.name], np.nan)
    numbers[ref.row - 1, ref.column - 1] = value
    typed = TypedNumbers(numbers.reshape(1, -1), np.zeros((1, numbers.size)))
    return bool(examiner.key.right(ref.name, ONE, typed).any())


def gives(value: float, answer: WrongAnswer) -> bool:
    """Whether a slip's number is what was typed, to three decimals; three digits where it is small."""
    number = answer.typed.number
    digit = 1e-3 if not value or abs(value) >= 0.01 else 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    return abs(value - number) <= digit / 2 + abs(value) * 1e-12


def test_five_cells_decide_what_one_leaves_open() -> None:
    """The bias missing in one row, and nowhere else."""
    sheet = sheet_of(SAE)
    written = matrices(sheet)["Z"]
    written[0] = [value + 1 for value in written[0]]
    found = marked(sheet, "Z", written)
    assert found.procedure is not None
    assert found.procedure.codes == ("bias-left-out",)
    assert found.procedure.says == "In all 5 cells of row 1 of Z: the bias is missing."
    assert {mark.status for row in found.marks["Z"][1:] for mark in row if mark} == {"correct"}


def test_of_two_ways_the_second_is_told_of_the_cells_that_it_explains() -> None:
    """Whoever keeps −1, −1 and makes 1 to 0 has turned ReLU round; that it is missing explains two."""
    sheet = sheet_of(SAE)
    texts = {Ref("f", 1, 1): "0", Ref("f", 1, 3): "-1", Ref("f", 2, 2): "-1", Ref("f", 2, 1): "1"}
    _, found = Examiner(sheet).marks(texts)
    assert found[0].says == (
        "In 3 cells of f: either ReLU was applied the other way round, or in 2 of them ReLU is missing."
    )


def test_a_cell_that_fits_two_ways_is_told_the_one_of_its_own_row() -> None:
    """ReLU too early in row 1 makes −1 a 0, and so does a bias left out, as it is in rows 2 and 5."""
    sheet = sheet_of(SAE)
    given = matrices(sheet)
    written, without = given["Z"], pupils.times(given["W_enc"], given["X"])
    written[0] = [max(value, 0.0) for value in written[0]]
    written[1], written[4] = without[1], without[4]
    assert without[0][2] == written[0][2] == 0
    marks = marked(sheet, "Z", written).marks["Z"]
    told = [{slip.code for mark in row if mark for slip in mark.slips} for row in marks]
    assert told == [{"relu-too-early"}, {"bias-left-out"}, set(), set(), {"bias-left-out"}, set()]


def test_two_answers_that_changed_places_are_told_so() -> None:
    """Anywhere in the matrix."""
    sheet = sheet_of(SAE)
    written = matrices(sheet)["Z"]
    written[0][4], written[5][3] = written[5][3], written[0][4]
    found = marked(sheet, "Z", written)
    assert found.procedure is not None
    assert found.procedure.codes == ("swapped",)
    assert {(ref.row, ref.column) for ref in found.procedure.cells} == {(1, 5), (6, 4)}


@pytest.mark.parametrize("lines", [(0, 1), (0, 3)])
def test_two_rows_or_columns_that_changed_places_are_told_so(lines: tuple[int, int]) -> None:
    """Beside each other or not; each of the cells that differ is told so, and no third row speaks."""
    sheet, (a, b) = sheet_of(SAE), lines
    written = matrices(sheet)["Z"]
    written[a], written[b] = written[b], written[a]
    found = marked(sheet, "Z", written)
    assert found.procedure is not None
    assert found.procedure.says.endswith(f" cells of Z: rows {a + 1} and {b + 1} have changed places.")
    assert {ref.row for ref in found.procedure.cells} == {a + 1, b + 1}
    said = {mark.says.partition(":")[0] for row in found.marks["Z"] for mark in row if mark and mark.says}
    assert said == {f"Rows {a + 1} and {b + 1} have changed places"}
    written = matrices(sheet)["Z"]
    written = [[row[b] if k == a else row[a] if k == b else v for k, v in enumerate(row)] for row in written]
    found = marked(sheet, "Z", written)
    assert found.procedure is not None
    assert f"columns {a + 1} and {b + 1} have changed places" in found.procedure.says


def test_what_follows_from_one_s_own_number_is_right_in_method() -> None:
    """Z wrong in a cell, f worked from it: carried, and told from which cell."""
    sheet = sheet_of(SAE)
    given = matrices(sheet)
    given["Z"][0][0] = given["f"][0][0] = 7.0
    found = diagnose(sheet, sheet.plan.step(2), {name: typed(given[name]) for name in ("f", "Z")})
    mark, first = found.marks["f"][0][0], found.marks["Z"][0][0]
    assert mark is not None
    assert first is not None
    assert (mark.status, mark.carried) == ("wrong", True)
    assert mark.says == "Right in method: this follows from your own Z[1,1]."
    assert (first.status, first.carried) == ("wrong", False)


def test_who_keeps_more_digits_than_are_typed_is_right_in_method() -> None:
    """Lengths of 4 times the square root, typed with two decimals; the scales are worked from all digits."""
    sheet = sheet_of(SAE)
    n = [4 * float(value) for value in sheet.values["n"][0]]
    weighted = sum(a * b for a, b in zip(n, map(float, sheet.values["s"][:, 0]), strict=True))
    answers = {"n": [[f"{value:.2f}" for value in n]], "L1_weighted": [[f"{weighted:.3f}"]]}
    found = diagnose(sheet, sheet.plan.step(8), answers)
    mark = found.marks["L1_weighted"][0][0]
    assert mark is not None
    assert (mark.carried, mark.says) == (True, "Right in method: this follows from your own earlier numbers.")
    answers["L1_weighted"] = [[f"{weighted + 0.2:.3f}"]]
    off = diagnose(sheet, sheet.plan.step(8), answers).marks["L1_weighted"][0][0]
    assert off is not None
    assert not off.carried


def test_numbers_rounded_on_the_way_are_told_so() -> None:
    """Lengths to one decimal are right, and a sum of them is not."""
    sheet = sheet_of(SAE)
    answers = {"n": [["1.7", "1.4", "1", "3", "2", "2.2"]], "L1_weighted": [["24.7"]]}
    found = diagnose(sheet, sheet.plan.step(8), answers)
    assert {mark.status for mark in found.marks["n"][0] if mark} == {"correct"}
    mark = found.marks["L1_weighted"][0][0]
    assert mark is not None
    assert mark.carried
    assert [slip.code for slip in mark.slips] == ["rounded-early"]


@pytest.mark.parametrize("slug", LESSONS)
def test_a_right_answer_is_never_diagnosed(slug: str) -> None:
    """All of a lesson at once, as it is printed."""
    sheet = sheet_of(slug)
    answers = {name: typed(sheet.values[name].tolist()) for name in sheet.results}
    found = diagnose(sheet, sheet.plan.step(1), answers)
    told = [mark for rows in found.marks.values() for row in rows for mark in row if mark]
    assert found.procedure is None
    assert {(mark.status, mark.says, mark.slips) for mark in told} == {("correct", "", ())}


def test_the_rungs_of_the_hints() -> None:
    """Cells, numbers, products, value; a rung that would repeat another is left out."""
    sheet = sheet_of(SAE)
    rungs = hint_ladder(sheet, Ref("Z", 1, 1))
    assert [rung.name for rung in rungs] == ["cells", "numbers", "products", "value"]
    assert rungs[0].says == "Combine row 1 of W_enc, column 1 of X and b_enc[1]."
    assert [rung.name for rung in hint_ladder(sheet, Ref("M", 1, 2))] == ["cells", "numbers", "value"]


def test_the_table_says_its_reasons() -> None:
    """Each code once, with a clause that fits into a sentence."""
    assert len(BY_CODE) == len(TABLE)
    for row in TABLE:
        assert re.fullmatch(r"[a-z]+(-[a-z1]+)*", row.code)
        assert row.reason.endswith(".")
        assert not row.clause.endswith(".")


def test_a_number_that_is_nearly_right_and_exactly_that_of_a_slip_goes_with_its_neighbours() -> None:
    """λS left out of df: in one cell that is also df without its decimals; alone, those are likelier."""
    sheet = sheet_of(SAE)
    given = matrices(sheet)
    near = [
        (i, j)
        for i, j in wrong_cells(given["B"], given["df"])
        if abs(given["B"][i][j] - given["df"][i][j]) < abs(given["df"][i][j]) / 20
    ]
    assert near
    found = marked(sheet, "df", given["B"])
    assert found.procedure is not None
    assert found.procedure.codes == ("term-left-out",)
    for i, j in near:
        mark = found.marks["df"][i][j]
        assert mark is not None
        assert [slip.code for slip in mark.slips] == ["term-left-out"]
        alone = grade(sheet, Ref("df", i + 1, j + 1), typed(given["B"])[i][j])
        assert [slip.code for slip in alone.slips] == ["rounded-early"]


TOO_FAR = "It is rounded too far: keep three decimals, or type a fraction or a root."
LAST_DIGIT = "The last digit is a little off: round once more, or type a fraction or a root."


@pytest.mark.parametrize(
    ("name", "cell", "typed_in", "says"),
    [
        ("n", (1, 1), "1", "One sign is wrong: a square is never negative."),
        ("dW_enc", (1, 2), "-6.693", "df was taken for dZ: use dZ."),
        ("n", (1, 6), "2.23", LAST_DIGIT),
        ("n", (1, 1), "1.74", LAST_DIGIT),
        ("n", (1, 1), "1.733", LAST_DIGIT),
        ("L1_weighted", (1, 1), "25", TOO_FAR),
        ("B", (1, 2), "3", "One product or sum is a little off: work it once more, product by product."),
        ("n", (1, 6), "2.5", "Half was taken instead of the square root: a root times itself gives the sum."),
        ("n", (1, 6), "-3", "The numbers were not squared: square each number before you add."),
        ("E", (2, 1), "1", "The sum is a little off: work it once more, number by number."),
        ("D", (1, 4), "-3", "Factors were added, not multiplied: multiply in each product."),
        ("dW_enc", (6, 1), "-4.5", "Numbers were rounded on the way: keep three decimals, or type a fraction "
         "or a root, or round once more."),
        ("S", (6, 1), "-√5", "g is not the same everywhere: look at g[6,1]."),
    ],
)  # fmt: skip
def test_what_a_student_reads_of_one_wrong_answer(
    name: str, cell: tuple[int, int], typed_in: str, says: str
) -> None:
    """A name keeps its letters at the beginning of a sentence; a square that came out negative is told so."""
    assert grade(sheet_of(SAE), Ref(name, *cell), typed_in).says == says


def test_what_is_divided_by_0_is_not_to_be_divided() -> None:
    """n[1] is 0, and r[1] is 0 because that is taken so."""
    sheet = sheet_of(SAE)
    given = {name: sheet.values[name].copy() for name in sheet.plan.given}
    given["W_dec"][:, 0] = 0
    says = grade(work_out(sheet.lesson, given), Ref("r", 1, 1), "0.3").says
    assert says == "Nothing can be divided by n[1] here: the note of its step says what is taken instead."
    assert grade(sheet, Ref("r", 1, 1), "0.3").says == "The division is missing: divide by n[1]."


def test_two_places_of_one_code_make_one_sentence() -> None:
    """The neighbour across the diagonal, and the weights read by columns, give the same number."""
    says = grade(sheet_of(AE), Ref("Z4", 3, 2), "6").says
    assert says == "Rows and columns are exchanged: this cell takes row 3 of W4, column 2 of A3 and b4[3]."
