"""A page is gone once it is sent: no page waits for a garbage collector that looks for others."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.core.cached_method import cached_method
from app.core.cell import Ref
from app.exercise.attempt import Attempt
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.pages.at_any_frame import PARTS
from app.routes.kept_pages import PAGES_MADE
from app.routes.lesson_pages import packed_document
from app.teaching.outcomes import Marker, Outcomes
from app.training.descent import worked, worked_lately

SLUG = "sparse-autoencoder"
PAGES: list[tuple[str | int, str]] = [
    (1, "seed=11&cell=2,3"),
    (3, "seed=11&view=recipe"),
    (12, "seed=11&cell=dZ,2,3"),
    ("", "seed=11"),
    ("sheet", "seed=11"),
    ("overview", "seed=11"),
    ("training", "seed=11"),
    ("balance", "seed=11"),
    ("3/practice", "seed=11&answers=1"),
    ("practice", "seed=11"),
]


@contextmanager
def left_by(make: Callable[[], object]) -> Iterator[set[str]]:
    """The kinds of objects of ours that only the garbage collector finds once a thing was made and let go."""
    make()  # templates are compiled
    forget_exercises()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        make()
        forget_exercises()
        gc.collect()
        yield {type(thing).__qualname__ for thing in gc.garbage if type(thing).__module__.startswith("app.")}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def forget_exercises() -> None:
    """What is kept of exercises for the frames that follow goes as well, and the pages, to be made again."""
    PAGES_MADE.clear()
    PARTS.clear()
    worked_lately.cache_clear()


@pytest.mark.parametrize(("name", "query"), PAGES)
def test_nothing_of_a_page_waits_for_the_garbage_collector(name: str | int, query: str) -> None:
    with left_by(lambda: packed_document(SLUG, name, query, "https://example.org")) as left:
        assert not left


def test_nothing_of_marking_does() -> None:
    def mark() -> None:
        sheet = worked(read_state(LESSONS[SLUG], "").exercise)[0]
        attempt = Attempt(sheet.shapes, answers={Ref("Z", 1, 1): "2", Ref("Z", 1, 2): "2"})
        assert Outcomes(Marker(sheet), attempt).slips.keys() == {Ref("Z", 1, 1)}

    with left_by(mark) as left:
        assert not left


def test_what_would_wait_is_found() -> None:
    def make() -> None:
        attempt = Attempt({})
        attempt.__dict__["itself"] = attempt

    with left_by(make) as left:
        assert left == {"Attempt"}


def test_a_method_is_asked_once_for_each_thing() -> None:
    class Doubler:
        """Counts how often it is asked."""

        def __init__(self) -> None:
            self.asked = 0
            self.doubled = cached_method(self.double)

        def double(self, number: int) -> int:
            """Twice a number."""
            self.asked += 1
            return 2 * number

    doubler = Doubler()
    assert [doubler.doubled(3), doubler.doubled(3), doubler.doubled(4), doubler.asked] == [6, 6, 8, 2]
