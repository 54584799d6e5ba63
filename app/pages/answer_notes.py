"""What is said of the answers to a step in practice: how each stands, why, and the hints asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from markupsafe import Markup

from app.core.cell import Line, Ref
from app.exercise.attempt import TOLD
from app.notation import line_styles, line_text, number_text
from app.notation.exact_forms import exact_form
from app.notation.named import names_in_math
from app.pages.context import Part
from app.pages.working import WorkingRow, in_math
from app.teaching.practice import RUNG_NAMES, Practice, typed_number
from app.views.grids import AnswerKind, AnswerMark, ident_of
from app.views.labels import cell_label, cell_spoken

KINDS: Final[dict[AnswerKind, tuple[str, str]]] = {
    "right": ("✓", "right"),
    "carried": ("→", "right in method"),
    "not-yet": ("×", "not yet"),
    "unreadable": ("?", "cannot be read"),
    "noted": ("", "noted"),
    "blank": ("", "blank"),
}
"""How an answer may stand: its sign and its word, besides a colour."""
STATUS: Final[dict[str, AnswerKind]] = {
    "correct": "right",
    "wrong": "not-yet",
    "unreadable": "unreadable",
    "blank": "blank",
}
NEXT_HINT: Final = {
    "cells": "Hint: which cells",
    "numbers": "Hint: its numbers",
    "products": "Hint: the products",
    "value": "Tell me",
}


class Count(NamedTuple):
    """How many answers stand so."""

    kind: str
    sign: str
    word: str
    number: int


@dataclass(frozen=True)
class Note:
    """What is said of one cell. field: the cell as the form calls it; more: what the next hint is, empty for
    none; waits: why it is not told yet."""

    ident: str
    field: str
    spoken: str
    name: Markup
    mark: AnswerMark
    says: Markup
    look: Markup
    rows: list[WorkingRow]
    head: Markup
    more: str
    waits: str


@dataclass(frozen=True)
class AnswerNotes(Part):
    """How the answers of a practice stand; checks: whether that is told already."""

    practice: Practice
    checks: bool
    current: Ref | None

    def mark(self, ref: Ref) -> AnswerMark:
        """How the answer in a cell stands."""
        kind = self.kind(ref)
        sign, word = KINDS[kind]
        rung = self.practice.attempt.record(ref).rung
        hint = "told" if rung == TOLD else f"hint {rung} used" if rung else ""
        exact = self.exact(ref) if kind == "right" else ""
        notes = f"note-{ident_of(ref)} line" if self.has_note(ref) else "line"
        return AnswerMark(kind, sign, word, exact, hint, notes)

    def kind(self, ref: Ref) -> AnswerKind:
        """How the answer in a cell stands, in a word for the stylesheet."""
        if not self.practice.attempt.answer(ref):
            return "blank"
        if not self.checks:
            return "noted"
        mark = self.practice.mark(ref)
        return "carried" if mark.carried and mark.slips else STATUS[mark.status]

    def exact(self, ref: Ref) -> str:
        """The number behind a right answer that was rounded."""
        typed, value = typed_number(self.practice.attempt.answer(ref)), self.sheet.lookup(ref)
        if typed is None or abs(typed.number - value) <= abs(value) * number_text.EXACT:
            return ""
        return f"≈ {exact_form(value) or number_text.short(value)}"

    def has_note(self, ref: Ref) -> bool:
        """Whether there is something to say of a cell."""
        kind = self.kind(ref)
        return kind in {"carried", "not-yet", "unreadable"} or (
            kind != "right" and bool(self.practice.attempt.record(ref).rung)
        )

    def notes(self, name: str) -> list[Note]:
        """What is said of the cells of a matrix, the current one first."""
        refs = [ref for ref in self.practice.asked if ref.name == name and self.has_note(ref)]
        return [self.note(ref) for ref in sorted(refs, key=lambda ref: ref != self.current)]

    @cached_property
    def last(self) -> Note | None:
        """What is said of the cell that was worked last, where there is something to say."""
        ref = self.current
        return self.note(ref) if ref in self.practice.asked and self.has_note(ref) else None

    def note(self, ref: Ref) -> Note:
        """What is said of a cell."""
        says = self.practice.mark(ref).says if self.checks else ""
        rung = self.practice.next_rung(ref)
        named, comma, place = cell_label(self.exercise, ref).partition(",")
        return Note(
            ident=ident_of(ref),
            field=f"{ref.name}[{ref.row},{ref.column}]",
            spoken=cell_spoken(self.exercise, ref),
            name=self.in_words(named) + comma + place,
            mark=self.mark(ref),
            says=self.in_words(says),
            look=self.where_to_look(ref, says),
            rows=self.hints(ref),
            head=in_math(self.style.ref(ref)),
            more=NEXT_HINT[rung.name] if rung else "",
            waits=self.practice.waits_for(ref),
        )

    def hints(self, ref: Ref) -> list[WorkingRow]:
        """The line of a cell as far as its hints tell it."""
        rung = self.practice.attempt.record(ref).rung
        if not rung:
            return []
        if self.practice.lacking_operands(ref):
            return [self.row("names", "=", self.sheet.line(*ref))]
        told = ("names", *RUNG_NAMES[1:rung])
        found = line_text.derivation(self.sheet.line(*ref), self.practice.number)
        return [self.row(row.stage, row.relation, row.line) for row in found if row.stage in told]

    def row(self, stage: str, relation: str, line: Line) -> WorkingRow:
        """One row of a working."""
        return WorkingRow(stage, relation, [in_math(part) for part in line_text.pieces(line, self.style)])

    @cached_property
    def style(self) -> line_styles.Style:
        """How lines are written."""
        return line_styles.mathml_style(self.sheet.shapes)

    def where_to_look(self, ref: Ref, said: str) -> Markup:
        """The first hint of a cell in words, once it was asked for, and unless it was said already."""
        says = self.practice.ladder(ref)[0].says if self.practice.attempt.record(ref).rung else ""
        return self.in_words("" if says == said else says)

    @cached_property
    def examples(self) -> list[tuple[Markup, list[WorkingRow], bool]]:
        """The lines that the step begins with: what cell, its line, whether that is all of it."""
        full, half = self.practice.examples
        cells = [ref for ref in self.all_cells if ref in full or ref in half]
        return [(in_math(self.style.ref(ref)), self.example(ref, ref in full), ref in full) for ref in cells]

    @cached_property
    def all_cells(self) -> list[Ref]:
        """The cells of the step, examples among them, in order."""
        return [ref for result in self.practice.step.results for ref in self.sheet.cells(result)]

    def example(self, ref: Ref, is_full: bool) -> list[WorkingRow]:
        """The line of an example: numbers and value, or its numbers only; names where it lacks numbers."""
        if self.practice.lacking_operands(ref):
            return [self.row("names", "=", self.sheet.line(*ref))]
        wanted = ("numbers", "value") if is_full else ("numbers",)
        found = line_text.derivation(self.sheet.line(*ref), self.practice.number)
        return [self.row(row.stage, row.relation, row.line) for row in found if row.stage in wanted]

    @cached_property
    def counts(self) -> list[Count]:
        """How many answers stand how."""
        found = Counter(self.kind(ref) for ref in self.practice.asked)
        return [Count(kind, *KINDS[kind], found[kind]) for kind in KINDS if found[kind]]

    @cached_property
    def procedure(self) -> Markup:
        """The one way of going wrong that several cells show."""
        found = self.practice.marked.procedure if self.checks else None
        return self.in_words(found.says) if found else Markup("")

    @cached_property
    def spoken(self) -> str:
        """What a screen reader says after a check: how the current cell stands."""
        ref = self.current
        if ref is None:
            count = len(self.practice.asked)
            return f"{self.practice.step.title}: {count or 'no'} cell{'s' * (count > 1)} to work."
        says = self.practice.mark(ref).says if self.checks else ""
        return f"{cell_spoken(self.exercise, ref)}: {self.mark(ref).spoken}. {says}".strip()

    def in_words(self, sentence: str) -> Markup:
        """A sentence of ours, the matrices that it names as they are in formulas."""
        return names_in_math(sentence, self.sheet.plan.matrices)
