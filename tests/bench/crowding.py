"""What a page that nobody has seen waits for while a crowd asks for large files and leaves."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, NamedTuple

from tests.bench.load import limited, visit
from tests.bench.printing import PAGE, compared, numbered
from tests.bench.serve import APP, serving
from tests.bench.table import aligned

LARGEST: Final = "/sparse-autoencoder/worksheet.xlsx?key=1&dims={0},{0}&examples={0}&seed={{}}"
CLASSES: Final = "/sparse-autoencoder/1/worksheet.pdf?variants={}&seed={{}}"


class Crowd(NamedTuple):
    """So many people who leave after so many seconds, the rows of the spreadsheets and the variants of the
    PDFs that they ask for."""

    people: int
    patience: float = 5.0
    rows: int = 16
    variants: int = 200

    @property
    def wishes(self) -> dict[str, str]:
        """Where they get the files that they ask for, by what those are called."""
        spreadsheets, classes = (
            f"spreadsheets of {self.rows} × {self.rows}",
            f"PDFs of {self.variants} variants",
        )
        return {spreadsheets: LARGEST.format(self.rows), classes: CLASSES.format(self.variants)}


def crowding(crowd: Crowd, pages: int) -> str:
    """The table: pages alone, and while a crowd asks for large files and leaves."""
    rows = [["a page never seen", "p50 ms", "", "p99 ms", ""]]
    with serving(APP) as port:
        visit(port, limited(iter(["/healthz"]), 1, 60), 1)
        alone = visit(port, limited(numbered(PAGE, 1000), pages, 600), 1)
        rows.append(compared("alone", alone, alone))
        for k, (name, path) in enumerate(crowd.wishes.items(), start=2):
            with ThreadPoolExecutor(crowd.people) as people:
                for seed in range(crowd.people):
                    people.submit(ask_and_leave, port, path.format(seed), crowd.patience)
                beside = visit(port, limited(numbered(PAGE, 1000 * k), pages, 600), 1)
            rows.append(compared(f"while {crowd.people} ask for {name} and leave", beside, alone))
    return aligned(rows)


def ask_and_leave(port: int, path: str, patience: float) -> None:
    """Asks for a file, and is gone after so many seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    with suppress(OSError):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
