"""What was typed and refused, kept in the address: the next page still has it, to be mended or discarded.

It is a query inside the query, of the form's own fields: W_enc[1,1]=x, at=X and paste=... for a block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from app.core.lesson import Texts
from app.exercise.exercise import MOST_ROWS
from app.exercise.state import State, query_text
from app.notation import numerals

CELL = re.compile(r"(\w{1,20})\[([0-9]{1,2}),([0-9]{1,2})\]", re.ASCII)
NAME = re.compile(r"(tokens|features)\[([1-9][0-9]?)\]", re.ASCII)
BLOCK = ("at", "paste")
LONGEST_TYPED = 3000
"""Characters in the address: every link of the page carries them."""
TOO_LONG_TO_CARRY = (
    "What was typed is too long to be carried along to another page: "
    "mend it here, or copy it before you go on."
)
FAR_TOO_LARGE = f"That is far more than fits: a matrix has at most {MOST_ROWS} rows and columns."
"""Of a form that is larger than any is read."""
Fields = Sequence[tuple[str, str]]


def shown_fields(state: State, current: Mapping[str, Texts]) -> dict[str, str]:
    """Every field of the form that edits a page, as it stands before anything is typed."""
    exercise, shown = state.exercise, {"guess": state.screen.guess}
    for name, rows in current.items():
        shown |= {
            f"{name}[{i},{j}]": text
            for i, row in enumerate(rows, start=1)
            for j, text in enumerate(row, start=1)
        }
    for kind, names in (("tokens", exercise.tokens), ("features", exercise.features)):
        shown |= {f"{kind}[{k}]": name for k, name in enumerate(names, start=1)}
    return shown


def refused_text(fields: Fields, shown: Mapping[str, str]) -> str:
    """What of a form differs from what is shown, with the blocks that stand in no cell; empty for nothing."""
    fields = own_fields(fields)
    cells = [pair for pair in fields if pair[0] not in (*BLOCK, "do")]
    differing = {name: value for name, value in cells if not says_the_same(name, value, shown.get(name))}
    blocks = pasted_blocks(fields)
    buttons = ["paste", *(value for name, value in fields if name == "do" and value.startswith("paste"))]
    return query_text([*differing.items(), *as_fields(blocks), *([("do", buttons[-1])] if blocks else [])])


def says_the_same(name: str, typed: str, shown: str | None) -> bool:
    """Whether a field says what is shown: a form sends every cell, and with a true minus sign."""
    if typed == shown or not CELL.fullmatch(name):
        return typed == shown
    try:
        return numerals.canonical(typed) == shown
    except numerals.NumeralError:
        return False


def typed_fields(text: str) -> list[tuple[str, str]]:
    """The fields that refused_text() kept."""
    return own_fields(parse_qsl(text, keep_blank_values=True, errors="replace"))


def own_fields(fields: Fields) -> list[tuple[str, str]]:
    """The fields that an edit reads."""
    known = ("guess", "do", *BLOCK)
    return [pair for pair in fields if pair[0] in known or CELL.fullmatch(pair[0]) or NAME.fullmatch(pair[0])]


def pasted_blocks(fields: Fields) -> dict[str, str]:
    """Pasted blocks that have something in them, by where they go."""
    places, texts = ([value for name, value in fields if name == wanted] for wanted in BLOCK)
    return {at: text for at, text in zip(places, texts, strict=False) if text.strip()}


def as_fields(blocks: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pasted blocks as a form sends them."""
    return [pair for at, text in blocks.items() for pair in (("at", at), ("paste", text))]


def with_typed(typed: Fields, posted: Fields) -> list[tuple[str, str]]:
    """What was typed on earlier pages and what is posted now, which holds where both speak of one cell."""
    names = {name for name, _ in posted}
    places = {value for name, value in posted if name == "at"}
    cells = [pair for pair in typed if pair[0] not in (*names, *BLOCK, "do")]
    blocks = {at: text for at, text in pasted_blocks(typed).items() if at not in places}
    return [*cells, *posted, *as_fields(blocks)]


def without_guess(text: str) -> str:
    """What was typed but for a guess, which belongs to its cell."""
    return query_text([pair for pair in typed_fields(text) if pair[0] != "guess"]) if text else ""
