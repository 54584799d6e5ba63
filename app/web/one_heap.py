"""One heap for all threads of a process, where the C library would give each its own.

What one thread has let go another could not use then: after five hundred pages that was 5 MB.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

MOST_HEAPS: Final = -8
"""The GNU C library's number for how many there may be, M_ARENA_MAX in malloc.h."""


def share_one_heap() -> None:
    """New threads allocate from the first one's heap; nothing where the library has no such choice."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(MOST_HEAPS, 1)
