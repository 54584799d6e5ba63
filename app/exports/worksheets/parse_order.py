"""Reading a worksheet's address: the exercise, the options, and what of them does not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from app.core.lesson import Lesson, shapes_of
from app.exercise.alike import why_none_alike
from app.exercise.exercise import Problem
from app.exercise.mangled import mended, near_misses
from app.exercise.parse_exercise import StateError, read_state, readable_names, split_query
from app.exercise.state import State
from app.exports.worksheets.options import OPTION_NAMES, Options, read_options
from app.exports.worksheets.order import Order, steps_of

Fields = Sequence[tuple[str, str]]
MOST_PRINTED: Final = 61_000
"""Cells in one file of variants: two hundred sheets of any one step of a lesson as it stands."""
MOST_VARIED_SEED = 999_999
"""Variant k of seed 7 is the exercise of seed 7000 + k, and no seed exceeds 10^9."""


def read_order(lesson: Lesson, page: int | None, query: str) -> Order:
    """The worksheet that an address asks for.

    Raises StateError with every problem found, and NoSuchStep where the page's step does not exist.
    """
    query = without_empty_seed(query)
    fields = list(chain.from_iterable(split_columns(*pair) for pair in asked_pairs(lesson, query)))
    problems = repeated_options(fields)
    try:
        state = State(read_state(lesson, query).exercise)
    except StateError as error:
        read_options({"steps": "1", **by_name(fields)}, problems)
        raise StateError([*error.problems, *problems], error.pairs) from error
    plan = state.exercise.plan
    if page is not None:
        plan.step(page)
    options = read_options({"steps": str(steps_of(plan, page)), **by_name(fields)}, problems)
    problems += [*misfits(Order(state, page, options)), *nearly_options(lesson, fields)]
    order = Order(state, page, replace(options, columns=columns_chosen(options, state)))
    problems += [] if problems else too_many(order)
    if problems:
        raise StateError(problems, split_query(query))
    return order


def asked_pairs(lesson: Lesson, query: str) -> list[tuple[str, str]]:
    """The parameters, those put right that were mangled on their way."""
    return mended(split_query(query), readable_names(lesson) | {*OPTION_NAMES})


def nearly_options(lesson: Lesson, fields: Fields) -> list[Problem]:
    """Parameters that are nearly an option's name."""
    ours = readable_names(lesson)
    return near_misses([pair for pair in fields if pair[0] not in ours], OPTION_NAMES)


def without_empty_seed(query: str) -> str:
    """The query without a seed left empty in the form: none is asked for."""
    return "&".join(part for part in query.split("&") if part != "seed=")


def split_columns(name: str, value: str) -> list[tuple[str, str]]:
    """columns=1,4 as a form with check boxes sends it: columns=1&columns=4. An empty field is none at all."""
    if name == "columns":
        return [(name, part.strip()) for part in value.split(",") if part.strip()]
    return [(name, value)] if value.strip() or name not in OPTION_NAMES else []


def by_name(fields: Fields) -> dict[str, str]:
    """The parameters by name, the columns of a form together again; of a repeated one the first."""
    columns = ",".join(value for name, value in fields if name == "columns")
    return {**dict(reversed(fields)), "columns": columns}


def repeated_options(fields: Fields) -> list[Problem]:
    """Options that stand more than once."""
    names = [name for name, _ in fields if name in OPTION_NAMES and name != "columns"]
    says = "This parameter stands more than once; keep one of them."
    return [Problem(name, "", says) for name in dict.fromkeys(names) if names.count(name) > 1]


def columns_chosen(options: Options, state: State) -> tuple[int, ...]:
    """The columns asked for; none where these are all that there are."""
    return () if len(options.columns) == len(state.exercise.tokens) else options.columns


def misfits(order: Order) -> Iterator[Problem]:
    """Options that this exercise does not have."""
    options, plan = order.options, order.plan
    yield from missing_columns(order)
    if options.steps.last > len(plan.steps):
        yield Problem("steps", str(options.steps), f"There are {len(plan.steps)} steps.")
    else:
        yield from unmade(order)
    yield from unvaried(order)


def missing_columns(order: Order) -> Iterator[Problem]:
    """Columns that no token has."""
    count = len(order.state.exercise.tokens)
    for column in order.options.columns:
        if not 1 <= column <= count:
            yield Problem("columns", str(column), f"columns takes a whole number from 1 to {count}.")


def unmade(order: Order) -> Iterator[Problem]:
    """A matrix, or columns of tokens, that the steps asked for do not work out."""
    options, plan = order.options, order.plan
    made = dict.fromkeys(result.name for step in options.steps.of(plan) for result in step.results)
    if options.matrix and options.matrix not in made:
        says = f"matrix takes one that these steps work out: {', '.join(made)}."
        yield Problem("matrix", options.matrix, says)
    elif options.columns and all(plan.matrices[name].columns != "tokens" for name in made):
        says = "Nothing that these steps work out has a column for each token; leave columns out."
        yield Problem("columns", ",".join(map(str, options.columns)), says)


def cells_in_file(order: Order) -> int:
    """How many cells are drawn in a file of it: every result with its operands, in every variant."""
    return cells_in_sheet(order) * max(1, order.options.variants)


def cells_in_sheet(order: Order) -> int:
    """How many cells one of its sheets has."""
    shapes = order.plan.shapes(shapes_of(order.state.exercise.given))
    results = [result for step in order.options.steps.of(order.plan) for result in step.results]
    drawn = (shapes[name] for result in results for name in (result.name, *result.operands))
    return sum(rows * columns for rows, columns in drawn)


def too_many(order: Order) -> list[Problem]:
    """More variants than one file can hold."""
    options, fit = order.options, MOST_PRINTED // cells_in_sheet(order)
    if options.variants <= max(1, fit):
        return []
    room = f"at most {fit} variants fit" if fit > 1 else "at most one variant fits"
    says = f"Of these steps {room} into one file; ask for fewer of them, or for fewer steps."
    return [Problem("variants", str(options.variants), says)]


def unvaried(order: Order) -> list[Problem]:
    """What keeps an exercise from being varied."""
    options, seed = order.options, order.state.exercise.base.seed or 0
    asked = [(name, n) for name, n in (("variants", options.variants), ("variant", options.variant)) if n]
    if why := why_none_alike(order.state.exercise):
        says = f"There are no variants of this, because {why}. Leave {{}} out."
        return [Problem(name, str(number), says.format(name)) for name, number in asked]
    if options.variants and options.variant:
        says = "variants makes many sheets and variant is the number of one; leave one of them out."
        return [Problem("variant", str(options.variant), says)]
    if options.variants and seed > MOST_VARIED_SEED:
        says = f"With variants, seed takes a whole number from 0 to {MOST_VARIED_SEED:,}."
        return [Problem("seed", str(seed), says)]
    return []
