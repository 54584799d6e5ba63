"""Spreadsheets to print and to fill in: nothing cut, only boxes open, marked as one types."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook

from app.exports.worksheets.contents import contents
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.workbook import book
from app.exports.worksheets.xlsx import spreadsheet
from app.lessons import LESSONS
from app.training.descent import worked
from tests.exports.test_workbook import PROGRAMS, SAE
from tests.long import sampled


@pytest.mark.parametrize(
    ("number", "query"),
    sampled(
        [(12, "seed=3&dims=16,16&examples=16"), (1, "blank=products"), (None, "updates=40&key=1"), (12, "")],
        [
            (number, query)
            for number in (None, 1, 12)
            for query in ("", "key=1", "seed=3&dims=16,16&examples=16", "blank=products")
        ],
    ),
)
def test_it_prints_on_pages_that_cut_no_matrix(number: int | None, query: str) -> None:
    order = read_order(LESSONS[SAE], number, query)
    file = load_workbook(BytesIO(spreadsheet(order, "https://hand.example/" + "x" * 400)))
    for made in book(order, contents(order)).pages:
        sheet = file[made.name]
        breaks = [found.id for found in sheet.row_breaks.brk]
        for box in made.boxes:
            assert not any(box.row < row <= box.last.row for row in breaks), (made.name, box.grid.name)
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup
        assert (setup.fitToPage, int(sheet.page_setup.fitToHeight or 0)) == (True, 0)
        last = max(box.last.column for box in made.boxes)
        printed = sheet.print_area.split("!")[1].replace("$", "").split(":")[1]
        assert sheet[printed].column <= max(last, 45) + 1


def test_only_the_boxes_of_a_sheet_to_fill_in_can_be_written_in() -> None:
    order = read_order(LESSONS[SAE], None, "")
    file = load_workbook(BytesIO(spreadsheet(order, "")))
    for made in book(order, contents(order)).pages:
        sheet = file[made.name]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for box in made.boxes:
            for spot, cell in box.cells():
                is_open = not sheet.cell(spot.row + 1, spot.column + 1).protection.locked
                assert is_open == (sheet.cell(spot.row + 1, spot.column + 1).value is None), (spot, cell)
    live = load_workbook(BytesIO(spreadsheet(read_order(LESSONS[SAE], None, "key=1"), "")))
    assert not any(sheet.protection.sheet for sheet in live)


def test_a_name_stays_text_whatever_it_begins_with() -> None:
    order = read_order(LESSONS[SAE], 1, "tokens=%3DA1,-1,%2B2,1e5,x")
    sheet = load_workbook(BytesIO(spreadsheet(order, "")))["Step 1"]
    names = [cell for row in sheet for cell in row if cell.value in ("=A1", "-1", "+2", "1e5")]
    assert len(names) >= 4
    assert all(cell.quotePrefix and cell.data_type in "sf" for cell in names)


def marking_book(typed: Callable[[float, int], float | None], folder: Path) -> tuple[bytes, list[float]]:
    """A book that marks, with something typed into every box of step 1, and the answers of those boxes."""
    order = read_order(LESSONS[SAE], 1, "marks=1")
    made = spreadsheet(order, "")
    answers = [e.answer for e in book(order, contents(order)).entries() if e.answer is not None]
    file = load_workbook(BytesIO(made))
    spots = [e.spot for e in book(order, contents(order)).entries() if e.answer is not None]
    for k, (spot, answer) in enumerate(zip(spots, answers, strict=True)):
        file[spot.page].cell(spot.row + 1, spot.column + 1).value = typed(answer, k)
    file.save(folder / "filled.xlsx")
    return made, answers


def test_a_book_that_marks_knows_every_answer_and_shows_none(tmp_path: Path) -> None:
    made, answers = marking_book(lambda answer, _: answer, tmp_path)
    file = load_workbook(BytesIO(made))
    assert file["Step 1 answers"].sheet_state == "veryHidden"
    cells = (c.value for row in file["Step 1 answers"].iter_rows() for c in row)
    hidden = [float(value) for value in cells if isinstance(value, int | float)]
    sheet = worked(read_order(LESSONS[SAE], 1, "").state.exercise)[0]
    assert sorted(hidden) == sorted(answers) == sorted(sheet.values["Z"].ravel().tolist())
    shown = [c.value for row in file["Step 1"].iter_rows() for c in row]
    assert any(isinstance(value, str) and "never wrong" in value for value in shown)
    plain = load_workbook(BytesIO(spreadsheet(read_order(LESSONS[SAE], 1, ""), "")))
    assert plain.sheetnames == ["Step 1"]


@pytest.mark.parametrize("office", PROGRAMS[1:])
def test_right_numbers_are_marked_right_wrong_ones_wrong_and_blanks_not_at_all(
    tmp_path: Path, office: str
) -> None:
    """Every third box is right, every third off by one, every third stays empty."""
    _, answers = marking_book(lambda answer, k: (answer, answer + 1, None)[k % 3], tmp_path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "filled.xlsx")], check=True, capture_output=True, timeout=300)
    with pdfium.PdfDocument(tmp_path / "filled.pdf") as printed:
        text = "".join(page.get_textpage().get_text_range() for page in printed)
    third = len(answers) // 3
    assert [len(re.findall(rf"\d {sign}", text)) for sign in "✓✗"] == [third, third]
