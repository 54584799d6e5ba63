"""Marks for a pile of attempts: pasted links in, a table or a file out. Nothing is kept.

Of a large pile a second process marks one half. It begins when the page is opened, and again after a pile, so
that it is ready when links are pasted; where it is not, both halves are marked here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from app import pages
from app.exports.marks_csv import slips_csv, table_csv
from app.routes.kept_pages import page_answer
from app.teaching.marking_process import answered_part, read_marks, written_part
from app.teaching.pile import put_together
from app.teaching.pile_part import MOST_LINKS, MarkedPart, PilePart, marked_part, parts_of_pile
from app.web.concurrency import LONG_PLACE, briefly
from app.web.forms import parts_of
from app.web.headers import PAGE
from app.web.process_loop import PROCESSES, in_process_loop
from app.web.rendering import Packing, packed_template, rendered, taken_packing
from app.web.second_process import SecondProcess

LARGEST_PILE = 4_000_000
"""Bytes: as many links as are marked, each as long as one can be."""
TOO_MANY = f"That is more than {MOST_LINKS} links can be. Paste fewer of them."
UNKEPT = {"cache-control": "no-store"}
FILES = {"table": table_csv, "slips": slips_csv}


@asynccontextmanager
async def second_marker() -> AsyncGenerator[SecondProcess, None]:
    """The process that marks halves; the server has it at hand as long as it runs."""
    second = SecondProcess(answered_part.__module__)
    with PROCESSES:
        try:
            yield second
        finally:
            await in_process_loop(second.end)


async def begin_to_mark(second: SecondProcess) -> None:
    """Has it begin, so that it is ready when a pile comes."""
    second.begin()


def second_of(request: Request) -> SecondProcess | None:
    """That of the server that was asked; an app without a server has none."""
    second: SecondProcess | None = getattr(request.state, "second_marker", None)
    return second


async def show_marks(request: Request) -> Response:
    """The page on which links to attempts are pasted."""
    if second := second_of(request):
        await in_process_loop(begin_to_mark, second)
    packing = taken_packing(request)
    return page_answer(request, await briefly(packed_marks, packing), PAGE)


@cache
def packed_marks(packing: Packing) -> bytes:
    """The page before anything is pasted, compressed."""
    return packed_template("marks.html", pages.MarksPage(), packing)


async def mark(request: Request) -> Response:
    """The marks of pasted links, as a page or as a file."""
    parts = await parts_of(request, LARGEST_PILE, TOO_MANY)
    fields = {name: part for name, part in parts if isinstance(part, str)}
    text = fields.get("links", "")
    async with LONG_PLACE.turn():
        shared_out = await to_thread.run_sync(shared_parts, text)
        marked = await marked_parts(shared_out, second_of(request))
        return await to_thread.run_sync(answered_marks, text, marked, fields.get("as", ""))


class SharedPart(NamedTuple):
    """A part of a pile, and as the second process is asked for it."""

    part: PilePart
    asked: bytes


def shared_parts(text: str) -> list[SharedPart]:
    """The parts of pasted lines."""
    return [SharedPart(part, written_part(part)) for part in parts_of_pile(text)]


async def marked_parts(parts: Sequence[SharedPart], second: SecondProcess | None) -> list[MarkedPart]:
    """The parts marked: the first by this process, and any other by the second where that can."""
    first, *others = parts
    answers = [asyncio.create_task(in_process_loop(second.answer, each.asked)) for each in others if second]
    marked = [await to_thread.run_sync(marked_part, first.part)]
    for each, answer in zip_longest(others, answers):
        if answer and (found := await answer):
            marked.append(await to_thread.run_sync(read_marks, found))
        else:
            marked.append(await to_thread.run_sync(marked_part, each.part))
    if second and others:
        await in_process_loop(begin_to_mark, second)
    return marked


def answered_marks(text: str, parts: Sequence[MarkedPart], wanted: str) -> Response:
    """The marks in the form that is wanted."""
    pile = put_together(parts)
    if wanted in FILES:
        named = {"content-disposition": f'attachment; filename="marks-{wanted}.csv"'}
        return Response(FILES[wanted](pile), headers=UNKEPT | named, media_type="text/csv")
    return rendered("marks.html", pages.MarksPage(text, pile), headers=UNKEPT)
