"""What a worksheet is asked to be: the parameters of its address beside those of the exercise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, NamedTuple

from app.core.lesson import Lesson, Plan, shapes_of
from app.core.needs import DRAWN, lacking
from app.exercise.exercise import Problem
from app.exercise.mangled import mended, near_misses
from app.exercise.parse_exercise import StateError, read_state, readable_names, split_query
from app.exercise.parse_view import one_of, whole_number
from app.exercise.state import Frame, State
from app.exercise.urls import Urls


class Parameter(NamedTuple):
    """A parameter of a worksheet's address: its name, a value, and what that asks for."""

    name: str
    example: str
    says: str


PAPERS: Final = ("a4", "letter", "a3")
BLANKS: Final = ("results", "products")
EARLIER: Final = ("carried", "printed", "blank")
PARAMETERS: Final = (
    Parameter("steps", "1-3", "Which steps; without it the step of the path, or the whole lesson."),
    Parameter("paper", "letter", "The paper, or a3; A4 otherwise."),
    Parameter("blank", "products", "Every product is to be filled in too."),
    Parameter("matrix", "Z", "Only this matrix is blank."),
    Parameter("columns", "1,4", "Only these tokens' columns are blank."),
    Parameter("share", "50", "Faded examples: of so many per cent one is worked, one half worked."),
    Parameter("pick", "2", "Which cells those are: another number, other cells."),
    Parameter("earlier", "blank", "What earlier steps worked out is blank, or printed: else as asked for."),
    Parameter("key", "1", "The answers."),
    Parameter("exam", "1", "Without code or address."),
    Parameter("variants", "30", "So many exercises of the same shape, drawn from the exercise's seed."),
    Parameter("variant", "3", "One of those, by itself."),
)
NAMES: Final = tuple(parameter.name for parameter in PARAMETERS)
MOST_VARIANTS, MOST_PICK = 200, 9999
MOST_PRINTED: Final = 61_000
"""Cells in one file of variants: two hundred sheets of any one step of a lesson as it stands."""
MOST_VARIED_SEED = 999_999
"""Variant k of seed 7 is the exercise of seed 7000 + k, and no seed exceeds 10^9."""


@dataclass(frozen=True)
class Options:
    """The parameters, read. columns count from 1, none meaning all; share 0 means no faded examples."""

    first: int
    last: int
    paper: str = "a4"
    blank: str = "results"
    matrix: str = ""
    columns: tuple[int, ...] = ()
    share: int = 0
    pick: int = 1
    earlier: str = "carried"
    key: bool = False
    exam: bool = False
    variants: int = 0
    variant: int = 0


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

    def leads_to(self, step: int) -> str:
        """The path and query that the code on a step's page leads to: of a sheet that step, blank, for
        no button there leads to the key; of a key the worksheet's page; of an exam nothing, and empty."""
        if self.options.exam or self.options.key:
            return "" if self.options.exam else self.address()
        return Urls(State(self.state.exercise)).step(step, frame=Frame("", 0, 0), ask=True)

    @property
    def file_name(self) -> str:
        """What a file of it is called, without an ending."""
        variant = f"variant-{self.options.variant}" if self.options.variant else ""
        key = "key" if self.options.key else ""
        slug, steps = self.state.exercise.lesson.slug, f"step-{span(self.options)}"
        return "-".join(filter(None, [slug, steps, variant, key]))

    def address(self, ending: str = "", **changes: object) -> str:
        """The canonical path and query, some options otherwise; ending such as ".pdf" makes it a file's."""
        options = replace(self.options, **changes)  # type: ignore[arg-type]
        return Urls(self.state).worksheet(self.page, ending, pairs(self, options))


