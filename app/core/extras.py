"""What stands beside a lesson's steps: its introduction, experiments, a page, a lesson much like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Introduction:
    """What the first page of a lesson says."""

    given: str
    question: str
    coming: str


class DefinedTerm(NamedTuple):
    """A word for the glossary: what it means, and the forms by which it is found in what is said."""

    name: str
    means: str
    forms: tuple[str, ...] = ()


class Aside(NamedTuple):
    """The page about one weight, beside a step: the step's slug, and the page's title."""

    step: str
    title: str


class Switch(NamedTuple):
    """A lesson that is this one with something changed: its slug, the step that offers it, its words."""

    lesson: str
    step: str
    title: str


class Look(NamedTuple):
    """One thing to look at in an experiment: its address within the lesson, and what is said about it."""

    at: str
    """Step and query, such as "10?lambda=1"; with the lesson before it where that is another."""
    does: str
    predict: str
    """To be answered before looking."""
    compare: str
    """To be read after."""


@dataclass(frozen=True)
class Experiment:
    """A guided experiment: a question, looks in order, and what they show together."""

    slug: str
    title: str
    question: str
    looks: tuple[Look, ...]
    conclusion: str
