"""Making worksheets' files: in a process of its own, one at a time, so that printing never slows the pages.

A few may wait for their turn; beyond that a person is asked to come back in some seconds.
"""

from __future__ import annotations

from gzip import compress
from typing import Final

from anyio import CapacityLimiter, to_process

from app.lessons import LESSONS
from app.worksheets.contents import sheets
from app.worksheets.options import read_order
from app.worksheets.pdf import pdf

PRINTERS: Final = CapacityLimiter(1)
MOST_WAITING: Final = 16
SECONDS_TO_WAIT: Final = 5


class Busy(Exception):
    """As many worksheets are waiting to be made as may; SECONDS_TO_WAIT is when to ask again."""


async def packed_pdf(slug: str, page: int | None, query: str, served_at: str) -> bytes:
    """A worksheet as PDF, compressed by gzip. Raises Busy; the address must have been read before."""
    if PRINTERS.statistics().tasks_waiting >= MOST_WAITING:
        raise Busy
    return await to_process.run_sync(make_pdf, slug, page, query, served_at, limiter=PRINTERS)


def make_pdf(slug: str, page: int | None, query: str, served_at: str) -> bytes:
    """packed_pdf(), in the process that makes it: only texts and bytes go there and back."""
    return compress(pdf(sheets(read_order(LESSONS[slug], page, query)), served_at), 5, mtime=0)
