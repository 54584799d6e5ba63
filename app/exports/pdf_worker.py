"""Making worksheets' files beside the pages: in other processes, so that no page waits for them.

A single worksheet is made by a process that stays, in milliseconds. The many of a class are made by one that
ends with them, for they may take much memory, and that lets everything else go first. One of each works at a
time and a few orders may wait for it; beyond that a person is asked to come back in some seconds.
"""

from __future__ import annotations

import json
import os
import sys
from gzip import compress
from typing import Final

from anyio import CapacityLimiter, run_process, to_process

from app.exports.worksheets.contents import sheets
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.pdf import pdf
from app.lessons import LESSONS

SINGLE, CLASSES = CapacityLimiter(1), CapacityLimiter(1)
MOST_WAITING: Final = 16
SECONDS_TO_WAIT: Final = 5


class Busy(Exception):
    """As many worksheets are waiting to be made as may; SECONDS_TO_WAIT is when to ask again."""


async def packed_pdf(order: Order, base: str) -> bytes:
    """A worksheet as PDF, compressed by gzip. base: where others reach the app. Raises Busy."""
    queue = CLASSES if order.options.variants else SINGLE
    if queue.statistics().tasks_waiting >= MOST_WAITING:
        raise Busy
    asked = (order.state.exercise.lesson.slug, order.page, order.query, base)
    if queue is SINGLE:
        return await to_process.run_sync(make_pdf, *asked, limiter=SINGLE)
    async with CLASSES:
        command = [sys.executable, "-m", __name__]
        return (await run_process(command, input=json.dumps(asked).encode(), stderr=None)).stdout


def make_pdf(slug: str, page: int | None, query: str, base: str) -> bytes:
    """packed_pdf(), where it is made: only texts and bytes go there and back."""
    return compress(pdf(sheets(read_order(LESSONS[slug], page, query)), base), 5, mtime=0)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    sys.stdout.buffer.write(make_pdf(*json.load(sys.stdin)))
