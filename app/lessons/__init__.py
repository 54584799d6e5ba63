"""The lessons, one folder each, found by looking; in the order that each gives itself on the home page."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from app.core.extras import Experiment
from app.core.lesson import Lesson, NoSuchLesson
from app.lessons.well_formed import well_formed


def _found() -> list[Lesson]:
    """LESSON of lesson.py in every folder here. Raises LessonError."""
    folders = [folder.name for folder in iter_modules(__path__) if folder.ispkg]
    return [well_formed(import_module(f"{__name__}.{name}.lesson").LESSON, name) for name in folders]


LESSONS: dict[str, Lesson] = {lesson.slug: lesson for lesson in sorted(_found(), key=lambda it: it.place)}
EXPERIMENTS: dict[str, tuple[Lesson, Experiment]] = {
    experiment.slug: (lesson, experiment) for lesson in LESSONS.values() for experiment in lesson.experiments
}
"""Every experiment by its name, with the lesson whose it is; a look may lead into another."""


def lesson_called(slug: str) -> Lesson:
    """The lesson of that name in addresses. Raises NoSuchLesson."""
    if slug not in LESSONS:
        *first, last = LESSONS
        raise NoSuchLesson(f"There is no lesson of that name; there are {', '.join(first)} and {last}")
    return LESSONS[slug]
