"""What every page of a lesson is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Unpack

from markupsafe import Markup

from app.edits import EditError, described, redo, undo
from app.exercise import Base, Exercise, Problem, start
from app.files import BUILD
from app.frames import BLANK
from app.grids import GridView
from app.ink import Ink
from app.lesson import Lesson, Texts
from app.pages.definitions import Definition, used
from app.random_exercise import random_exercise
from app.sheet import Sheet
from app.state import Looked, State, exercise_query, looking, url
from app.training import history, texts, worked


@dataclass(frozen=True)
class Link:
    """A link with its words; without href it leads nowhere now. current marks where one is."""

    href: str
    text: str
    current: bool = False
    title: str = ""


@dataclass(frozen=True)
class Group:
    """A group of the timeline with its steps."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Setting:
    """A single given number, λ or η, with its input."""

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
class Trained:
    """Which moment of training a page shows, and why no later one; the ways back and to all moments."""

    moment: str
    stopped: str
    back: Link
    training: Link


@dataclass(frozen=True)
class Page:
    """A page of an exercise: the state it shows, worked out once, and what every page of a lesson has."""

    template: ClassVar[str] = ""

    state: State
    name: str | int
    sheet: Sheet
    updates: int
    edit: EditError | None = None
    build: str = BUILD

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise on the page."""
        return self.state.exercise

    @cached_property
    def lesson(self) -> Lesson:
        """The lesson on the page."""
        return self.exercise.lesson

    @cached_property
    def canonical(self) -> str:
        """The page's own address."""
        return self.link()

    def link(self, name: str | int | None = None, **looked: Unpack[Looked]) -> str:
        """The address of a page in this state, with something looked at otherwise."""
        here = self.name if name is None else name
        # A guess belongs to one cell; a view, a result and a nudge, to one step; steering, to one page.
        forgotten: Looked = {"guess": ""} if "frame" in looked else {}
        if here != self.name:
            forgotten = {"guess": "", "view": "", "result": "", "nudge": "", "steer": None}
        changes: Looked = {**forgotten, **looked}
        return url(looking(self.state, **changes), here, self.query)

    @cached_property
    def worksheet(self) -> str:
        """The address of this page as a worksheet: of its step, or of the whole lesson."""
        return url(
            State(self.exercise),
            f"{self.name}/worksheet" if isinstance(self.name, int) else "worksheet",
            self.query,
        )

    @cached_property
    def query(self) -> str:
        """The query of the exercise alone."""
        return exercise_query(self.exercise)

    def step_link(self, number: int) -> str:
        """The address of a step: its blank while a class is asked, else the step worked out."""
        return self.link(number, frame=BLANK if self.state.screen.ask else None)

    @cached_property
    def given(self) -> Mapping[str, Texts]:
        """The given matrices as shown: after updates the current ones, in text that reads back exactly."""
        if not self.exercise.updates:
            return self.exercise.given
        learned = texts({name: self.sheet.values[name] for name in self.sheet.plan.learned})
        return {**self.exercise.given, **learned}

    @cached_property
    def origin(self) -> Exercise:
        """The preset, or the seed's exercise as it was drawn."""
        return start(self.lesson, self.exercise.base)

    @cached_property
    def is_preset(self) -> bool:
        """Whether every number and name is the preset's."""
        plain = start(self.lesson, Base())
        return replace(plain, tokens=(), features=()) == replace(self.exercise, tokens=(), features=())

    @cached_property
    def compared(self) -> Sheet | None:
        """What results are compared with: the preset when asked, else the exercise before the last edit."""
        if self.state.screen.compare:
            return worked(self.origin)[0]
        return worked(self.before)[0] if self.before else None

    @cached_property
    def before(self) -> Exercise | None:
        """The exercise before the last edit, where it is remembered."""
        state = undo(self.state)
        return state.exercise if state else None

    @cached_property
    def nav(self) -> list[Link]:
        """The lesson's pages besides its steps."""
        first = Link(self.link(""), self.lesson.title, self.name == "")
        return [
            first,
            *(Link(self.link(n, view=""), title, n == self.name) for n, title in self.lesson.pages.items()),
        ]

    @cached_property
    def timeline(self) -> list[Group]:
        """The steps as links, in the article's groups."""
        groups: dict[str, list[Link]] = {}
        for step in self.sheet.plan.steps:
            link = Link(self.step_link(step.number), str(step.number), step.number == self.name, step.title)
            groups.setdefault(step.group, []).append(link)
        return [Group(title, links) for title, links in groups.items()]

    @cached_property
    def present(self) -> Link:
        """Shows the page for a projector, or as usual again."""
        on = self.state.screen.present
        return Link(self.link(present=not on), "Stop projecting" if on else "Project", on)

    @cached_property
    def undo(self) -> Link | None:
        """Takes the last edit back."""
        state = undo(self.state)
        what = described(state.exercise, self.exercise) if state else ""
        return Link(self.elsewhere(state), f"Undo {what}") if state else None

    @cached_property
    def redo(self) -> Link | None:
        """Makes an edit again that was taken back."""
        state = redo(self.state)
        what = described(self.exercise, state.exercise) if state else ""
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
        """λ and η, where they are not on the page already."""
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
    def trained(self) -> Trained | None:
        """What must be said where the numbers are those after some updates."""
        asked, made = self.exercise.updates, self.updates
        if not asked:
            return None
        stopped = history(self.exercise).stopped if made < asked else ""
        before = State(replace(self.exercise, updates=0), self.state.screen)
        return Trained(
            f"after {made} update{'s' * (made != 1)}",
            f"At update {made + 1} {stopped}: the step η is too large." if stopped else "",
            Link(self.elsewhere(before), "Back to the numbers before training"),
            Link(self.link("training", frame=None, view=""), "Training"),
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

    @cached_property
    def words(self) -> Mapping[str, Markup]:
        """The page's texts as HTML."""
        return {}

    @cached_property
    def definitions(self) -> list[Definition]:
        """What the terms marked in its texts mean."""
        return used(self.words.values())

    def copy_link(self, name: str) -> str:
        """Where a matrix is copied from; nowhere while projecting."""
        return "" if self.state.screen.present else self.link(f"matrix/{name}", frame=None, view="")

    def ink(self) -> Ink:
        """How cells are shown on this page."""
        return Ink(
            exercise=self.exercise,
            sheet=self.sheet,
            given=self.given,
            typed=self.edit.typed if self.edit else {},
            base=self.compared,
            preset=self.origin.given,
            before=self.before.given if self.before else {},
            copies=self.copy_link,
        )
