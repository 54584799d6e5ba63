"""Lines of arithmetic on a worksheet: examples, products to be filled in, and in a key every answer's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app import figures, notation
from app.cell import Line, Ref
from app.lesson import Step
from app.sheet import Sheet
from app.worksheets.blanks import Blanks
from app.worksheets.options import Options


class Working(NamedTuple):
    """A line of arithmetic on the sheet itself: what is printed of it, and what is to be filled in.

    cell is its name, told the line as far as it is printed; products and value are the texts that belong
    into the boxes after it, each empty while its box is. value None: the line is complete as it is.
    """

    cell: str
    told: str
    products: tuple[str, ...] = ()
    value: str | None = None


class Answer(NamedTuple):
    """The arithmetic of one answer: the cell's name, and its line with numbers up to the value."""

    cell: str
    work: str


@dataclass(frozen=True)
class Writer:
    """Writes the lines of one worksheet's cells."""

    sheet: Sheet
    options: Options
    lines: dict[Ref, Line] = field(default_factory=dict)

    @cached_property
    def style(self) -> notation.Style:
        """How lines are written."""
        return notation.text_style(self.sheet.shapes)

    def line(self, ref: Ref) -> Line:
        """The line of a worked-out cell, kept."""
        if ref not in self.lines:
            self.lines[ref] = self.sheet.line(*ref)
        return self.lines[ref]

    def called(self, ref: Ref) -> str:
        """The cell's name with its indices."""
        return notation.plain_ref(ref, self.sheet.shapes)

    def workings(self, step: Step, blanks: Blanks) -> list[Working]:
        """The lines of arithmetic on the sheet: examples, and products to be filled in."""
        cells = [ref for result in step.results for ref in self.sheet.cells(result)]
        found = (self.working(ref, blanks) for ref in cells if ref in blanks.blank | blanks.full)
        return [working for working in found if working]

    def working(self, ref: Ref, blanks: Blanks) -> Working | None:
        """A cell's line as far as the sheet tells it; None where it tells nothing of it.

        An example whose own operands are to be filled in tells nothing, for its numbers would be theirs.
        """
        line, key = self.line(ref), self.options.key
        value = figures.number(self.sheet.lookup(ref)) if key else ""
        if ref in blanks.full | blanks.half:
            if blanks.blank.intersection(line.operands()):
                return None
            if ref in blanks.full:
                return Working(self.called(ref), notation.work(line, self.sheet.lookup))
            return self.half(ref, value)
        if self.options.blank == "products" and has_products(line):
            products = tuple(self.product(term.product(self.sheet.lookup)) for term in line.terms)
            return Working(self.called(ref), notation.write(line, self.style), products, value)
        return None

    def half(self, ref: Ref, value: str) -> Working | None:
        """The line with its numbers; None where these are the value already."""
        _, numbers, *_ = notation.derivation(self.line(ref), self.sheet.lookup)
        if numbers.stage == "value":
            return None
        return Working(self.called(ref), notation.write(numbers.line, notation.PLAIN_TEXT), value=value)

    def product(self, value: float) -> str:
        """What belongs into the box of a product: nothing, but in a key."""
        return figures.number(value) if self.options.key else ""

    def answers(self, step: Step, blanks: Blanks) -> list[Answer]:
        """The arithmetic of every cell that the step leaves blank."""
        cells = [ref for result in step.results for ref in self.sheet.cells(result) if ref in blanks.blank]
        return [Answer(self.called(r), notation.work(self.line(r), self.sheet.lookup)) for r in cells]


def has_products(line: Line) -> bool:
    """Whether a line is a sum with products in it: what somebody writes down in between."""
    return len(line.terms) > 1 and any(len(term.factors) > 1 for term in line.terms)
