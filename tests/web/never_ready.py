"""A second process for tests that never says that it is ready, as long as anybody could ask it."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.stdin.read()
