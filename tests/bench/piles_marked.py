"""How long a pile of links takes to be marked, and the summary of an attempt in which all is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from app.core.sheet import matrix_cells
from app.exercise.attempt import Attempt
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.notation import number_text
from app.teaching.outcomes import Marker, Outcomes
from app.teaching.pile import marked_pile
from app.teaching.shared_cells import KEPT
from app.training.descent import worked
from tests.bench.table import aligned, figure, times
from tests.piles import SAE, piled

PILE_AIM, SUMMARY_AIM = 2000.0, 1000.0
"""Milliseconds."""
LARGE: Final = Base(5, (8, 12), 8)
"""Its lesson has 1,529 cells."""


def piles_marked(links: int, base: Base = LARGE) -> str:
    """A table of piles of so many links, in milliseconds of the processor, and of one summary twice, of an
    exercise of that kind."""
    variants = tuple(range(1, links + 1))
    piles = {
        f"{links} links, three steps": piled(links, steps=3),
        f"{links} links, a whole lesson": piled(links),
        f"{links} links, a whole lesson, each another exercise": piled(links, seeds=variants),
    }
    texts = {called: "\n".join(lines) for called, lines in piles.items()}
    attempt = all_wrong(base)
    KEPT.clear()
    rows: list[tuple[str, ...]] = [("marked", "ms", "aim ms", "")]
    rows += [measured(called, partial(marked_pile, text), PILE_AIM) for called, text in texts.items()]
    for time_of_asking in ("first", "again"):
        called = f"a summary, all wrong, {time_of_asking}"
        rows.append(measured(called, partial(summary, base, attempt), SUMMARY_AIM))
    return aligned(rows)


def measured(called: str, work: Callable[[], object], aim: float) -> tuple[str, ...]:
    """A row of the table."""
    begun = time.process_time()
    work()
    spent = 1000 * (time.process_time() - begun)
    return called, figure(spent), figure(aim), times(spent / aim)


def all_wrong(base: Base) -> Attempt:
    """An attempt with one too much in every cell."""
    sheet = worked(start(LESSONS[SAE], base))[0]
    cells = [ref for r in sheet.plan.results() for ref in matrix_cells(r.name, sheet.shapes[r.name])]
    return Attempt(sheet.shapes, {ref: number_text.short(sheet.lookup(ref) + 1) for ref in cells})


def summary(base: Base, attempt: Attempt) -> None:
    """What the summary of an attempt is made of."""
    outcomes = Outcomes(Marker(worked(start(LESSONS[SAE], base))[0]), attempt)
    assert outcomes.slips
