"""Spreadsheets: every cell against the sheet, live after changes too; a blank one holds no answer anywhere.

They are worked out by an evaluator of the tests' own and, where there is one, by LibreOffice.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from starlette.testclient import TestClient

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exports.worksheets.contents import contents
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.places import Box
from app.exports.worksheets.workbook import book, valid_names
from app.lessons import LESSONS
from app.training.descent import worked
from tests.exports.spreadsheet import Place, Spreadsheet, Value
from tests.long import sampled

SAE, AE = "sparse-autoencoder", "autoencoder"
EXERCISES = [
    (SAE, ""),
    (SAE, "lambda=0&W_dec=0,1,0,1,0,-1;0,-1,1,-2,0,0;0,0,0,-2,2,-2"),
    (SAE, "seed=3&dims=4,9&examples=6"),
    (SAE, "updates=40"),
    (AE, ""),
    (AE, "seed=13&dims=5,4,3,2,3,4,5&examples=2"),
    (AE, "seed=2&dims=9,8,9&examples=12"),
]
TOKENS = "1,-1,0,2,-2;0,2,1,-1,1;-1,1,3,0,0.5"
CHANGES = {
    SAE: (f"X={TOKENS}", {"X": TOKENS}),
    f"{SAE}-centred": (f"X={TOKENS}", {"X": TOKENS}),
    AE: ("X=1,2,0,-1;0,1,3,1;2,-2,1,1;1,0,0,2&W2=1,1,1;0,-1,2", {
        "X": "1,2,0,-1;0,1,3,1;2,-2,1,1;1,0,0,2", "W_2": "1,1,1;0,-1,2",
    }),
}  # fmt: skip
PROGRAMS = ["ours", *(["soffice"] if shutil.which("soffice") else [])]
Work = Callable[[bytes, dict[str, str], Path], Callable[[Place], Value]]


def file_of(client: TestClient, slug: str, query: str, step: str = "") -> bytes:
    """A spreadsheet as it is downloaded."""
    answer = client.get(f"/{slug}{step}/worksheet.xlsx?{query}")
    assert answer.status_code == 200, answer.text
    return answer.content


def boxes_of(slug: str, query: str, page: int | None = None) -> tuple[Sheet, list[Box]]:
    """The exercise worked out, and every matrix of its spreadsheet with its place."""
    order = read_order(LESSONS[slug], page, query)
    made = book(order, contents(order))
    return made.sheet, [box for sheet in made.pages for box in sheet.boxes]


def cells_of(boxes: list[Box]) -> Iterator[tuple[Place, Ref, str]]:
    """Every cell of every matrix: its place, counted from 1, what it is, and how it is shown."""
    for box in boxes:
        for spot, cell in box.cells():
            yield (spot.page, spot.row + 1, spot.column + 1), cell.ref, cell.kind


def typed(spreadsheet: Spreadsheet, changes: dict[str, str]) -> dict[Place, float]:
    """Other numbers in the cells of a name."""
    found: dict[Place, float] = {}
    for name, text in changes.items():
        numbers = [float(cell) for row in text.split(";") for cell in row.split(",")]
        found.update(zip(spreadsheet.named(name), numbers, strict=True))
    return found


def by_ours(content: bytes, changes: dict[str, str], _: Path) -> Callable[[Place], Value]:
    """The file worked out here."""
    spreadsheet = Spreadsheet(content)
    spreadsheet.cells.update(typed(spreadsheet, changes))
    return spreadsheet.value


def by_soffice(content: bytes, changes: dict[str, str], folder: Path) -> Callable[[Place], Value]:
    """The file worked out by LibreOffice, which is given no value but those that are typed."""
    workbook = load_workbook(BytesIO(content))
    for (sheet, row, column), number in typed(Spreadsheet(content), changes).items():
        workbook[sheet].cell(row, column).value = number
    source = folder / "in" / "sheet.xlsx"
    source.parent.mkdir()
    workbook.save(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    done = load_workbook(folder / "sheet.xlsx", data_only=True)
    return lambda place: done[place[0]].cell(*place[1:]).value or 0.0  # type: ignore[return-value]


WORK: dict[str, Work] = {"ours": by_ours, "soffice": by_soffice}


def assert_shows(value: Callable[[Place], Value], sheet: Sheet, boxes: list[Box]) -> None:
    """Every cell shows the sheet's number; one that another step works is empty."""
    shared = {cell.ref.name for box in boxes for _, cell in box.cells() if cell.kind == "open"}
    for place, ref, kind in cells_of(boxes):
        found = value(place)
        if not found and (kind == "open" or (ref.name in shared and not sheet.lookup(ref))):
            continue
        assert float(found) == pytest.approx(sheet.lookup(ref), rel=1e-9, abs=1e-9), (place, ref)


