"""An experiment told: where each look leads, and its words with the numbers found there filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from app.core.cell import Ref
from app.core.extras import Experiment, Look
from app.core.lesson import Lesson
from app.core.sheet import Sheet
from app.exercise.exercise import Exercise
from app.exercise.parse_exercise import read_state
from app.exercise.state import Trial, looking
from app.exercise.urls import Urls, address, lesson_path
from app.lessons import LESSONS
from app.notation import number_text
from app.teaching import prose
from app.training.descent import worked

PLACE = re.compile(
    r"\{(?P<name>\w+)(?:\[(?P<row>\d+),(?P<column>\d+)\]|:(?P<count>\w+))(?:@(?P<look>\d+))?\}"
)


@dataclass(frozen=True)
class Scene:
    """What a look shows: an exercise, worked out."""

    exercise: Exercise
    sheet: Sheet


@dataclass(frozen=True)
class ToldLook:
    """A look with its address, its words as HTML; does is a heading."""

    href: str
    does: Markup
    predict: Markup
    compare: Markup


@lru_cache(maxsize=64)
def looks_of(lesson: Lesson, experiment: Experiment) -> tuple[ToldLook, ...]:
    """Every look of an experiment. Raises StateError for an address that cannot be shown."""
    scenes = [scene(lesson, look) for look in experiment.looks]
    return tuple(
        ToldLook(
            look_address(lesson, look),
            inline(filled_scene(look.does, scenes, k)),
            filled_scene(look.predict, scenes, k),
            filled_scene(look.compare, scenes, k),
        )
        for k, look in enumerate(experiment.looks)
    )


class LookPlace(NamedTuple):
    """Where a look leads: a lesson, the page's name in its path, and the query."""

    lesson: Lesson
    name: str
    query: str


def look_place(lesson: Lesson, look: Look) -> LookPlace:
    """Where a look leads: into its own lesson, unless it names another as "/lesson/3"."""
    path, _, query = look.at.partition("?")
    if not path.startswith("/"):
        return LookPlace(lesson, path, query)
    _, slug, name = path.split("/")
    return LookPlace(LESSONS[slug], name, query)


def look_address(lesson: Lesson, look: Look) -> str:
    """The address of where a look leads."""
    place = look_place(lesson, look)
    return address(lesson_path(place.lesson.slug, place.name), place.query)


def look_urls(lesson: Lesson, experiment: Experiment, number: int, predicted: tuple[str, ...]) -> Urls:
    """The page that the number-th look leads to, from 1, with the way back. Raises StateError."""
    place = look_place(lesson, experiment.looks[number - 1])
    trial = Trial(experiment.slug, number, predicted)
    return Urls(looking(read_state(place.lesson, place.query), trial=trial), int(place.name))


def scene(lesson: Lesson, look: Look) -> Scene:
    """The exercise that a look shows."""
    place = look_place(lesson, look)
    exercise = read_state(place.lesson, place.query).exercise
    return Scene(exercise, worked(exercise)[0])


def filled_scene(text: str, scenes: Sequence[Scene], here: int) -> Markup:
    """The text as HTML, its numbers taken from the scene it speaks of. KeyError for an unknown matrix."""

    def number(match: re.Match[str]) -> str:
        spoken_of = scenes[int(match["look"]) - 1 if match["look"] else here]
        if match["count"]:
            return COUNTS[match["count"]](spoken_of, match["name"])
        ref = Ref(match["name"], int(match["row"]), int(match["column"]))
        return number_text.short(spoken_of.sheet.lookup(ref))

    return Markup(PLACE.sub(number, str(prose.html(text))))


def inline(paragraph: Markup) -> Markup:
    """A paragraph's text without the paragraph, for a heading."""
    return Markup(paragraph.strip().removeprefix("<p>").removesuffix("</p>"))


def active(found: Scene, name: str) -> str:
    """How many cells of a matrix are above 0."""
    return str(int((found.sheet.values[name] > 0).sum()))


def silent(found: Scene, name: str) -> str:
    """The features that have only zeros in a matrix, by name."""
    rows = zip(found.exercise.features, found.sheet.values[name], strict=True)
    names = [str(Markup.escape(feature)) for feature, row in rows if not row.any()]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


COUNTS = {"active": active, "silent": silent}
