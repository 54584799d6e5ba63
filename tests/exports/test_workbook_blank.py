"""Blank spreadsheets: no answer anywhere in the file, examples where they are asked for."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from app.core.cell import ONES
from app.lessons import LESSONS
from tests.exports.spreadsheet import Spreadsheet
from tests.exports.test_workbook import CHANGES, assert_shows, boxes_of, cells_of, file_of

BLANKS = [
    (slug, query, step) for slug in LESSONS for query in ("", "earlier=blank") for step in ("", "/3", "/9")
]


@pytest.mark.parametrize(("slug", "query", "step"), BLANKS)
def test_a_blank_one_holds_no_answer(client: TestClient, slug: str, query: str, step: str) -> None:
    """No number but what is printed on the sheet, in no part of the file; every blank is an empty cell."""
    content = file_of(client, slug, query, step)
    page = int(step[1:]) if step else None
    _, boxes = boxes_of(slug, query, page)
    given = {*LESSONS[slug].plan(tuple(LESSONS[slug].preset.given)).given, ONES}
    own = {box.grid.name for box in boxes if box.is_result}
    spreadsheet = Spreadsheet(content)
    blanks = 0
    for place, ref, kind in cells_of(boxes):
        if ref.name in own:
            assert spreadsheet.value(place) == "", (place, ref)
            blanks += kind == "blank" and place not in spreadsheet.cells
        elif page is None:
            assert ref.name in given
    assert blanks > 3
    places = {place for place, ref, _ in cells_of(boxes) if ref.name not in own}
    assert spreadsheet.numbers().keys() <= places
    for text in spreadsheet.formulas().values():
        assert re.fullmatch(r"(?:'Whole'!)?[A-Z]+\d+|IF\((.+)=\"\",\"\",\1\)", text), text


@pytest.mark.parametrize("slug", LESSONS)
def test_a_blank_one_differs_by_its_given_numbers_only(client: TestClient, slug: str) -> None:
    """The files of two exercises of one shape are the same wherever no given number stands."""
    query, changes = CHANGES[slug]
    one, other = (ZipFile(BytesIO(file_of(client, slug, q))) for q in ("", query))
    typed_numbers = {float(cell) for cell in re.split("[,;]", ",".join(changes.values()))}
    assert one.namelist() == other.namelist()
    for name in one.namelist():
        a, b = (re.sub(rf"/{slug}/\d+/practice(\?[^<]*)?", "", z.read(name).decode()) for z in (one, other))
        if name.startswith("xl/worksheets/"):
            number = re.compile(r"<v>(-?[\d.]+)</v>")
            before, after = ({float(n) for n in number.findall(text)} for text in (a, b))
            assert typed_numbers >= after - before
            # A longer address may take more lines.
            a, b = (re.sub(r' ht="[\d.]+"', "", number.sub("", text)) for text in (a, b))
        is_same = a == b
        assert is_same, name


@pytest.mark.parametrize("slug", LESSONS)
def test_what_is_filled_in_stands_at_the_later_steps(client: TestClient, slug: str) -> None:
    content = file_of(client, slug, "")
    sheet, boxes = boxes_of(slug, "")
    own = cells_of([box for box in boxes if box.is_result])
    formulas = Spreadsheet(content).formulas()
    homes = {place: sheet.lookup(ref) for place, ref, _ in own if place not in formulas}
    assert_shows(Spreadsheet(content, homes).value, sheet, boxes)
