"""What a page that nobody has seen waits for while a crowd asks for large files and leaves."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from tests.bench.load import limited, visit
from tests.bench.printing import PAGE, compared, numbered
from tests.bench.serve import APP, serving
from tests.bench.table import aligned

LARGEST: Final = "/sparse-autoencoder/worksheet.xlsx?key=1&dims=16,16&examples=16&seed={}"
CLASSES: Final = "/sparse-autoencoder/1/worksheet.pdf?variants=200&seed={}"
CROWDS: Final = {"spreadsheets of 16 × 16": LARGEST, "PDFs of 200 variants": CLASSES}
PATIENCE: Final = 5.0
"""Seconds after which a member of the crowd leaves."""


def crowding(people: int, pages: int) -> str:
    """The table: pages alone, and while so many people ask for large files and leave."""
    rows = [["a page never seen", "p50 ms", "", "p99 ms", ""]]
    with serving(APP) as port:
        visit(port, limited(iter(["/healthz"]), 1, 60), 1)
        alone = visit(port, limited(numbered(PAGE, 1000), pages, 600), 1)
        rows.append(compared("alone", alone, alone))
        for k, (name, path) in enumerate(CROWDS.items(), start=2):
            with ThreadPoolExecutor(people) as crowd:
                for seed in range(people):
                    crowd.submit(ask_and_leave, port, path.format(seed))
                beside = visit(port, limited(numbered(PAGE, 1000 * k), pages, 600), 1)
            rows.append(compared(f"while {people} ask for {name} and leave", beside, alone))
    return aligned(rows)


def ask_and_leave(port: int, path: str) -> None:
    """Asks for a file, and is gone after a few seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with suppress(OSError):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
