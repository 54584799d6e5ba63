"""What a worksheet contains, described once; every format prints this description and nothing else.

It is made from the same sheet as the pages. A cell that is to be filled in has no number here at all: no
format can tell an answer, because none is given it.

    Contents   the worksheet: its parts, its address, whose exercise it is
    Part       one step: its words, its stages, lines to complete, and in a key every answer's arithmetic
    Picture    one result with its operands, placed as on the screen: views/picture.py
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from app.core.cell import Ref
from app.core.lesson import Plan, Step, Texts
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.exports.worksheets.blanks import Blanks, Chooser
from app.exports.worksheets.options import Options
from app.exports.worksheets.order import Order
from app.exports.worksheets.variants import variants_of
from app.exports.worksheets.workings import Answer, LineWriter, Working
from app.teaching import prose
from app.training.descent import current_texts, worked
from app.views.picture import DOTS, CellKind, Drawer, Picture

CREDITS: Final = (
    "After S. Dey, “Deep Dive into Anthropic's Sparse Autoencoders by Hand”, and exercises by Prof. Tom Yeh."
)
FOR_ONES: Final = "a row of ones, for the bias"
LONGEST_EXACT: Final = 6
"""Characters of a given number that are printed as they were typed, 1/3 say; longer ones end in dots."""
ROUNDED: Final = f"A number that ends in {DOTS} goes on; the answers are worked out with all its digits."


@dataclass(frozen=True)
class StepOnPaper:
    """A step on a worksheet. reason and carried are sentences with formulas between backticks; carried says
    which numbers are to be brought from further up, and is empty where none are. address is where its code
    leads, and empty in an exam.
    """

    number: int
    title: str
    group: str
    formulas: tuple[str, ...]
    reason: str
    carried: str
    stages: tuple[Picture, ...]
    workings: tuple[Working, ...]
    answers: tuple[Answer, ...]
    address: str


@dataclass(frozen=True)
class Contents:
    """A worksheet. address is the path and query that its code leads to, without a host; an exam has none.

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
    is_carried_by_hand: bool = False
    is_compact: bool = False
    is_marking: bool = False
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
    sheet, _ = worked(exercise)
    made = Maker(order, sheet, current_texts(exercise, sheet))
    parts = tuple(made.part(step) for step in options.steps.of(exercise.plan))
    return Contents(
        lesson=exercise.lesson.title,
        steps=len(exercise.plan.steps),
        parts=parts,
        address=order.leads_to(options.steps.first),
        paper=options.paper,
        is_key=options.key,
        variant=options.variant,
        seed=exercise.base.seed,
        is_compact=options.key and options.compact,
        is_marking=options.marks and not options.key,
        is_carried_by_hand=options.earlier == "blank",
    )


@dataclass(frozen=True)
class Maker:
    """Makes the parts of one worksheet."""

    order: Order
    sheet: Sheet
    given: Mapping[str, Texts]

    @cached_property
    def writer(self) -> LineWriter:
        """Writes its lines."""
        return LineWriter(self.sheet, self.options)

    @property
    def exercise(self) -> Exercise:
        """Whose numbers it has."""
        return self.order.state.exercise

    @property
    def options(self) -> Options:
        """What is asked for."""
        return self.order.options

    @cached_property
    def chooser(self) -> Chooser:
        """Chooses what is blank."""
        return Chooser(self.sheet, self.options)

    @property
    def plan(self) -> Plan:
        """The lesson's plan."""
        return self.exercise.plan

    def part(self, step: Step) -> StepOnPaper:
        """One step."""
        blanks = self.chooser.by_step[step.number]
        drawer = self.drawer(step, blanks)
        return StepOnPaper(
            number=step.number,
            title=step.title,
            group=step.group,
            formulas=tuple(dict.fromkeys(result.formula for result in step.results)),
            reason=prose.filled(prose.first_sentence(step.words.reason), self.sheet),
            stages=tuple(drawer.picture(result) for result in step.results),
            carried=carried_over(self.plan, step, blanks),
            workings=tuple(self.writer.workings(step, blanks)),
            answers=tuple(self.writer.answers(step, blanks)) if self.options.key else (),
            address=self.order.leads_to(step.number),
        )

    def drawer(self, step: Step, blanks: Blanks) -> Drawer:
        """Draws the matrices of a step."""
        above = frozenset(result.name for result in step.results)
        kind = partial(kind_on_paper, blanks, above, is_key=self.options.key)
        return Drawer(self.exercise, self.sheet, self.given, kind, FOR_ONES, LONGEST_EXACT, above)


def kind_on_paper(blanks: Blanks, own: frozenset[str], ref: Ref, *, is_key: bool) -> CellKind:
    """What a cell is on a sheet with these blanks, of a step whose results are own."""
    if ref in blanks.opened and (is_key or ref not in blanks.hidden):
        return "open"
    if ref in blanks.carried and ref.name not in own:
        return "brought" if is_key else "carried"
    if ref in blanks.blank:
        return "key" if is_key else "blank"
    return "worked" if ref in blanks.full else "printed"


def carried_over(plan: Plan, step: Step, blanks: Blanks) -> str:
    """What is to be brought from earlier steps, and where it tells which cells are worked."""
    made = {r.name: s.number for s in plan.steps[: step.number - 1] for r in s.results}
    read = dict.fromkeys(name for result in step.results for name in result.operands)
    blank = {ref.name for ref in blanks.blank}
    wanted = [f"`{name}` from step {made[name]}" for name in read if name in made and name in blank]
    told = [(result.where.name, result.name) for result in step.results if result.where and blanks.hidden]
    where = "".join(f" `{by}` says which cells of `{name}` are worked here." for by, name in told)
    return f"Carry your numbers over: {', '.join(wanted)}.{where}" if wanted else ""
