"""A second process for tests: it answers backwards, and ends or is late when it is told to."""

from __future__ import annotations

import os
import time

from app.web.second_process import answer_what_is_asked


def backwards(asked: bytes) -> bytes:
    """What was asked, from its end."""
    if asked == b"end":
        os._exit(1)
    if asked == b"wait":
        time.sleep(60)
    return asked[::-1]


if __name__ == "__main__":
    answer_what_is_asked(backwards)
