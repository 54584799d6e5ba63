"""Many pages measured in one: each is put in the place of the one before, under the same styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from playwright.sync_api import Page

from app.core.lesson import Lesson, Texts
from app.exercise.exercise import Base, start
from app.exercise.state import exercise_query
from app.training.descent import worked

FETCH: Final = """async (addresses) => {
  // A page measured at once waits for no font, so that all are there before.
  await Promise.all([...document.fonts].map((font) => font.load()));
  window.texts = new Map();
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    texts.set(address, await answer.text());
  }));
}"""
EACH: Final = """(left) => [...texts].map(([address, text]) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (left) page.querySelectorAll(left).forEach((part) => part.remove());
  document.body.replaceWith(document.adoptNode(page.body));
  return [address, (%s)()];
})"""

EDITED: Final = {
    "W_enc": tuple(
        tuple(row.split())
        for row in ("-1 0.123456789 1", "2 0 1", "1 1 -12.75", "0 0 -1", "0 1 1", "-2 0 1e-7")
    )
}
BEFORE: Final = "was=W_enc=-1,-1,0;1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0"


@dataclass(frozen=True)
class ManyPages:
    """Addresses, each fetched once, to be measured in a window of any size."""

    page: Page
    addresses: tuple[str, ...]

    @classmethod
    def fetched(cls, page: Page, first: str, addresses: Iterable[str]) -> ManyPages:
        """Fetches them all from the page at the first, whose styles they share."""
        page.goto(first)
        page.evaluate("document.fonts.ready.then(() => true)")
        found = cls(page, tuple(addresses))
        page.evaluate(FETCH, list(found.addresses))
        return found

    def measured(self, size: tuple[int, int], measure: str, left_out: str = "") -> dict[str, Any]:
        """What a function in JavaScript finds on each page in a window of that size.

        Parts that it cannot depend on may be left out: half of a page's elements are its map.
        """
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        return dict(self.page.evaluate(EACH % measure, left_out))


def edited_frames(lesson: Lesson, place: Callable[[int], int]) -> Iterator[str]:
    """Frames after an edit, whose cells say what they held."""
    yield from (f"{each}&{BEFORE}" for each in frames_of(lesson, Base(), place, edits=EDITED))


def frames_of(
    lesson: Lesson,
    base: Base,
    place: Callable[[int], int],
    updates: int = 0,
    edits: Mapping[str, Texts] | None = None,
) -> Iterator[str]:
    """A frame of every result of an exercise, with other matrices where some are given: place chooses one
    of so many cells."""
    first = start(lesson, base)
    exercise = replace(first, updates=updates, given={**first.given, **(edits or {})})
    sheet, _ = worked(exercise)
    query = exercise_query(exercise)
    for step in sheet.plan.steps:
        for result in step.results:
            cells = sheet.cells(result)
            name = f"{result.name}," if len(step.results) > 1 else ""
            row, column = cells[place(len(cells))][1:]
            yield f"/{lesson.slug}/{step.number}?{query}{'&' * bool(query)}cell={name}{row},{column}"
