"""A worksheet as a spreadsheet: what stands in every cell, without saying how a file of that is written.

Every matrix has one home in the book, and all its other appearances refer to that; so one number changed in X
changes everything, and what a student fills in at one step is there at the next. A worked-out cell at home is
its line as a formula of the cells that stand beside it: =$B7*G$3+$C7*G$4. A cell that is to be filled in is
empty, and what refers to it is empty too: neither has a number.

A book of several steps has a first page for all of it, which is live by itself; what is given has its home
there. The pages of the steps have a home of their own for what they work out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from app.core.cell import ONES, Line, Ref
from app.core.lesson import Result
from app.core.sheet import Sheet
from app.exports.worksheets.contents import Contents
from app.exports.worksheets.order import Order
from app.exports.worksheets.places import BookPage, Box, Spot, page_of
from app.notation import line_styles, line_text
from app.training.descent import worked
from app.views.picture import Cell, Grid, Picture

WHOLE: Final = "Whole"
LIVE: Final = "Change a number that is printed blue: everything that is worked out follows."
MARKED: Final = (
    "A number that you write is marked ✓ or ✗, at three decimals or three digits; an empty box is never "
    "wrong. The marks come from hidden pages of this file: whoever looks there finds the answers."
)
FILL_IN: Final = "Fill in the boxes: what you write at one step stands at the later ones, too."
Home = tuple[Spot, Cell]
"""Where a cell stands, and what stands there."""
Homes = Mapping[tuple[str, Ref], Home]
"""The homes of cells, by the pages that share one (see scope) and the cell."""
Kind = Literal["given", "worked", "blank", "open", "refers", "ones"]


class Entry(NamedTuple):
    """What stands in a cell: a formula without its equals sign, and the number that it gives; either may be
    missing, and both are where something is to be filled in."""

    spot: Spot
    kind: Kind
    formula: str = ""
    value: float | None = None
    answer: float | None = None
    """What belongs into a cell to be filled in, where the book marks what is written there."""


class Name(NamedTuple):
    """A name for the cells of a matrix."""

    name: str
    first: Spot
    last: Spot


def a1(spot: Spot, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """The spot's address on its own page: B7, $B7, B$7."""
    letters, rest = "", spot.column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{'$' * fixed_column}{letters}{'$' * fixed_row}{spot.row + 1}"


def elsewhere(spot: Spot) -> str:
    """The spot's address from any page."""
    return f"'{spot.page}'!{a1(spot)}"


