"""How the time, the memory and the length of a page grow with the number of given cells."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.routes.lesson_pages import page_at
from app.web.rendering import templates
from tests.bench.table import aligned, figure, times

LESSON: Final = "autoencoder"
SHAPES: Final = {
    30: ((2, 2, 2, 2, 2), 3),
    100: ((4, 4, 4, 4, 4), 5),
    300: ((7, 8, 6, 8, 7), 9),
    1000: ((13, 15, 12, 15, 13), 15),
}
"""Layer sizes, four layers each, and the number of examples, for a number of given cells."""
PAGES: Final[tuple[tuple[str, str | int, str], ...]] = (
    ("step 3 at a frame", 3, "&cell=Z2,2,2"),
    ("sheet", "sheet", ""),
)
ENOUGH: Final = 0.4
"""Seconds after which a page is not rendered once more."""


@dataclass(frozen=True)
class Cost:
    """What one page takes: seconds of the processor, bytes of memory at the most, characters."""

    seconds: float
    memory: int
    length: int


def seeded(cells: int, seed: int) -> str:
    """A random exercise as the address has it: a seed and sizes."""
    dims, examples = SHAPES[cells]
    assert dims[0] * examples + sum(out * (into + 1) for into, out in pairwise(dims)) == cells
    return f"seed={seed}&dims={','.join(map(str, dims))}&examples={examples}"


def typed(cells: int, seed: int) -> str:
    """The same exercise with every number in the address."""
    lesson = LESSONS[LESSON]
    given = start(lesson, Base(seed, *SHAPES[cells])).given
    matrices = {name: rows for name, rows in given.items() if name not in lesson.settings}
    return "&".join(f"{n}={';'.join(','.join(row) for row in rows)}" for n, rows in matrices.items())


WAYS: Final[dict[str, Callable[[int, int], str]]] = {"seed": seeded, "all typed": typed}


def rendered(page: str | int, query: str) -> str:
    """The HTML of a page that nobody has seen before."""
    shown = page_at(LESSONS[LESSON], query, page, "")
    assert shown.canonical.partition("?")[2] == query, f"{query} is not canonical; {shown.canonical} is"
    return templates.get_template(shown.template).render(page=shown)


def unseen(way: Callable[[int, int], str], cells: int, frame: str, seeds: Iterator[int]) -> Iterator[str]:
    """The queries of exercises of one size, each with a seed of its own."""
    return (way(cells, seed) + frame for seed in seeds)


def cost(page: str | int, queries: Iterator[str], repeats: int) -> Cost:
    """The best time of a few exercises, the memory for one more, and the length of the last."""
    seconds: list[float] = []
    while len(seconds) < repeats and sum(seconds) < ENOUGH:
        query = next(queries)
        begun = time.process_time()
        rendered(page, query)
        seconds.append(time.process_time() - begun)
    query = next(queries)
    tracemalloc.start()
    try:
        length = len(rendered(page, query))
        return Cost(min(seconds), tracemalloc.get_traced_memory()[1], length)
    finally:
        tracemalloc.stop()


def growth(sizes: list[int], repeats: int, constant: float) -> str:
    """The table; constant is the time in seconds that a constant string takes."""
    lines = [["rendered", "given by", "cells", "", "ms", "", "constant", "peak MB", "", "k characters", ""]]
    seeds = count(1)
    for name, page, frame in PAGES:
        for way, query in WAYS.items():
            asked = {size: unseen(query, size, frame, seeds) for size in sizes}
            rendered(page, next(asked[sizes[0]]))  # templates are compiled, lessons planned
            costs = {size: cost(page, queries, repeats) for size, queries in asked.items()}
            first = costs[sizes[0]]
            for size, mine in costs.items():
                cells = [f"{size:,}", times(size / sizes[0])]
                lines.append([name, way, *cells, *figures(mine, first, constant)])
    return aligned(lines, words=2)


def figures(mine: Cost, first: Cost, constant: float) -> list[str]:
    """The figures of a line, each with its ratio to those of the smallest exercise."""
    return [
        figure(mine.seconds * 1000),
        times(mine.seconds / first.seconds),
        times(mine.seconds / constant),
        figure(mine.memory / 1e6),
        times(mine.memory / first.memory),
        figure(mine.length / 1e3),
        times(mine.length / first.length),
    ]
