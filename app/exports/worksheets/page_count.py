"""How many pages a PDF will have, known before it is set: its pages are laid out and count_of_pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from app.exports.worksheets.contents import Contents, contents, sheets
from app.exports.worksheets.order import Order
from app.exports.worksheets.pagination import compact_pages, pages_of
from app.exports.worksheets.parse_order import cells_in_file, read_order
from app.exports.worksheets.variants import varied
from app.lessons import LESSONS

MOST_PAGES: Final = 250
"""In one file: setting a page takes more than a megabyte."""
MOST_CELLS_COUNTED: Final = 20_000
"""Of more than these only the first variant is laid out, and the others are taken to be alike."""


def page_count(order: Order, base: str) -> tuple[int, bool]:
    """How many pages an order has as a PDF, and whether that is certain. base: where others reach the app."""
    is_certain = not order.options.variants or cells_in_file(order) <= MOST_CELLS_COUNTED
    return count_of_pages(
        order.state.exercise.lesson.slug, order.page, order.query, base, is_certain
    ), is_certain


@lru_cache(maxsize=200)
def count_of_pages(slug: str, page: int | None, query: str, base: str, is_certain: bool) -> int:
    """The pages of every sheet, or of the first as often as there are sheets."""
    order = read_order(LESSONS[slug], page, query)
    if is_certain or order.options.compact:
        return pages_in_sheets(sheets(order), base)
    return order.options.variants * len(pages_of(contents(varied(order, 1)), base))


def pages_in_sheets(every: Sequence[Contents], base: str) -> int:
    """The pages of worksheets in one file."""
    if every[0].is_compact:
        return len(compact_pages(every))
    return sum(len(pages_of(one, base)) for one in every)


def too_many_pages(pages: int, sheets_in_file: int) -> str:
    """What to ask for instead of so many pages; empty where they fit."""
    if pages <= MOST_PAGES:
        return ""
    fit = MOST_PAGES * sheets_in_file // pages
    fewer = f"{fit} variants or fewer, or for fewer steps" if sheets_in_file > 1 and fit else "fewer steps"
    return f"This file would have {pages} pages, and {MOST_PAGES} fit into one. Ask for {fewer}."
