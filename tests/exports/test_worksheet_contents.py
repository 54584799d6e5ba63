"""What a worksheet contains: blanks without a number, keys with the sheet's, examples that tell less."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from app.core.cell import Ref
from app.exports.worksheets.contents import Contents, StepOnPaper, contents
from app.exports.worksheets.parse_order import read_order
from app.lessons import LESSONS
from app.notation import number_text
from app.notation.line_styles import plain_ref
from app.teaching.prose import CELL
from app.training.descent import worked
from app.views.picture import Cell, Picture
from tests import golden

SAE, AE = "sparse-autoencoder", "autoencoder"
STEPS = {slug: len(lesson.plan(tuple(lesson.preset.given)).steps) for slug, lesson in LESSONS.items()}
EVERY = [(slug, step) for slug, count in STEPS.items() for step in range(1, count + 1)]


@lru_cache(32)
def sheet(slug: str, page: int | None = None, query: str = "") -> Contents:
    """A worksheet."""
    return contents(read_order(LESSONS[slug], page, query))


def cells(stage: Picture) -> list[Cell]:
    """Every cell of a stage's matrices."""
    return [cell for one in stage.placed for row in one.grid.cells for cell in row]


def cells_of(part: StepOnPaper) -> list[Cell]:
    """Every cell of a part."""
    return [cell for stage in part.stages for cell in cells(stage)]


def results(part: StepOnPaper) -> dict[Ref, Cell]:
    """The cells of a part's results."""
    return {c.ref: c for stage in part.stages for row in stage.result.grid.cells for c in row}


@pytest.mark.parametrize(("slug", "step"), EVERY)
@pytest.mark.parametrize("query", ["", "blank=products", "earlier=blank", "earlier=printed", "share=70"])
def test_a_blank_cell_holds_no_number(slug: str, step: int, query: str) -> None:
    part = sheet(slug, step, query).parts[0]
    blanks = [cell for cell in cells_of(part) if cell.kind in ("blank", "carried")]
    assert blanks
    assert {(cell.text, cell.value, cell.root) for cell in blanks} == {("", None, "")}
    assert not part.answers
    assert not [cell for cell in cells_of(part) if cell.kind == "key"]
    assert {text for line in part.workings for text in (*line.products, line.value or "")} <= {""}


@pytest.mark.parametrize(("slug", "step"), EVERY)
def test_a_key_is_the_same_sheet_with_the_sheet_s_own_numbers(slug: str, step: int) -> None:
    blank, key = (sheet(slug, step, query) for query in ("", "key=1"))
    numbers, _ = worked(read_order(LESSONS[slug], step, "").state.exercise)
    pairs = list(zip(cells_of(blank.parts[0]), cells_of(key.parts[0]), strict=True))
    assert len(pairs) > 1
    for empty, full in pairs:
        assert empty.ref == full.ref
        if empty.kind in ("blank", "carried"):
            assert full.kind == {"blank": "key", "carried": "brought"}[empty.kind]
            assert full.value == numbers.lookup(full.ref)
            assert full.text == number_text.short(numbers.lookup(full.ref))
        else:
            assert empty == full
    answers = {answer.cell for answer in key.parts[0].answers}
    blanks = {empty.ref for empty, _ in pairs if empty.kind == "blank"}
    assert len(answers) == len(key.parts[0].answers) == len(blanks)


def test_the_key_of_a_lesson_has_the_golden_numbers() -> None:
    page = sheet(SAE, None, "key=1")
    found = {
        ref: cell.value for part in page.parts for ref, cell in results(part).items() if cell.kind == "key"
    }
    for name in ("Z", "f", "X_hat", "L1", "E", "G", "D", "s"):
        for i, row in enumerate(golden.SAE_EXPECTED[name], start=1):
            for j, number in enumerate(row, start=1):
                assert found[Ref(name, i, j)] == pytest.approx(number)


@pytest.mark.parametrize("slug", [SAE, AE])
def test_with_earlier_results_blank_too_no_result_stands_anywhere(slug: str) -> None:
    page = sheet(slug, None, "earlier=blank")
    made = {name for part in page.parts for stage in part.stages for name in [stage.result.grid.name]}
    worked_out = [c for part in page.parts for c in cells_of(part) if c.ref.name in made and c.text]
    assert not worked_out