def pairs(order: Order, options: Options) -> list[tuple[str, str]]:
    """The parameters that differ from their defaults, in one order."""
    default = Options(*steps_of(order.state.exercise.plan, order.page))
    texts = {
        "steps": span(options) if span(options) != span(default) else "",
        "paper": options.paper if options.paper != default.paper else "",
        "blank": options.blank if options.blank != default.blank else "",
        "matrix": options.matrix,
        "columns": ",".join(map(str, options.columns)),
        "share": str(options.share or ""),
        "pick": str(options.pick) if options.share and options.pick != default.pick else "",
        "earlier": options.earlier if options.earlier != default.earlier else "",
        "key": "1" if options.key else "",
        "exam": "1" if options.exam else "",
        "variants": str(options.variants or ""),
        "variant": str(options.variant or ""),
    }
    return [pair for pair in texts.items() if pair[1]]


def span(options: Options) -> str:
    """The steps as the address has them: 2, or 1-3."""
    return "-".join(map(str, dict.fromkeys((options.first, options.last))))


def steps_of(plan: Plan, page: int | None) -> tuple[int, int]:
    """The first and the last step of a page's worksheet when nothing else is asked for."""
    return (1, len(plan.steps)) if page is None else (page, page)


def read_order(lesson: Lesson, page: int | None, query: str) -> Order:
    """The worksheet that an address asks for.

    Raises StateError with every problem found, and NoSuchStep where the page's step does not exist.
    """
    query = without_empty_seed(query)
    problems: list[Problem] = []
    fields = list(chain.from_iterable(split_columns(*pair) for pair in asked_pairs(lesson, query)))
    values = dict(reversed(fields))
    try:
        state = State(read_state(lesson, query).exercise)
    except StateError as error:
        read_options(values, (1, 10**3), problems)
        raise StateError([*error.problems, *problems, *repeated_options(fields)], error.pairs) from error
    plan = state.exercise.plan
    if page is not None:
        plan.step(page)
    options = read_options(values, steps_of(plan, page), problems)
    order = Order(state, page, replace(options, columns=read_columns(fields, state, problems)))
    problems += repeated_options(fields) + misfits(order, plan) + nearly_options(lesson, fields)
    problems += [] if problems else too_many(order, plan)
    if problems:
        raise StateError(problems, split_query(query))
    return order


def asked_pairs(lesson: Lesson, query: str) -> list[tuple[str, str]]:
    """The parameters, those put right that were mangled on their way."""
    return mended(split_query(query), readable_names(lesson) | {*NAMES})


def nearly_options(lesson: Lesson, fields: Sequence[tuple[str, str]]) -> list[Problem]:
    """Parameters that are nearly an option's name."""
    ours = readable_names(lesson)
    return near_misses([pair for pair in fields if pair[0] not in ours], NAMES)


def without_empty_seed(query: str) -> str:
    """The query without a seed left empty in the form: none is asked for."""
    return "&".join(part for part in query.split("&") if part != "seed=")


def split_columns(name: str, value: str) -> list[tuple[str, str]]:
    """columns=1,4 as a form with check boxes sends it: columns=1&columns=4. An empty field is none at all."""
    if name == "columns":
        return [(name, part.strip()) for part in value.split(",") if part.strip()]
    return [(name, value)] if value.strip() or name not in NAMES else []


def repeated_options(fields: Sequence[tuple[str, str]]) -> list[Problem]:
    """Options that stand more than once."""
    names = [name for name, _ in fields if name in NAMES and name != "columns"]
    says = "This parameter stands more than once; keep one of them."
    return [Problem(name, "", says) for name in dict.fromkeys(names) if names.count(name) > 1]


def read_options(values: Mapping[str, str], steps: tuple[int, int], problems: list[Problem]) -> Options:
    """Every option but the columns; what cannot be read is a problem, and the default."""

    def number(name: str, least: int, most: int, default: int) -> int:
        return whole_number(name, values[name].strip(), least, most, problems) if name in values else default

    first, last = read_steps(values.get("steps", ""), steps, problems)
    return Options(
        first=first,
        last=last,
        paper=one_of("paper", values, PAPERS, problems),
        blank=one_of("blank", values, BLANKS, problems),
        matrix=values.get("matrix", ""),
        share=number("share", 1, 100, 0),
        pick=number("pick", 1, MOST_PICK, 1),
        earlier=one_of("earlier", values, EARLIER, problems),
        key=one_of("key", values, ("0", "1"), problems) == "1",
        exam=one_of("exam", values, ("0", "1"), problems) == "1",
        variants=number("variants", 1, MOST_VARIANTS, 0),
        variant=number("variant", 1, MOST_VARIANTS, 0),
    )


