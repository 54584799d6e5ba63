"""What the JSON API takes and gives, as types; the OpenAPI description is made from them.

Rows and columns count from 1. A matrix is a list of rows and always two-dimensional: b is n x 1.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, WithJsonSchema

from app.api import sample
from app.exercise.exercise import MOST_ROWS, MOST_UPDATES
from app.notation.formula_text import formula_plain
from app.teaching.grading import Status
from app.teaching.slip_codes import TABLE, SlipCode

NUMBER = {"type": "number"}
TYPED = {"anyOf": [NUMBER, {"type": "string"}]}
ANSWER = {"anyOf": [NUMBER, {"type": "string"}, {"type": "null"}]}


def matrix_of(cell: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a matrix of such cells."""
    row = {"type": "array", "items": cell, "minItems": 1, "maxItems": MOST_ROWS}
    return {"type": "array", "items": row, "minItems": 1, "maxItems": MOST_ROWS}


def matrices_of(cell: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of matrices by name."""
    return {"type": "object", "additionalProperties": matrix_of(cell)}


WRITTEN = {"anyOf": [matrix_of(TYPED), {"type": "array", "items": TYPED, "minItems": 1}, {"type": "string"}]}
"""A matrix as it may be posted: rows, one list, or the text of a table."""
UPDATES = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": MOST_UPDATES}, {"type": "string"}]}
ALL_SETTINGS = ", ".join(sample.WITH_SETTING)
SETTINGS = {"type": "object", "properties": {**dict.fromkeys(sample.WITH_SETTING, TYPED), "updates": UPDATES}}
NAMES = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_ROWS}

Number = Annotated[int | float, WithJsonSchema(NUMBER)]
Matrix = list[list[Number]]
OpenMatrix = list[list[Number | None]]
"""A cell that is not yet determined is null."""
# What is posted is read by hand, so that every problem names its row and column as the pages do.
Posted = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": WRITTEN})]
PostedAnswers = Annotated[Any, WithJsonSchema(matrices_of(ANSWER))]
PostedSettings = Annotated[Any, WithJsonSchema(SETTINGS)]
PostedNames = Annotated[Any, WithJsonSchema(NAMES)]
Ignored = Annotated[Any, Field(description="Ignored, so that an answer can be posted back as it is.")]

Factor = Annotated[
    tuple[str, int, int] | Number,
    Field(description='A cell as [name, row, column], or a plain number; "ones" is the visible row of ones.'),
]


class LessonSummary(BaseModel):
    """A lesson of the list."""

    lesson: str = Field(description="Its name in addresses.", examples=[sample.LESSON.slug])
    title: str = Field(examples=[sample.LESSON.title])
    summary: str = Field(description="One sentence.")


class StepSummary(BaseModel):
    """A step with its results."""

    number: int = Field(description="1, 2, 3 and so on.", examples=[sample.FIRST.number])
    slug: str = Field(examples=[sample.FIRST.slug])
    title: str = Field(examples=[sample.FIRST.title])
    formula: str = Field(description="As text.", examples=[formula_plain(sample.FIRST.formula)])
    results: dict[str, OpenMatrix] = Field(
        description="What the step works out, by name. A cell that only a later step determines is null."
    )


MADE = "how many were made, which are fewer than asked for where the next would have grown beyond all bounds"


class LessonAnswer(BaseModel):
    """A lesson worked out. It can be posted back."""

    lesson: str = Field(examples=[sample.LESSON.slug])
    title: str = Field(examples=["Sparse autoencoder"])
    given: dict[str, Matrix] = Field(description="The matrices that the exercise starts from.")
    current: dict[str, Matrix] = Field(
        default={}, description="The same after the updates; only there where updates were made."
    )
    settings: dict[str, Number] = Field(
        description=f"{ALL_SETTINGS}, where the lesson has them, and updates: {MADE}."
    )
    steps: list[StepSummary]


class TermAnswer(BaseModel):
    """A signed product."""

    sign: int = Field(description="1 or -1.", examples=[1])
    factors: list[Factor] = Field(examples=[[[*factor] for factor in sample.FACTORS]])


class CellAnswer(BaseModel):
    """A cell and its line: value = constant * fn( sum of terms / divisor )."""

    value: Number | None = Field(description="null where only a later step determines it.", examples=[1])
    constant: Number = Field(examples=[1])
    fn: str = Field(description="identity, relu, step, sqrt or abs.", examples=["identity"])
    divisor: Factor | None = Field(description="null where nothing is divided; divided by 0 is 0.")
    terms: list[TermAnswer]
    work: str | None = Field(description="The line with its numbers, as text; null with the value.")


class StepAnswer(StepSummary):
    """A step, the matrices that it reads and the line of every cell."""

    updates: int = Field(description=f"After which update: {MADE}.")
    operands: dict[str, Matrix] = Field(description="The matrices that the step reads, by name.")
    cells: dict[str, list[list[CellAnswer]]] = Field(description="Every cell of the results.")


def code_schema(row: SlipCode) -> JsonValue:
    """A code in the JSON schema, with what it means, how likely it is and why."""
    says = f"{row.clause[:1].upper()}{row.clause[1:]}. {row.reason}"
    return {"const": row.code, "type": "string", "title": row.how_common, "description": says}


class SlipCodeAnswer(RootModel[str]):
    """What may be behind a wrong number. The codes are stable, so that they can be counted.

    Each is a change of the cell's line. How likely it is that a number comes from it is opinion: of the codes
    that give the number only the likeliest count, and of those at most two are told.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [code_schema(row) for row in TABLE]})


