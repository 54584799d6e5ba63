"""What stands on which page of a PDF: a step's matrices, lines to complete, and in a key the answers' lines.

Every block has a height that is reckoned here and that the template keeps to, so the pages are counted
without setting them. A step begins on a page of its own; what does not fit there goes on under a short head.
All lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Literal, TypeVar

from app.exports import qr
from app.exports.worksheets import layout
from app.exports.worksheets.compact import AnswerSheet, answer_rows
from app.exports.worksheets.contents import Contents, StepOnPaper
from app.exports.worksheets.text_width import across_of, lines_across
from app.exports.worksheets.workings import Answer, Working

LINE, LINE_SIZE = 4.0, 8.5
"""Of answers and lines to complete: a line's height, and the size of its letters in points."""
TITLE, BOX, BOX_WIDE, GUTTER = 10.0, 10.0, 13.8, 4.0
"""A title within a page, a row of boxes to write in, one of these with its sign, what parts columns."""
FEW_PRODUCTS, MOST_COLUMNS = 5, 4
ANSWERS_HEAD = 16.0
T = TypeVar("T")


@dataclass(frozen=True)
class PaperBlock:
    """What stands together on a page, over all its width; it has the contents of its kind alone."""

    kind: Literal["stage", "title", "workings", "answers", "compact"]
    height: float
    text: str = ""
    stage: layout.StageOnPaper | None = None
    workings: tuple[Working, ...] = ()
    answers: tuple[Answer, ...] = ()
    sheets: tuple[AnswerSheet, ...] = ()
    columns: int = 1


@dataclass(frozen=True)
class PdfPage:
    """A page: which step it shows, under a head of what height, whether that step begins here."""

    part: StepOnPaper
    is_lying: bool
    head: float
    is_first: bool
    blocks: tuple[PaperBlock, ...]


def pages_of(contents: Contents, base: str) -> list[PdfPage]:
    """Every page of a worksheet, in order. base: where others reach the app."""
    laid = (layout.laid(part, contents.paper, side_of_code(part, base)) for part in contents.parts)
    return [page for one in laid for page in step_pages(one)]


def side_of_code(part: StepOnPaper, base: str) -> float:
    """How wide the code on a step's page is; 0 where it has none."""
    return 0.0 if not part.address or qr.only_here(base) else qr.side_of(base + part.address)


def compact_pages(sheets: Sequence[Contents]) -> list[PdfPage]:
    """The pages of a key with the answers alone, of all sheets."""
    first = sheets[0]
    paper = layout.PAPERS[first.paper]
    part = replace(first.parts[0], title="Answers", reason="", carried="", address="")
    room = layout.room_on(paper.width, paper.height, part, 0.0).under(ANSWERS_HEAD)
    rows = [
        PaperBlock("compact", row.height, sheets=row.sheets, columns=row.columns)
        for row in answer_rows(sheets, room.width, room.height)
    ]
    return [*pages_in(room, part, rows)]


def step_pages(laid: layout.Laid) -> Iterator[PdfPage]:
    """The pages of a step."""
    return pages_in(laid.room, laid.part, [*step_blocks(laid)])


def pages_in(room: layout.Room, part: StepOnPaper, blocks: Sequence[PaperBlock]) -> Iterator[PdfPage]:
    """Blocks on pages, each as full as can be, no title at the foot of one."""
    page: list[PaperBlock] = []
    left, is_first = room.height, True
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        needed = block.height + (after.height if block.kind == "title" and after else 0.0)
        if page and needed > left:
            yield PdfPage(part, room.is_lying, room.head(is_first=is_first), is_first, tuple(page))
            page, left, is_first = [], room.whole_height, False
        page.append(block)
        left -= block.height
    yield PdfPage(part, room.is_lying, room.head(is_first=is_first), is_first, tuple(page))


def step_blocks(laid: layout.Laid) -> Iterator[PaperBlock]:
    """Everything of a step, from above to below."""
    for stage in laid.stages:
        yield PaperBlock("stage", stage.height, stage=stage)
    yield from working_blocks(laid.part.workings, laid.room.width)
    yield from answer_blocks(laid.part.answers, laid.room.width)


def working_blocks(workings: Sequence[Working], width: float) -> Iterator[PaperBlock]:
    """The lines to complete, in two columns where they are short, row by row."""
    if not workings:
        return
    yield PaperBlock("title", TITLE, text="Working")
    columns = 1 if max(len(line.products) for line in workings) > FEW_PRODUCTS else 2
    across = (width - GUTTER * (columns - 1)) / columns
    for row in rows_across(workings, columns):
        height = max(working_height(line, across) for line in row)
        yield PaperBlock("workings", height, workings=row, columns=columns)


def working_height(line: Working, width: float) -> float:
    """The height of a line to complete with its boxes."""
    text = f"{line.cell} {line.told}"
    if not line.products:
        boxed = BOX - LINE if line.value is not None else 0.0
        taken = width if line.value is None else width - BOX_WIDE
        return lines_across(text, LINE_SIZE, taken) * LINE + boxed + 3
    a_row = max(1, int((width - 3) / BOX_WIDE))
    boxes = len(line.products) + (line.value is not None)
    return lines_across(text, LINE_SIZE, width) * LINE + ceil(boxes / a_row) * BOX + 3


def answer_blocks(answers: Sequence[Answer], width: float) -> Iterator[PaperBlock]:
    """The arithmetic of every answer, in as many columns as its lines leave room for."""
    if not answers:
        return
    yield PaperBlock("title", TITLE, text="Answers")
    texts = [f"{one.cell} {one.work}" for one in answers]
    longest = min(width, max(across_of(text, LINE_SIZE) for text in texts))
    columns = max(1, min(MOST_COLUMNS, int((width + GUTTER) / (longest + GUTTER))))
    across = (width - GUTTER * (columns - 1)) / columns
    for row in rows_across(answers, columns):
        lines = max(lines_across(f"{one.cell} {one.work}", LINE_SIZE, across) for one in row)
        yield PaperBlock("answers", lines * LINE + 1, answers=row, columns=columns)


def rows_across(items: Sequence[T], columns: int) -> Iterator[tuple[T, ...]]:
    """So many items a row."""
    edges = [*range(0, len(items), columns), len(items)]
    return (tuple(items[a:b]) for a, b in pairwise(edges))
