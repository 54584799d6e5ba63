"""Somebody who is in no class, in a process of their own: in that of hundreds of phones they would wait for
these."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import Final

from tests.live.spoken_http import Connection

PAGE: Final = "/sparse-autoencoder/1?seed={}&cell=2,3"
SECONDS_BETWEEN: Final = 0.05


async def visited(port: int, seeds: Iterator[int]) -> None:
    """A page never seen before, twenty times a second; after each is printed how long it took.

    It ends with what it is read from.
    """
    connection, loop = Connection(port, "gzip"), asyncio.get_running_loop()
    is_over = loop.run_in_executor(None, sys.stdin.read)
    while not is_over.done():
        begun = time.perf_counter()
        assert (await connection.get(PAGE.format(next(seeds)))).status == 200
        print(time.perf_counter() - begun, flush=True)
        await asyncio.sleep(SECONDS_BETWEEN)
    connection.close()


if __name__ == "__main__":
    asyncio.run(visited(int(sys.argv[1]), count(int(sys.argv[2]))))
