"""The benchmark runs and prints every row. What the figures are is nobody's test."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bench.load import LoadError, Tally, visit
from tests.bench.serve import CONSTANT, serving
from tests.live.redis_server import PROGRAM

CHECKOUT = Path(__file__).parents[1]
SERVED = (
    "bare socket",
    "constant string",
    "page seen before",
    "page that the visitor has",
    "styles",
    "a font",
    "home page",
    "never seen: a seed",
    "never seen: an edit",
)
MADE = (
    "next frame of an exercise",
    "first page of a seed",
    "first page after an edit",
    "sheet",
    "practice of a step",
    "training",
    "balance",
)
VISITED = ("bare page", "/", "/sparse-autoencoder/1", "/sparse-autoencoder/1/practice")
TABLES = 2
"""One connection and several, with two processes: one is served in what follows."""
PRINTED = ("one, cold: the first of a server", "one, warm: never seen before", "a class of 2")
MEANWHILE = (
    "alone",
    "while sheets are printed",
    "while classes are printed",
    "while 2 ask for spreadsheets of 4 × 4 and leave",
    "while 2 ask for PDFs of 9 variants and leave",
)
CLASSES = ["one process 3", *(["two, and a store 6"] if PROGRAM else [])]
MARKED = (
    "3 links, a whole lesson, first",
    "3 links, a whole lesson, again",
    "3 links, three steps",
    "3 links, three steps, each another exercise",
    "3 links, a whole lesson, each another exercise",
    "a summary, all wrong, first",
    "a summary, all wrong, again",
)
RENDERED = [
    f"{page} {way} {cells}"
    for page in ("step 3 at a frame", "sheet")
    for way in ("seed", "all typed")
    for cells in (30, 100)
]


def test_the_benchmark_prints_every_row() -> None:
    command = [sys.executable, "-m", "tests.bench", "--quick"]
    printed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (printed.returncode, printed.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in printed.stdout.splitlines()]
    for row in SERVED:
        rate = r"[0-9.,]+ [0-9.,]+ (?:[0-9.]+|-)"
        said = rf"{row} {rate}( [0-9.,]+ ×[0-9.,]+){{2}} [0-9,]+"
        found = [line for line in lines if re.fullmatch(said, line)]
        assert len(found) == TABLES, (row, printed.stdout)
    for row in MADE:
        assert [line for line in lines if re.fullmatch(rf"{row}( [0-9.,]+){{3}} ×[0-9.,]+", line)], row
    for row in VISITED:
        said = rf"{row}( [0-9.,]+){{2}} (?:[0-9]+|-) [0-9,]+ (?:[0-9,]+|-)"
        assert [line for line in lines if re.fullmatch(said, line)], (row, printed.stdout)
    for row in PRINTED:
        assert [line for line in lines if re.fullmatch(rf"{row}( [0-9.,]+){{3}}", line)], (
            row,
            printed.stdout,
        )
    for row in CLASSES:
        assert [line for line in lines if re.fullmatch(rf"{row}( [0-9.,]+){{8}}", line)], printed.stdout
    for row in MEANWHILE:
        assert [line for line in lines if re.fullmatch(rf"{row}( [0-9.,]+ ×[0-9.,]+){{2}}", line)], row
    for row in MARKED:
        assert [line for line in lines if re.fullmatch(rf"{row}( [0-9.,]+){{2}} ×[0-9.,]+", line)], row
    for row in RENDERED:
        assert [line for line in lines if line.startswith(f"{row} ×")], (row, printed.stdout)
    for row in ("autoencoder", "sparse-autoencoder"):
        assert [
            line for line in lines if re.match(rf"{row}, every moment kept [0-9.]+ [0-9.]+ ×[0-9.]+", line)
        ], printed.stdout
    assert sum(line.startswith("slider ") for line in lines) == 1, printed.stdout
    longer = [float(line.rpartition("×")[2]) for line in lines if " 100 ×3.3 " in line]
    assert len(longer) == 4, printed.stdout
    assert min(longer) > 1.2, "a larger exercise makes a longer page"
    alike = [line for line in lines if re.match(r"constant string \S+ 1.00 - \S+ ×1 \S+ ×1 ", line)]
    assert len(alike) == TABLES, printed.stdout


def test_an_answer_that_is_not_the_page_is_not_counted() -> None:
    """In a thread of its own: where browser tests ran before, this one has an event loop already."""
    with serving(CONSTANT) as port, ThreadPoolExecutor(1) as thread:
        assert len(thread.submit(visit, port, iter(["/"] * 5), 2).result().latencies) == 5
        with pytest.raises(LoadError, match="404"):
            thread.submit(visit, port, iter(["/nothing"]), 1).result()


def test_percentiles() -> None:
    tally = Tally([k / 100 for k in range(100, 0, -1)], seconds=2.0)
    assert (tally.rate, tally.percentile(50), tally.percentile(99)) == (50, 0.51, 1.0)
