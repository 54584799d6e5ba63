"""What `make test` tries, and what `make long` tries besides (BY_HAND_LONG=1).

A short run keeps the cases that are most likely to fail; a long one repeats them with everything alike.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

IS_LONG: Final = bool(os.environ.get("BY_HAND_LONG"))
Case = TypeVar("Case")


def sampled(kept: Sequence[Case], others: Sequence[Case]) -> list[Case]:
    """The cases to try: those kept, and in a long run the others as well."""
    return [*kept, *(others if IS_LONG else ())]


def examples(most: int) -> int:
    """How many drawn examples to try: so many in a long run, else a third."""
    return most if IS_LONG else most // 3
