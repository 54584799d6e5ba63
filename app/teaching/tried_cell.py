"""A cell that is being practised: its line, the numbers that it reads, and how they are spoken of.

A slip is the cell's own line with one thing changed. Nothing that is said here tells a value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.core.cell import ONES, Factor, Line, Lookup, Ref, Term
from app.core.lesson import Plan, Step
from app.core.sheet import Sheet
from app.notation import line_styles, line_text
from app.notation.symbols import plain
from app.teaching.slip_codes import BY_CODE, LEVELS
from app.teaching.typed_answers import value_or_none

Says = Callable[[], str]
TAKES = "this cell takes"
"""Begins the remedy that names all that a cell reads."""


class Way(NamedTuple):
    """A way to go wrong: the code of a slip, and which form of it (which row was taken, say); "" for any."""

    code: str
    detail: str


class Slip(NamedTuple):
    """A line with one thing changed.

    remedy says what to do about it, in the cell's own names; it is asked for only where it is told. detail
    says which way of the code it is, the same for all cells where somebody goes wrong in the same way.
    """

    code: str
    line: Line
    remedy: Says
    detail: str = ""
    own_clause: str = ""
    by_chance: bool = False
    """Whether its number is 0 or 1 because nothing else is possible."""
    decimals: int | None = None
    """To how many decimals the numbers that it reads are rounded first; None where they are not."""
    rarer: int = 0
    """By how many levels it is less likely than its code."""

    @property
    def clause(self) -> str:
        """What went wrong, without a capital or a full stop."""
        return self.own_clause or BY_CODE[self.code].clause

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways that it is of: its own in particular, and its code at large."""
        return ways_of(self.code, self.detail)

    @property
    def level(self) -> int:
        """How likely a number is to come from it; of yes and no, one or the other comes by chance."""
        if self.by_chance or self.line.fn == "step":
            return max(LEVELS)
        return BY_CODE[self.code].level + self.rarer


@lru_cache(maxsize=4096)
def ways_of(code: str, detail: str) -> tuple[Way, ...]:
    """A way to go wrong in particular and at large; made once, as thousands of slips are of few ways."""
    return tuple(Way(code, each) for each in dict.fromkeys((detail, "")))


@dataclass(frozen=True)
class TriedCell:
    """A cell with its line, and where the numbers come from: the sheet, or what somebody worked out."""

    sheet: Sheet
    ref: Ref
    line: Line
    lookup: Lookup
    reads_own: bool = False
    """Whether some of the numbers are the student's own, and other than the sheet's."""

    @cached_property
    def reads(self) -> tuple[Ref, ...]:
        """The cells that the line reads."""
        return self.line.operands()

    @cached_property
    def operands(self) -> dict[str, tuple[Ref, ...]]:
        """The cells that the line reads, by matrix; the row of ones is none of them."""
        refs = [ref for ref in self.reads if ref.name != ONES]
        return {
            name: tuple(r for r in refs if r.name == name) for name in dict.fromkeys(r.name for r in refs)
        }

    @cached_property
    def step(self) -> Step:
        """The step that first works the cell's matrix, in one of its views."""
        return first_step(self.sheet.plan, self.ref.name)

    def line_of(self, ref: Ref) -> Line:
        """The line of another cell."""
        return self.sheet.line(*ref)

    def value(self, line: Line) -> float | None:
        """The value of a changed line; None where it has none."""
        return value_or_none(line, self.lookup)

    def number(self, factor: Factor) -> float:
        """The number of a factor."""
        return self.lookup(factor) if isinstance(factor, Ref) else factor

    def spelt(self, ref: Ref) -> str:
        """A cell as text: W_enc[2,1]."""
        return line_styles.plain_ref(ref, self.sheet.shapes)

    def product(self, term: Term) -> str:
        """A product as text, without its sign and without the row of ones."""
        factors = tuple(f for f in term.factors if not is_one(f))
        return line_text.write_line(Line((Term(1, factors),)), line_styles.text_style(self.sheet.shapes))

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

    def takes(self) -> str:
        """The remedy that names all that the cell reads."""
        return f"{TAKES} {self.groups}"


@lru_cache(maxsize=1024)
def first_step(plan: Plan, name: str) -> Step:
    """The step that first works a matrix, in one of its views. StopIteration for a given one."""
    return next(step for step in plan.steps if name in works(step))


def works(step: Step) -> set[str]:
    """The matrices that a step works out, in any of its views."""
    views = step.view.results if step.view else ()
    return {result.name for result in (*step.results, *views)}


def is_one(factor: Factor) -> bool:
    """Whether it is the row of ones."""
    return isinstance(factor, Ref) and factor.name == ONES


def has_one(term: Term) -> bool:
    """Whether it is a bias."""
    return any(map(is_one, term.factors))


def with_each(line: Line, name: str, change: Callable[[Ref], Factor]) -> Line:
    """The line with every cell of one matrix changed."""

    def changed(factor: Factor) -> Factor:
        return change(factor) if isinstance(factor, Ref) and factor.name == name else factor

    terms = [
        Term(term.sign, tuple([changed(f) for f in term.factors]), term.squared)
        if any(isinstance(f, Ref) and f.name == name for f in term.factors)
        else term
        for term in line.terms
    ]
    divisor = None if line.divisor is None else changed(line.divisor)
    return Line(tuple(terms), line.fn, line.constant, divisor)