ASKING = ["", "blank=products", "share=50", "columns=1,3", "share=30&pick=4"]


@pytest.mark.parametrize("slug", [SAE, AE])
@pytest.mark.parametrize("query", ASKING)
def test_what_a_sheet_asks_for_stands_nowhere_further_down(slug: str, query: str) -> None:
    asked: set[Ref] = set()
    for part in sheet(slug, None, query).parts:
        assert not [cell for cell in cells_of(part) if cell.ref in asked and cell.text]
        asked |= {ref for ref, cell in results(part).items() if cell.kind == "blank"}
    assert asked


def test_numbers_are_carried_over_from_the_step_that_asked_for_them() -> None:
    first, second, third = sheet(SAE, None, "steps=1-3").parts
    assert (first.carried, second.carried) == ("", "Carry your numbers over: `Z` from step 1.")
    assert third.carried == "Carry your numbers over: `f` from step 2."
    assert {cell.kind for cell in cells_of(second) if cell.ref.name == "Z"} == {"carried"}
    assert not sheet(SAE, 2).parts[0].carried
    assert {cell.kind for cell in cells_of(sheet(SAE, 2).parts[0]) if cell.ref.name == "Z"} == {"printed"}


@pytest.mark.parametrize(
    "query", ["", "earlier=blank", "share=60", "blank=products", "share=60&blank=products"]
)
def test_where_a_feature_s_activity_is_asked_no_cell_tells_it(query: str) -> None:
    parts = sheet(SAE, None, f"steps=1-12&{query}").parts
    numbers, _ = worked(read_order(LESSONS[SAE], None, "").state.exercise)
    asked = {ref for ref, cell in results(parts[1]).items() if cell.kind == "blank"}
    for part in parts:
        for result in (r for r in numbers.plan.step(part.number).results if r.where):
            [grid] = [s.result.grid for s in part.stages if s.result.grid.name == result.name]
            assert result.where
            drawn = [c for row in grid.cells for c in row if c.ref._replace(name=result.where.name) in asked]
            assert drawn
            assert {cell.kind for cell in drawn} == {"blank"}
            named = {line.cell for line in part.workings}
            assert not named & {plain_ref(cell.ref, numbers.shapes) for cell in drawn}


def test_the_key_says_which_cells_stay_empty() -> None:
    sixth = sheet(SAE, None, "steps=2-7&key=1").parts[4]
    active = {
        (i, j) for i, row in enumerate(golden.SAE_EXPECTED["f"], 1) for j, f in enumerate(row, 1) if f > 0
    }
    found = {(ref.row, ref.column) for ref, cell in results(sixth).items() if cell.kind == "key"}
    assert found == active
    assert {cell.kind for cell in results(sixth).values()} == {"key", "open"}


def test_earlier_results_are_printed_where_that_is_chosen_and_a_step_s_own_are_not() -> None:
    first, second = sheet(SAE, None, "steps=1-2&earlier=printed").parts
    assert {cell.kind for ref, cell in results(first).items()} == {"blank"}
    operands = [cell for cell in cells_of(second) if cell.ref.name == "Z"]
    assert {cell.kind for cell in operands} == {"printed"}
    own = sheet(AE, 2).parts[0].stages[1]
    assert own.operands[0].grid.is_above
    assert {cell.kind for cell in cells(own)} == {"blank"}


def test_one_matrix_alone_can_be_blank() -> None:
    part = sheet(SAE, 12, "matrix=dZ").parts[0]
    assert {cell.ref.name for cell in cells_of(part) if cell.kind == "blank"} == {"dZ"}


def test_a_jigsaw_leaves_some_columns_blank() -> None:
    part = sheet(SAE, 1, "columns=2,5").parts[0]
    assert {ref.column for ref, cell in results(part).items() if cell.kind == "blank"} == {2, 5}
    assert {ref.column for ref, cell in results(part).items() if cell.kind == "printed"} == {1, 3, 4}


