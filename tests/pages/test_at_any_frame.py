"""What is kept for all frames of an exercise: a page is the same whether it was there or had to be made."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app import pages
from app.exercise.parse_exercise import exercise_described, read_state
from app.lessons import LESSONS
from app.pages.at_any_frame import MOST, PARTS
from app.training.descent import worked_lately
from app.web.rendering import templates

SAE = LESSONS["sparse-autoencoder"]
EXERCISES = [
    "",
    "seed=7",
    "X=0.5,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1",
    "X=0.5,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&was=lambda%3D0",
    "tokens=a,%3Cb%3E&lambda=0",
    "seed=7&updates=20",
]
LOOKS = ["", "ask=1", "present=1", "compare=preset", "pace=row", "pace=try&ask=1", "typed=X[1,1]%3Dnot"]
FRAMES = [
    "",
    "cell=0",
    "cell=1,1",
    "cell=1,1&reveal=cells",
    "cell=1,1&reveal=products",
    "cell=2,3",
    "cell=3,2",
]
NAMES: list[object] = [1, 2, 3, 9, "sheet", "overview", "training", "1/practice"]


def html(name: str | int, query: str) -> str:
    """A page of the sparse autoencoder."""
    page = pages.page(read_state(SAE, query), name)
    return templates.get_template(page.template).render(page=page)


def forget() -> None:
    """Forgets the exercises and what was made of them."""
    PARTS.clear()
    exercise_described.cache_clear()
    worked_lately.cache_clear()


ADDRESSES = st.tuples(*(st.sampled_from(each) for each in (NAMES, EXERCISES, LOOKS, FRAMES)))


@settings(deadline=None, max_examples=12)
@given(looked_at=st.lists(ADDRESSES, min_size=2, max_size=6, unique=True))
def test_a_page_is_the_same_whatever_was_looked_at_before(
    looked_at: list[tuple[Any, ...]],
) -> None:
    """Exercises, ways of looking and frames in any order, one after the other and each by itself."""
    addresses = []
    for name, exercise, look, frame in looked_at:
        shown = frame if isinstance(name, int) and name != 9 else ""
        addresses.append((name, "&".join(filter(None, [exercise, look, shown]))))
    forget()
    together = [html(*address) for address in addresses]
    for address, seen in zip(addresses, together, strict=True):
        forget()
        assert html(*address) == seen, address


def test_the_places_and_told_tiles_of_an_exercise_are_the_same_objects_at_every_frame() -> None:
    """Else nothing would be saved."""
    forget()
    first, second = (pages.page(read_state(SAE, f"seed=7&cell={cell}"), 1) for cell in ("1,1", "4,2"))
    assert isinstance(first, pages.StepPage)
    assert isinstance(second, pages.StepPage)
    assert first.places is second.places
    assert first.map.tile("X") is second.map.tile("X")
    assert first.places is not pages.page(read_state(SAE, "seed=8&cell=1,1"), 1).places


def test_so_many_parts_are_kept_and_no_more() -> None:
    """An endless row of exercises does not fill the memory."""
    for seed in range(MOST + 5):
        assert pages.page(read_state(SAE, f"seed={seed}"), 1).places.pages
    assert len(PARTS.things) == MOST
