"""The experiments of a lesson: the list of them, and one of them told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.core.extras import Experiment
from app.pages.common import Page
from app.pages.context import Link
from app.teaching import prose
from app.teaching.experiments import ToldLook, looks_of


@dataclass(frozen=True)
class ExperimentsPage(Page):
    """Every experiment of the lesson with its question."""

    template = "experiments.html"

    @cached_property
    def experiments(self) -> list[tuple[Link, Markup]]:
        """A link to each, and what it asks."""
        return [
            (Link(self.urls.experiment(one.slug), one.title), prose.html(one.question))
            for one in self.lesson.experiments
        ]


@dataclass(frozen=True)
class ExperimentPage(Page):
    """One experiment: what to look at, in order, with what to predict before and compare after."""

    template = "experiment.html"

    experiment: Experiment

    @cached_property
    def looks(self) -> tuple[ToldLook, ...]:
        """What there is to look at."""
        return looks_of(self.lesson, self.experiment)

    @cached_property
    def question(self) -> Markup:
        """What is asked."""
        return prose.html(self.experiment.question)

    @cached_property
    def conclusion(self) -> Markup:
        """What the looks show together."""
        return prose.html(self.experiment.conclusion)

    @cached_property
    def following(self) -> Link | None:
        """The next experiment of the lesson."""
        every = self.lesson.experiments
        after = every[every.index(self.experiment) + 1 :]
        return Link(self.urls.experiment(after[0].slug), after[0].title) if after else None
