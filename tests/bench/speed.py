"""How fast pages are served, beside a route that returns a constant string."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, repeat
from typing import Final

from tests.bench.load import Tally, limited, visit
from tests.bench.serve import APP, BARE, CONSTANT, serving
from tests.bench.table import aligned, figure, times

PAGE: Final = "/sparse-autoencoder/1?"
FRAME: Final = "cell=2,3"
CONNECTIONS: Final = (1, 8)
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
    """One row: what is asked for, of which server."""

    name: str
    server: str
    paths: Iterator[str]


def subjects() -> list[Subject]:
    """What is measured. The numbers that make a page a new one go on from round to round."""
    return [
        Subject("bare socket", BARE, repeat("/")),
        Subject(REFERENCE, CONSTANT, repeat("/")),
        Subject("page seen before", APP, repeat(PAGE + FRAME)),
        Subject("never seen: a seed", APP, map(seeded, count(1))),
        Subject("never seen: an edit", APP, map(edited, count(1))),
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
            tally.add(visit(ports[row.server], paths, connections))
    return tallies


def reported(connections: int, rows: list[Subject], tallies: list[Tally]) -> str:
    """The table for that many connections."""
    constant = next(t for row, t in zip(rows, tallies, strict=True) if row.name == REFERENCE)
    people = f"{connections} connection{'s' * (connections > 1)}"
    lines = [[people, "requests/s", "", "p50 ms", "", "p99 ms", "", "bytes"]]
    for row, tally in zip(rows, tallies, strict=True):
        line = [row.name, figure(tally.rate), times(constant.rate / tally.rate)]
        for percent in (50, 99):
            mine, reference = tally.percentile(percent), constant.percentile(percent)
            line += [figure(mine * 1000), times(mine / reference)]
        lines.append([*line, f"{tally.length:,}"])
    return aligned(lines)


def speed(effort: Effort) -> tuple[list[str], float]:
    """The tables, and the time in seconds that the constant string takes over one connection."""
    rows, tables, constant = subjects(), [], 0.0
    with ExitStack() as stack:
        ports = {target: stack.enter_context(serving(target)) for target in (BARE, CONSTANT, APP)}
        measured(WARMING, 1, ports, rows)
        for connections in CONNECTIONS:
            tallies = measured(effort, connections, ports, rows)
            tables.append(reported(connections, rows, tallies))
            constant = constant or tallies[1].percentile(50)
    return tables, constant
