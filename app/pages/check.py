"""A gradient checked beside its working: the cell moved, the losses before and after, and the quotient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.core.cell import Ref
from app.exercise.exercise import Exercise
from app.notation import line_styles, number_text
from app.notation.close_numbers import told_apart
from app.pages.context import Link
from app.training.gradient_check import Nudge
from app.views.grids import name_math
from app.views.labels import cell_label

CLOSE = 1e-9
"""Quotients of floats are what six decimals say up to this."""


@dataclass(frozen=True)
class CheckRow:
    """A single number and what becomes of it: lower, as it is, higher. kind: moved, way or loss."""

    name: Markup
    numbers: list[str]
    kind: str


@dataclass(frozen=True)
class Quotient:
    """A slope, how it came about, and its number."""

    label: str
    work: str
    value: str


@dataclass(frozen=True)
class Check:
    """What the template is given. choices: how far the cell may be moved; hide: away with the check."""

    choices: list[Link]
    hide: Link
    columns: list[str]
    rows: list[CheckRow]
    quotients: list[Quotient]
    lead: Markup
    says: list[Markup]


def check(exercise: Exercise, nudge: Nudge, choices: list[Link], hide: Link) -> Check:
    """The check of one gradient cell."""
    h = number_text.fine(nudge.h)
    lower = [] if nudge.below is None else [f"{h} lower"]
    rows = [row(nudge, nudge.moved, "moved"), *way_rows(nudge), row(nudge, loss_ref(nudge), "loss")]
    columns = [*lower, "as it is", f"{h} higher"]
    return Check(choices, hide, columns, rows, quotients(nudge, h), lead(nudge), says(exercise, nudge))


def loss_ref(nudge: Nudge) -> Ref:
    """The loss as a cell."""
    return Ref(nudge.slope.loss, 1, 1)


def row(nudge: Nudge, ref: Ref, kind: str) -> CheckRow:
    """A cell on the sides that exist."""
    sides = nudge.sides_of(ref)
    texts = told_apart(sides) if kind == "loss" else [*map(number_text.fine, sides)]
    return CheckRow(cell_mathml(nudge, ref), texts, kind)


def squared(nudge: Nudge, ref: Ref) -> CheckRow:
    """The square of a cell on the sides that exist."""
    head = Markup("<math><msup><mrow>{}</mrow><mn>2</mn></msup></math>").format(
        Markup(line_styles.mathml_style(nudge.sheet.shapes).ref(ref))
    )
    return CheckRow(head, [number_text.fine(number**2) for number in nudge.sides_of(ref)], "way")


def cell_mathml(nudge: Nudge, ref: Ref) -> Markup:
    """A cell as MathML."""
    return Markup(f"<math>{line_styles.mathml_style(nudge.sheet.shapes).ref(ref)}</math>")


def way_rows(nudge: Nudge) -> list[CheckRow]:
    """The matrices on the way of which a single cell changed."""
    changed = (nudge.changed(name) for name in nudge.way if name != nudge.slope.loss)
    rows = []
    for ref in (refs[0] for refs in changed if len(refs) == 1):
        rows.append(row(nudge, ref, "way"))
        if ref.name in nudge.squared:
            rows.append(squared(nudge, ref))
    return rows


def quotients(nudge: Nudge, h: str) -> list[Quotient]:
    """The slope seen from one side, between both, and as it was worked out."""
    *lower, now, up = told_apart(nudge.sides_of(loss_ref(nudge)))
    found = [Quotient("one side", f"({up} − {bracketed(now)}) / {h}", about(nudge.quotient))]
    if lower and nudge.central is not None:
        work = f"({up} − {bracketed(lower[0])}) / {number_text.fine(2 * nudge.h)}"
        found.append(Quotient("both sides", work, about(nudge.central)))
    worked = number_text.fine(nudge.sheet.lookup(nudge.ref))
    work = f"the push {worked} turned round" if nudge.slope.sign < 0 else "by the chain rule"
    return [*found, Quotient("worked out", work, about(nudge.promised))]


def bracketed(number: str) -> str:
    """A number after a minus sign."""
    return f"({number})" if number.startswith(number_text.MINUS) else number


def about(value: float) -> str:
    """= or ≈, and the number with six decimals at most."""
    written = number_text.fine(value)
    is_small = 0 < abs(value) < 1e-4
    exact = number_text.is_exact(value) if is_small else abs(round(value, 6) - value) < CLOSE
    return f"{'=' if exact else '≈'} {written}"


def says(exercise: Exercise, nudge: Nudge) -> list[Markup]:
    """What is to be said about this nudge: what moved, and why the numbers agree or do not."""
    said = [moved_instead(nudge), spread(nudge), one_sided(nudge), *kinks(exercise, nudge)]
    if not nudge.kinks:
        said.append(verdict(nudge))
    return [sentence for sentence in said if sentence]


def lead(nudge: Nudge) -> Markup:
    """The nudge in one sentence."""
    *_, before, after = told_apart(nudge.sides_of(loss_ref(nudge)))
    text = "Raise {} by {}, and {} goes from {} to {}: {} per unit."
    quotient = number_text.short(nudge.quotient)
    rate = quotient if about(nudge.quotient) == f"= {quotient}" else f"about {quotient}"
    names = cell_mathml(nudge, nudge.moved), number_text.fine(nudge.h), name_math(nudge.slope.loss)
    return Markup(text).format(*names, before, after, rate)


def moved_instead(nudge: Nudge) -> Markup:
    """That a silent feature can only be moved behind its ReLU, or whatever it comes from."""
    plan, first = nudge.sheet.plan, nudge.sheet.plan.slopes[nudge.ref.name][0].of
    if nudge.slope.of == first or first in plan.given:
        return Markup("")
    behind = "its ReLU" if plan.maker(first).operation.fn == "relu" else "it"
    text = "The feature is silent, so what can be moved is the {} behind {}."
    return Markup(text).format(name_math(nudge.slope.of), behind)


def spread(nudge: Nudge) -> Markup:
    """How many cells changed on the way, where that is more than one at a time."""
    counts = [(name, len(nudge.changed(name))) for name in nudge.way]
    several = [Markup("{} of {}").format(count, name_math(name)) for name, count in counts if count > 1]
    return Markup("On the way changed: {}.").format(words_joined(several)) if several else Markup("")


def one_sided(nudge: Nudge) -> Markup:
    """That a ReLU's result cannot be moved below 0, and that it could be moved by less where it is above."""
    if nudge.below is not None:
        return Markup("")
    says = ONE_SIDE_BY_SO_MUCH if nudge.sheet.lookup(nudge.moved) else ONE_SIDE
    return Markup(says).format(cell_mathml(nudge, nudge.moved))