@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_every_formula_and_every_value_beside_it_is_the_sheet_s(
    client: TestClient, slug: str, query: str
) -> None:
    content = file_of(client, slug, f"{query}&key=1")
    sheet, boxes = boxes_of(slug, f"{query}&key=1")
    assert_shows(Spreadsheet(content).value, sheet, boxes)
    kept = load_workbook(BytesIO(content), data_only=True)
    assert_shows(lambda p: kept[p[0]].cell(*p[1:]).value or 0.0, sheet, boxes)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("slug", "program"),
    sampled(
        [*((slug, "ours") for slug in LESSONS), *((f"{SAE}-centred", office) for office in PROGRAMS[1:])],
        [(slug, office) for slug in (SAE, AE) for office in PROGRAMS[1:]],
    ),
)
def test_changed_numbers_change_every_cell(
    client: TestClient, slug: str, program: str, tmp_path: Path
) -> None:
    query, changes = CHANGES[slug]
    value = WORK[program](file_of(client, slug, "key=1"), changes, tmp_path)
    _, boxes = boxes_of(slug, "key=1")
    changed, _ = boxes_of(slug, query)
    assert_shows(value, changed, boxes)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_step_by_itself_is_live_too(client: TestClient, slug: str) -> None:
    for number in range(1, len(LESSONS[slug].plan(tuple(LESSONS[slug].preset.given)).steps) + 1):
        content = file_of(client, slug, "key=1", f"/{number}")
        sheet, boxes = boxes_of(slug, "key=1", number)
        spreadsheet = Spreadsheet(content)
        assert_shows(spreadsheet.value, sheet, boxes)
        results = {cell.ref for box in boxes if box.is_result for _, cell in box.cells()}
        places = {place for place, ref, kind in cells_of(boxes) if ref in results and kind != "open"}
        assert places <= spreadsheet.formulas().keys()


@pytest.mark.parametrize(("slug", "query"), sampled(EXERCISES[4:6], EXERCISES[:4]))
def test_names_stand_for_the_matrices(client: TestClient, slug: str, query: str) -> None:
    spreadsheet = Spreadsheet(file_of(client, slug, f"{query}&key=1"))
    sheet, _ = boxes_of(slug, query)
    wanted = [*sheet.plan.given, *(result.name for result in sheet.plan.results())]
    called = {name: valid for name, valid in valid_names(list(sheet.plan.matrices)).items() if name in wanted}
    assert set(spreadsheet.book.defined_names) == set(called.values())
    for name in wanted:
        values = [float(spreadsheet.value(place) or 0) for place in spreadsheet.named(called[name])]
        assert values == pytest.approx(sheet.values[name].ravel().tolist(), rel=1e-9, abs=1e-9)


def test_no_name_reads_as_an_address_or_stands_twice() -> None:
    layers = [
        f"{d}{kind}{k}{new}"
        for k in range(1, 13)
        for kind in "WbZAM"
        for d in ("", "d")
        for new in ("", "_new")
    ]
    every = [*layers, *LESSONS[SAE].plan(()).matrices, "R", "C", "rc", "R1C1"]
    names = list(valid_names(every).values())
    assert len({name.lower() for name in names}) == len(every)
    for name in names:
        assert re.fullmatch(r"[A-Za-z_]\w*", name)
        assert not re.fullmatch(r"[a-z]{1,3}\d+|r\d*c\d*|r\d*|c\d*|lambda", name, re.I), name


@pytest.mark.parametrize("slug", LESSONS)
def test_a_formula_filled_down_and_to_the_right_is_the_next_one(client: TestClient, slug: str) -> None:
    """The formulas of a matrix are one formula, as somebody would fill them in: =$B7*G$3."""
    formulas = Spreadsheet(file_of(client, slug, "key=1")).formulas()
    filled = 0
    for box in boxes_of(slug, "key=1")[1]:
        at = [(spot.row + 1, spot.column + 1) for spot, _ in box.cells() if box.is_result]
        here = {cell: formulas.get((box.page, *cell), "") for cell in at}
        every = [(f"{get_column_letter(c)}{r}", f"={text}") for (r, c), text in here.items()]
        written = [(cell, text) for cell, text in every if text != "="]
        for cell, text in written[1:] if box.grid.name != "g" else []:
            assert Translator(written[0][1], written[0][0]).translate_formula(cell) == text, (
                box.grid.name,
                cell,
            )
            filled += 1
    assert filled > 100


