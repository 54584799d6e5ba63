"""The experiments of a lesson: the list of them, and one of them told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from markupsafe import Markup

from app.core.extras import Experiment
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import StateError
from app.exercise.predictions import LONGEST_PREDICTION, read_predictions
from app.exercise.refused import Fields
from app.exercise.state import Trial, looking
from app.exercise.urls import Urls
from app.pages.common import Page
from app.pages.context import Link
from app.teaching import prose
from app.teaching.experiments import ToldLook, look_urls, looks_of


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
    longest: ClassVar[int] = LONGEST_PREDICTION

    experiment: Experiment

    @cached_property
    def predicted(self) -> tuple[str, ...]:
        """What was predicted, a text a look."""
        texts = self.screen.trial.predicted if self.screen.trial else ()
        return tuple(texts[k] if k < len(texts) else "" for k in range(len(self.experiment.looks)))

    @cached_property
    def looks(self) -> list[tuple[ToldLook, str]]:
        """What there is to look at, and what was predicted."""
        return list(zip(looks_of(self.lesson, self.experiment), self.predicted, strict=True))

    def after_predicting(self, fields: Fields) -> Urls:
        """Where a form of predictions leads: to this page with them, or to the look whose button was pressed.

        Raises StateError for a prediction that an address cannot hold.
        """
        typed, problems = dict(fields), list[Problem]()
        texts = [typed.get(f"predicted[{k}]", text) for k, text in enumerate(self.predicted, start=1)]
        predicted = read_predictions(texts, problems)
        if problems:
            raise StateError(problems, [("predicted", problem.typed) for problem in problems])
        pressed = re.fullmatch("look-([1-9])", typed.get("do", ""), re.ASCII)
        if pressed and int(pressed[1]) <= len(texts):
            return look_urls(self.lesson, self.experiment, int(pressed[1]), predicted)
        name = f"experiments/{self.experiment.slug}"
        return Urls(looking(self.state, trial=Trial(self.experiment.slug, 0, predicted)), name)

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
