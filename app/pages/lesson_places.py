"""Where one is in a lesson: its pages, and its steps in their groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.exercise.state import State
from app.exercise.urls import Urls, is_practice, step_practised
from app.pages.context import Link, Part
from app.pages.menu import MENU, offers


@dataclass(frozen=True)
class Group:
    """A group of the timeline with its steps."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Places(Part):
    """The ways from a page to the others of its lesson."""

    @cached_property
    def pages(self) -> tuple[Link, ...]:
        """The introduction and the lesson's pages besides its steps."""
        context, urls = self.context, self.urls
        first = Link(urls.introduction(frame=None), context.lesson.title, context.name == "")
        return (
            first,
            *(
                Link(urls.page(name, frame=None), entry.title, name == context.name)
                for name, entry in MENU.items()
                if offers(context.lesson, name)
            ),
        )

    @cached_property
    def worksheet(self) -> Link:
        """This page as a worksheet: of its step, or of the whole lesson."""
        name, step = self.context.name, self.step
        return Link(Urls(State(self.exercise)).worksheet(step), "Worksheet", name == "worksheet")

    @cached_property
    def step(self) -> int | None:
        """The step that the page is of, worked out or in practice."""
        name = self.context.name
        return name if isinstance(name, int) else step_practised(name) if is_practice(name) else None

    def entry(self, number: int) -> str:
        """A step as one comes to it from here: in practice, to practise it."""
        if is_practice(self.context.name):
            return self.urls.practice(number)
        return self.urls.entry(number)

    @cached_property
    def timeline(self) -> tuple[Group, ...]:
        """The steps as links, in the article's groups."""
        groups: dict[str, list[Link]] = {}
        for step in self.sheet.plan.steps:
            is_here = step.number == self.step
            link = Link(self.entry(step.number), str(step.number), is_here, step.title)
            groups.setdefault(step.group, []).append(link)
        return tuple(Group(title, tuple(links)) for title, links in groups.items())
