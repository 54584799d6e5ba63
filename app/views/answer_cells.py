"""How cells are shown in practice: what is asked for as inputs, all else to be read, and nothing told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.core.cell import ONES, Ref
from app.notation import line_styles, line_text
from app.views import widths
from app.views.cell_views import CellViews
from app.views.grids import AnswerMark, CellView, ident_of
from app.views.labels import cell_spoken
from app.views.picture import Cell, CellKind

LEAST_ROOM = 2.3
"""Ems of a figure: an answer's column must not tell how long the answer is."""


@dataclass(frozen=True)
class AnswerCellViews(CellViews):
    """Draws the matrices of a step in practice.

    asked: the cells to be filled in; mark: how the answer in a cell stands; answers: what stands in it; read:
    what is read in another cell instead of its value, None for its value; kept: the step's own matrices.
    """

    asked: frozenset[Ref] = frozenset()
    answers: Mapping[Ref, str] = field(default_factory=dict)
    mark: Callable[[Ref], AnswerMark] = lambda _: AnswerMark("blank", "", "blank")
    read: Callable[[Ref], str | None] = lambda _: None
    kept: frozenset[str] = frozenset()
    shown: str = ""
    """The result on the stage, which has the inputs; what else is asked for is only read there."""

    def kind(self, ref: Ref) -> CellKind:
        """What a cell is: nothing that is asked for is drawn with its value."""
        is_filled_in = ref in self.asked and ref.name == self.shown
        if is_filled_in or (ref.name != ONES and self.read(ref) is not None):
            return "blank"
        return super().kind(ref)

    def unnumbered(self, cell: Cell) -> CellView:
        """A cell as the page shows it."""
        ref = cell.ref
        if ref in self.asked and ref.name == self.shown:
            return self.answer_cell(ref)
        own = None if ref.name == ONES else self.read(ref)
        if own is not None:
            return self.own_cell(ref, own)
        return super().unnumbered(cell)._replace(field="")

    def answer_cell(self, ref: Ref) -> CellView:
        """A cell to be filled in."""
        line = self.sheet.line(*ref)
        named = f"{line_styles.plain_ref(ref, self.sheet.shapes)} = {line_text.write_line(line, self.style)}"
        text, error = self.typed.get(ref, (self.answers.get(ref, ""), ""))
        return CellView(
            text,
            cell_spoken(self.exercise, ref),
            "asked",
            field=f"{ref.name}[{ref.row},{ref.column}]",
            error=error,
            ident=ident_of(ref),
            current=ref == self.current,
            made_from=self.sources(ref),
            line=named,
            mark=self.mark(ref),
        )

    def own_cell(self, ref: Ref, text: str) -> CellView:
        """An own answer where it is read; a blank one says that it is."""
        label = f"{ref.name}: {text or 'still blank'}"
        return CellView(text, label, "worked own" if text else "blank", ident=ident_of(ref))

    def figures(self, name: str) -> float:
        """How wide its figures are; of the step's own matrices by what was typed alone."""
        if name not in self.kept:
            return super().figures(name)
        typed = (text for ref, text in self.answers.items() if ref.name == name)
        return max(LEAST_ROOM, widths.figures(typed))