class SlipAnswer(BaseModel):
    """A slip that gives the number typed."""

    code: SlipCodeAnswer = Field(examples=["bias-left-out"])
    says: str = Field(description="A sentence; it never tells the right number.")


class MarkAnswer(BaseModel):
    """How an answer was graded. Decimals are right when the number rounds to them."""

    status: Status
    hint: str = Field(description="A sentence for a wrong or unreadable answer, else empty.")
    slips: list[SlipAnswer] = Field(
        description="What may have gone wrong in a wrong answer: nothing that can be told, one slip, or two "
        "of which either may be it. Wrong answers to a matrix are explained together where they can be."
    )
    carried: bool = Field(
        description="Wrong, but right in method: it follows from the wrong answers that it reads."
    )


class ProblemEntry(BaseModel):
    """One thing that cannot be read."""

    type: str = Field(examples=["value_error"])
    loc: list[str | int] = Field(
        description="Where: query or body, the key, the matrix, the row and the column.",
        examples=[["body", "given", sample.FACTORS[0].name, 2, 3]],
    )
    msg: str = Field(description="A sentence.")
    input: Any = Field(description="What stood there; long things are cut short.", examples=["1/0"])


class Refused(BaseModel):
    """The body of a 422: every problem found."""

    detail: list[ProblemEntry]


class NotFound(BaseModel):
    """The body of a 404."""

    detail: str = Field(description="A sentence.")


Marks = dict[str, list[list[MarkAnswer | None]]]
"""By name, shaped as the answers; null for a cell that is not worked."""


class ExerciseBody(BaseModel):
    """An exercise. All of it is optional; what is left out is the preset's.

    Numbers are numbers or strings such as "1/3".
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"given": sample.changed_vector(), "settings": sample.changed_settings()}]
        },
    )

    given: Posted = Field(
        default=None,
        description=f"Matrices that replace the preset's, by name; {ALL_SETTINGS} may be here too. A matrix "
        "is a list of rows, one list, or the text of a table, which is read as what is pasted is.",
    )
    settings: PostedSettings = Field(default=None, description=f"{ALL_SETTINGS}, updates.")
    tokens: PostedNames = Field(default=None, description="Names of the tokens or examples.")
    features: PostedNames = Field(default=None, description="Names of the features.")
    lesson: Ignored = None
    title: Ignored = None
    current: Ignored = None
    steps: Ignored = None


class CheckBody(ExerciseBody):
    """An exercise, and answers to one or several of its steps as they were typed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answers": sample.typed_answers()}]})

    answers: PostedAnswers = Field(
        description="Results by name, in full shape; an empty string or null is a blank. Answers to earlier "
        "steps show what a number follows from."
    )
