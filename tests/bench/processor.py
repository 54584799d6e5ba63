"""Processor time of a page that was never made, by its kind, beside what it should stay within."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count, product
from typing import Final, NamedTuple

from app.routes.lesson_pages import packed_document
from app.web.quiet_memory import quiet_memory
from tests.bench.table import aligned, figure, times

SAE: Final = "sparse-autoencoder"
numbers = count(1)
"""What makes each page another one."""


class PageKind(NamedTuple):
    """A kind of page: its name, the page's in the path, its queries, milliseconds that it should take."""

    called: str
    page: str | int
    queries: Iterator[str]
    aim: float


def edited() -> Iterator[str]:
    """The preset with one number changed, another one each time."""
    return (f"X={number / 100:g},-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1" for number in numbers)


def frames() -> Iterator[str]:
    """One frame after the other, of thirty of each exercise."""
    for number in numbers:
        yield from (f"seed={number}&cell={row},{column}" for row, column in product(range(1, 7), range(1, 6)))


def kinds() -> list[PageKind]:
    """What is measured."""
    seeds = (f"seed={number}&cell=2,3" for number in numbers)
    return [
        PageKind("next frame of an exercise", 1, frames(), 3),
        PageKind("first page of a seed", 1, seeds, 6),
        PageKind("first page after an edit", 1, (f"{query}&cell=2,3" for query in edited()), 6),
        PageKind("sheet", "sheet", edited(), 30),
        PageKind("practice of a step", "3/practice", edited(), 6),
        PageKind("training", "training", edited(), 60),
        PageKind("balance", "balance", edited(), 60),
    ]


def processor(repeats: int) -> str:
    """The table: the median and the best of so many pages of each kind, the memory as a server's is."""
    rows: list[tuple[str, ...]] = [("a page never made", "ms", "best ms", "aim ms", "")]
    for kind in kinds():
        with quiet_memory():
            spent = sorted(made(kind) for _ in range(repeats + 1))[:-1]  # the slowest compiles its template
        middle = spent[len(spent) // 2]
        rows.append((kind.called, *map(figure, (middle, spent[0], kind.aim)), times(spent[0] / kind.aim)))
    return aligned(rows)


def made(kind: PageKind) -> float:
    """The milliseconds of the next page of a kind; one that is not canonical is an error of the benchmark."""
    query = next(kind.queries)
    begun = time.process_time()
    canonical, packed = packed_document(SAE, kind.page, query, "")
    spent = 1000 * (time.process_time() - begun)
    assert packed, f"{query} is not canonical: {canonical} is"
    return spent
