"""The pages of a lesson that are no steps: their names in the address, their titles, and what each needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.core.lesson import Lesson, NoSuchPage
from app.core.needs import ERROR, EXPERIMENTS, FEATURES, HIDDEN, UPDATE, WEIGHT, Need, lacking, require


class MenuEntry(NamedTuple):
    """A page's title, and what it needs of a lesson."""

    title: str
    needs: tuple[Need, ...] = ()


MENU: Mapping[str, MenuEntry] = {
    "sheet": MenuEntry("Whole sheet"),
    "overview": MenuEntry("Overview"),
    "experiments": MenuEntry("Experiments", (EXPERIMENTS,)),
    "training": MenuEntry("Training", (UPDATE,)),
    "balance": MenuEntry("Balance", (WEIGHT, ERROR, HIDDEN, UPDATE)),
    "features": MenuEntry("Features", (FEATURES, ERROR)),
}


def offers(lesson: Lesson, name: str) -> bool:
    """Whether a lesson has a page."""
    return not lacking(lesson, MENU[name].needs)


def require_page(lesson: Lesson, name: str) -> None:
    """Raises NoSuchPage, with a sentence, for a page that there is not, or not in this lesson."""
    if name not in MENU:
        raise NoSuchPage
    require(lesson, MENU[name].needs, f"page “{MENU[name].title}”")
