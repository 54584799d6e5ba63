"""What `make test` tries, and what `make long` tries besides (BY_HAND_LONG=1).

A short run keeps the cases that are most likely to fail; a long one repeats them with everything alike.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import process_time
from typing import Final, TypeVar

IS_LONG: Final = bool(os.environ.get("BY_HAND_LONG"))
Case = TypeVar("Case")


def sampled(kept: Sequence[Case], others: Sequence[Case]) -> list[Case]:
    """The cases to try: those kept, and in a long run the others as well."""
    return [*kept, *(others if IS_LONG else ())]


def examples(most: int) -> int:
    """How many drawn examples to try: so many in a long run, else a third."""
    return most if IS_LONG else most // 3


FUZZ = float(os.environ.get("BY_HAND_FUZZ") or 0)
"""What `make fuzz` sets: 1 for a hundred thousand drawn cases and twenty thousand of the description."""


def fuzzed(usual: int, many: int) -> int:
    """How many drawn cases to try of what comes from outside: many, or so much of them as is asked for."""
    return max(1, round(many * FUZZ)) if FUZZ else usual


@contextmanager
def light_work() -> Iterator[None]:
    """Where much is tried, nothing that is sent may take more than a second of the processor.

    The garbage collector leaves out all that was drawn before: to look through that, as whenever the app
    starts, takes it a second.
    """
    gc.freeze()
    began = process_time()
    try:
        yield
    finally:
        gc.unfreeze()
    assert not FUZZ or process_time() - began < 1
