"""Slips of the pen: a cell's own line with one thing changed, and what to say to whoever made it.

SLIPS is the table: bias left out, a sign flipped, the neighbouring row, and so on. A sentence says what to
look at and never the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from app.core.cell import ONES, Factor, Line, Lookup, Ref, Term
from app.core.sheet import Sheet
from app.notation import line_text, number_text
from app.notation.symbols import plain

MOST_TERMS = 32
"""Beyond this many products, one of them always fits by chance."""
FUNCTION_LEFT_OUT = {
    "relu": "This is what you get without ReLU: it lets nothing negative through.",
    "step": "Its size does not matter here, only whether it is above 0.",
    "sqrt": "This is what you get without the square root, which comes last.",
    "abs": "This is what you get without taking the size, which has no sign.",
}


class Slip(NamedTuple):
    """A line with one thing changed, and what to tell somebody whose answer is its value."""

    line: Line
    says: str


@dataclass(frozen=True)
class TriedCell:
    """A cell that is being practised, with its line."""

    sheet: Sheet
    ref: Ref
    line: Line

    @cached_property
    def operands(self) -> dict[str, tuple[Ref, ...]]:
        """The cells that the line reads, by matrix; the row of ones is none of them."""
        refs = [ref for ref in self.line.operands() if ref.name != ONES]
        return {
            name: tuple(r for r in refs if r.name == name) for name in dict.fromkeys(r.name for r in refs)
        }

    def value(self, line: Line, lookup: Lookup | None = None) -> float | None:
        """The value of a changed line; None where it has none, as the root of a negative sum."""
        try:
            return line.value(lookup or self.sheet.lookup)
        except (OverflowError, ValueError):
            return None

    def spelt(self, ref: Ref) -> str:
        """A cell as text: W_enc[2,1]."""
        return line_text.plain_ref(ref, self.sheet.shapes)

    def product(self, term: Term) -> str:
        """A product as text, without its sign and without the row of ones."""
        factors = tuple(f for f in term.factors if not _is_one(f))
        return line_text.write_line(Line((Term(1, factors),)), line_text.text_style(self.sheet.shapes))

    def group(self, name: str) -> str:
        """The cells read of one matrix: "b_enc[2]", "row 2 of W_enc", "all of E"."""
        refs, (rows, columns) = self.operands[name], self.sheet.shapes[name]
        if len(refs) == 1:
            return self.spelt(refs[0])
        if len(refs) == rows * columns:
            return f"all of {plain(name)}"
        axis = "row" if len({ref.row for ref in refs}) == 1 else "column"
        return f"{axis} {getattr(refs[0], axis)} of {plain(name)}"

    @cached_property
    def groups(self) -> str:
        """All cells read: "row 2 of W_enc, column 3 of X and b_enc[2]"."""
        *most, last = map(self.group, self.operands)
        return f"{', '.join(most)} and {last}" if most else last


def bias_left_out(cell: TriedCell) -> Iterator[Slip]:
    """A linear layer without the terms that carry the row of ones."""
    biases = [term for term in cell.line.terms if _has_one(term)]
    rest = tuple(term for term in cell.line.terms if not _has_one(term))
    if biases and rest:
        says = f"This is what you get without the bias: add {cell.product(biases[0])} too."
        yield Slip(cell.line._replace(terms=rest), says)


def function_left_out(cell: TriedCell) -> Iterator[Slip]:
    """The function not applied. KeyError for one that has no sentence."""
    if cell.line.fn != "identity":
        yield Slip(cell.line._replace(fn="identity"), FUNCTION_LEFT_OUT[cell.line.fn])


def function_too_early(cell: TriedCell) -> Iterator[Slip]:
    """A ReLU in a linear layer, which has none yet."""
    if any(_has_one(term) for term in cell.line.terms) and cell.line.fn == "identity":
        says = f"There is no ReLU in {plain(cell.ref.name)}: what is negative stays negative."
        yield Slip(cell.line._replace(fn="relu"), says)


def divisor_left_out(cell: TriedCell) -> Iterator[Slip]:
    """Not divided."""
    divisor = cell.line.divisor
    if divisor is not None:
        by = cell.spelt(divisor) if isinstance(divisor, Ref) else "the number of entries"
        says = f"This is what you get before the division: divide by {by}."
        yield Slip(cell.line._replace(divisor=None), says)


def constant_left_out(cell: TriedCell) -> Iterator[Slip]:
    """Not multiplied by the constant in front."""
    constant = cell.line.constant
    if constant != 1:
        lacks = (
            "the minus in front" if constant == -1 else f"the factor {number_text.short(constant)} in front"
        )
        yield Slip(cell.line._replace(constant=1.0), f"This is what you get without {lacks}.")


def setting_left_out(cell: TriedCell) -> Iterator[Slip]:
    """λ or η taken for 1."""
    for name in cell.sheet.lesson.settings:
        if name in cell.operands:
            says = f"This is what you get without {plain(name)}, which is a factor here."
            yield Slip(_mapped(cell.line, name, lambda _: 1.0), says)


def square_left_out(cell: TriedCell) -> Iterator[Slip]:
    """Numbers added up that should have been squared first."""
    if all(term.is_square() for term in cell.line.terms):
        terms = tuple(term._replace(factors=term.factors[:1]) for term in cell.line.terms)
        yield Slip(cell.line._replace(terms=terms), "Square each number before you add.")


def sign_of_all(cell: TriedCell) -> Iterator[Slip]:
    """The opposite number."""
    yield Slip(cell.line._replace(constant=-cell.line.constant), "The size is right, the sign is not.")


def sign_of_one(cell: TriedCell) -> Iterator[Slip]:
    """One product added that should be subtracted, or the other way round."""
    for line, term in _each_term(cell, lambda term: (term._replace(sign=-term.sign),)):
        yield Slip(line, f"A sign is wrong: look at {cell.product(term)}.")


def term_left_out(cell: TriedCell) -> Iterator[Slip]:
    """One product forgotten."""
    for line, term in _each_term(cell, lambda _: ()):
        yield Slip(line, f"Something is missing: look at {cell.product(term)}.")


def other_cell(cell: TriedCell) -> Iterator[Slip]:
    """The answer of a cell beside, above or below. Zeros, and answers of yes or no, prove nothing."""
    for ref in _neighbours(cell.ref, cell.sheet):
        if cell.line.fn != "step" and cell.sheet.lookup(ref):
            # Naming the neighbour would tell its value to somebody who has yet to work it out.
            yield Slip(cell.sheet.line(*ref), f"Check row and column: this cell takes {cell.groups}.")


def other_row_or_column(cell: TriedCell) -> Iterator[Slip]:
    """The row or column of one operand that stands beside the right one; zeros prove nothing here either."""
    for name, refs in cell.operands.items():
        for moved in _neighbours(refs[0], cell.sheet):
            down, right = moved.row - refs[0].row, moved.column - refs[0].column
            line = _mapped(cell.line, name, partial(_moved, down, right))
            is_whole = len({ref.row if down else ref.column for ref in refs}) == 1
            if is_whole and cell.line.fn != "step" and cell.value(line):
                wrong = TriedCell(cell.sheet, cell.ref, line).group(name)
                yield Slip(line, f"This is what you get with {wrong}: use {cell.group(name)}.")


def transposed(cell: TriedCell) -> Iterator[Slip]:
    """An operand read by columns that should be read by rows."""
    for name, refs in cell.operands.items():
        rows, columns = cell.sheet.shapes[name]
        if rows > 1 and columns > 1 and all(ref.column <= rows and ref.row <= columns for ref in refs):
            says = f"Rows and columns of {plain(name)} are swapped: use {cell.group(name)}."
            yield Slip(
                _mapped(cell.line, name, lambda ref: ref._replace(row=ref.column, column=ref.row)), says
            )


def too_early(cell: TriedCell) -> Iterator[Slip]:
    """An operand taken as it was before its ReLU."""
    for name in cell.operands:
        made = cell.sheet.results.get(name)
        if made is not None and made.operation.fn == "relu":
            before = made.operands[0]
            says = f"This is what you get with {plain(before)}: use {plain(name)}."
            yield Slip(_mapped(cell.line, name, partial(_renamed, before)), says)


SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    bias_left_out,
    function_left_out,
    function_too_early,
    divisor_left_out,
    constant_left_out,
    setting_left_out,
    square_left_out,
    sign_of_all,
    too_early,
    sign_of_one,
    other_cell,
    other_row_or_column,
    term_left_out,
    transposed,
)
"""Each names a change to the line, and where it can be made yields the changed lines; the simplest first."""


def _is_one(factor: Factor) -> bool:
    return isinstance(factor, Ref) and factor.name == ONES


def _has_one(term: Term) -> bool:
    return any(_is_one(factor) for factor in term.factors)


def _mapped(line: Line, name: str, change: Callable[[Ref], Factor]) -> Line:
    """The line with every cell of one matrix changed."""

    def changed(factor: Factor) -> Factor:
        return change(factor) if isinstance(factor, Ref) and factor.name == name else factor

    terms = tuple(term._replace(factors=tuple(map(changed, term.factors))) for term in line.terms)
    return line._replace(terms=terms, divisor=None if line.divisor is None else changed(line.divisor))


def _renamed(name: str, ref: Ref) -> Ref:
    return ref._replace(name=name)


def _moved(down: int, right: int, ref: Ref) -> Ref:
    return Ref(ref.name, ref.row + down, ref.column + right)


def _neighbours(ref: Ref, sheet: Sheet) -> Iterator[Ref]:
    """The cells beside, below and above, those first that are read or worked just before and after."""
    rows, columns = sheet.shapes[ref.name]
    for down, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        moved = _moved(down, right, ref)
        if 1 <= moved.row <= rows and 1 <= moved.column <= columns:
            yield moved


def _each_term(cell: TriedCell, change: Callable[[Term], tuple[Term, ...]]) -> Iterator[tuple[Line, Term]]:
    """The lines with one term changed, and that term; none for a single term or very many."""
    terms = cell.line.terms
    if 1 < len(terms) <= MOST_TERMS:
        for k, term in enumerate(terms):
            yield cell.line._replace(terms=(*terms[:k], *change(term), *terms[k + 1 :])), term