@pytest.mark.parametrize("share", [10, 50, 100])
def test_faded_examples_go_from_worked_to_blank(share: int) -> None:
    part = sheet(SAE, 1, f"share={share}").parts[0]
    chosen = [cell for cell in results(part).values() if cell.kind != "printed"]
    assert len(chosen) == 30 * share // 100
    assert [cell.kind for cell in chosen] == ["worked"] + ["blank"] * (len(chosen) - 1)
    full, half = part.workings
    assert full.value is None
    assert full.told.endswith(f"= {chosen[0].text}")
    assert half.value == ""
    assert half.told.startswith("= ")
    assert "=" not in half.told[2:]


def test_the_share_is_drawn_by_its_number() -> None:
    def blanks(query: str) -> list[Ref]:
        return [ref for ref, c in results(sheet(SAE, 1, query).parts[0]).items() if c.kind == "blank"]

    assert blanks("share=50") == blanks("share=50&pick=1")
    assert blanks("share=50") != blanks("share=50&pick=2")


@pytest.mark.parametrize(("slug", "step"), EVERY)
def test_an_example_tells_no_number_of_another_blank(slug: str, step: int) -> None:
    page = sheet(slug, step, "share=100")
    numbers, _ = worked(read_order(LESSONS[slug], step, "").state.exercise)
    part = page.parts[0]
    blanks = {ref for ref, cell in results(part).items() if cell.kind == "blank"}
    named = {line.cell for line in part.workings}
    for ref in results(part):
        line = numbers.line(*ref)
        if blanks.intersection(line.operands()):
            assert plain_ref(ref, numbers.shapes) not in named


@pytest.mark.parametrize(("slug", "step"), EVERY)
def test_a_half_worked_line_stops_short_of_its_value(slug: str, step: int) -> None:
    blank, key = (sheet(slug, step, query).parts[0].workings for query in ("share=100", "share=100&key=1"))
    for line, whole in zip(blank, key, strict=True):
        assert line.told == whole.told
        assert line.value is None or line.told != whole.value


def test_products_are_boxes_and_numbers_only_in_the_key() -> None:
    blank, key = (
        sheet(SAE, 1, query).parts[0].workings for query in ("blank=products", "blank=products&key=1")
    )
    assert len(blank) == 30
    assert {line.products for line in blank} == {("",) * 4}
    assert key[0].products == ("0", "2", "0", "−1")
    assert key[0].value == "1"


@pytest.mark.parametrize("slug", [SAE, AE])
def test_the_sentence_on_a_sheet_names_no_cell_and_has_no_markup(slug: str) -> None:
    lesson = LESSONS[slug]
    for step in lesson.plan(tuple(lesson.preset.given)).steps:
        first = re.split(r"(?<=[.?!])\s", step.words.reason.strip(), maxsplit=1)[0]
        assert not CELL.search(first)
    for part in sheet(slug).parts:
        assert "*" not in part.reason
        assert "{" not in part.reason
        assert part.reason.count("`") % 2 == 0


def test_lambda_0_makes_the_gradients_whole_numbers() -> None:
    page = sheet(SAE, None, "steps=11-13&lambda=0&key=1")
    answers = [c for part in page.parts for c in results(part).values() if c.kind == "key"]
    assert all(cell.value == round(cell.value or 0) for cell in answers)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("1/3", "1/3"), ("0.12345", "0.123…"), ("0.1250000", "0.125"), ("-123456.5", "−123456.5")],
)
def test_a_given_number_is_printed_exactly_or_ends_in_dots(typed: str, printed: str) -> None:
    made = sheet(SAE, 1, f"X={typed},2;1,1;1,1&key=1")
    [given] = {p.grid.cells[0][0].text for p in made.parts[0].stages[0].operands if p.grid.name == "X"}
    assert given == printed
    assert bool(made.remark) == printed.endswith("…")


def test_a_line_of_rounded_numbers_is_not_called_equal() -> None:
    answers = dict(sheet(SAE, 1, "X=1/3,2;1,1;1,1&key=1").parts[0].answers)
    assert answers["Z[1,1]"].startswith("≈ −1·0.333 ")
    assert answers["Z[1,2]"].startswith("= −1·2 ")
