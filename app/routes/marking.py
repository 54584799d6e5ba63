"""Marks for a pile of attempts: pasted links in, a table or a file out. Nothing is kept."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app import pages
from app.exports.marks_csv import slips_csv, table_csv
from app.teaching.pile import MOST_LINKS, marked_pile
from app.web.concurrency import at_length
from app.web.forms import parts_of
from app.web.rendering import Packing, packed_template, rendered

LARGEST_PILE = 4_000_000
"""Bytes: as many links as are marked, each as long as one can be."""
TOO_MANY = f"That is more than {MOST_LINKS} links can be. Paste fewer of them."
UNKEPT = {"cache-control": "no-store"}
FILES = {"table": table_csv, "slips": slips_csv}


def packed_marks(packing: Packing) -> bytes:
    """The page before anything is pasted, compressed."""
    return packed_template("marks.html", pages.MarksPage(), packing)


async def mark(request: Request) -> Response:
    """The marks of pasted links, as a page or as a file."""
    parts = await parts_of(request, LARGEST_PILE, TOO_MANY)
    fields = {name: part for name, part in parts if isinstance(part, str)}
    return await at_length(answered_marks, fields.get("links", ""), fields.get("as", ""))


def answered_marks(text: str, wanted: str) -> Response:
    """The marks in the form that is wanted."""
    pile = marked_pile(text)
    if wanted in FILES:
        named = {"content-disposition": f'attachment; filename="marks-{wanted}.csv"'}
        return Response(FILES[wanted](pile), headers=UNKEPT | named, media_type="text/csv")
    return rendered("marks.html", pages.MarksPage(text, pile), headers=UNKEPT)
