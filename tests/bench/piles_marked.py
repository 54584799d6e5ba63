"""How long a pile of links takes to be marked, and the summary of an attempt in which all is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Final

import httpx2

from app.core.sheet import matrix_cells
from app.exercise.attempt import Attempt
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.notation import number_text
from app.teaching.outcomes import Marker, Outcomes
from app.teaching.shared_cells import KEPT
from app.training.descent import worked
from tests.bench.serve import APP, serving
from tests.bench.table import aligned, figure, times
from tests.piles import SAE, piled

PILE_AIM, SUMMARY_AIM = 2000.0, 1000.0
"""Milliseconds."""
LARGE: Final = Base(5, (8, 12), 8)
"""Its lesson has 1,529 cells."""
SECONDS_TO_PASTE: Final = 5.0
"""From when the page is opened until links are pasted: the second process is ready by then."""
AGAIN: Final = 5
"""Times of which the middle one is told."""


def piles_marked(links: int, base: Base = LARGE, seconds_to_paste: float = SECONDS_TO_PASTE) -> str:
    """A table of piles of so many links, in milliseconds from the press until the whole page has come, and of
    one summary twice, of an exercise of that kind, in those of the processor."""
    others = tuple(range(1, links + 1))
    first = f"{links} links, a whole lesson, first"
    piles = {
        first: piled(links),
        f"{links} links, a whole lesson, again": piled(links),
        f"{links} links, three steps": piled(links, steps=3),
        f"{links} links, three steps, each another exercise": piled(links, steps=3, seeds=others),
        f"{links} links, a whole lesson, each another exercise": piled(links, seeds=others),
    }
    rows: list[tuple[str, ...]] = [("marked", "ms", "aim ms", "")]
    with serving(APP) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        client.get("/marks").raise_for_status()
        time.sleep(seconds_to_paste)
        for called, lines in piles.items():
            text = "\n".join(lines)
            spent = median(wait(client, text) for _ in range(1 if called == first else AGAIN))
            rows.append(row(called, spent, PILE_AIM))
    attempt = all_wrong(base)
    KEPT.clear()
    for time_of_asking in ("first", "again"):
        spent = processor_time(partial(summary, base, attempt))
        rows.append(row(f"a summary, all wrong, {time_of_asking}", spent, SUMMARY_AIM))
    return aligned(rows)


def wait(client: httpx2.Client, links: str) -> float:
    """How long it takes once."""
    begun = time.perf_counter()
    client.post("/marks", data={"links": links}).raise_for_status()
    return 1000 * (time.perf_counter() - begun)


def row(called: str, spent: float, aim: float) -> tuple[str, ...]:
    """A row of the table."""
    return called, figure(spent), figure(aim), times(spent / aim)


def processor_time(work: Callable[[], object]) -> float:
    """What something takes of the processor."""
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def all_wrong(base: Base) -> Attempt:
    """An attempt with one too much in every cell."""
    sheet = worked(start(LESSONS[SAE], base))[0]
    cells = [ref for r in sheet.plan.results() for ref in matrix_cells(r.name, sheet.shapes[r.name])]
    return Attempt(sheet.shapes, {ref: number_text.short(sheet.lookup(ref) + 1) for ref in cells})


def summary(base: Base, attempt: Attempt) -> None:
    """What the summary of an attempt is made of."""
    outcomes = Outcomes(Marker(worked(start(LESSONS[SAE], base))[0]), attempt)
    assert outcomes.slips
