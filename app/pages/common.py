"""What every page of a lesson is given: where one is, what can be edited there, what its numbers are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from markupsafe import Markup

from app.exercise.generator import random_exercise
from app.exercise.pasting import Offer
from app.exercise.state import State
from app.exercise.urls import LONGEST_IN_HEADER
from app.exports import qr
from app.pages.at_any_frame import at_any_frame
from app.pages.canonical import address_in
from app.pages.context import Context, Link, Part
from app.pages.definitions import Definition, used
from app.pages.editor import Editor
from app.pages.lesson_places import Places
from app.pages.menu import offers
from app.pages.trial_bar import TrialBar
from app.training.descent import history
from app.web.paths import BUILD


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
class PassedOn:
    """How a page is passed on: its whole address, and its path, which its code is asked for by. no_code says
    why there is none; only_here says that nobody else reaches the address."""

    address: str
    path: str
    no_code: str
    only_here: str
    how_to_share: str = qr.HOW_TO_SHARE


@dataclass(frozen=True)
class Page(Part):
    """A page of a lesson: an exercise in its context, the lesson's places around it, and an editor."""

    template: ClassVar[str] = ""
    build: ClassVar[str] = BUILD

    @cached_property
    def canonical(self) -> str:
        """The page's own address."""
        return self.urls.here()

    @property
    def plain_address(self) -> str:
        """The page with the lesson's own numbers: what a search engine shall keep instead of an exercise."""
        return self.context.base + self.urls.path(self.context.name)

    @property
    def long_address(self) -> str:
        """The page's own address where it is too long for a header; else empty."""
        return self.canonical if len(self.canonical) > LONGEST_IN_HEADER else ""

    @cached_property
    def passed_on(self) -> PassedOn:
        """How what is on the screen is passed on, without what its numbers were before."""
        base, path = self.context.base, qr.scanned_path(self.canonical)
        return PassedOn(base + path, path, qr.why_no_code(path, base), qr.only_here(base))

    @cached_property
    def places(self) -> Places:
        """Where one is."""
        return at_any_frame(Places, self.context)

    @cached_property
    def editor(self) -> Editor:
        """What can be edited at the end of the page."""
        return Editor(self.context)

    @cached_property
    def words(self) -> Mapping[str, Markup]:
        """The page's texts as HTML."""
        return {}

    @cached_property
    def definitions(self) -> list[Definition]:
        """What the terms marked in its texts mean."""
        return used(self.words.values())

    def offers(self, name: str) -> bool:
        """Whether the lesson has a page."""
        return offers(self.lesson, name)

    @cached_property
    def pasting(self) -> Pasting | None:
        """What was pasted and stands in no cell, with the ways to put it in."""
        edit = self.context.edit
        if edit is None or not edit.pasted:
            return None
        return Pasting(edit.pasted, edit.place, "What was pasted", edit.offers, True)

    @cached_property
    def trained(self) -> Trained | None:
        """What must be said where the numbers are those after some updates."""
        return moment_of_training(self.context) if self.exercise.updates else None

    @cached_property
    def trial(self) -> TrialBar | None:
        """The experiment whose look led here."""
        trial = self.screen.trial
        return TrialBar(self.context, trial) if trial and trial.look else None

    @cached_property
    def notices(self) -> list[str]:
        """What must be said about the numbers of this exercise."""
        base = self.exercise.base
        says = "For these sizes no numbers small enough for hand work were found; these came nearest."
        if base.seed is None:
            return []
        drawn = random_exercise(self.lesson, base.seed, base.dims, base.examples)
        return [] if drawn.is_hand_sized else [says]


def moment_of_training(context: Context) -> Trained:
    """The moment whose numbers a page shows."""
    asked, made = context.exercise.updates, context.updates
    stopped = history(context.exercise).stopped if made < asked else ""
    before = State(replace(context.exercise, updates=0), context.state.screen)
    return Trained(
        f"after {made} update{'s' * (made != 1)}" if made else "before the first update",
        context.told_stop(stopped, made) if stopped else "",
        Link(address_in(before, context.name), "Back"),
        Link(context.urls.training(), "Training"),
    )
