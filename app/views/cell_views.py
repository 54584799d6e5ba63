"""How the cells of a page are shown: what is revealed, what is lit, what can be edited, what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from app.core.cell import ONES, Ref
from app.core.lesson import Matrix, Texts
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.notation import line_text, number_text, numerals
from app.notation.formula_text import formula_mathml
from app.views import widths
from app.views.grids import PAIRS, CellView, GridView, ident_of, name_math
from app.views.labels import Label, cell_label, labels
from app.views.tints import tint

ROOT = "√9999"


@dataclass(frozen=True)
class Ink:
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
    drawn: set[str] = field(default_factory=set)
    """The matrices on the page so far: a second drawing of one has no inputs and no ids of its own."""

    @cached_property
    def style(self) -> line_text.Style:
        """The plain text of lines on this page."""
        return line_text.text_style(self.sheet.shapes)

    @cached_property
    def largest(self) -> dict[str, float]:
        """The largest size in every matrix, which tints are measured against."""
        return {name: float(abs(value).max()) for name, value in self.sheet.values.items()}

    def cell(self, ref: Ref) -> CellView:
        """One cell of any matrix, with the number of its product where there are more than colours."""
        view = self.plain_cell(ref)
        has_number = view.pair and max(self.pairs.values()) > PAIRS
        return replace(view, nth=str(view.pair)) if has_number else view

    def plain_cell(self, ref: Ref) -> CellView:
        """One cell of any matrix."""
        if ref.name == ONES:
            pair = self.pairs.get(ref, 0)
            return CellView("1", "1", "ones", pair=pair, lit=ref in self.lit, ident=ident_of(ref))
        if ref.name in self.given:
            return self.given_cell(ref)
        return self.worked_cell(ref)

    def label(self, ref: Ref) -> str:
        """What the cell is called."""
        return cell_label(self.exercise, ref)

    def given_cell(self, ref: Ref) -> CellView:
        """A cell that can be edited, holding its exact text or what was typed and could not be read."""
        exact = self.given[ref.name][ref.row - 1][ref.column - 1]
        was, changed = self.was_given(ref, exact)
        text, error = self.typed.get(ref, (exact.replace("-", number_text.MINUS), ""))
        return CellView(
            text,
            self.label(ref),
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

    def worked_cell(self, ref: Ref) -> CellView:
        """A cell of a result: its number, or a blank while it is not revealed."""
        href = self.link(ref)
        ident = ident_of(ref)
        if ref in self.opened:
            return CellView("", f"{self.label(ref)}: not worked at this step", "open", ident=ident)
        blank = CellView(
            "",
            f"{self.label(ref)}: blank",
            "blank",
            pair=self.pairs.get(ref, 0),
            current=ref == self.current,
            lit=ref in self.lit,
            href=href,
            ident=ident,
        )
        return blank if ref in self.hidden or ref.name in self.blank_names else self.told_cell(ref, blank)

    def told_cell(self, ref: Ref, blank: CellView) -> CellView:
        """The cell of a result with its number written in."""
        value = self.sheet.lookup(ref)
        text, root = number_text.short(value), self.root(ref, value)
        was = self.was_worked(ref, text)
        spoken = f"{root.replace('√', 'root ')}, about {text}" if root else number_text.number_spoken(value)
        return replace(
            blank,
            text=f"≈ {text}" if root else text,
            label=f"{self.label(ref)}: {spoken}",
            kind="worked",
            tint=self.tint(ref),
            title=self.title(ref) if blank.href else "",
            made_from=self.sources(ref) if blank.href else "",
            root=root,
            was=was,
            changed=bool(was),
        )

    def sources(self, ref: Ref) -> str:
        """The ids of the cells that the cell's line reads."""
        return " ".join(map(ident_of, self.sheet.line(*ref).operands()))

    def title(self, ref: Ref) -> str:
        """The cell's line with its numbers."""
        line = self.sheet.line(*ref)
        return f"{line_text.plain_ref(ref, self.sheet.shapes)} {line_text.told_line(line, self.sheet.lookup)}"

    def root(self, ref: Ref, value: float) -> str:
        """√3 for a cell that is the root of a whole number that is no square."""
        result = self.sheet.results[ref.name]
        if result.operation.fn != "sqrt":
            return ""
        return number_text.root_of(value, self.sheet.line(*ref).inner(self.sheet.lookup))

    def was_worked(self, ref: Ref, text: str) -> str:
        """What the sheet compared with has in this cell, where that reads differently."""
        if self.base is None or self.base.shapes.get(ref.name) != self.sheet.shapes[ref.name]:
            return ""
        before = number_text.short(self.base.lookup(ref))
        return before if before != text else ""

    def tint(self, ref: Ref) -> str:
        """The cell's colour, by sign and size within its matrix."""
        return tint(self.sheet.lookup(ref), self.largest[ref.name])

    def grid(self, name: str, *, transposed: bool = False) -> GridView:
        """A matrix of the exercise as a grid; transposed turns rows into columns."""
        matrix = self.exercise.plan.matrices[name]
        rows, columns = self.sheet.shapes[name]
        cells = [[self.cell(ref) for ref in row] for row in self.sheet.rows(name)]
        row_labels, column_labels = (
            labels(self.exercise, matrix.rows, rows),
            labels(self.exercise, matrix.columns, columns),
        )
        is_told = all(cell.kind in ("given", "worked") for row in cells for cell in row)
        copy = self.copies(name) if is_told and name not in self.drawn else ""
        if name in self.drawn:
            cells = [[replace(cell, field="", ident="") for cell in row] for row in cells]
        self.drawn.add(name)
        if transposed:
            cells = [list(column) for column in zip(*cells, strict=True)]
            rows, columns, row_labels, column_labels = columns, rows, column_labels, row_labels
        figures = self.figures(name)
        return GridView(
            name=name,
            symbol=name_math(name, transposed=transposed),
            sign=Markup(formula_mathml(matrix.sign)) if matrix.sign else Markup(""),
            meaning=matrix.meaning,
            role=matrix.role,
            shape=f"{rows}×{columns}",
            rows=row_labels,
            columns=column_labels,
            cells=cells,
            copy=copy,
            column=widths.column(figures, column_labels),
            figures=figures,
            remembers=any(self.earlier(name)),
        )

    def figures(self, name: str) -> float:
        """How wide its figures are: the same at every frame, however much of it is revealed."""
        return widths.figures((text for row in self.numbers(name) for text in row), self.earlier(name))

    def earlier(self, name: str) -> Iterator[str]:
        """What its cells held before, revealed or not; empty where that is the same."""
        for ref in (ref for row in self.sheet.rows(name) for ref in row):
            if name in self.given:
                yield self.was_given(ref, self.given[name][ref.row - 1][ref.column - 1])[0]
            else:
                yield self.was_worked(ref, number_text.short(self.sheet.lookup(ref)))

    def numbers(self, name: str) -> list[list[str]]:
        """The numbers as they are seen; what stands below a root is written small."""
        if name in self.given:
            return [[numerals.as_seen(text) for text in row] for row in self.given[name]]
        if self.sheet.results[name].operation.fn == "sqrt":
            return [[ROOT]]
        return [[number_text.short(self.sheet.lookup(ref)) for ref in row] for row in self.sheet.rows(name)]

    def as_text(self, name: str) -> GridView:
        """A matrix to look at, without inputs."""
        self.drawn.add(name)
        return self.grid(name)

    def ones(self, tokens: Matrix, count: int) -> GridView:
        """The visible row of ones that the bias is multiplied by."""
        cells = [[self.cell(Ref(ONES, 1, j)) for j in range(1, count + 1)]]
        return GridView(
            name=ONES,
            symbol=Markup("ones"),
            sign=Markup(""),
            meaning="a row of ones, so that the bias is one more product",
            role="ones",
            shape=f"1×{count}",
            rows=[Label(1, "", "ones")],
            columns=labels(self.exercise, tokens.columns, count),
            cells=cells,
            place="ones",
            hides_rows=True,
            hides_columns=True,
        )
