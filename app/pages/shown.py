"""What a page of a lesson shows: its exercise worked out, and the links to everything else in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Unpack

from markupsafe import Markup

from app.core.lesson import Lesson, Texts
from app.core.sheet import Sheet
from app.exercise.edits import EditError, undo
from app.exercise.exercise import Base, Exercise, start
from app.exercise.matrices import as_texts
from app.exercise.state import Looked, State, exercise_query, looking, url
from app.pages.definitions import Definition, used
from app.pages.menu import MENU, offers
from app.training.descent import worked
from app.views.cell_views import Ink
from app.views.frames import BLANK
from app.web.paths import BUILD


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
class Shown:
    """A page of an exercise: the state it shows, worked out once."""

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
        learned = as_texts({name: self.sheet.values[name] for name in self.sheet.plan.learned})
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
        first = Link(self.link("", frame=None), self.lesson.title, self.name == "")
        return [
            first,
            *(
                Link(self.link(name, frame=None), entry.title, name == self.name)
                for name, entry in MENU.items()
                if self.offers(name)
            ),
        ]

    def offers(self, name: str) -> bool:
        """Whether the lesson has a page."""
        return offers(self.lesson, name)

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
    def words(self) -> Mapping[str, Markup]:
        """The page's texts as HTML."""
        return {}

    @cached_property
    def definitions(self) -> list[Definition]:
        """What the terms marked in its texts mean."""
        return used(self.words.values())

    def copy_link(self, name: str) -> str:
        """Where a matrix is copied from; nowhere while projecting."""
        return "" if self.state.screen.present else self.link(f"matrix/{name}", frame=None)

    @cached_property
    def first_given(self) -> Mapping[str, Texts]:
        """What given cells say that they began with; that training moved what is learned, the page says."""
        unsaid = self.sheet.plan.learned if self.exercise.updates and not self.state.screen.compare else ()
        return {name: rows for name, rows in self.origin.given.items() if name not in unsaid}

    def ink(self) -> Ink:
        """How cells are shown on this page."""
        return Ink(
            exercise=self.exercise,
            sheet=self.sheet,
            given=self.given,
            typed=self.edit.typed if self.edit else {},
            base=self.compared,
            preset=self.first_given,
            before=self.before.given if self.before else {},
            copies=self.copy_link,
        )
