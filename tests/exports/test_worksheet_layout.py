"""A worksheet on paper: cells large enough, nothing cut, a key laid out like its blank sheet."""

from __future__ import annotations

import pytest

from app.exports.worksheets import layout, stage_sizes, tables
from app.views.picture import has_blanks
from tests.exports.test_worksheet_contents import AE, SAE, sheet
from tests.long import sampled

SIDE = 26.0
"""Of a code, in millimetres."""
SIZES = [
    (SAE, "seed=3&dims=12,12&examples=12"),
    (SAE, "seed=3&dims=16,16&examples=16"),
    (AE, "seed=3&dims=12,12,12&examples=12"),
    (AE, "seed=3&dims=6,5,4,3,2,3,4,5,6&examples=16"),
    (SAE, ""),
    (AE, ""),
    (SAE, "seed=3&dims=1,1&examples=2"),
    (SAE, "features=a%20name%20of%2020%20letters"),
]


@pytest.mark.parametrize(
    ("slug", "query", "paper"),
    sampled(
        [*((*each, "letter") for each in SIZES[:4]), *((*each, "a4") for each in SIZES[4:])],
        [(*each, paper) for each in SIZES for paper in ("a4", "letter")],
    ),
)
def test_cells_are_large_enough_and_nothing_is_cut(slug: str, query: str, paper: str) -> None:
    for part in sheet(slug, None, query).parts:
        laid = layout.laid(part, paper, SIDE)
        room, left = laid.room, list(laid.stages)
        for stage in part.stages:
            pieces = [one.piece for one in left if result_of(one.piece).grid.name == stage.result.grid.name]
            drawn = [c.ref for piece in pieces for row in result_of(piece).grid.cells for c in row]
            assert sorted(drawn) == sorted(c.ref for row in stage.result.grid.cells for c in row)
            for piece in pieces:
                assert width(piece) <= room.width
                assert height(piece) <= room.whole_height
                for item in piece.items:
                    least = 9 if item.table and has_blanks(item.table.grid) else 7
                    assert item.table is None or min(item.table.width, item.table.height) >= least


@pytest.mark.parametrize(("slug", "query"), sampled([*SIZES[1:3], *SIZES[4:]], [SIZES[0], SIZES[3]]))
def test_a_key_is_laid_out_like_its_blank_sheet(slug: str, query: str) -> None:
    blank, key = (sheet(slug, None, f"{query}{more}") for more in ("", "&key=1"))
    for one, other in zip(blank.parts, key.parts, strict=True):
        assert sizes(layout.laid(one, "a4", SIDE)) == sizes(layout.laid(other, "a4", SIDE))


def result_of(piece: stage_sizes.StagePiece) -> tables.Table:
    """The result of a piece."""
    table = piece.items[
        -1 if piece.kind != "crossing" else [i.place for i in piece.items].index("result")
    ].table
    assert table is not None
    return table


def span(table: tables.Table | None, *, high: bool) -> float:
    """The width or height of a table with its labels."""
    if table is None:
        return 0.0
    rows = table.grid.cells
    return (
        table.head_height + table.height * len(rows)
        if high
        else table.label_width + table.width * len(rows[0])
    )


def width(piece: stage_sizes.StagePiece) -> float:
    """The width that a piece needs at least."""
    if piece.kind == "crossing":
        return sum(span(i.table, high=False) for i in piece.items if i.place in ("left", "bias", "result"))
    widths = [span(item.table, high=False) for item in piece.items]
    return max(widths) if piece.kind == "under" else sum(widths)


def height(piece: stage_sizes.StagePiece) -> float:
    """The height that a piece needs at least."""
    if piece.kind == "crossing":
        return sum(span(i.table, high=True) for i in piece.items if i.place in ("top", "ones", "result"))
    heights = [span(item.table, high=True) for item in piece.items]
    return sum(heights) if piece.kind == "under" else max(heights)


def sizes(laid: layout.Laid) -> object:
    """Everything that is measured of a part."""
    return laid.room, [
        [
            (i.place, i.table and (i.table.width, i.table.height, len(i.table.grid.cells)))
            for i in stage.piece.items
        ]
        for stage in laid.stages
    ]
