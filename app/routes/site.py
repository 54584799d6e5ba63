"""The pages beside the lessons: the first page, the glossary, the description of the JSON."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app import api, pages
from app.api import description
from app.exercise.view_parameters import VIEW_PARAMETERS
from app.exports.worksheets.options import WORKSHEET_PARAMETERS
from app.routes.kept_pages import kept_page
from app.settings import prefix, public_origin
from app.web.concurrency import briefly
from app.web.headers import PLACED
from app.web.rendering import Packing, packed_template, rendered

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
    return await kept_page(request, packed_home)


async def show_glossary(request: Request) -> Response:
    """What the words of the field mean."""
    return await kept_page(request, packed_glossary)


def packed_home(packing: Packing) -> bytes:
    """The first page, compressed."""
    return packed_template("home.html", pages.home_page(), packing)


def packed_glossary(packing: Packing) -> bytes:
    """The glossary, compressed."""
    return packed_template("glossary.html", pages.glossary_page(), packing)


async def show_description(request: Request) -> Response:
    """The description of addresses and JSON; its commands name the address that it was asked at."""
    base = public_origin(str(request.base_url)) + prefix()
    return await briefly(described_at, base, request.app)


def described_at(base: str, app: FastAPI) -> Response:
    """The description, with commands for an app that is reached at base."""
    described = description.described_api(app.openapi(), api.answers(), base, TABLES)
    return rendered("docs.html", described, headers=PLACED)
