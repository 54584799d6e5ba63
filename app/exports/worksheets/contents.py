"""What a worksheet contains, described once; every format prints this description and nothing else.

It is made from the same sheet as the pages. A cell that is to be filled in has no number here at all: no
format can tell an answer, because none is given it.

    Contents   the worksheet: its parts, its address, whose exercise it is
    Part       one step: its words, its stages, lines to complete, and in a key every answer's arithmetic
    Stage      one result with its operands, placed as on the screen
    Grid       a matrix with its labels; is_above says that its cells are filled in further up the same part
    Cell       what stands in one cell
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, NamedTuple

from app.core.arrangement import Piece
from app.core.cell import ONES, Ref
from app.core.lesson import Axis, Plan, Result, Step, Texts
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.exercise.matrices import as_texts
from app.exports.worksheets.blanks import Blanks, Chooser
from app.exports.worksheets.options import Options, Order
from app.exports.worksheets.variants import variants_of
from app.exports.worksheets.workings import Answer, LineWriter, Working
from app.notation import number_text
from app.teaching import prose
from app.training.descent import worked
from app.views.labels import labels

Kind = Literal["printed", "worked", "blank", "key", "open"]
CREDITS: Final = (
    "After S. Dey, “Deep Dive into Anthropic's Sparse Autoencoders by Hand”, and exercises by Prof. Tom Yeh."
)
LONGEST_EXACT: Final = 6
"""Characters of a given number that are printed as they were typed, 1/3 say; longer ones end in dots."""
DOTS: Final = "…"
ROUNDED: Final = "A number that ends in … goes on; the answers are worked out with all its digits."


class PrintedCell(NamedTuple):
    """One cell. printed: given, or worked out before; worked: an example in the hand of the answers;
    blank: to be filled in; key: the answer to that; open: left to another step.

    text is what stands in it and value the number behind that, both empty in blank and open cells; root is
    the exact text, √3, of a text that is rounded.
    """

    ref: Ref
    kind: Kind
    text: str = ""
    value: float | None = None
    root: str = ""


@dataclass(frozen=True)
class Grid:
    """A matrix. symbol and sign are formulas in the notation of formula.py; a label may be empty."""

    name: str
    symbol: str
    sign: str
    meaning: str
    role: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[PrintedCell, ...], ...]
    is_above: bool = False

    @property
    def has_blanks(self) -> bool:
        """Whether something is written into it by hand, now or in the key."""
        return any(cell.kind in ("blank", "key") for row in self.cells for cell in row)


class PrintedMatrix(NamedTuple):
    """A grid, its place (left, top, bias, ones, operand, result), and the sign that stands before it."""

    grid: Grid
    place: str
    sign: str = ""


@dataclass(frozen=True)
class PrintedStage:
    """One result with its operands. kind is crossing, under or row, as in views/stage.py."""

    kind: str
    operands: tuple[PrintedMatrix, ...]
    result: PrintedMatrix
    formula: str


@dataclass(frozen=True)
class StepOnPaper:
    """A step on a worksheet. reason is one sentence with formulas between backticks."""

    number: int
    title: str
    group: str
    formulas: tuple[str, ...]
    reason: str
    stages: tuple[PrintedStage, ...]
    workings: tuple[Working, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Contents:
    """A worksheet. address is the path and query that make it again, without a host.

    steps is how many the lesson has; variant is 0 for a sheet that is none, seed None for its own numbers.
    """

    lesson: str
    steps: int
    parts: tuple[StepOnPaper, ...]
    address: str
    paper: str
    is_key: bool
    variant: int
    seed: int | None
    updates: int
    credits: str = CREDITS

    @property
    def remark(self) -> str:
        """What is said of numbers that are not printed in full; empty where there are none."""
        stages = (stage for part in self.parts for stage in part.stages)
        cells = (c for s in stages for m in s.operands for row in m.grid.cells for c in row)
        return ROUNDED if any(cell.text.endswith(DOTS) for cell in cells) else ""

    @property
    def title(self) -> str:
        """What the worksheet is called."""
        first, last = self.parts[0], self.parts[-1]
        steps = f"step {first.number}" if first is last else f"steps {first.number} to {last.number}"
        about = f": {first.title}" if first is last else ""
        return f"{self.lesson}, {steps}{about} ({'answer key' if self.is_key else 'worksheet'})"


def sheets(order: Order) -> list[Contents]:
    """The worksheets of an order: one, or one for every variant."""
    return [contents(copy) for copy in variants_of(order)]


def contents(order: Order) -> Contents:
    """The worksheet of one exercise."""
    exercise, options = order.state.exercise, order.options
    sheet, updates = worked(exercise)
    made = Maker(exercise, sheet, options, given_texts(exercise, sheet))
    parts = tuple(made.part(exercise.plan.step(n)) for n in range(options.first, options.last + 1))
    return Contents(
        lesson=exercise.lesson.title,
        steps=len(exercise.plan.steps),
        parts=parts,
        address=order.address(),
        paper=options.paper,
        is_key=options.key,
        variant=options.variant,
        seed=exercise.base.seed,
        updates=updates,
    )


def given_texts(exercise: Exercise, sheet: Sheet) -> Mapping[str, Texts]:
    """The given numbers as typed; after updates, as they are now."""
    if not exercise.updates:
        return exercise.given
    return as_texts({name: sheet.values[name] for name in exercise.given})


@dataclass(frozen=True)
class Maker:
    """Makes the parts of one worksheet."""

    exercise: Exercise
    sheet: Sheet
    options: Options
    given: Mapping[str, Texts]

    @cached_property
    def writer(self) -> LineWriter:
        """Writes its lines."""
        return LineWriter(self.sheet, self.options)

    @property
    def plan(self) -> Plan:
        """The lesson's plan."""
        return self.exercise.plan

    def part(self, step: Step) -> StepOnPaper:
        """One step."""
        blanks = Chooser(self.sheet, self.options).blanks(step)
        own = frozenset(result.name for result in step.results)
        drawer = Drawer(self, blanks, own)
        return StepOnPaper(
            number=step.number,
            title=step.title,
            group=step.group,
            formulas=tuple(dict.fromkeys(result.formula for result in step.results)),
            reason=prose.filled(prose.first_sentence(step.words.reason), self.sheet),
            stages=tuple(drawer.stage(result) for result in step.results),
            workings=tuple(self.writer.workings(step, blanks)),
            answers=tuple(self.writer.answers(step, blanks)) if self.options.key else (),
        )


