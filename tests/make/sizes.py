"""`make sizes`: the numbered classes of static/sizes.css, from the bounds by which the app reckons sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.views.stage import NARROWEST, TALLEST, WIDEST
from app.views.widths import LEAST, MOST
from app.web.paths import STATIC

FILE: Final = STATIC / "sizes.css"
HEAD: Final = """\
/* How large a stage is, and how wide the columns of a grid, in ems of a figure: classes, because a page
   brings no styles of its own. Made by `make sizes` from app/views/stage.py and app/views/widths.py. */
"""
LOWEST = 3
"""Of a stage: one row with its caption."""


def rules() -> Iterator[str]:
    """A class for every size that can occur."""
    yield from (f".wide-{size} {{ --wide: {size}; }}" for size in range(NARROWEST, WIDEST + 1))
    yield from (f".tall-{size} {{ --tall: {size}; }}" for size in range(LOWEST, TALLEST + 1))
    tenths = range(round(10 * LEAST), round(10 * MOST) + 1)
    yield from (f".cell-{size} {{ --column: {size / 10:g}; }}" for size in tenths)


def made() -> str:
    """The whole file."""
    return HEAD + "".join(f"{rule}\n" for rule in rules())


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