def read_steps(typed: str, steps: tuple[int, int], problems: list[Problem]) -> tuple[int, int]:
    """The first and the last step of "2" or "1-3"."""
    if not typed:
        return steps
    match = re.fullmatch(r"\s*([1-9][0-9]{0,2})\s*(?:[-–]\s*([1-9][0-9]{0,2})\s*)?", typed, re.ASCII)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        says = "steps takes a step, such as 2, or the first and the last of several, such as 1-3."
        problems.append(Problem("steps", typed, says))
        return steps
    return int(match[1]), int(match[2] or match[1])


def read_columns(fields: Sequence[tuple[str, str]], state: State, problems: list[Problem]) -> tuple[int, ...]:
    """The token columns to work, in order; none where all are."""
    count = len(state.exercise.tokens)
    typed = [value for name, value in fields if name == "columns"]
    found = sorted({whole_number("columns", value, 1, count, problems) for value in typed})
    return () if len(found) == count else tuple(found)


def misfits(order: Order, plan: Plan) -> list[Problem]:
    """Options that this exercise does not have."""
    options, found = order.options, []
    if options.last > len(plan.steps):
        says = f"There are {len(plan.steps)} steps."
        found.append(Problem("steps", f"{options.first}-{options.last}", says))
    made = dict.fromkeys(r.name for s in plan.steps[options.first - 1 : options.last] for r in s.results)
    if options.matrix and options.matrix not in made and not found:
        says = f"matrix takes one that these steps work out: {', '.join(made)}."
        found.append(Problem("matrix", options.matrix, says))
    by_token = [name for name in made if plan.matrices[name].columns == "tokens"]
    if options.columns and not by_token and not found:
        says = "Nothing that these steps work out has a column for each token; leave columns out."
        found.append(Problem("columns", ",".join(map(str, options.columns)), says))
    return found + unvaried(order)


def too_many(order: Order, plan: Plan) -> list[Problem]:
    """More variants than one file can hold."""
    options, shapes = order.options, plan.shapes(shapes_of(order.state.exercise.given))
    results = [r for step in plan.steps[options.first - 1 : options.last] for r in step.results]
    drawn = (shapes[name] for result in results for name in (result.name, *result.operands))
    fit = MOST_PRINTED // sum(rows * columns for rows, columns in drawn)
    if options.variants <= max(1, fit):
        return []
    says = (
        f"Of these steps {max(1, fit)} variants fit into one file; ask for fewer of them, or for fewer steps."
    )
    return [Problem("variants", str(options.variants), says)]


def unvaried(order: Order) -> list[Problem]:
    """What keeps an exercise from being varied."""
    options, seed = order.options, order.state.exercise.base.seed or 0
    asked = [(name, n) for name, n in (("variants", options.variants), ("variant", options.variant)) if n]
    if lacks := lacking(order.state.exercise.lesson, (DRAWN,)):
        says = f"There are no variants of this, because the lesson has {lacks}. Leave {{}} out."
        return [Problem(name, str(number), says.format(name)) for name, number in asked]
    if options.variants and options.variant:
        says = "variants makes many sheets and variant is the number of one; leave one of them out."
        return [Problem("variant", str(options.variant), says)]
    if options.variants and seed > MOST_VARIED_SEED:
        says = f"With variants, seed takes a whole number from 0 to {MOST_VARIED_SEED:,}."
        return [Problem("seed", str(seed), says)]
    return []
