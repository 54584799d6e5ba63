"""Threads of a server share one heap, where the C library can tell how many there are."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Final

HEAPS: Final = """
import ctypes, os, tempfile, threading
from app.web.one_heap import share_one_heap

library = ctypes.CDLL(None)
if not hasattr(library, "malloc_info"):
    print(1)
    raise SystemExit
if {shares}:
    share_one_heap()
held, together = [], threading.Barrier(4)
library.malloc.restype = ctypes.c_void_p

def hold():
    together.wait()
    held.append(library.malloc(ctypes.c_size_t(1000)))
    together.wait()

threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fdopen.restype = ctypes.c_void_p
with tempfile.TemporaryFile("w+") as told:
    stream = ctypes.c_void_p(library.fdopen(os.dup(told.fileno()), b"w"))
    library.malloc_info(0, stream)
    library.fclose(stream)
    told.seek(0)
    print(told.read().count("<heap nr="))
"""
"""Prints how many heaps a process has once four threads at a time have asked for memory."""

TELLS: Final = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_info")


def heaps(*, shares: bool) -> int:
    """How many heaps there are, with and without a server's choice."""
    program = [sys.executable, "-c", HEAPS.format(shares=shares)]
    return int(subprocess.run(program, capture_output=True, text=True, check=True).stdout)


def test_threads_share_one_heap() -> None:
    """Where the library cannot tell, there is nothing to choose either."""
    if TELLS:
        assert heaps(shares=False) > 1
    assert heaps(shares=True) == 1
