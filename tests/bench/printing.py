"""How fast worksheets are printed, and what pages feel of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Final

from tests.bench.load import Tally, limited, visit
from tests.bench.serve import APP, serving
from tests.bench.table import aligned, figure, times

SHEET: Final = "/sparse-autoencoder/1/worksheet.pdf?key=1&seed={}"
CLASS: Final = "/sparse-autoencoder/1/worksheet.pdf?key=1&variants={}&seed={{}}"
PAGE: Final = "/sparse-autoencoder/1?seed={}&cell=2,3"


def printing(sheets: int, classes: int, seconds: float, pupils: int = 30) -> str:
    """The tables: that many single sheets and classes of so many pupils; pages for that long alone, and then
    while printing."""
    with serving(APP) as port:
        visit(port, limited(iter(["/healthz"]), 1, 60), 1)
        cold = asked(port, numbered(SHEET), 1)
        warm = asked(port, numbered(SHEET, 2), sheets)
        thirty = asked(port, numbered(CLASS.format(pupils)), classes)
        made = [
            ["worksheets with keys", "p50 ms", "p99 ms", "bytes"],
            line("one, cold: the first of a server", cold),
            line("one, warm: never seen before", warm),
            line(f"a class of {pupils}", thirty),
        ]
        pages = [
            ["pages never seen", "p50 ms", "", "p99 ms", ""],
            *meanwhile(port, seconds, CLASS.format(pupils)),
        ]
    return f"{aligned(made)}\n\n{aligned(pages)}"


def numbered(path: str, first: int = 1) -> Iterator[str]:
    """The path with another seed each time."""
    return (path.format(number) for number in count(first))


def asked(port: int, paths: Iterator[str], most: int) -> Tally:
    """So many answers, one after the other."""
    return visit(port, limited(paths, most, 60), 1)


def line(name: str, tally: Tally) -> list[str]:
    """A row of the table of worksheets."""
    return [name, *(figure(tally.percentile(p) * 1000) for p in (50, 99)), f"{tally.length:,}"]


def meanwhile(port: int, seconds: float, a_class: str) -> list[list[str]]:
    """Pages asked for alone, while single sheets are printed one after the other, and while classes are."""
    seeds = iter(range(1000, 10**6, 100_000))
    alone = visit(port, limited(numbered(PAGE, next(seeds)), 10**6, seconds), 1)
    rows = [compared("alone", alone, alone)]
    for name, path in (("while sheets are printed", SHEET), ("while classes are printed", a_class)):
        with ThreadPoolExecutor(1) as beside:
            printed = beside.submit(visit, port, limited(numbered(path, next(seeds)), 10**6, seconds), 1)
            during = visit(port, limited(numbered(PAGE, next(seeds)), 10**6, seconds), 1)
            printed.result()
        rows.append(compared(name, during, alone))
    return rows


def compared(name: str, tally: Tally, alone: Tally) -> list[str]:
    """A row of the table of pages."""
    found = [name]
    for percent in (50, 99):
        mine = tally.percentile(percent)
        found += [figure(mine * 1000), times(mine / alone.percentile(percent))]
    return found
