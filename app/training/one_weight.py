"""One weight under three penalties: the plain L1 rule, the soft threshold, and L2 for comparison.

Every move is one flat line of arithmetic, as everywhere: its working is printed from the line that gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from app.core.cell import Line, Term, no_names, single
from app.exercise.exercise import Problem
from app.exercise.mangled import mended, near_misses
from app.exercise.parameters import whole_number
from app.exercise.parse_exercise import StateError, split_query
from app.exercise.state import SAFE
from app.notation import numerals

DEFAULTS = {"w": "1", "eta": "0.3", "lambda": "1", "updates": "8"}
MOST_UPDATES, MOST_RATE = 60, 100


class WeightSetting(NamedTuple):
    """Where the weight starts, how far an update goes, what its size costs, and how many there are."""

    w: float
    eta: float
    weight: float
    updates: int


@dataclass(frozen=True)
class Rule:
    """An update of one weight. line: its working; keeps_sign: what that gives is a size, without its sign."""

    slug: str
    title: str
    formula: str
    line: Callable[[float, WeightSetting], Line]
    reads_sign: bool = True
    keeps_sign: bool = False

    def move(self, w: float, setting: WeightSetting) -> float:
        """The weight after one update."""
        value = self.line(w, setting).value(no_names)
        return sign_of(w) * value + 0.0 if self.keeps_sign else value

    def path(self, setting: WeightSetting) -> list[float]:
        """The weight before the first update and after each."""
        weights = [setting.w]
        for _ in range(setting.updates):
            weights.append(self.move(weights[-1], setting))
        return weights


def sign_of(w: float) -> int:
    """1, -1, or 0 for 0."""
    return (w > 0) - (w < 0)


def subgradient(w: float, setting: WeightSetting) -> Line:
    """w - eta lambda sign(w)."""
    return Line((*single(w), Term(-1, (setting.eta, setting.weight, float(sign_of(w))))))


def soft_threshold(w: float, setting: WeightSetting) -> Line:
    """max(0, |w| - eta lambda): the size that is left."""
    return Line((*single(abs(w)), Term(-1, (setting.eta, setting.weight))), fn="relu")


def decay(w: float, setting: WeightSetting) -> Line:
    """w - eta lambda w."""
    return Line((*single(w), Term(-1, (setting.eta, setting.weight, w))))


RULES = (
    Rule("sign", "L1, plain", "w <- w - eta lambda sign(w)", subgradient),
    Rule(
        "soft",
        "L1, soft threshold",
        "w <- sign(w) max(0, abs(w) - eta lambda)",
        soft_threshold,
        keeps_sign=True,
    ),
    Rule("decay", "L2, for comparison", "w <- w - eta lambda w", decay, reads_sign=False),
)


def first_zero(weights: Sequence[float]) -> int | None:
    """How many updates it takes to be exactly 0."""
    return next((k for k, w in enumerate(weights) if w == 0), None)


def first_crossing(weights: Sequence[float]) -> int | None:
    """How many updates it takes to be on the other side of 0."""
    return next((k for k, w in enumerate(weights) if w * weights[0] < 0), None)


def read_setting(query: str) -> tuple[WeightSetting, str]:
    """The setting that a query describes, and its shortest query. Raises StateError with every problem."""
    asked = mended(split_query(query), DEFAULTS)
    pairs = [(name, value) for name, value in asked if name in DEFAULTS]
    problems = near_misses(asked, DEFAULTS)
    texts = {**DEFAULTS, **{name: text for name, text in pairs if text.strip()}}
    for name in {name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1}:
        problems.append(Problem(name, "", "This parameter stands more than once; keep one of them."))
    exact = {name: read_number(name, texts[name], problems) for name in ("w", "eta", "lambda")}
    updates = whole_number("updates", texts["updates"].strip(), 0, MOST_UPDATES, problems)
    if problems:
        raise StateError(problems, asked)
    w, eta, weight = (numerals.value(text) for text in exact.values())
    return WeightSetting(w, eta, weight, updates), shortest({**exact, "updates": str(updates)})


def shortest(texts: Mapping[str, str]) -> str:
    """A query of what differs from the defaults."""
    changed = ((name, text) for name, text in texts.items() if text != DEFAULTS[name])
    return "&".join(f"{name}={quote(text, safe=SAFE)}" for name, text in changed)


def read_number(name: str, typed: str, problems: list[Problem]) -> str:
    """A number in exact text; else a problem, and 0. Neither rate is negative or above MOST_RATE."""
    try:
        text = numerals.canonical(typed)
    except numerals.NumeralError as error:
        problems.append(Problem(name, typed, str(error)))
        return "0"
    if name != "w" and not 0 <= numerals.value(text) <= MOST_RATE:
        problems.append(Problem(name, typed, f"{name} takes a number from 0 to {MOST_RATE}."))
    return text
