"""What phones answer: read, bounded, and explained."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from app.core.cell import Ref
from app.live.seen_step import SeenStep, step_at
from app.notation import number_text
from app.notation.lookalikes import visible
from app.notation.numerals import NumeralError
from app.teaching.grading import Examiner, Mark
from app.teaching.slip_codes import BY_CODE, LONGEST_CLAUSE
from app.teaching.typed_answers import read_typed

Kind = Literal["value", "sign", "largest", "practice"]
Scope = Literal["cell", "row", "column", "result", "dealt"]
SIGNS = ("up", "down", "stays")
LONGEST_NUMERAL = 40
LONGEST_ANSWER = 4000
"""Characters of all that one phone answers to one question."""
UNREAD = "not a number"
MAY_CHANGE = "You may change it until the question is closed."
NOTHING = "There is nothing in it yet: write a number, then send it."
OR = " or "
LONGEST_SLIPS = 2 * LONGEST_CLAUSE + len(OR)
"""Characters of the slips of one answer in words: at most two are named."""
PROGRESS = re.compile(r"(\d{1,3}):(\d{1,4})/(\d{1,4})", re.ASCII)
MOST_STEPS = 60
CLOSE = 1e-9


class ExplainedAnswer(NamedTuple):
    """One cell's answer: what it counts as, whether it is right, what is said of it, the slips behind it."""

    answer: str
    right: bool
    says: str = ""
    slip: str = ""
    code: str = ""


def checked_answer(address: str, kind: Kind, scope: Scope, seat: str, texts: Sequence[str]) -> str:
    """The answer of a phone as it is kept.

    Raises ValueError, in a sentence, for what no page of ours sends.
    """
    if kind == "practice":
        return packed_progress(texts)
    seen = step_at(address)
    if kind != "value" and not {*texts} <= {*choices(kind, seen)}:
        raise ValueError("That is none of the answers to choose from.")
    return packed_answer(texts, len(seen.asked(scope, seat)))


def choices(kind: Kind, seen: SeenStep) -> Sequence[str]:
    """What can be chosen, where a question is not for a number: the signs, or the rows counted from 1."""
    rows = seen.sheet.shapes[seen.shown.name][0]
    return SIGNS if kind == "sign" else [str(k + 1) for k in range(rows)]


def packed_answer(texts: Sequence[str], cells: int) -> str:
    """The texts of so many cells as one. Raises ValueError, in a sentence."""
    kept = [text.strip() for text in texts]
    if len(kept) != cells:
        raise ValueError(f"This question has {number_text.so_many(cells, 'cell')}; answered: {len(kept)}.")
    if not any(kept):
        raise ValueError(NOTHING)
    if any(len(text) > LONGEST_NUMERAL for text in kept):
        raise ValueError(f"A number here has at most {LONGEST_NUMERAL} characters.")
    if any(visible(text) != text for text in kept):
        raise ValueError("A number has visible characters only; here is one that cannot be seen.")
    packed = json.dumps(kept, ensure_ascii=False)
    if len(packed) > LONGEST_ANSWER:
        raise ValueError("That is more than fits into one answer.")
    return packed


def taken_in_words(kind: Kind, texts: Sequence[str]) -> str:
    """What a phone is told of an answer that is in: also that it is no number, while that can be mended."""
    if kind == "practice":
        return ""
    unread = unread_in_words(texts) if kind == "value" else ""
    is_in = "It is in as it stands." if unread else f"Your answer is in{blank_in_words(texts)}."
    return " ".join([unread, is_in, MAY_CHANGE]).strip()


def blank_in_words(texts: Sequence[str]) -> str:
    """How many cells of several were left blank, where some were."""
    blank = sum(not text.strip() for text in texts)
    return f", with {blank} of {len(texts)} cells blank" if blank else ""


def unread_in_words(texts: Sequence[str]) -> str:
    """Why the first of the texts that is no number is none; empty where all are, or are blank."""
    for text in filter(str.strip, texts):
        try:
            read_typed(text)
        except NumeralError as error:
            return str(error)
    return ""


def packed_progress(texts: Sequence[str]) -> str:
    """How far a phone is in practice: a text a step, such as 3:5/30. Raises ValueError, in a sentence."""
    if not 0 < len(texts) <= MOST_STEPS or not all(map(PROGRESS.fullmatch, texts)):
        raise ValueError("That is no progress that a page of practice tells.")
    return json.dumps(list(texts))


def unpacked_answer(packed: str) -> list[str]:
    """The texts of an answer, cell by cell."""
    return [str(text) for text in json.loads(packed)]


@lru_cache(maxsize=128)
def examiner(address: str) -> Examiner:
    """Marks the answers to the exercise at an address; what they share is worked out once."""
    return Examiner(step_at(address).sheet)


@lru_cache(maxsize=8192)
def explained_answer(address: str, kind: Kind, ref: Ref, text: str) -> ExplainedAnswer | None:
    """One answer to one cell, explained; None where nothing was answered."""
    if not text:
        return None
    if kind == "value":
        return explained_value(address, ref, text)
    return ExplainedAnswer(text, text in right_choices(kind, step_at(address), ref))


def right_choices(kind: Kind, seen: SeenStep, ref: Ref) -> tuple[str, ...]:
    """What is right to choose."""
    return true_sign(seen, ref) if kind == "sign" else largest_rows(seen, ref)


def explained_value(address: str, ref: Ref, text: str) -> ExplainedAnswer:
    """A number that was answered; all right ones count as one, and so do those that print alike."""
    mark = examiner(address).graded(ref, text)
    if mark.status == "unreadable":
        return ExplainedAnswer(UNREAD, False, mark.says)
    if mark.status == "correct":
        return ExplainedAnswer(number_text.short(step_at(address).sheet.lookup(ref)), True)
    printed = number_text.short(read_typed(text).number)
    return ExplainedAnswer(
        printed, False, mark.says, slips_in_words(mark), ",".join(slip.code for slip in mark.slips)
    )


def slips_in_words(mark: Mark) -> str:
    """The slips of a wrong number in few words, for beneath a bar."""
    return OR.join(BY_CODE[slip.code].clause for slip in mark.slips)


def change_of(seen: SeenStep, ref: Ref) -> float:
    """How far a cell lies above what it was before the last edit or, without one, above 0."""
    before, now = seen.before.lookup(ref) if seen.before else 0.0, seen.sheet.lookup(ref)
    difference = now - before
    return 0.0 if abs(difference) <= CLOSE * max(abs(before), abs(now)) else difference


def true_sign(seen: SeenStep, ref: Ref) -> tuple[str, ...]:
    """Which way it goes."""
    change = change_of(seen, ref)
    return ("up" if change > 0 else "down" if change < 0 else "stays",)


def largest_rows(seen: SeenStep, ref: Ref) -> tuple[str, ...]:
    """The rows that hold the largest number of a cell's column, counted from 1."""
    column = seen.sheet.values[ref.name][:, ref.column - 1]
    near = column >= column.max() - CLOSE * np.abs(column).max()
    return tuple(str(k + 1) for k in np.flatnonzero(near))
