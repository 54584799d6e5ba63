"""Matrices as grids: what the one grid template is given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from markupsafe import Markup

from app.core.cell import ONES, Ref
from app.notation.formula_text import formula_mathml
from app.notation.symbols import name_mathml, name_spoken
from app.views import widths
from app.views.labels import Label
from app.views.picture import Grid

Cells = Sequence[Sequence["CellView"]]
AnswerKind = Literal["right", "not-yet", "unreadable", "carried", "noted", "blank"]
PAIRS = 6
"""The colours that tie a product to its two cells."""


class AnswerMark(NamedTuple):
    """How an answer stands: its kind, its sign and its word; the exact number behind a rounded one; the hint
    that was used; the ids of what is said about it."""

    kind: AnswerKind
    sign: str
    word: str
    exact: str = ""
    hint: str = ""
    notes: str = ""

    @property
    def spoken(self) -> str:
        """How it stands in words."""
        return ", ".join(filter(None, [self.word, self.exact, self.hint]))


class CellView(NamedTuple):
    """One cell of a grid. An input where field is set, a link where href is, else text.

    kind: given, worked, blank or open; pair is the number of the product of the current line
    that it belongs to, 0 for none; nth says it where there are more products than colours.
    """

    text: str
    label: str
    kind: str
    tint: str = ""
    pair: int = 0
    nth: str = ""
    current: bool = False
    lit: bool = False
    title: str = ""
    root: str = ""
    seen: str = ""
    """A given number as it is shown while nobody edits it, where its text is long."""
    was: str = ""
    changed: bool = False
    """Whether the last edit changed it; was alone also says what the exercise began with."""
    field: str = ""
    error: str = ""
    ident: str = ""
    made_from: str = ""
    """The ids of the cells that its line reads."""
    line: str = ""
    """Its line with names, where it is shown while one works on it."""
    mark: AnswerMark | None = None
    """How an answer in practice stands."""
    href: str = ""
    """Last: all else is the same at many frames and in many exercises, and written once."""

    @property
    def is_rounded(self) -> bool:
        """Whether it shows less than it holds."""
        return self.seen not in {"", self.text}

    @property
    def classes(self) -> str:
        """The cell's classes for the stylesheet."""
        return " ".join(
            filter(
                None,
                (
                    self.kind,
                    self.tint,
                    f"p{(self.pair - 1) % PAIRS + 1}" if self.pair else "",
                    "current" if self.current else "",
                    "lit" if self.lit else "",
                    "changed" if self.changed else "",
                    "was" if self.was else "",
                    "refused" if self.error else "",
                    "numbered" if self.nth else "",
                    "rounded" if self.is_rounded else "",
                    f"answer {self.mark.kind}" if self.mark else "",
                ),
            )
        )


class GridView(NamedTuple):
    """A matrix as a table with a caption, row and column headers. symbol and sign are MathML."""

    name: str
    symbol: Markup
    sign: Markup
    meaning: str
    role: str
    shape: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: Cells
    column: float = 2.0
    """The width of a column, in ems of a figure."""
    figures: float = 2.0
    """How much of that its figures need."""
    hides_rows: bool = False
    hides_columns: bool = False
    href: str = ""
    copy: str = ""
    """Where the matrix is copied from."""
    remembers: bool = False
    """Whether a cell of it says what it held before, so that all have room for that."""

    def as_text(self) -> GridView:
        """The matrix to look at only, without inputs, ids and the way to copy it."""
        cells = [[cell._replace(field="", ident="") for cell in row] for row in self.cells]
        return self._replace(cells=cells, copy="")

    @property
    def spoken(self) -> str:
        """Its name as it is read aloud."""
        return name_spoken(self.name)

    @property
    def takes_numbers(self) -> bool:
        """Whether its cells can be edited."""
        return any(cell.field for row in self.cells for cell in row)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.columns)

    @property
    def lit_rows(self) -> list[bool]:
        """Which rows the current line reads or is in, where it is not all of them."""
        return only_some([any(cell.lit or cell.current for cell in row) for row in self.cells])

    @property
    def lit_columns(self) -> list[bool]:
        """Which columns the current line reads or is in, where it is not all of them."""
        return only_some(
            [any(c.lit or c.current for c in column) for column in zip(*self.cells, strict=True)]
        )


def only_some(marks: list[bool]) -> list[bool]:
    """The marks, or none where everything is marked."""
    return [False] * len(marks) if all(marks) else marks


def grid_view(grid: Grid, cells: Cells, figures: float, copy: str = "") -> GridView:
    """A matrix with the cells that the screen makes of its own; figures: how wide they are."""
    is_ones = grid.name == ONES
    return GridView(
        name=grid.name,
        symbol=Markup(ONES if is_ones else formula_mathml(grid.symbol)),
        sign=Markup(formula_mathml(grid.sign)) if grid.sign else Markup(""),
        meaning=grid.meaning,
        role=grid.role,
        shape=grid.shape,
        rows=(Label(1, "", ONES),) if is_ones else grid.rows,
        columns=grid.columns,
        cells=cells,
        column=widths.column(figures, grid.columns),
        figures=figures,
        copy=copy,
    )


def ident_of(ref: Ref) -> str:
    """A cell's id in the document."""
    return f"{ref.name}-{ref.row}-{ref.column}"


@cache
def name_math(name: str) -> Markup:
    """A matrix's name as MathML."""
    return Markup(f'<math aria-label="{name_spoken(name)}">{name_mathml(name)}</math>')