def test_the_line_of_a_cell_is_its_formula(client: TestClient) -> None:
    formulas = Spreadsheet(file_of(client, SAE, "key=1", "/1")).formulas()
    first = min(formulas, key=lambda place: place[1:])
    assert formulas[first] == "$B13*G$7+$C13*G$8+$D13*G$9+$E13*G$10"


def test_the_same_address_gives_the_same_bytes(client: TestClient) -> None:
    for query in ("", "key=1"):
        assert file_of(client, SAE, query, "/3") == file_of(client, SAE, query, "/3")


def test_a_number_that_is_asked_for_as_an_example_is_there(client: TestClient) -> None:
    """Faded examples and single columns: what is printed is a number, what is blank is empty."""
    for query in ("share=60&blank=products", "columns=2", "matrix=Z"):
        spreadsheet = Spreadsheet(file_of(client, SAE, query, "/1"))
        sheet, boxes = boxes_of(SAE, query, 1)
        for place, ref, kind in cells_of(boxes):
            wanted = "" if kind == "blank" else sheet.lookup(ref)
            assert spreadsheet.value(place) == (wanted if wanted == "" else pytest.approx(wanted)), (
                query,
                ref,
            )


def test_a_spreadsheet_is_a_file_with_a_name(client: TestClient) -> None:
    answer = client.get(f"/{SAE}/3/worksheet.xlsx?key=1")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["content-disposition"] == f'attachment; filename="{SAE}-step-3-key.xlsx"'
    properties = load_workbook(BytesIO(answer.content)).properties
    assert (properties.title, properties.creator) == ("Sparse autoencoder by hand", None)


@pytest.mark.parametrize(
    ("path", "status"),
    [("worksheet.xlsx?steps=9-2", 422), ("99/worksheet.xlsx", 404),
     ("0/worksheet.xlsx", 404), ("x/worksheet.xlsx", 404), ("worksheet.xlsx?X=1,2;a", 422)],
)  # fmt: skip
def test_what_cannot_be_made_is_said(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/{SAE}/{path}").status_code == status


def silent(tokens: str) -> str:
    """f for these tokens, as text."""
    found = worked(read_order(LESSONS[SAE], None, f"X={tokens}").state.exercise)[0].values["f"]
    return ";".join(",".join(f"{number:g}" for number in row) for row in found)


@pytest.mark.parametrize(
    ("program", "step"),
    sampled(
        [("ours", ""), ("ours", "/6"), ("ours", "/7"), *((office, "/6") for office in PROGRAMS[1:])],
        [(office, step) for office in PROGRAMS[1:] for step in ("", "/7")],
    ),
)
def test_a_feature_that_dies_is_undetermined_again(
    client: TestClient, program: str, step: str, tmp_path: Path
) -> None:
    """Step 6 works the cells of active features only; step 7 has a 0 where one is silent."""
    dead = "0,-1,-1,2,1;-9,-9,-9,-9,-9;2,1,1,1,-1"
    page = int(step[1:]) if step else None
    order = read_order(LESSONS[SAE], page, "key=1")
    content = file_of(client, SAE, "key=1", step)
    named = {"X": dead} if page is None else {"f": silent(dead)}
    show = WORK[program](content, named, tmp_path)
    sheet = worked(read_order(LESSONS[SAE], page, f"X={dead}").state.exercise)[0]
    made = book(order, contents(order))
    for part in made.pages:
        for box in part.boxes:
            if box.grid.name == "g" and box.is_result:
                shown = {
                    cell.ref: show((spot.page, spot.row + 1, spot.column + 1)) for spot, cell in box.cells()
                }
                is_six = made.is_partial(box)
                for ref, value in shown.items():
                    active = sheet.lookup(ref._replace(name="f")) > 0
                    if is_six and not active:
                        assert not value, (box.page, ref)
                    else:
                        assert float(value) == sheet.lookup(ref), (box.page, ref)


@pytest.mark.parametrize("ending", ["xlsx", "tex"])
def test_of_variants_such_a_file_holds_the_first(client: TestClient, ending: str) -> None:
    of_many = client.get(f"/{SAE}/1/worksheet.{ending}?seed=7&variants=30")
    alone = client.get(f"/{SAE}/1/worksheet.{ending}?seed=7001&variant=1")
    assert of_many.headers["content-disposition"] == alone.headers["content-disposition"]
    assert "variant-1" in of_many.headers["content-disposition"]


def test_the_sheet_of_the_exercise_stays_what_it_is() -> None:
    """The expected numbers of these tests come from the sheet, which its own tests hold to the oracle."""
    order = read_order(LESSONS[SAE], None, "")
    assert worked(order.state.exercise)[0].lookup(Ref("Z", 1, 1)) == 1
