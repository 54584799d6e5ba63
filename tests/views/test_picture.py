"""Matrices as they are seen: what stands in their cells, and how they stand, against the sheet."""

from __future__ import annotations

from app.core.cell import Ref
from app.core.lesson import Result
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import worked
from app.views.picture import CellKind, Drawer, Grid

SAE = LESSONS["sparse-autoencoder"]


def exercise(query: str = "") -> Exercise:
    """An exercise of the lesson."""
    return read_state(SAE, query).exercise


def drawer(query: str = "", longest: int = 99) -> Drawer:
    """Draws everything as it is."""
    made = exercise(query)
    return Drawer(made, worked(made)[0], made.given, lambda _: "printed", longest=longest)


def operands(query: str = "") -> list[tuple[Result, Grid]]:
    """Every operand as it stands beside its line, with what it is an operand of."""
    drawn = drawer(query)
    results = drawn.sheet.plan.results()
    return [(result, one.grid) for result in results for one in drawn.picture(result).operands]


def as_drawn(sheet: Sheet, grid: Grid) -> bool:
    """Whether every cell holds the number of its own row and column, and every row and column its label."""
    size = (len(grid.rows), len(grid.columns))
    if size != (len(grid.cells), len(grid.cells[0])):
        return False
    return all(
        cell.value == sheet.lookup(cell.ref)
        and (cell.ref.row, cell.ref.column) == ((j, i) if grid.transposed else (i, j))
        for i, row in enumerate(grid.cells, start=1)
        for j, cell in enumerate(row, start=1)
    )


def test_every_operand_has_its_own_numbers_where_it_stands() -> None:
    sheet, _ = worked(exercise())
    drawn = operands()
    assert all(as_drawn(sheet, grid) for _, grid in drawn)
    assert {grid.transposed for _, grid in drawn} == {True, False}


def test_a_matrix_read_by_entries_is_called_so_and_has_its_own_shape() -> None:
    grids = {grid.symbol: grid for result, grid in operands() if result.operation.name == "row scaling"}
    assert grids.keys() == {"n[i]", "g[i,j]"}
    norms = grids["n[i]"]
    assert norms.transposed
    assert (len(norms.rows), len(norms.columns), norms.shape) == (6, 1, "1×6")
    assert grids["g[i,j]"].shape == "6×5"


def test_a_transpose_is_called_so_and_has_the_shape_of_one() -> None:
    shapes = {grid.symbol: grid.shape for _, grid in operands() if grid.symbol.endswith("^T")}
    sheet, _ = worked(exercise())
    assert shapes
    for symbol, shape in shapes.items():
        rows, columns = sheet.shapes[symbol.removesuffix("^T")]
        assert shape == f"{columns}×{rows}"


def test_a_root_is_exact_where_there_is_a_line_with_one() -> None:
    cells = [cell for row in drawer().grid("n").cells for cell in row]
    assert [cell.root for cell in cells] == ["√3", "√2", "", "", "", "√5"]
    assert [cell.text for cell in cells] == ["1.732", "1.414", "1", "3", "2", "2.236"]


def test_a_given_number_is_as_typed_or_ends_in_dots_where_that_is_too_long() -> None:
    query = "X=-1/3,1.23456789,2.0000;1,1,1;1,1,1"
    exact = [cell.text for row in drawer(query).grid("X").cells for cell in row]
    short = [cell.text for row in drawer(query, longest=4).grid("X").cells for cell in row]
    assert exact[:2] == ["−1/3", "1.23456789"]
    assert short[:2] == ["−1/3", "1.235…"]
    assert short[2] == "2"


def test_what_is_to_be_filled_in_and_what_another_step_works_tell_nothing() -> None:
    whole = drawer()
    kinds: dict[Ref, CellKind] = {Ref("f", 1, 1): "blank", Ref("f", 2, 1): "open"}
    partly = Drawer(whole.exercise, whole.sheet, whole.given, lambda ref: kinds.get(ref, "worked"))
    shown = {cell.ref: cell for row in partly.grid("f").cells for cell in row}
    for ref, kind in kinds.items():
        assert shown[ref] == (ref, kind, "", None, "")
    assert all(cell.text and cell.value is not None for ref, cell in shown.items() if ref not in kinds)
