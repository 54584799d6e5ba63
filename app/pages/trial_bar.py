"""The bar over a page that a look of an experiment led to: what was asked, the ways back and on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from app.core.extras import Experiment
from app.core.lesson import Lesson
from app.exercise.exercise import Base, start
from app.exercise.screen import Screen, Trial
from app.exercise.state import State
from app.exercise.urls import Urls
from app.lessons import EXPERIMENTS
from app.pages.context import Link, Part
from app.teaching.experiments import look_urls, looks_of


@dataclass(frozen=True)
class TrialBar(Part):
    """Which look one is at, and where it leads."""

    trial: Trial

    @cached_property
    def owner(self) -> Lesson:
        """The lesson whose experiment it is."""
        return EXPERIMENTS[self.trial.experiment][0]

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment."""
        return EXPERIMENTS[self.trial.experiment][1]

    @cached_property
    def place(self) -> str:
        """Which of its looks this is."""
        return f"look {self.trial.look} of {len(self.experiment.looks)}"

    @cached_property
    def asks(self) -> Markup:
        """What was to be predicted."""
        return looks_of(self.owner, self.experiment)[self.trial.look - 1].predict

    @cached_property
    def predicted(self) -> str:
        """What was predicted for this look."""
        texts = self.trial.predicted
        return texts[self.trial.look - 1] if self.trial.look <= len(texts) else ""

    @cached_property
    def back(self) -> Link:
        """To the experiment, at this look, with what was predicted."""
        name = f"experiments/{self.experiment.slug}"
        trial = Trial(self.experiment.slug, 0, self.trial.predicted)
        there = Urls(State(start(self.owner, Base()), Screen(trial=trial)), name).here()
        return Link(f"{there}#look-{self.trial.look}", self.experiment.title)

    @cached_property
    def next(self) -> Link | None:
        """To the next look."""
        number = self.trial.look + 1
        if number > len(self.experiment.looks):
            return None
        there = look_urls(self.owner, self.experiment, number, self.trial.predicted)
        return Link(there.here(), "Next look")

    @cached_property
    def leave(self) -> Link:
        """To this page without the bar."""
        return Link(self.urls.here(trial=None), "Leave the experiment")
