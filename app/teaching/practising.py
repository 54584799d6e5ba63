"""What a posted form of practice does to an attempt: answers typed and checked, hints asked for.

A form posts cells as Z[2,3]=0.5 and one button as do=hint; blocks are pasted as where they go and their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.core.cell import Ref
from app.exercise.answer_blocks import pasted_answers
from app.exercise.attempt import Attempt
from app.exercise.refused import CELL, Fields, pasted_blocks
from app.teaching.grading import Mark
from app.teaching.practice import Practice, rung_number
from app.teaching.slip_letters import LETTERS

HINT = re.compile(r"hint(?: (.+))?")


@dataclass(frozen=True)
class Pressed:
    """A posted form: what stands in the cells that it has, and the button that sent it."""

    fields: Fields

    @property
    def button(self) -> str:
        """What is to be done besides keeping the answers."""
        return dict(self.fields).get("do", "")

    @property
    def typed(self) -> dict[Ref, str]:
        """What stands in the cells."""
        cells = ((CELL.fullmatch(name), value) for name, value in self.fields)
        return {Ref(m[1], int(m[2]), int(m[3])): tidy(value) for m, value in cells if m}

    @property
    def blocks(self) -> dict[str, str]:
        """Pasted blocks by where they go."""
        return pasted_blocks(self.fields) if self.button.startswith("paste") else {}

    @property
    def hinted(self) -> Ref | None:
        """The cell that a hint is asked for."""
        match = HINT.fullmatch(self.button)
        place = CELL.fullmatch(match[1] or dict(self.fields).get("at", "")) if match else None
        return Ref(place[1], int(place[2]), int(place[3])) if place else None


def tidy(typed: str) -> str:
    """What was typed, without what cannot be seen."""
    spaced = "".join(" " if c.isspace() else c for c in typed)
    return "".join(c for c in spaced if c.isprintable() and c != "\N{REPLACEMENT CHARACTER}").strip()


def filled_in(practice: Practice, pressed: Pressed) -> dict[Ref, str]:
    """The answers that are new, pasted ones last. Raises Misfit for a block without room."""
    asked = set(practice.asked)
    typed = dict(pressed.typed)
    for at, text in pressed.blocks.items():
        size = practice.sheet.shapes
        typed |= {ref: tidy(cell) for ref, cell in pasted_answers(size, at, text, pressed.button).items()}
    return {r: text for r, text in typed.items() if r in asked and text != practice.attempt.answer(r)}


def answered(practice: Practice, changed: Mapping[Ref, str], *, checks: bool) -> Practice:
    """The practice with some answers changed; where each is checked at once, what is wrong is recorded."""
    after = replace(practice, attempt=practice.attempt.answered(changed))
    return with_record(after, changed) if checks and changed else after


def with_record(practice: Practice, tried: Iterable[Ref]) -> Practice:
    """With the wrong ones of some answers counted, and the slips noted that can be told by now."""
    attempt = practice.attempt
    for ref in tried:
        if is_wrong(practice.mark(ref)):
            attempt = attempt.recorded(ref, attempt.record(ref).after_wrong(""))
    for ref in practice.asked:
        record = attempt.record(ref)
        if record.wrong and not record.slip and (letter := slip_letter(practice.mark(ref))):
            attempt = attempt.recorded(ref, record._replace(slip=letter))
    return replace(practice, attempt=attempt)


def is_wrong(mark: Mark) -> bool:
    """Whether an answer counts as a try that was wrong: not where it follows from one's own numbers."""
    return mark.status == "wrong" and not mark.carried


def slip_letter(mark: Mark) -> str:
    """The letter of the slip that a wrong answer shows; empty where none or more than one is named."""
    return LETTERS[mark.slips[0].code] if is_wrong(mark) and len(mark.slips) == 1 else ""


def with_hint(practice: Practice, ref: Ref) -> Attempt:
    """The attempt with one hint more for a cell, where one may be told."""
    rung = practice.next_rung(ref)
    if ref not in practice.asked or rung is None or practice.waits_for(ref):
        return practice.attempt
    record = practice.attempt.record(ref)
    return practice.attempt.recorded(ref, record._replace(rung=rung_number(rung)))
