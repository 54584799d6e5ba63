"""What every page of a lesson is given: what it shows, what can be edited there, what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.exercise.edits import edit_described, redo, undo
from app.exercise.exercise import Base, Problem, start
from app.exercise.generator import random_exercise
from app.exercise.pasting import Offer
from app.exercise.state import State, looking, url
from app.notation.symbols import plain
from app.pages.shown import Link, Shown
from app.training.descent import history
from app.views.grids import GridView


@dataclass(frozen=True)
class Setting:
    """A single given number with its input: λ, η."""

    label: str
    grid: GridView


@dataclass(frozen=True)
class Names:
    """The tokens' or features' names with their inputs and buttons."""

    kind: str
    called: str
    fields: list[tuple[str, str, str, str]]
    """Field name, value, label, sentence of what is wrong."""


@dataclass(frozen=True)
class Pasting:
    """A block to be put into a matrix: its text, where it goes, the ways to put it in."""

    text: str
    place: str
    label: str
    offers: tuple[Offer, ...] = ()
    is_refused: bool = False

    @property
    def height(self) -> int:
        """How many lines of it are seen."""
        return min(max(self.text.count("\n") + 1, 4), 12)


@dataclass(frozen=True)
class Trained:
    """Which moment of training a page shows, and why no later one; the ways back and to all moments."""

    moment: str
    stopped: str
    back: Link
    training: Link


@dataclass(frozen=True)
class Page(Shown):
    """A page of a lesson with its editing: undo and redo, settings, names, what could not be read."""

    @cached_property
    def undo(self) -> Link | None:
        """Takes the last edit back."""
        state = undo(self.state)
        what = edit_described(state.exercise, self.exercise) if state else ""
        return Link(self.elsewhere(state), f"Undo {what}") if state else None

    @cached_property
    def redo(self) -> Link | None:
        """Makes an edit again that was taken back."""
        state = redo(self.state)
        what = edit_described(self.exercise, state.exercise) if state else ""
        return Link(self.elsewhere(state), f"Redo {what}") if state else None

    def elsewhere(self, state: State) -> str:
        """The address of this page for another exercise."""
        return url(state, self.name)

    @cached_property
    def reset(self) -> Link | None:
        """Back to the preset, where this is not the preset."""
        plain = replace(self.state, exercise=start(self.lesson, Base()))
        if plain.exercise == self.exercise:
            return None
        return Link(
            url(looking(plain, was=None, undone=None, frame=None), self.name), "Reset to the lesson's numbers"
        )

    @cached_property
    def dismiss(self) -> Link | None:
        """Forgets the last edit, and with it the marks of what it changed."""
        if self.state.screen.was is None and self.state.screen.undone is None:
            return None
        return Link(self.link(was=None, undone=None), "Dismiss the marks")

    @cached_property
    def compare(self) -> Link:
        """Shows or hides what results were with the numbers that the exercise began with."""
        on = self.state.screen.compare
        words = "Hide what results were at first" if on else "Show what results were at first"
        return Link(self.link(compare=not on), words, on)

    @cached_property
    def settings(self) -> list[Setting]:
        """The settings, where they are not on the page already."""
        ink, shown = self.ink(), self.shown_names
        names = [name for name in self.lesson.settings if name not in shown]
        return [Setting(self.sheet.plan.matrices[name].meaning, ink.grid(name)) for name in names]

    @cached_property
    def shown_names(self) -> frozenset[str]:
        """The settings that the page shows as matrices."""
        return frozenset()

    @cached_property
    def names(self) -> list[Names]:
        """The names that the form at the end changes."""
        return self.all_names

    @cached_property
    def all_names(self) -> list[Names]:
        """The names that can be changed."""
        names = {"tokens": self.exercise.tokens, "features": self.exercise.features}
        return [
            Names(kind, called, self._name_fields(kind, called, names[kind]))
            for kind, called in self.lesson.called.items()
        ]

    def _name_fields(self, kind: str, called: str, names: Sequence[str]) -> list[tuple[str, str, str, str]]:
        wrong = {p.typed: p.says for p in self.problems if p.parameter == kind}
        typed = dict(self.edit.fields) if self.edit else {}
        fields = []
        for k, name in enumerate(names, start=1):
            value = typed.get(f"{kind}[{k}]", name)
            fields.append((f"{kind}[{k}]", value, f"Name of {called} {k}", wrong.get(value, "")))
        return fields

    @cached_property
    def problems(self) -> Sequence[Problem]:
        """What could not be read of the last edit."""
        return self.edit.problems if self.edit else ()

    @cached_property
    def rate(self) -> str:
        """The letter of the learning rate."""
        return plain(self.sheet.plan.rate)

    @cached_property
    def pasting(self) -> Pasting | None:
        """What was pasted and stands in no cell, with the ways to put it in."""
        edit = self.edit
        if edit is None or not edit.pasted or all(p.row for p in edit.problems if p.parameter):
            return None
        return Pasting(edit.pasted, edit.place, "What was pasted", edit.offers, True)

    @cached_property
    def trained(self) -> Trained | None:
        """What must be said where the numbers are those after some updates."""
        asked, made = self.exercise.updates, self.updates
        if not asked:
            return None
        stopped = history(self.exercise).stopped if made < asked else ""
        before = State(replace(self.exercise, updates=0), self.state.screen)
        return Trained(
            f"after {made} update{'s' * (made != 1)}",
            f"At update {made + 1} {stopped}: the step {self.rate} is too large." if stopped else "",
            Link(self.elsewhere(before), "Back to the numbers before training"),
            Link(self.link("training", frame=None), "Training"),
        )

    @cached_property
    def notices(self) -> list[str]:
        """What must be said about the numbers of this exercise."""
        base = self.exercise.base
        notices = []
        if base.seed is not None and not self.drawn_small:
            notices.append(
                "For these sizes no numbers small enough for hand work were found; these came nearest."
            )
        return notices

    @cached_property
    def drawn_small(self) -> bool:
        """Whether the seed's numbers are of hand size."""
        base = self.exercise.base
        return random_exercise(self.lesson, base.seed or 0, base.dims, base.examples).is_hand_sized
