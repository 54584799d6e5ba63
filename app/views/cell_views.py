"""How the cells of a page are shown: what is revealed, what is lit, what can be edited, what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.core.cell import ONES, Line, Ref
from app.core.lesson import Texts
from app.core.sheet import Sheet, kept_with_sheet
from app.exercise.exercise import Exercise
from app.notation import line_styles, line_text, number_text, numerals
from app.notation.symbols import name_spoken
from app.views import widths
from app.views.grids import PAIRS, CellView, GridView, grid_view, ident_of
from app.views.picture import Cell, CellKind, Drawer, Grid, exact_root
from app.views.tints import tint

ROOT = "√9999"
ONES_WIDTH = 2.0
"""Ems of a figure."""


class ToldNumber(NamedTuple):
    """A worked-out number as it is written and read aloud; short is its text without the sign of rounding."""

    text: str
    label: str
    tint: str
    root: str
    short: str


@kept_with_sheet
def told_number(sheet: Sheet, ref: Ref) -> ToldNumber:
    """The number in a cell of a result."""
    value = sheet.lookup(ref)
    short, root = number_text.short(value), exact_root(sheet, ref, value)
    spoken = f"{root.replace('√', 'root ')}, about {short}" if root else number_text.number_spoken(value)
    text = f"≈ {short}" if root else short
    label = f"{name_spoken(ref.name)}: {spoken}"
    return ToldNumber(text, label, tint(value, largest(sheet, ref.name)), root, short)


class ReadLine(NamedTuple):
    """A cell's line as its cell holds it: with its numbers, and the ids of the cells that it reads."""

    told: str
    sources: str


UNREAD = ReadLine("", "")


@kept_with_sheet
def line_of_cell(sheet: Sheet, ref: Ref) -> ReadLine:
    """The line of a worked-out cell."""
    line = sheet.line(*ref)
    told = line_text.told_line(line, sheet.lookup)
    return ReadLine(f"{line_styles.titled_ref(ref, sheet.shapes)} {told}", sources(line))


@lru_cache(maxsize=4096)
def sources(line: Line) -> str:
    """The ids of the cells that a line reads, which are the same in every exercise of these sizes."""
    return " ".join(map(ident_of, line.operands()))


@kept_with_sheet
def largest(sheet: Sheet, name: str) -> float:
    """The largest size in a matrix, which its tints are measured against."""
    return float(abs(sheet.values[name]).max())


@kept_with_sheet
def worked_numbers(sheet: Sheet, name: str) -> list[list[str]]:
    """The numbers of a result as they are seen; what stands below a root is written small."""
    if sheet.results[name].operation.fn == "sqrt":
        return [[ROOT]]
    return [[number_text.short(float(value)) for value in row] for row in sheet.values[name]]


