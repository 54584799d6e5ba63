"""The page of a worksheet: what will be printed, and the form that chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from app.core.lesson import Plan
from app.exercise.alike import why_none_alike
from app.exercise.state import State, exercise_pairs
from app.exports.qr import why_no_code
from app.exports.worksheets.contents import Contents, StepOnPaper, contents
from app.exports.worksheets.options import MOST_VARIANTS
from app.exports.worksheets.order import Order
from app.exports.worksheets.page_count import page_count, too_many_pages
from app.exports.worksheets.variants import varied
from app.notation import number_text
from app.notation.formula_text import formula_mathml, formula_plain
from app.notation.symbols import plain
from app.pages.common import Page, Trained, moment_of_training
from app.pages.context import Context
from app.teaching import prose
from app.training.descent import worked
from app.views import widths
from app.views.grids import CellView, GridView, grid_view
from app.views.labels import cell_spoken
from app.views.picture import Cell, Grid, Picture
from app.views.stage import MatrixStage, staged

FIRST_RARE = "\u0900"
"""From here on the fonts of the sheets lack letters; they have Latin, Greek, Cyrillic, Hebrew and Arabic."""
SECONDS_A_PAGE, LONG = 0.04, 2
"""What a page of a PDF takes to be made, and how many seconds are felt to be long."""
KINDS = {
    "printed": "plain",
    "worked": "worked",
    "key": "worked",
    "blank": "blank",
    "carried": "blank",
    "brought": "worked",
    "open": "open",
}
"""What the screen calls the kinds of cells."""


@dataclass(frozen=True)
class Choice:
    """One of a few in the form."""

    value: str
    text: str
    is_chosen: bool


class FileButton(NamedTuple):
    """A file that the choices can be made into; key is 1 for the answers, as in the address."""

    ending: str
    key: int
    text: str


FILES = (
    FileButton("pdf", 0, "Worksheet as PDF"),
    FileButton("pdf", 1, "Answer key as PDF"),
    FileButton("xlsx", 0, "Spreadsheet to fill in"),
    FileButton("xlsx", 1, "Live spreadsheet"),
    FileButton("tex", 0, "LaTeX"),
    FileButton("tex", 1, "LaTeX with answers"),
)


@dataclass(frozen=True)
class PartView:
    """A step of the worksheet: formulas with their stages, cells with what is told of their lines."""

    title: str
    reason: Markup
    carried: Markup
    stages: list[tuple[Markup, MatrixStage]]
    workings: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class WorksheetPage(Page):
    """A worksheet as ordered; of variants the first is shown. missing_code: why it will have no code."""

    order: Order
    missing_code: str = ""
    most_variants = MOST_VARIANTS

    @cached_property
    def canonical(self) -> str:
        """The page's own address."""
        return self.order.address()

    @cached_property
    def contents(self) -> Contents:
        """What is shown."""
        return contents(varied(self.order, 1) if self.order.options.variants else self.order)

    files = FILES

    @cached_property
    def pages(self) -> str:
        """How many pages the PDF has, and how long it takes where that is felt; or that it has too many."""
        count, is_certain = page_count(self.order, self.context.base)
        sheets = max(1, self.order.options.variants)
        if says := too_many_pages(count, sheets):
            return says
        about = "" if is_certain else "about "
        pages = f"As PDF it has {about}{count} page{'s' * (count != 1)}."
        seconds = round(count * SECONDS_A_PAGE)
        return pages if seconds < LONG else f"{pages} Making it takes about {seconds} seconds."

    @property
    def rare_names(self) -> str:
        """Which letters of names print only where the server has fonts for them; empty where all do."""
        names = "".join((*self.exercise.tokens, *self.exercise.features))
        rare = "".join(dict.fromkeys(c for c in names if c >= FIRST_RARE))
        says = f"{rare}: printed where this server has a font with these; else ? stands for each of them."
        return says if rare else ""

    @cached_property
    def is_long(self) -> bool:
        """Whether the PDF is so long that somebody wants to see it being made."""
        return page_count(self.order, self.context.base)[0] * SECONDS_A_PAGE >= LONG

    @cached_property
    def parts(self) -> list[PartView]:
        """The steps as they will be printed."""
        return [self.part(part) for part in self.contents.parts]

    def part(self, part: StepOnPaper) -> PartView:
        """One step."""
        return PartView(
            f"Step {part.number}: {part.title}",
            prose.html(part.reason),
            prose.html(part.carried),
            [self.stage(one) for one in part.stages],
            [(line.cell, line.told) for line in part.workings],
        )

    def stage(self, picture: Picture) -> tuple[Markup, MatrixStage]:
        """One result with its operands, and its formula."""
        return Markup(formula_mathml(picture.formula)), staged(picture, self.printed_grid)

    def printed_grid(self, grid: Grid) -> GridView:
        """A matrix as it will be printed."""
        numbers = (cell.text for row in grid.cells for cell in row)
        cells = [[self.printed_cell(cell) for cell in row] for row in grid.cells]
        return grid_view(grid, cells, widths.figures(numbers))

    def printed_cell(self, cell: Cell) -> CellView:
        """One cell."""
        label = cell_spoken(self.exercise, cell.ref)
        return CellView(cell.root or cell.text, f"{label}: {cell.text or KINDS[cell.kind]}", KINDS[cell.kind])

    # ------------------------------------------------------------------------ the form

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """The exercise's own parameters that no field of the form shows."""
        shown = {"seed", *([self.sheet.plan.weight] if self.lambdas else [])}
        return [pair for pair in exercise_pairs(self.exercise) if pair[0] not in shown]

    @cached_property
    def fields(self) -> dict[str, str]:
        """What the form's text fields hold."""
        options, seed = self.order.options, self.exercise.base.seed
        return {
            "steps": str(options.steps),
            "share": str(options.share or ""),
            "pick": str(options.pick if options.pick > 1 else ""),
            "seed": "" if seed is None else str(seed),
            "variants": str(options.variants or ""),
            "variant": str(options.variant or ""),
        }

    @cached_property
    def papers(self) -> list[Choice]:
        """The papers."""
        return self.choices({"a4": "A4", "letter": "Letter", "a3": "A3"}, self.order.options.paper)

    @cached_property
    def blanks(self) -> list[Choice]:
        """What is left to be filled in."""
        words = {"results": "the results", "products": "the results and every product"}
        return self.choices(words, self.order.options.blank)

    @cached_property
    def earlier(self) -> list[Choice]:
        """What is done with the results of earlier steps."""
        words = {"carried": "blank where this sheet asks for it", "printed": "printed", "blank": "blank"}
        return self.choices(words, self.order.options.earlier)

    @cached_property
    def matrices(self) -> list[Choice]:
        """The matrices of which one can be chosen."""
        steps = self.order.options.steps.of(self.sheet.plan)
        made = dict.fromkeys(result.name for step in steps for result in step.results)
        words = {"": "all results", **{name: formula_plain(name) for name in made}}
        return self.choices(words, self.order.options.matrix) if len(made) > 1 else []

    @cached_property
    def columns(self) -> list[Choice]:
        """The tokens whose columns can be chosen."""
        chosen = self.order.options.columns
        return [Choice(str(k), name, k in chosen) for k, name in enumerate(self.exercise.tokens, start=1)]

    @cached_property
    def lambdas(self) -> list[Choice]:
        """The weight as it is, at first, and 0 for whole numbers, where the steps depend on it."""
        options, plan = self.order.options, self.sheet.plan
        weight, steps = plan.weight, options.steps.of(plan)
        led = led_by(plan, weight) if weight else set()
        if not any(result.name in led for step in steps for result in step.results):
            return []
        now, first = (given[weight][0][0] for given in (self.exercise.given, self.context.origin.given))
        words = {text: text.replace("-", number_text.MINUS) for text in (first, now)}
        return self.choices({**words, "0": "0, for whole numbers"}, now)

    @property
    def weight(self) -> str:
        """The letter of the weight."""
        return plain(self.sheet.plan.weight)

    @cached_property
    def trained(self) -> Trained | None:
        """As for other pages; variants are drawn anew, and nothing is learned in them yet."""
        is_as_given = self.exercise.updates and not self.order.options.variants
        return moment_of_training(self.context) if is_as_given else None

    @property
    def can_vary(self) -> bool:
        """Whether other exercises of the same shape can be drawn."""
        return not why_none_alike(self.exercise)

    def choices(self, words: dict[str, str], chosen: str) -> list[Choice]:
        """The choices of one field."""
        return [Choice(value, text, value == chosen) for value, text in words.items()]


def led_by(plan: Plan, name: str) -> set[str]:
    """The matrices that depend on a matrix, however far back."""
    found = {name}
    for result in plan.results():
        if found.intersection(result.operands):
            found.add(result.name)
    return found - {name}


def worksheet_page(order: Order, base: str) -> WorksheetPage:
    """The page of a worksheet. base: where others reach the app."""
    state = State(order.state.exercise)
    name = "worksheet" if order.page is None else order.page
    path = order.leads_to(order.options.steps.first)
    missing = why_no_code(path, base) if path else ""
    context = Context(state, name, *worked(state.exercise), base=base)
    return WorksheetPage(context, order=order, missing_code=missing)
