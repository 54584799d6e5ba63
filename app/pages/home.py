"""The first page: the lessons, and the form that opens a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.api.sample import EXAMPLE
from app.core.lesson import Lesson
from app.exercise.exercise import Base, Problem, start
from app.exercise.pasting import Offer
from app.exercise.state import State
from app.lessons import LESSONS
from app.notation import lookalikes
from app.opening.opened import NotOpened
from app.pages.context import Context, Link
from app.pages.definitions import Definition, used
from app.teaching import prose
from app.training.descent import worked
from app.views.frames import BLANK
from app.views.grids import GridView
from app.web.paths import BUILD


@dataclass(frozen=True)
class LessonCard:
    """A lesson on the first page: a miniature of its sheet, and the ways into it."""

    lesson: Lesson
    href: str
    summary: Markup
    teaches: list[Markup]
    steps: int
    miniature: list[GridView]
    ways: list[Link]


@dataclass(frozen=True)
class Opening:
    """What stands in the form that opens a file: which lesson it is for, and what was refused."""

    lesson: str = ""
    refused: NotOpened | None = None
    example: str = EXAMPLE
    """What an exercise looks like that can be pasted."""

    @property
    def text(self) -> str:
        """What was to be opened."""
        return lookalikes.visible(self.refused.text, "\t\r\n") if self.refused else ""

    @property
    def problems(self) -> Sequence[Problem]:
        """Why that could not be done."""
        return self.refused.problems if self.refused else ()

    @property
    def offers(self) -> Sequence[Offer]:
        """The ways to open it."""
        return self.refused.offers if self.refused else ()


@dataclass(frozen=True)
class Home:
    """The first page: the lessons, and the definitions of the terms in their summaries."""

    cards: list[LessonCard]
    definitions: list[Definition]
    opening: Opening
    build: str = BUILD


def home_page(opening: Opening = Opening()) -> Home:
    """Every lesson, in the order in which they are best taken."""
    contexts = [plain_context(lesson) for lesson in LESSONS.values() if lesson.is_listed]
    said = iter(prose.marked(tuple(text for each in contexts for text in card_texts(each.lesson))))
    cards = [card(each, [next(said) for _ in card_texts(each.lesson)]) for each in contexts]
    definitions = used(text for each in cards for text in (each.summary, *each.teaches))
    return Home(cards, definitions, opening)


def card_texts(lesson: Lesson) -> tuple[str, ...]:
    """What a lesson's card says, in order."""
    return (lesson.summary, *lesson.teaches)


def plain_context(lesson: Lesson) -> Context:
    """A lesson's preset, looked at in no particular way."""
    state = State(start(lesson, Base()))
    return Context(state, "", *worked(state.exercise))


def card(context: Context, said: Sequence[Markup]) -> LessonCard:
    """A lesson's card, its words as HTML."""
    urls = context.urls
    ways = [
        Link(urls.introduction(frame=None), "Start"),
        Link(urls.step(1, frame=BLANK, present=True), "Project it"),
        Link(urls.worksheet(), "Print it"),
    ]
    steps = len(context.sheet.plan.steps)
    return LessonCard(context.lesson, urls.path(), said[0], list(said[1:]), steps, miniature(context), ways)


def miniature(context: Context) -> list[GridView]:
    """What goes in, what it becomes and what comes out, each leading to where it is worked out."""
    made = {result.name: step.number for step in context.sheet.plan.steps for result in step.results}
    links = [context.urls.page(made.get(name, "sheet")) for name in context.lesson.glimpse]
    grids = [context.cell_views.as_text(name) for name in context.lesson.glimpse]
    matrices = context.sheet.plan.matrices
    return [
        grid._replace(href=href, hides_rows=matrices[grid.name].rows != "features")
        for grid, href in zip(grids, links, strict=True)
    ]
