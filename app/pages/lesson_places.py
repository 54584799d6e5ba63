"""Where one is in a lesson: its pages, and its steps in their groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.exercise.state import State
from app.exercise.urls import Urls
from app.pages.context import Link, Part
from app.pages.menu import MENU, offers


@dataclass(frozen=True)
class Group:
    """A group of the timeline with its steps."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Places(Part):
    """The ways from a page to the others of its lesson."""

    @cached_property
    def pages(self) -> list[Link]:
        """The introduction and the lesson's pages besides its steps."""
        context, urls = self.context, self.urls
        first = Link(urls.introduction(frame=None), context.lesson.title, context.name == "")
        return [
            first,
            *(
                Link(urls.page(name, frame=None), entry.title, name == context.name)
                for name, entry in MENU.items()
                if offers(context.lesson, name)
            ),
        ]

    @cached_property
    def worksheet(self) -> Link:
        """This page as a worksheet: of its step, or of the whole lesson."""
        name = self.context.name
        urls = Urls(State(self.exercise))
        return Link(urls.worksheet(name if isinstance(name, int) else None), "Worksheet", name == "worksheet")

    @cached_property
    def timeline(self) -> list[Group]:
        """The steps as links, in the article's groups."""
        groups: dict[str, list[Link]] = {}
        for step in self.sheet.plan.steps:
            is_here = step.number == self.context.name
            link = Link(self.urls.entry(step.number), str(step.number), is_here, step.title)
            groups.setdefault(step.group, []).append(link)
        return [Group(title, links) for title, links in groups.items()]
