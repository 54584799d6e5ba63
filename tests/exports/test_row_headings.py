"""What a screen reader says before a number of a printed table: the heads of its column and of its row."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, NameTree

from app.exports.worksheets.contents import sheets
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.pdf import pdf_document, typeset
from app.exports.worksheets.row_headings import attributes, elements
from app.lessons import LESSONS
from tests.long import sampled

EVERY = [
    (slug, step, "")
    for slug, lesson in LESSONS.items()
    for step in range(1, len(lesson.plan(tuple(lesson.preset.given)).steps) + 1)
]
KINDS: list[tuple[str, int | None, str]] = [
    ("sparse-autoencoder", 12, "key=1&from=1&updates=3"),
    ("sparse-autoencoder", 3, "seed=5&dims=11,3&key=1&blank=products"),
    ("autoencoder", 1, ""),
    ("autoencoder", None, "key=1"),
    ("sparse-autoencoder", 5, "key=1&variants=6&compact=1"),
]


def tables(found: object) -> list[dict[str, Any]]:
    """All tables in what the template is given, however deep."""
    if isinstance(found, dict):
        own = [found] if "label_width" in found and "cells" in found else []
        return own + [one for value in found.values() for one in tables(value)]
    return [one for value in found for one in tables(value)] if isinstance(found, list) else []


@pytest.mark.parametrize(("slug", "step", "query"), sampled(KINDS, EVERY))
def test_every_label_of_a_row_is_its_heading_and_each_cell_says_so(
    slug: str, step: int | None, query: str
) -> None:
    document = pdf_document(sheets(read_order(LESSONS[slug], step, query)), "https://hand.example")
    labelled = [table for table in tables(document) if table["label_width"] > 0]
    with pikepdf.open(BytesIO(typeset(document))) as opened:
        root = opened.Root.StructTreeRoot
        headed = [row.K for row in elements(root.K, Name.TR) if Name.Row == scope(row.K[0])]
        known = NameTree(root.IDTree) if headed else {}
        assert len(headed) == sum(len(table["cells"]) for table in labelled)
        assert sorted(len(row) - 1 for row in headed) == sorted(
            len(row) for table in labelled for row in table["cells"]
        )
        for label, *cells in headed:
            assert label.S == Name.TH
            assert known[str(label.ID)].objgen == label.objgen
            assert all(label.ID in list(attributes(cell, Name.Table).Headers) for cell in cells)
            assert all(cell.S == Name.TD for cell in cells)


def scope(cell: pikepdf.Object) -> pikepdf.Object | None:
    """What a cell is the heading of."""
    return attributes(cell, Name.Table).get(Name.Scope)