@dataclass(frozen=True)
class CellViews:
    """How the cells of a page are shown; one for a page, asked cell by cell.

    hidden: cells not yet revealed. pairs: the products of the current line. typed and errors: what came back
    from an edit. base: the sheet that results are compared with; link: cell -> address of its frame;
    copies: matrix -> where it is copied from.
    """

    exercise: Exercise
    sheet: Sheet
    given: Mapping[str, Texts]
    hidden: frozenset[Ref] = frozenset()
    opened: frozenset[Ref] = frozenset()
    current: Ref | None = None
    pairs: Mapping[Ref, int] = field(default_factory=dict)
    lit: frozenset[Ref] = frozenset()
    typed: Mapping[Ref, tuple[str, str]] = field(default_factory=dict)
    base: Sheet | None = None
    preset: Mapping[str, Texts] = field(default_factory=dict)
    before: Mapping[str, Texts] = field(default_factory=dict)
    link: Callable[[Ref], str] = lambda _: ""
    copies: Callable[[str], str] = lambda _: ""
    blank_names: frozenset[str] = frozenset()

    @cached_property
    def style(self) -> line_styles.Style:
        """The plain text of lines on this page."""
        return line_styles.text_style(self.sheet.shapes)

    @property
    def drawer(self) -> Drawer:
        """Draws the matrices of the page; kept here it would be a circle, and stay when the page is gone."""
        return Drawer(self.exercise, self.sheet, self.given, self.kind)

    def kind(self, ref: Ref) -> CellKind:
        """What a cell is."""
        if ref.name == ONES:
            return "ones"
        if ref.name in self.given:
            return "given"
        if ref in self.opened:
            return "open"
        return "blank" if ref in self.hidden or ref.name in self.blank_names else "worked"

    def cell(self, ref: Ref) -> CellView:
        """One cell of any matrix."""
        return self.view(self.drawer.cell(ref))

    def view(self, cell: Cell) -> CellView:
        """A cell as the page shows it, with the number of its product where there are more than colours."""
        view = self.unnumbered(cell)
        has_number = view.pair and max(self.pairs.values()) > PAIRS
        return view._replace(nth=str(view.pair)) if has_number else view

    def unnumbered(self, cell: Cell) -> CellView:
        """A cell as the page shows it."""
        if cell.kind == "ones":
            pair = self.pairs.get(cell.ref, 0)
            lit = cell.ref in self.lit
            return CellView(cell.text, "1", "ones", pair=pair, lit=lit, ident=ident_of(cell.ref))
        return self.given_cell(cell) if cell.kind == "given" else self.worked_cell(cell)

    def given_cell(self, cell: Cell) -> CellView:
        """A cell that can be edited, holding its exact text or what was typed and could not be read."""
        ref = cell.ref
        exact = self.given[ref.name][ref.row - 1][ref.column - 1]
        was, changed = self.was_given(ref, exact)
        text, error = self.typed.get(ref, (cell.text, ""))
        return CellView(
            text,
            name_spoken(ref.name),
            "given",
            seen="" if ref in self.typed else numerals.as_seen(exact),
            tint=self.tint(ref),
            pair=self.pairs.get(ref, 0),
            lit=ref in self.lit,
            was=was,
            changed=changed,
            field=f"{ref.name}[{ref.row},{ref.column}]",
            error=error,
            ident=ident_of(ref),
        )

    def was_given(self, ref: Ref, exact: str) -> tuple[str, bool]:
        """What stood in the cell before the last edit or, where that left it, at first; and which it is."""
        for rows, changed in ((self.before.get(ref.name, ()), True), (self.preset.get(ref.name, ()), False)):
            same_shape = rows and (len(rows), len(rows[0])) == self.sheet.shapes[ref.name]
            before = rows[ref.row - 1][ref.column - 1] if same_shape else exact
            if before != exact:
                return numerals.as_seen(before), changed
        return "", False

    def worked_cell(self, cell: Cell) -> CellView:
        """A cell of a result: its number, or a blank while it is not revealed."""
        ref, ident = cell.ref, ident_of(cell.ref)
        if cell.kind == "open":
            return CellView("", f"{name_spoken(ref.name)}: not worked at this step", "open", ident=ident)
        if cell.value is not None:
            return self.told_cell(ref, ident)
        return CellView(
            "",
            f"{name_spoken(ref.name)}: blank",
            "blank",
            pair=self.pairs.get(ref, 0),
            current=ref == self.current,
            lit=ref in self.lit,
            href=self.link(ref),
            ident=ident,
        )

    def told_cell(self, ref: Ref, ident: str) -> CellView:
        """The cell of a result with its number written in."""
        told, href = told_number(self.sheet, ref), self.link(ref)
        line = line_of_cell(self.sheet, ref) if href else UNREAD
        was = self.was_worked(ref, told.short)
        return CellView(
            told.text,
            told.label,
            "worked",
            tint=told.tint,
            pair=self.pairs.get(ref, 0),
            current=ref == self.current,
            lit=ref in self.lit,
            title=line.told,
            made_from=line.sources,
            root=told.root,
            was=was,
            changed=bool(was),
            ident=ident,
            href=href,
        )

    def sources(self, ref: Ref) -> str:
        """The ids of the cells that the cell's line reads."""
        return sources(self.sheet.line(*ref))

    def was_worked(self, ref: Ref, text: str) -> str:
        """What the sheet compared with has in this cell, where that reads differently."""
        if self.base is None or self.base.shapes.get(ref.name) != self.sheet.shapes[ref.name]:
            return ""
        before = number_text.short(self.base.lookup(ref))
        return before if before != text else ""

    def tint(self, ref: Ref) -> str:
        """The cell's colour, by sign and size within its matrix."""
        return tint(self.sheet.lookup(ref), largest(self.sheet, ref.name))

    def grid(self, name: str) -> GridView:
        """A matrix of the exercise as a grid."""
        return self.view_of(self.drawer.grid(name))

    def view_of(self, grid: Grid) -> GridView:
        """A drawn matrix as a grid; one that is told in full can be copied."""
        cells = [[self.view(cell) for cell in row] for row in grid.cells]
        if grid.name == ONES:
            return grid_view(grid, cells, ONES_WIDTH)
        is_told = all(cell.value is not None for row in grid.cells for cell in row)
        copy = self.copies(grid.name) if is_told else ""
        view = grid_view(grid, cells, self.figures(grid.name), copy)
        return view._replace(remembers=any(self.earlier(grid.name)))

    def figures(self, name: str) -> float:
        """How wide its figures are: the same at every frame, however much of it is revealed."""
        return widths.figures((text for row in self.numbers(name) for text in row), self.earlier(name))

    def earlier(self, name: str) -> Iterator[str]:
        """What its cells held before, revealed or not; empty where that is the same."""
        if self.is_as_before(name):
            return
        for ref in (ref for row in self.sheet.rows(name) for ref in row):
            if name in self.given:
                yield self.was_given(ref, self.given[name][ref.row - 1][ref.column - 1])[0]
            else:
                yield self.was_worked(ref, number_text.short(self.sheet.lookup(ref)))

    def is_as_before(self, name: str) -> bool:
        """Whether no cell of it can have held anything else."""
        if name not in self.given:
            return self.base is None
        rows = self.given[name]
        return all(others.get(name, rows) == rows for others in (self.before, self.preset))

    def numbers(self, name: str) -> list[list[str]]:
        """The numbers as they are seen; what stands below a root is written small."""
        if name in self.given:
            return [[numerals.as_seen(text) for text in row] for row in self.given[name]]
        return worked_numbers(self.sheet, name)

    def as_text(self, name: str) -> GridView:
        """A matrix to look at, without inputs."""
        return self.grid(name).as_text()
