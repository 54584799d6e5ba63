"""Editing a page: undo and redo, the settings and names that the form at its end changes, what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from app.exercise.edit_words import edit_described
from app.exercise.edits import redo, undo
from app.exercise.exercise import Base, Exercise, Problem, default_names, start
from app.exercise.state import State, looking
from app.notation.named import names_in_math
from app.notation.number_text import so_many
from app.pages.canonical import address_in
from app.pages.context import Link, Part
from app.training.descent import current_texts, worked
from app.views.grids import GridView


@dataclass(frozen=True)
class Setting:
    """A single given number with its input: λ, η."""

    label: str
    grid: GridView


class NameField(NamedTuple):
    """The input of one name. usual: the name that it stands for where it is empty; empty where for none."""

    name: str
    value: str
    label: str
    says: str
    usual: str


@dataclass(frozen=True)
class Names:
    """The tokens' or features' names with their inputs and buttons."""

    kind: str
    called: str
    fields: tuple[NameField, ...]


class Refusal(NamedTuple):
    """What could not be read, and where its cell is; href is empty where it is of no cell."""

    problem: Problem
    href: str


@dataclass(frozen=True)
class Editor(Part):
    """What can be edited at the end of a page. elsewhere: settings and names whose inputs the page has."""

    elsewhere: frozenset[str] = frozenset()

    def address_in(self, state: State) -> str:
        """The address of this page in another state."""
        return address_in(state, self.context.name)

    def in_words(self, sentence: str) -> Markup:
        """A sentence of ours, the matrices that it names as they are in formulas."""
        return names_in_math(sentence, self.sheet.plan.matrices)

    @cached_property
    def undo(self) -> Link | None:
        """Takes the last edit back."""
        state = undo(self.state)
        what = edit_in_words(state.exercise, self.exercise) if state else ""
        return Link(self.address_in(state), self.in_words(f"Undo {what}")) if state else None

    @cached_property
    def redo(self) -> Link | None:
        """Makes an edit again that was taken back."""
        state = redo(self.state)
        what = edit_in_words(self.exercise, state.exercise) if state else ""
        return Link(self.address_in(state), self.in_words(f"Redo {what}")) if state else None

    @cached_property
    def reset(self) -> Link | None:
        """Back to the preset, where this is not the preset."""
        plain = replace(self.state, exercise=start(self.lesson, Base()))
        if plain.exercise == self.exercise:
            return None
        there = self.address_in(looking(plain, was=None, undone=None, frame=None))
        return Link(there, "Reset to the lesson's numbers")

    @cached_property
    def dismiss(self) -> Link | None:
        """Forgets the last edit, and with it the marks of what it changed."""
        screen = self.screen
        if screen.was is None and screen.undone is None:
            return None
        return Link(self.urls.here(was=None, undone=None), "Dismiss the marks")

    @cached_property
    def compare(self) -> Link:
        """Shows or hides what results were with the numbers that the exercise began with."""
        on = self.screen.compare
        words = "Hide what results were at first" if on else "Show what results were at first"
        return Link(self.urls.here(compare=not on), words, on)

    @cached_property
    def settings(self) -> list[Setting]:
        """The settings, where they are not on the page already."""
        matrices = self.sheet.plan.matrices
        names = [name for name in self.lesson.settings if name not in self.elsewhere]
        return [Setting(matrices[name].meaning, self.context.cell_views.grid(name)) for name in names]

    @cached_property
    def names(self) -> list[Names]:
        """The names that can be changed at the end of the page."""
        return [names for names in self.all_names if names.kind not in self.elsewhere]

    @cached_property
    def all_names(self) -> list[Names]:
        """The names that can be changed."""
        return [self.names_of(kind, called) for kind, called in self.lesson.called.items()]

    def names_of(self, kind: str, called: str) -> Names:
        """The tokens' or the features' names, as they are or as they were typed."""
        exercise = self.exercise
        names = {"tokens": exercise.tokens, "features": exercise.features}[kind]
        usual = self.usual_names(kind)
        wrong = {p.typed: p.says for p in self.problems if p.parameter == kind}
        typed = dict(self.context.edit.fields) if self.context.edit else {}
        fields = []
        for k, name in enumerate(names, start=1):
            field, label = f"{kind}[{k}]", f"Name of {called} {k}"
            value = typed.get(field, name)
            fields.append(NameField(field, value, label, wrong.get(value, ""), usual[k - 1]))
        return Names(kind, called, tuple(fields))

    def usual_names(self, kind: str) -> list[str]:
        """What each token is called where its field is empty; a feature then has no name."""
        exercise = self.exercise
        if kind != "tokens":
            return [""] * len(exercise.features)
        return default_names(self.lesson, exercise.base, len(exercise.tokens), 0)[0]

    @cached_property
    def refusals(self) -> list[Refusal]:
        """What was refused, each with the way to its cell."""
        return [Refusal(problem, self.cell_href(problem)) for problem in self.problems]

    def cell_href(self, problem: Problem) -> str:
        """Where a refused cell can be mended: on this page, else on the whole sheet; empty for no cell."""
        name = problem.parameter
        rows = self.context.given.get(name, ())
        if not (1 <= problem.row <= len(rows) and 1 <= problem.column <= len(rows[0])):
            return ""
        cell = f"{name}-{problem.row}-{problem.column}"
        is_here = self.context.name in ("", "sheet") or name in {*self.elsewhere, *self.lesson.settings}
        return f"#{cell}" if is_here else self.urls.sheet(cell)

    @cached_property
    def discard(self) -> Link | None:
        """Forgets what was typed and refused."""
        return Link(self.urls.here(typed=""), "Discard what was typed") if self.screen.typed else None

    @cached_property
    def problems(self) -> Sequence[Problem]:
        """What could not be read of the last edit."""
        return self.context.edit.problems if self.context.edit else ()


def edit_in_words(old: Exercise, new: Exercise) -> str:
    """What an edit changed; one after updates starts from the numbers that they led to, and keeps these."""
    if new.updates or not old.updates:
        return edit_described(old, new)
    sheet, made = worked(old)
    shown = replace(old, given=current_texts(old, sheet), updates=0)
    changed, moment = edit_described(shown, new), f"after {so_many(made, 'update')}"
    if changed == "nothing":
        return f"keeping the numbers {moment}" if made else f"updates: {old.updates} → 0"
    return f"{changed}, {moment}" if made else changed
