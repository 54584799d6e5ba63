"""How fast pages are served, beside a route that returns a constant string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, repeat
from typing import Final

from app.web.headers import page_headers
from tests.bench.load import Tally, limited, visit
from tests.bench.serve import APP, BARE, CONSTANT, serving
from tests.bench.table import aligned, figure, times

PAGE: Final = "/sparse-autoencoder/1?"
FRAME: Final = "cell=2,3"
LOCAL: Final = "http://127.0.0.1"
"""Where the servers are reached, as the visitor says it."""
CONNECTIONS: Final = (1, 16)
WORKERS: Final = (1, 2)
REFERENCE: Final = "constant string"


@dataclass(frozen=True)
class Effort:
    """How much is asked: in each round up to so many requests and seconds for each row."""

    rounds: int
    requests: int
    seconds: float


WARMING: Final = Effort(1, 40, 0.4)
"""Asked before anything counts: the servers start, and see what is to be seen before."""


@dataclass(frozen=True)
class Subject:
    """One row: what is asked for, of which server; aim: the share of the constant string's rate to reach."""

    name: str
    server: str
    paths: Iterator[str]
    aim: float = 0.0
    tag: str = ""
    """Of what the visitor has already."""


def subjects() -> list[Subject]:
    """What is measured. The numbers that make a page a new one go on from round to round."""
    tag = page_headers(LOCAL)["etag"]
    return [
        Subject("bare socket", BARE, repeat("/")),
        Subject(REFERENCE, CONSTANT, repeat("/")),
        Subject("page seen before", APP, repeat(PAGE + FRAME), 0.8),
        Subject("page that the visitor has", APP, repeat(PAGE + FRAME), 0.8, tag),
        Subject("styles", APP, repeat("/static/all.css"), 0.8),
        Subject("a font", APP, repeat("/static/fonts/kalam.woff2"), 0.8),
        Subject("home page", APP, repeat("/"), 0.5),
        Subject("never seen: a seed", APP, map(seeded, count(1)), 0.1),
        Subject("never seen: an edit", APP, map(edited, count(1)), 0.05),
    ]


def seeded(number: int) -> str:
    """The page with a random exercise of its own."""
    return f"{PAGE}seed={number}&{FRAME}"


def edited(number: int) -> str:
    """The page after an edit of one cell of the preset, with the marks of what it changed."""
    return f"{PAGE}X={number / 100:g},-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1&{FRAME}&was="


def measured(effort: Effort, connections: int, ports: dict[str, int], rows: list[Subject]) -> list[Tally]:
    """A tally for each row; the rows take turns, so that a slow moment of the machine meets them all."""
    tallies = [Tally() for _ in rows]
    for _ in range(effort.rounds):
        for row, tally in zip(rows, tallies, strict=True):
            paths = limited(row.paths, effort.requests, effort.seconds)
            tally.add(visit(ports[row.server], paths, connections, row.tag))
    return tallies


def reported(title: str, rows: list[Subject], tallies: list[Tally]) -> str:
    """The table of one way to ask."""
    constant = next(t for row, t in zip(rows, tallies, strict=True) if row.name == REFERENCE)
    lines = [[title, "requests/s", "of constant", "aim", "p50 ms", "", "p99 ms", "", "bytes"]]
    for row, tally in zip(rows, tallies, strict=True):
        aim = figure(row.aim) if row.aim else "-"
        line = [row.name, figure(tally.rate), figure(tally.rate / constant.rate), aim]
        for percent in (50, 99):
            mine, reference = tally.percentile(percent), constant.percentile(percent)
            line += [figure(mine * 1000), times(mine / reference)]
        lines.append([*line, f"{tally.length:,}"])
    return aligned(lines)


def speed(effort: Effort, processes: Sequence[int] = WORKERS) -> tuple[list[str], float]:
    """The tables for so many processes a server, and the seconds that the constant string takes over one
    connection."""
    tables, constant = [], 0.0
    for workers in processes:
        rows = subjects()
        with ExitStack() as stack:
            ports = {name: stack.enter_context(serving(name, workers)) for name in (BARE, CONSTANT, APP)}
            measured(WARMING, 4 * workers, ports, rows)
            for connections in CONNECTIONS:
                tallies = measured(effort, connections, ports, rows)
                tables.append(reported(way(connections, workers), rows, tallies))
                constant = constant or tallies[1].percentile(50)
    return tables, constant


def way(connections: int, workers: int) -> str:
    """How it is asked."""
    asked = f"{connections} connection{'s' * (connections > 1)}"
    return f"{asked}, {workers} process{'es' * (workers > 1)}"