def kinks(exercise: Exercise, nudge: Nudge) -> list[Markup]:
    """The corners and jumps that are passed or stood on, the first of them, each in a sentence."""
    lengths, others = (
        [kink for kink in nudge.kinks if (kink.fn == "sqrt") is is_root] for is_root in (True, False)
    )
    said = [
        Markup(KINKS[kink.fn, kink.stands]).format(cell_label(exercise, kink.ref))
        for kink in others[:MOST_TOLD]
    ]
    flat = dict.fromkeys((kink.made.name, kink.stands) for kink in lengths)
    return said + [Markup(FLAT[stands]).format(name_math(name)) for name, stands in flat]


ONE_SIDE = "{} is 0 and can never be negative, so there is only this one side."
ONE_SIDE_BY_SO_MUCH = (
    "So much lower, {} would be negative, which it can never be: there is only this one side. "
    "A smaller nudge has both."
)
KINKS = {
    ("relu", True): (
        "{} stands at exactly 0, on ReLU's corner: the loss has one slope where it opens and another "
        "where it stays closed, and the gradient counts it as closed."
    ),
    ("relu", False): (
        "{} passes 0 on the way, where ReLU opens or closes: the loss has a corner between these points, "
        "and a quotient across it mixes two slopes. A smaller nudge stays on one side."
    ),
    ("abs", True): (
        "{} stands at exactly 0, on the corner of its absolute value: the loss has one slope on each side."
    ),
    ("abs", False): (
        "{} passes 0 on the way, where its absolute value turns: the loss has a corner between these points, "
        "and a quotient across it mixes two slopes. A smaller nudge stays on one side."
    ),
    ("step", True): (
        "{} stands at exactly 0, on a threshold: raised by however little it is past it, and the loss jumps. "
        "No nudge finds a slope across a jump."
    ),
    ("step", False): (
        "{} passes 0 on the way, where a threshold is: the loss jumps between these points, and a quotient "
        "across a jump is no slope. A smaller nudge stays on one side."
    ),
}
FLAT = {
    True: "A length in {} was 0, where a length has a corner: its slope is taken to be 0 there.",
    False: (
        "A length in {} passes 0 on the way, where it has a corner: a quotient across it mixes two slopes. "
        "A smaller nudge stays on one side."
    ),
}
"""Of a length that stands at 0, and of one that passes it."""
MOST_TOLD = 2


def verdict(nudge: Nudge) -> Markup:
    """Whether the loss is straight here, or bends."""
    if not nudge.bends:
        return Markup(
            "The loss is straight here: a nudge of any size finds the slope exactly, "
            "as long as no ReLU opens or closes on the way."
        )
    if nudge.central is None:
        return Markup("The loss bends, so one side is off: by less with a smaller nudge.")
    return Markup(
        "The loss bends, so one side alone is off: by less with a smaller nudge. "
        "Between both sides most of the bend cancels."
    )


def words_joined(parts: Sequence[Markup]) -> Markup:
    """a, b and c."""
    if len(parts) == 1:
        return parts[0]
    return Markup("{} and {}").format(Markup(", ").join(parts[:-1]), parts[-1])