@dataclass(frozen=True)
class Drawer:
    """Places the matrices of one step. own: the names of its results."""

    maker: Maker
    blanks: Blanks
    own: frozenset[str]

    def stage(self, result: Result) -> PrintedStage:
        """One result with its operands, as on the screen."""
        layout = result.operation.layout
        names = result.operation.bind(result.operands)
        operands = [self.placed(piece, names[piece.operand]) for piece in layout.pieces]
        if top := result.operation.over_ones:
            operands.append(PrintedMatrix(self.ones(names[top]), "ones"))
        drawn = PrintedMatrix(self.grid(result.name), "result", layout.equals)
        return PrintedStage(layout.kind, tuple(operands), drawn, result.formula)

    def placed(self, piece: Piece, name: str) -> PrintedMatrix:
        """An operand where it stands."""
        grid = self.grid(name, piece.transposed, name in self.own)
        return PrintedMatrix(replace(grid, symbol=piece.caption(name)), piece.place, piece.sign)

    def grid(self, name: str, transposed: bool = False, is_above: bool = False) -> Grid:
        """A matrix with its labels."""
        maker, matrix = self.maker, self.maker.plan.matrices[name]
        count_rows, count_columns = maker.sheet.shapes[name]
        cells = tuple(
            tuple(self.cell(Ref(name, i, j)) for j in range(1, count_columns + 1))
            for i in range(1, count_rows + 1)
        )
        rows, columns = self.labels(matrix.rows, count_rows), self.labels(matrix.columns, count_columns)
        if transposed:
            cells, rows, columns = tuple(zip(*cells, strict=True)), columns, rows
        symbol = f"{name}^T" if transposed else name
        return Grid(name, symbol, matrix.sign, matrix.meaning, matrix.role, rows, columns, cells, is_above)

    def labels(self, axis: Axis, size: int) -> tuple[str, ...]:
        """What stands beside the rows or above the columns."""
        return tuple(label.short for label in labels(self.maker.exercise, axis, size))

    def ones(self, tokens: str) -> Grid:
        """The visible row of ones under the input of a linear layer."""
        columns = self.labels(self.maker.plan.matrices[tokens].columns, self.maker.sheet.shapes[tokens][1])
        cells = tuple(PrintedCell(Ref(ONES, 1, j + 1), "printed", "1", 1.0) for j in range(len(columns)))
        return Grid(ONES, "1", "", "a row of ones, for the bias", "ones", ("",), columns, (cells,))

    def cell(self, ref: Ref) -> PrintedCell:
        """What stands in a cell."""
        if ref in self.blanks.opened:
            return PrintedCell(ref, "open")
        if ref in self.blanks.blank and not self.maker.options.key:
            return PrintedCell(ref, "blank")
        if ref.name in self.maker.given:
            return self.given(ref)
        kind: Kind = "key" if ref in self.blanks.blank else "worked" if ref in self.blanks.full else "printed"
        value = self.maker.sheet.lookup(ref)
        return PrintedCell(ref, kind, number_text.short(value), value, self.root(ref, value))

    def given(self, ref: Ref) -> PrintedCell:
        """A given number: as typed where that is short, else with dots where digits are left out."""
        value, exact = self.maker.sheet.lookup(ref), self.maker.given[ref.name][ref.row - 1][ref.column - 1]
        if len(exact) <= LONGEST_EXACT:
            return PrintedCell(ref, "printed", exact.replace("-", number_text.MINUS), value)
        dots = "" if number_text.is_exact(value) else DOTS
        return PrintedCell(ref, "printed", number_text.short(value) + dots, value)

    def root(self, ref: Ref, value: float) -> str:
        """√3 for the root of a whole number that is no square."""
        line = self.maker.writer.line(ref)
        return number_text.root_of(value, line.inner(self.maker.sheet.lookup)) if line.fn == "sqrt" else ""
