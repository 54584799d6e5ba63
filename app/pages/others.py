"""The pages beside the steps: home, introduction, whole sheet, errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from app import formula, prose
from app.cell import Ref
from app.exercise import Base, Problem, start
from app.files import BUILD
from app.frames import BLANK
from app.grids import GridView
from app.lesson import Lesson, Step, shapes_of
from app.lessons import LESSONS
from app.links import FrameLinks
from app.pages.common import Link, Page
from app.state import State
from app.training import worked

LONGEST_REPEATED = 600
"""A query longer than this is not written into every cell of the sheet: there may be five thousand."""


@dataclass(frozen=True)
class Section:
    """A part of the sheet: the given matrices, or what a step works out."""

    title: str
    group: str
    href: str
    grids: list[GridView]
    formulas: list[Markup]


@dataclass(frozen=True)
class SheetPage(Page):
    """The whole exercise on one page."""

    template = "sheet.html"

    @cached_property
    def sections(self) -> list[Section]:
        """The given matrices, then every step with its results."""
        hidden = frozenset(self.sheet.results) if self.state.screen.ask else frozenset()
        ink = replace(self.ink(), link=self.frame_links, blank_names=hidden)
        matrices = [name for name in self.exercise.given if name not in self.lesson.settings]
        given = Section("What is given", "Given", "", [ink.grid(name) for name in matrices], [])
        shown: set[str] = set()
        sections = [given]
        for step in self.sheet.plan.steps:
            last = [r for r in step.results if not self._comes_again(r.name, step)]
            href = self.step_link(step.number)
            grids = [replace(ink.grid(r.name), href=href) for r in last if r.name not in shown]
            shown.update(result.name for result in last)
            math = [Markup(formula.mathml(result.formula)) for result in step.results]
            sections.append(Section(f"{step.number}. {step.title}", step.group, href, grids, math))
        return sections

    @cached_property
    def frame_links(self) -> Callable[[Ref], str]:
        """The cells' addresses; none where an exercise is so long that its matrices' links must do."""
        if len(self.query) > LONGEST_REPEATED:
            return lambda _: ""
        return FrameLinks(self.state, self.query, self.sheet)

    def _comes_again(self, name: str, step: Step) -> bool:
        """Whether a later step completes the matrix."""
        return any(r.name == name for later in self.sheet.plan.steps[step.number :] for r in later.results)


@dataclass(frozen=True)
class IntroPage(Page):
    """The introduction: what is given, the question, what is coming."""

    template = "intro.html"

    @cached_property
    def grids(self) -> list[GridView]:
        """The given matrices."""
        ink = self.ink()
        return [ink.grid(name) for name in self.exercise.given if name not in self.lesson.settings]

    @cached_property
    def start(self) -> Link:
        """The first step's blank."""
        return Link(self.link(1, frame=BLANK), "Start with step 1")

    @cached_property
    def words(self) -> dict[str, Markup]:
        """The introduction's texts as HTML."""
        texts = {**vars(self.lesson.introduction), "credits": self.lesson.credits}
        return {key: prose.html(text) for key, text in texts.items()}

    @cached_property
    def tells(self) -> bool:
        """Whether the introduction's words, which speak of the preset, fit this exercise."""
        plain = start(self.lesson, Base())
        return self.exercise.base.seed is None and shapes_of(plain.given) == shapes_of(self.exercise.given)

    @cached_property
    def random(self) -> dict[str, str]:
        """What the form for a random exercise starts with."""
        base = self.exercise.base
        dims = base.dims or self.lesson.dims.of(shapes_of(self.exercise.given))
        examples = base.examples or self.sheet.shapes["X"][1]
        return {
            "seed": str((base.seed or 0) + 1),
            "dims": ",".join(map(str, dims)),
            "examples": str(examples),
        }


@dataclass(frozen=True)
class ErrorPage:
    """A page that says what is wrong. fields: every parameter as typed, with its sentences."""

    title: str
    says: str
    problems: Sequence[Problem] = ()
    fields: Sequence[tuple[str, str, list[str]]] = ()
    action: str = ""
    build: str = BUILD


@dataclass(frozen=True)
class Home:
    """The first page: the lessons, each with a glimpse of its sheet."""

    lessons: Sequence[tuple[Lesson, list[GridView]]]
    build: str = BUILD


def home() -> Home:
    """Every lesson with what goes in, what it becomes and what comes out."""
    return Home([(lesson, glimpse(lesson)) for lesson in LESSONS.values() if lesson.is_listed])


def glimpse(lesson: Lesson) -> list[GridView]:
    """A few matrices of the preset, to look at."""
    state = State(start(lesson, Base()))
    page = Page(state, "", *worked(state.exercise))
    return [page.ink().as_text(name) for name in lesson.glimpse]
