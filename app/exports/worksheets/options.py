"""What a worksheet is asked to be: the parameters of its address beside those of the exercise.

Reading, writing, the order and the documentation all come from the table at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.core.lesson import Plan, Step
from app.exercise.exercise import Problem
from app.exercise.parameters import (
    Parameter,
    Values,
    count,
    flag,
    one,
    other,
    read_fields,
    word,
)

PAPERS: Final = ("a4", "letter", "a3")
BLANKS: Final = ("results", "products")
EARLIER: Final = ("carried", "printed", "blank")
MOST_VARIANTS, MOST_PICK = 200, 9999


class Span(NamedTuple):
    """Some steps in a row, by the numbers of the first and the last."""

    first: int
    last: int

    def __str__(self) -> str:
        """As the address has them: 2, or 1-3."""
        return "-".join(map(str, dict.fromkeys(self)))

    def of(self, plan: Plan) -> tuple[Step, ...]:
        """The steps themselves."""
        return plan.steps[self.first - 1 : self.last]


@dataclass(frozen=True)
class Options:
    """The parameters, read. columns count from 1, none meaning all; share 0 means no faded examples."""

    steps: Span
    paper: str = "a4"
    blank: str = "results"
    matrix: str = ""
    columns: tuple[int, ...] = ()
    share: int = 0
    pick: int = 1
    earlier: str = "carried"
    key: bool = False
    compact: bool = False
    marks: bool = False
    exam: bool = False
    variants: int = 0
    variant: int = 0


def read_options(values: Values, problems: list[Problem]) -> Options:
    """What the parameters ask for; what cannot be read is a problem, and the default."""
    return Options(**read_fields(WORKSHEET_PARAMETERS, values, problems))


def read_span(values: Values, problems: list[Problem]) -> Span:
    """The first and the last step of "2" or "1-3"; of what cannot be read the first step."""
    typed = values["steps"]
    match = re.fullmatch(r"\s*([1-9][0-9]{0,2})\s*(?:[-–]\s*([1-9][0-9]{0,2})\s*)?", typed, re.ASCII)
    if match is None or int(match[2] or match[1]) < int(match[1]):
        says = "steps takes a step, such as 2, or the first and the last of several, such as 1-3."
        problems.append(Problem("steps", typed, says))
        return Span(1, 1)
    return Span(int(match[1]), int(match[2] or match[1]))


def read_chosen_columns(values: Values, problems: list[Problem]) -> tuple[int, ...]:
    """The columns to work, in order. How many there are is not known here."""
    typed = [part.strip() for part in values.get("columns", "").split(",")]
    numbers = [part for part in typed if re.fullmatch(r"[0-9]{1,12}", part, re.ASCII)]
    says = "columns takes the numbers of columns, such as 1,4."
    problems += [Problem("columns", part, says) for part in typed if part and part not in numbers]
    return tuple(sorted({*map(int, numbers)}))


def read_chosen_matrix(values: Values, _: list[Problem]) -> str:
    """The name of a matrix. Which there are is not known here."""
    return values.get("matrix", "")


def write_columns(options: Options) -> str | None:
    """Their numbers, where not all are asked for."""
    return ",".join(map(str, options.columns)) or None


def write_pick(options: Options) -> str | None:
    """Which cells are drawn, where some are."""
    return str(options.pick) if options.share and options.pick != 1 else None


# fmt: off
WORKSHEET_PARAMETERS: Final[tuple[Parameter[Options], ...]] = (
    Parameter("steps", "steps", read_span, lambda options: str(options.steps), "1-3",
              "Which steps; without it the step of the path, or the whole lesson."),
    Parameter("paper", "paper", word("paper", *PAPERS), other("paper", PAPERS[0]), "letter",
              "The paper, or a3; A4 otherwise."),
    Parameter("blank", "blank", word("blank", *BLANKS), other("blank", BLANKS[0]), "products",
              "Every product is to be filled in too."),
    Parameter("matrix", "matrix", read_chosen_matrix, other("matrix"), "Z", "Only this matrix is blank."),
    Parameter("columns", "columns", read_chosen_columns, write_columns, "1,4",
              "Only these tokens' columns are blank."),
    Parameter("share", "share", count("share", 1, 100, default=0), other("share", 0), "50",
              "Faded examples: of so many per cent one is worked, one half worked."),
    Parameter("pick", "pick", count("pick", 1, MOST_PICK, default=1), write_pick, "2",
              "Which cells those are: another number, other cells."),
    Parameter("earlier", "earlier", word("earlier", *EARLIER), other("earlier", EARLIER[0]), "blank",
              "What earlier steps worked out is blank, or printed: else as asked for."),
    Parameter("key", "key", flag("key"), one("key"), "1", "The answers."),
    Parameter("compact", "compact", flag("compact"), one("compact"), "1",
              "Of a key as PDF the answers alone, variants side by side."),
    Parameter("marks", "marks", flag("marks"), one("marks"), "1",
              "The spreadsheet to fill in marks what is written into it."),
    Parameter("exam", "exam", flag("exam"), one("exam"), "1", "Without code or address."),
    Parameter("variants", "variants", count("variants", 1, MOST_VARIANTS, default=0), other("variants", 0),
              "30", "So many exercises of the same shape, drawn from the exercise's seed."),
    Parameter("variant", "variant", count("variant", 1, MOST_VARIANTS, default=0), other("variant", 0), "3",
              "One of those, by itself."),
)
# fmt: on
OPTION_NAMES: Final = tuple(parameter.name for parameter in WORKSHEET_PARAMETERS)
