"""Lines of arithmetic on a worksheet: examples, products to be filled in, and in a key every answer's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.core.cell import Line, Ref
from app.core.lesson import Step
from app.core.sheet import Sheet
from app.exports.worksheets.blanks import Blanks
from app.exports.worksheets.options import Options
from app.notation import line_styles, line_text, number_text


class Working(NamedTuple):
    """A line of arithmetic on the sheet itself: what is printed of it, and what is to be filled in.

    cell is its name, told the line as far as it is printed, = or ≈ before it; products and value are the
    texts that belong into the boxes after it, each empty while its box is. value None: the line is complete.
    """

    cell: str
    told: str
    products: tuple[str, ...] = ()
    value: str | None = None


class Answer(NamedTuple):
    """The arithmetic of one answer: the cell's name, and = or ≈ with its numbers up to the value."""

    cell: str
    work: str


@dataclass(frozen=True)
class LineWriter:
    """Writes the lines of one worksheet's cells."""

    sheet: Sheet
    options: Options

    @cached_property
    def style(self) -> line_styles.Style:
        """How lines are written."""
        return line_styles.text_style(self.sheet.shapes)

    def line(self, ref: Ref) -> Line:
        """The line of a worked-out cell."""
        return self.sheet.line(*ref)

    def called(self, ref: Ref) -> str:
        """The cell's name with its indices."""
        return line_styles.plain_ref(ref, self.sheet.shapes)

    def workings(self, step: Step, blanks: Blanks) -> list[Working]:
        """The lines of arithmetic on the sheet: examples, and products to be filled in."""
        cells = [ref for result in step.results for ref in self.sheet.cells(result)]
        found = (
            self.working(ref, blanks) for ref in cells if ref in (blanks.blank | blanks.full) - blanks.hidden
        )
        return [working for working in found if working]

    def working(self, ref: Ref, blanks: Blanks) -> Working | None:
        """A cell's line as far as the sheet tells it; None where it tells nothing of it.

        An example whose own operands are to be filled in tells nothing, for its numbers would be theirs.
        """
        line, key = self.line(ref), self.options.key
        value = number_text.short(self.sheet.lookup(ref)) if key else ""
        if ref in blanks.full | blanks.half:
            if blanks.blank.intersection(line.operands()):
                return None
            if ref in blanks.full:
                return Working(self.called(ref), line_text.told_line(line, self.sheet.lookup))
            return self.half(ref, value)
        if self.options.blank == "products" and has_products(line):
            products = tuple(self.product(term.product(self.sheet.lookup)) for term in line.terms)
            return Working(self.called(ref), f"= {line_text.write_line(line, self.style)}", products, value)
        return None

    def half(self, ref: Ref, value: str) -> Working | None:
        """The line with its numbers; None where these are the value already."""
        _, numbers, *_ = line_text.derivation(self.line(ref), self.sheet.lookup)
        if numbers.stage == "value":
            return None
        written = line_text.write_line(numbers.line, line_styles.PLAIN_TEXT)
        return Working(self.called(ref), f"{numbers.relation} {written}", value=value)

    def product(self, value: float) -> str:
        """What belongs into the box of a product: nothing, but in a key."""
        return number_text.short(value) if self.options.key else ""

    def answers(self, step: Step, blanks: Blanks) -> list[Answer]:
        """The arithmetic of every cell that the step leaves blank."""
        cells = [ref for result in step.results for ref in self.sheet.cells(result) if ref in blanks.blank]
        return [Answer(self.called(r), line_text.told_line(self.line(r), self.sheet.lookup)) for r in cells]


def has_products(line: Line) -> bool:
    """Whether a line is a sum with products in it: what somebody writes down in between."""
    return len(line.terms) > 1 and any(len(term.factors) > 1 for term in line.terms)
