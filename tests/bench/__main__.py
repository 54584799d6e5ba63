"""`make bench`: how fast pages are, and how they grow, beside a route that returns a constant string."""

from __future__ import annotations

import argparse
from typing import Final

from app.exercise.exercise import Base
from tests.bench.class_load import ClassSize, class_load
from tests.bench.crowding import Crowd, crowding
from tests.bench.growth import SHAPES, growth
from tests.bench.paint import CONDITIONS, paint
from tests.bench.piles_marked import LARGE, piles_marked
from tests.bench.printing import printing
from tests.bench.processor import processor
from tests.bench.speed import WORKERS, Effort, speed
from tests.bench.training import training
from tests.bench.visiting import visiting
from tests.conftest import BROWSERS

SPEED: Final = """\
Each server is one uvicorn worker in a process of its own, started with the settings of by-hand and asked
over keep-alive connections that each wait for an answer before they ask again. The page is step 1 of the
sparse autoencoder at a frame; each page never seen has another exercise in its address. Rates are shares of
that of a FastAPI route that returns a constant string, with the share to reach beside them; × is how many
times as long a wait; the bare socket shows how much the generator of the load can ask for."""
PROCESSOR: Final = """\
Pages that were never made, in this process without a server: processor time from the query to the compressed
page, with what it should stay within; × compares the best of them with that."""
VISITING: Final = """\
In Chromium, each time with nothing kept: until the page is complete, with its fonts, styles and scripts, and
what it weighs with its headers."""
GROWTH: Final = """\
A page of an autoencoder of four layers, never seen before, rendered in this process without a server:
processor time (the best of a few), peak of traced memory, length. × compares with the fewest cells; the
column "constant" compares the time with the p50 of the constant string over one connection."""
PAINT: Final = """\
In Chromium, at the pace of a person: milliseconds from the key (for an edit: from leaving the cell) until the
changed page is drawn, and until a screen of sixty pictures a second shows it. × compares with a page that
changes one text on the same key, just as slowed down; beside it how many times as long it may take."""
PRINTING: Final = """\
Worksheets of step 1 with their answer keys, over one connection, each of an exercise never seen before; then
pages of the same kind alone and while worksheets are printed. × compares with the pages alone."""
CROWDING: Final = """\
A page never seen, over one connection, while a crowd at the same address asks for large files and leaves
after five seconds. × compares with the pages alone."""
TRAINING: Final = """\
All moments of training a preset, as the page of training asks for them the first time: processor time, the
best of a few."""
MARKING: Final = """\
Links of students pasted into a page that was opened five seconds ago: from the press until the whole page has
come; a whole lesson by a server that has just started, and again. The summary of an attempt at a large
exercise in which all is wrong: processor time."""
CLASS: Final = """\
Phones without browsers that do what the scripts of their pages do: from the teacher's click until a phone has
fetched the frame, and from an answer, of all within three seconds, until the teacher's page counts it;
and a page never seen, twenty times a second, for somebody who is not in the class. One process with its own
memory, then four classes on two processes that share a Redis. The phones work on the same machine."""
LECTURE, LECTURES = ClassSize(1, 300, 40, 5), ClassSize(4, 500, 5, 1)
A_FEW, TWICE_A_FEW = ClassSize(1, 3, 2, 1, 0.1, 0.1), ClassSize(2, 3, 2, 1, 0.1, 0.1)
WHOLE, QUICK = Effort(3, 20_000, 0.4), Effort(1, 3, 1)
MANY, TWO = Crowd(50), Crowd(2, patience=0.1, rows=4, variants=9)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few requests only, to see that it works")
    is_quick: bool = parser.parse_args().quick
    print(SPEED, flush=True)
    tables, constant = speed(*(QUICK, WORKERS[-1:]) if is_quick else (WHOLE,))
    for table in tables:
        print(f"\n{table}", flush=True)
    print(f"\n{PROCESSOR}\n\n{processor(1 if is_quick else 30)}", flush=True)
    print(f"\n{PAINT}\n\n{paint(1, 0, CONDITIONS[-1:], BROWSERS) if is_quick else paint(20)}", flush=True)
    print(f"\n{VISITING}\n\n{visiting(1, BROWSERS) if is_quick else visiting(9)}", flush=True)
    print(f"\n{PRINTING}\n\n{printing(1, 1, 0.1, 2) if is_quick else printing(40, 5, 10)}", flush=True)
    print(f"\n{CROWDING}\n\n{crowding(TWO, 2) if is_quick else crowding(MANY, 200)}", flush=True)
    print(
        f"\n{CLASS}\n\n{class_load(*(A_FEW, TWICE_A_FEW) if is_quick else (LECTURE, LECTURES))}", flush=True
    )
    print(f"\n{TRAINING}\n\n{training(1 if is_quick else 7)}", flush=True)
    print(
        f"\n{MARKING}\n\n{piles_marked(*(3, Base(5, (2, 3), 2), 0) if is_quick else (300, LARGE))}",
        flush=True,
    )
    sizes = list(SHAPES)[: 2 if is_quick else None]
    print(f"\n{GROWTH}\n\n{growth(sizes, 1 if is_quick else 3, constant)}")


if __name__ == "__main__":
    main()
