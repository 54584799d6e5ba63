"""The pages beside the lessons: the first page, the glossary, the description of the JSON, a sign of life."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app import api, pages
from app.api import description
from app.exercise.view_parameters import VIEW_PARAMETERS
from app.exports.qr import public_base
from app.exports.worksheets.options import WORKSHEET_PARAMETERS
from app.web.headers import PAGE, PLACED, unchanged
from app.web.rendering import rendered

TABLES = (
    description.ParameterTable(
        "How an exercise is looked at", [(p.name, p.example, p.says) for p in VIEW_PARAMETERS]
    ),
    description.ParameterTable(
        "What a worksheet is asked to be", [(p.name, p.example, p.says) for p in WORKSHEET_PARAMETERS]
    ),
)
"""The parameters that pages have besides those of an exercise, from the tables by which they are read."""


async def show_home(request: Request) -> Response:
    """The lessons."""
    same = unchanged(request.headers.get("if-none-match"))
    return same or rendered("home.html", pages.home_page(), headers=PAGE)


async def show_glossary(_: Request) -> Response:
    """What the words of the field mean."""
    return rendered("glossary.html", pages.glossary_page())


async def show_description(request: Request) -> Response:
    """The description of addresses and JSON; its commands name the address that it was asked at."""
    base = public_base(str(request.base_url))
    described = description.described_api(request.app.openapi(), api.answers(), base, TABLES)
    return rendered("docs.html", described, headers=PLACED)


async def healthz(_: Request) -> Response:
    """200 while serving."""
    return PlainTextResponse("ok")
