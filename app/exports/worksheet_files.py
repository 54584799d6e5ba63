"""A worksheet made into a file of any kind; so that no page waits for it, in a process of its own.

As a command it reads what is asked from its input as JSON, and writes how far it is, a line "3 30" after each
sheet, then "file" and the length, and then the file; or "sorry" and a sentence.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from gzip import compress
from typing import NamedTuple

from app.exports.worksheets.contents import contents
from app.exports.worksheets.latex import latex_document
from app.exports.worksheets.order import Order
from app.exports.worksheets.page_count import too_many_pages
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.variants import variants_of, varied
from app.lessons import LESSONS

# Read where files are made only: what sets pages and writes workbooks takes 14 MB of every server.
# ruff: noqa: PLC0415

Tell = Callable[[int, int], None]
"""Told after each sheet: how many are done, and of how many."""


class TooManyPages(Exception):
    """A PDF that is too large; says what to ask for instead."""


class FileOrder(NamedTuple):
    """A file that is asked for, in texts and numbers alone; base: where others reach the app."""

    ending: str
    slug: str
    page: int | None
    query: str
    base: str


def quietly(done: int, every: int) -> None:
    """Tells nobody."""


def packed_file(asked: FileOrder, tell: Tell = quietly) -> bytes:
    """A worksheet's file, compressed by gzip."""
    order = read_order(LESSONS[asked.slug], asked.page, asked.query)
    return compress(WRITERS[asked.ending](order, asked.base, tell), 5, mtime=0)


def printed(order: Order, base: str, tell: Tell) -> bytes:
    """All its sheets as PDF."""
    from app.exports.worksheets.pdf import pages_in_document, pdf_document, typeset

    every = variants_of(order)
    sheets = []
    for k, one in enumerate(every, start=1):
        sheets.append(contents(one))
        tell(k, len(every))
    document = pdf_document(sheets, base)
    if says := too_many_pages(pages_in_document(document), len(sheets)):
        raise TooManyPages(says)
    return typeset(document)


def workbook_of(order: Order, link: str) -> bytes:
    """The file. link: where it leads, empty for an exam."""
    from app.exports.worksheets.xlsx import spreadsheet

    return spreadsheet(order, link)


def of_one(write: Callable[[Order, str], bytes]) -> Callable[[Order, str, Tell], bytes]:
    """How a file is written that holds one exercise: of variants the first."""

    def written(order: Order, base: str, _: Tell) -> bytes:
        one = varied(order, 1) if order.options.variants else order
        path = one.leads_to(one.options.steps.first)
        return write(one, path and base + path)

    return written


WRITERS: Mapping[str, Callable[[Order, str, Tell], bytes]] = {
    "pdf": printed,
    "xlsx": of_one(workbook_of),
    "tex": of_one(latex_document),
}


def stay_small(most_bytes: int, seconds: int | None = None) -> None:
    """Lets everything else go first, and takes no more memory and processor time than that, or ends."""
    if sys.platform == "win32":
        return
    import resource  # other systems do not have it

    os.nice(4)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def tell_by_line(done: int, every: int) -> None:
    """Writes how far it is."""
    sys.stdout.buffer.write(b"%d %d\n" % (done, every))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    stay_small(*map(int, sys.argv[1:]))
    try:
        file = packed_file(FileOrder(*json.load(sys.stdin)), tell_by_line)
        sys.stdout.buffer.write(b"file %d\n" % len(file) + file)
    except TooManyPages as error:
        sys.stdout.buffer.write(f"sorry {error}\n".encode())