@dataclass(frozen=True)
class Book:
    """A worksheet laid out on pages, and what stands in every cell."""

    contents: Contents
    sheet: Sheet

    @cached_property
    def pages(self) -> list[BookPage]:
        """The page of the whole, where there are several steps, and one page a step."""
        parts = self.contents.parts
        notes = (MARKED,) if self.contents.is_marking else ()
        steps = [
            page_of(f"Step {part.number}", f"{part.number}. {part.title}", notes, (part,), ())
            for part in parts
        ]
        if len(parts) == 1:
            return steps
        note = LIVE if self.contents.is_key else FILL_IN
        whole = page_of(WHOLE, f"{self.contents.lesson}: the whole sheet", (note, *notes), parts, self.given)
        return [whole, *steps]

    @cached_property
    def given(self) -> list[Grid]:
        """Every given matrix once, as it stands first."""
        stages = [stage for part in self.contents.parts for stage in part.stages]
        grids = [placed.grid for stage in stages for placed in stage.operands]
        upright = {grid.name: grid for grid in reversed(grids) if not grid.transposed}
        return [upright[name] for name in self.sheet.plan.given if name in upright]

    def entries(self) -> Iterator[Entry]:
        """What stands in every cell of every matrix, page by page."""
        for page in self.pages:
            for box in page.boxes:
                at_hand = {cell.ref: (spot, cell) for spot, cell in operands_on(page, box)}
                for spot, cell in box.cells():
                    yield self.entry(box, spot, cell, at_hand)

    @cached_property
    def homes(self) -> Homes:
        """Every cell's home. One whose place would tell what is to be filled in is to be filled in itself."""
        hidden = {
            self.key(box, cell): (spot, Cell(cell.ref, "blank"))
            for box, spot, cell in self.standing
            if self.hides(box, cell)
        }
        return {**self.first_homes, **hidden}

    @cached_property
    def first_homes(self) -> Homes:
        """Where every cell is worked out, else where it stands first."""
        found = [
            (self.key(box, cell), (spot, cell)) for box, spot, cell in self.standing if cell.kind != "open"
        ]
        return dict(reversed(found))

    @cached_property
    def standing(self) -> list[tuple[Box, Spot, Cell]]:
        """Every cell wherever it stands, those places first that may be its home."""
        boxes = sorted((box for page in self.pages for box in page.boxes), key=self.precedence)
        return [(box, spot, cell) for box in boxes for spot, cell in box.cells()]

    def key(self, box: Box, cell: Cell) -> tuple[str, Ref]:
        """What a cell's home is kept under."""
        return self.scope(cell.ref, box.page), cell.ref

    def precedence(self, box: Box) -> tuple[bool, bool]:
        """What is a cell's home first: where it is worked out, in a live book where all of its matrix is."""
        return not box.is_result, self.is_partial(box)

    def is_partial(self, box: Box) -> bool:
        """Whether a live book shows here a step's part of a matrix of which a later step works the rest."""
        result = self.result(box) if box.is_result and self.contents.is_key else None
        if result is None or result.where is None:
            return False
        last = [r for step in self.sheet.plan.steps for r in step.results if r.name == result.name][-1]
        return result != last

    def hides(self, box: Box, cell: Cell) -> bool:
        """Whether telling which cells a step works would tell what is to be filled in."""
        result = self.result(box) if box.is_result else None
        if self.contents.is_key or result is None or result.where is None:
            return False
        told_by = cell.ref._replace(name=result.where.name)
        return is_to_fill(self.first_homes.get((self.scope(told_by, box.page), told_by)))

    def scope(self, ref: Ref, page: str) -> str:
        """The pages that share a home for a cell: all for what is given, else the whole's or the steps'."""
        return "" if ref.name in self.sheet.plan.given else WHOLE if page == WHOLE else "steps"

    def entry(self, box: Box, spot: Spot, cell: Cell, at_hand: Mapping[Ref, tuple[Spot, Cell]]) -> Entry:
        """What stands in one cell; of a matrix that is worked in part, only while its condition is true."""
        made = self.entry_of_any(box, spot, cell, at_hand)
        result = self.result(box)
        if not (self.is_partial(box) and made.formula and result and result.where):
            return made
        condition = f"{a1(at_hand[cell.ref._replace(name=result.where.name)][0])}>0"
        choice = f'{made.formula},""' if result.where.positive else f'"",{made.formula}'
        return made._replace(formula=f"IF({condition},{choice})")

    def entry_of_any(
        self, box: Box, spot: Spot, cell: Cell, at_hand: Mapping[Ref, tuple[Spot, Cell]]
    ) -> Entry:
        """What stands in a cell, were there no conditions."""
        if cell.ref.name == ONES:
            return Entry(spot, "ones", value=1.0)
        if cell.kind == "open" and not self.hides(box, cell):
            return self.left_open(box, spot, cell, at_hand)
        home, there = self.homes[self.key(box, cell)]
        if home != spot and not self.hides(box, cell):
            return self.reference(box, spot, cell, home, there)
        if there.value is None:
            return Entry(spot, "blank", answer=self.answer(cell.ref))
        if cell.ref.name in self.sheet.plan.given:
            return Entry(spot, "given", value=cell.value)
        text = self.formula(box, cell.ref, at_hand) if box.stage and box.is_result else ""
        return Entry(spot, "worked", text, cell.value)

    def reference(self, box: Box, spot: Spot, cell: Cell, home: Spot, there: Cell) -> Entry:
        """A cell that stands elsewhere already; where it is to be carried over by hand, a blank."""
        if self.contents.is_carried_by_hand and cell.value is None and not box.grid.is_above:
            return Entry(spot, "blank", answer=self.answer(cell.ref))
        at = a1(home) if home.page == spot.page else elsewhere(home)
        if there.value is None:
            return Entry(spot, "refers", f'IF({at}="","",{at})')
        return Entry(spot, "refers", at, there.value)

    def answer(self, ref: Ref) -> float | None:
        """What belongs into a cell, where the book marks what is written into it."""
        return self.sheet.lookup(ref) if self.contents.is_marking else None

    def left_open(self, box: Box, spot: Spot, cell: Cell, at_hand: Mapping[Ref, tuple[Spot, Cell]]) -> Entry:
        """A cell that another step works; in a live book it is worked here once its condition comes true."""
        return Entry(spot, "open", self.formula(box, cell.ref, at_hand) if self.is_partial(box) else "")

    def formula(self, box: Box, ref: Ref, at_hand: Mapping[Ref, tuple[Spot, Cell]]) -> str:
        """The cell's line as a formula; empty where something that it reads is to be filled in."""
        result = self.result(box)
        if result is None:
            return ""
        line = result.operation.cell(result.operands, self.sheet.shapes, ref.row, ref.column)
        if any(self.is_blank(operand, box.page) for operand in line.operands()):
            return ""
        return self.written(line, box, result, {operand: spot for operand, (spot, _) in at_hand.items()})

    def is_blank(self, ref: Ref, page: str) -> bool:
        """Whether the cell is one to be filled in."""
        return ref.name != ONES and is_to_fill(self.homes.get((self.scope(ref, page), ref)))

    def written(self, line: Line, box: Box, result: Result, at: Mapping[Ref, Spot]) -> str:
        """A line as a formula that may be filled down and to the right, as the matrix goes on."""
        fixed = fixed_places(result, box.stage)

        def address(ref: Ref) -> str:
            by_row, by_column = fixed[ref.name]
            return a1(at[ref], fixed_row=by_row, fixed_column=by_column)

        return line_text.write_line(line, line_styles.spreadsheet_style(address))

    def result(self, box: Box) -> Result | None:
        """How the matrix in a box is made, where its stage makes it."""
        for part in self.contents.parts:
            if any(stage is box.stage for stage in part.stages):
                made = self.sheet.plan.step(part.number).results
                return next((r for r in made if r.name == box.grid.name and box.is_result), None)
        return None

    def names(self) -> list[Name]:
        """A name for every matrix, at its home; for one that two steps make, where it is complete."""
        boxes: dict[str, Box] = {}
        for box in sorted(self.pages[0].boxes, key=lambda box: box.is_result):
            is_upright = box.grid.name != ONES and not box.grid.transposed
            if is_upright and (box.is_result or box.grid.name not in boxes):
                boxes[box.grid.name] = box
        called = valid_names(list(self.sheet.plan.matrices))
        return [
            Name(called[name], Spot(box.page, box.row, box.column), box.last) for name, box in boxes.items()
        ]


