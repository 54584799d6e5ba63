"""A worksheet as asked for: the exercise, and what of it is to be printed how."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.lesson import Plan
from app.exercise.parameters import written
from app.exercise.state import State
from app.exercise.urls import Urls
from app.exports.worksheets.options import WORKSHEET_PARAMETERS, Options, Span


@dataclass(frozen=True)
class Order:
    """A worksheet as asked for: the exercise, the step in the path (None for the lesson's), the options."""

    state: State
    page: int | None
    options: Options

    @property
    def path(self) -> str:
        """The path of the worksheet's page."""
        return self.address().partition("?")[0]

    @property
    def query(self) -> str:
        """The canonical query."""
        return self.address().partition("?")[2]

    @property
    def plan(self) -> Plan:
        """The steps and matrices of the exercise."""
        return self.state.exercise.plan

    def leads_to(self, step: int) -> str:
        """The path and query that the code on a step's page leads to: of a sheet where its answers are
        checked, with the same numbers; of a key the worksheet's page; of an exam nothing, and empty."""
        if self.options.exam or self.options.key:
            return "" if self.options.exam else self.address()
        return Urls(State(self.state.exercise)).practice(step)

    def file_name(self, ending: str) -> str:
        """What a file of it is called. One that is no PDF holds one exercise, of variants the first."""
        number = 1 if self.options.variants and ending != "pdf" else self.options.variant
        variant = f"variant-{number}" if number else ""
        key = "key" if self.options.key else ""
        slug, steps = self.state.exercise.lesson.slug, f"step-{self.options.steps}"
        return "-".join(filter(None, [slug, steps, variant, key])) + f".{ending}"

    def address(self, ending: str = "", **changes: object) -> str:
        """The canonical path and query, some options otherwise; ending such as ".pdf" makes it a file's."""
        options = replace(self.options, **changes)  # type: ignore[arg-type]
        own = ("steps", str(steps_of(self.plan, self.page)))
        pairs = [pair for pair in written(WORKSHEET_PARAMETERS, options) if pair != own]
        return Urls(self.state).worksheet(self.page, ending, pairs)


def steps_of(plan: Plan, page: int | None) -> Span:
    """The steps of a page's worksheet when nothing else is asked for: the page's own, or all."""
    return Span(1, len(plan.steps)) if page is None else Span(page, page)
