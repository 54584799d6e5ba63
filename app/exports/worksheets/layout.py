"""How large a worksheet's matrices are on paper, which way the page lies, and where a matrix is split.

All lengths are millimetres. What is too wide or too high even with the smallest cells is split into pieces
that repeat what they need: no matrix is ever cut off.

A key is laid out like its blank sheet, because no length here depends on what stands in a blank.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from app.exports.worksheets.contents import StepOnPaper
from app.exports.worksheets.stage_sizes import StagePiece, crossing_sizes, row_sizes
from app.exports.worksheets.tables import SCALES, CellSizes
from app.exports.worksheets.text_width import lines_across
from app.views.picture import Picture

MARGIN, TOP, BOTTOM = 15.0, 13.0, 17.0
AGAIN = 14.0
"""What the short head of a page takes that goes on with a step."""
TITLE_SIZE, TITLE_LINE, SENTENCE_SIZE, SENTENCE_LINE = 19.0, 8.4, 10.0, 4.5
"""The sizes of letters in points, and what a line of them takes."""
PLACE_LINE, NAME_LINE = 6.0, 11.0
"""Where one is, above the title, and who one is, below the sentences."""
FORMULA = 15.0
"""A stage's formula with its space."""


class Paper(NamedTuple):
    """A sheet of paper as it stands: its name in typst, and its size."""

    name: str
    width: float
    height: float


PAPERS: Final = {
    "a4": Paper("a4", 210, 297),
    "letter": Paper("us-letter", 215.9, 279.4),
    "a3": Paper("a3", 297, 420),
}


class Room(NamedTuple):
    """What a step's first page has room for below its header, and each that goes on with it; is_lying says
    which way the page lies."""

    width: float
    height: float
    whole_height: float
    is_lying: bool
    header: float

    def under(self, header: float) -> Room:
        """The same page under another header."""
        return self._replace(header=header, height=self.height + self.header - header)

    def head(self, *, is_first: bool) -> float:
        """The height of a page's head."""
        return self.header if is_first else AGAIN


class StageOnPaper(NamedTuple):
    """A stage or a piece of one with its formula, and the height that both take."""

    formula: str
    piece: StagePiece
    height: float


@dataclass(frozen=True)
class Laid:
    """A part of a worksheet on its pages: every stage, or every piece of it."""

    part: StepOnPaper
    room: Room
    stages: tuple[StageOnPaper, ...]


def laid(part: StepOnPaper, paper: str, side: float) -> Laid:
    """A part as it is printed: in as few pieces and on as few pages as can be, else as large as can be.

    side: how wide its code is, in millimetres.
    """
    candidates = [
        Candidate(room, k, stages_at(part, scale, room))
        for room in rooms(PAPERS[paper], part, side)
        for k, scale in enumerate(SCALES)
    ]
    best = min(candidates, key=Candidate.cost)
    stages = (
        StageOnPaper(picture.formula, piece, height + FORMULA)
        for picture, stage in zip(part.stages, best.stages, strict=True)
        for piece, height in stage
    )
    return Laid(part, best.room, tuple(stages))


class Candidate(NamedTuple):
    """A part tried on a page at one scale: for every stage its pieces with their heights."""

    room: Room
    scale: int
    stages: list[list[tuple[StagePiece, float]]]

    def cost(self) -> tuple[int, int, bool, bool, int]:
        """The less the better: pieces, pages, whether cells are smallest, whether the page lies, scale."""
        pieces = sum(map(len, self.stages))
        return pieces, self.pages(), self.scale == len(SCALES) - 1, self.room.is_lying, self.scale

    def pages(self) -> int:
        """How many pages the pieces take, one below the other."""
        left, count = self.room.height, 1
        for _, height in (one for stage in self.stages for one in stage):
            if height + FORMULA > left:
                left, count = self.room.whole_height, count + 1
            left -= height + FORMULA
        return count


def rooms(paper: Paper, part: StepOnPaper, side: float) -> tuple[Room, Room]:
    """The room of a page that stands, and of one that lies."""
    return room_on(paper.width, paper.height, part, side), room_on(paper.height, paper.width, part, side)


def room_on(across: float, up: float, part: StepOnPaper, side: float) -> Room:
    """The room of a page of that size."""
    width, high = across - 2 * MARGIN, up - TOP - BOTTOM
    head = header(part, width, side)
    return Room(width, high - head, high - AGAIN, across > up, head)


def header(part: StepOnPaper, width: float, side: float) -> float:
    """The height of a step's head: where it stands, its title, its sentences, the name; or of its code."""
    beside = width - (side + 6 if side else 0.0)
    title = TITLE_LINE * lines_across(part.title, TITLE_SIZE, beside)
    reason = SENTENCE_LINE * lines_across(part.reason, SENTENCE_SIZE, beside)
    carried = SENTENCE_LINE * lines_across(part.carried, SENTENCE_SIZE, beside) + 2 if part.carried else 0.0
    return max(side, PLACE_LINE + title + reason + carried + NAME_LINE)


def stages_at(part: StepOnPaper, scale: CellSizes, room: Room) -> list[list[tuple[StagePiece, float]]]:
    """The stages of a part in pieces, with their heights."""
    return [stage_pieces(stage, scale, room) for stage in part.stages]


def stage_pieces(stage: Picture, scale: CellSizes, room: Room) -> list[tuple[StagePiece, float]]:
    """A stage in as few pieces as fit, with their heights."""
    whole = crossing_sizes(stage, scale) if stage.kind == "crossing" else row_sizes(stage, scale)
    rows, columns = len(stage.result.grid.rows), len(stage.result.grid.columns)
    height = room.height if whole.height(1) <= room.height else room.whole_height
    row_spans = spans(rows, whole.rows_in(height - FORMULA))
    column_spans = spans(columns, whole.columns_in(room.width))
    pieces = [(whole.piece(r, c), whole.height(len(r))) for c in column_spans for r in row_spans]
    if len(pieces) == 1:
        return pieces
    said = [parts_said(r, rows, c, columns) for c in column_spans for r in row_spans]
    count = len(pieces)
    return [
        (replace(one, says=f"piece {k} of {count}: {what}"), height)
        for k, ((one, height), what) in enumerate(zip(pieces, said, strict=True), start=1)
    ]


def parts_said(rows: range, of_rows: int, columns: range, of_columns: int) -> str:
    """Which rows and columns of the result a piece has, as far as it has not all of them."""
    parts = (("row", rows, of_rows), ("column", columns, of_columns))
    return ", ".join(span_said(name, span) for name, span, every in parts if len(span) < every)


def span_said(name: str, span: range) -> str:
    """Rows 9 to 16, column 3."""
    return f"{name} {span[0] + 1}" if len(span) == 1 else f"{name}s {span[0] + 1} to {span[-1] + 1}"


def spans(count: int, room: int) -> list[range]:
    """0 .. count in runs of nearly equal length, each within the room."""
    runs = ceil(count / max(1, min(room, count)))
    edges = [round(k * count / runs) for k in range(runs + 1)]
    return [range(a, b) for a, b in pairwise(edges)]