def book(order: Order, contents: Contents) -> Book:
    """The book of a worksheet."""
    return Book(contents, worked(order.state.exercise)[0])


def is_to_fill(home: Home | None) -> bool:
    """Whether what stands at a home is to be filled in."""
    return home is not None and home[1].value is None


def operands_on(page: BookPage, box: Box) -> Iterator[tuple[Spot, Cell]]:
    """The cells that stand beside a box, in its stage on the same page."""
    if box.stage:
        for other in page.boxes:
            if other.stage is box.stage and not other.is_result:
                yield from other.cells()


def fixed_places(result: Result, stage: Picture | None) -> dict[str, tuple[bool, bool]]:
    """For every operand, whether its row and its column stay when the formula goes on to the next cell."""
    letters = result.operation.letters
    turned = {p.grid.name for p in stage.operands if p.grid.transposed} if stage else set()
    fixed = {}
    for operand, name in {**result.operation.bind(result.operands), ONES: ONES}.items():
        row, column = letters.get(operand, ("", ""))[:: -1 if name in turned else 1]
        fixed[name] = (row != letters["out"][0], column != letters["out"][1])
    return fixed


ADDRESS = re.compile(r"[A-Z]{1,3}\d+|[RC]\d*|R\d*C\d*", re.I)


def valid_names(matrices: list[str]) -> dict[str, str]:
    """Names as spreadsheets take them: none that reads as an address, none twice but for capitals."""
    called: dict[str, str] = {}
    taken = {"lambda"}  # a function of spreadsheets
    for name in matrices:
        valid = re.sub(r"(?<=[A-Za-z])(?=\d)", "_", name) if ADDRESS.fullmatch(name) else name
        while valid.lower() in taken or ADDRESS.fullmatch(valid):
            valid += "_"
        taken.add(valid.lower())
        called[name] = valid
    return called
