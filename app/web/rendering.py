"""Templates filled in."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.exercise.urls import site_path
from app.exercise.view_parameters import VIEW_NAMES
from app.web.headers import PAGE
from app.web.paths import TEMPLATES
from app.web.written import OF_MANY, OF_ONE, OF_SOME, WrittenOnce, WrittenOnceButForLink

templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
templates.globals |= {"looking": " ".join(VIEW_NAMES), "site": site_path}
templates.globals |= {
    "written_cells": WrittenOnceButForLink(templates, "grid.html", "cell", OF_MANY),
    "written_tiles": WrittenOnceButForLink(templates, "map.html", "tile", OF_SOME),
    "written_places": WrittenOnce(templates, "places.html", "places", OF_ONE),
    "written_timeline": WrittenOnce(templates, "places.html", "timeline", OF_ONE),
    "written_names": WrittenOnce(templates, "places.html", "names", OF_ONE),
}
"""Macros whose text is kept: what many pages have alike."""


def rendered(
    template: str, page: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A template with its page."""
    return HTMLResponse(templates.get_template(template).render(page=page), status, headers)


class Packing(NamedTuple):
    """A way of compressing what is sent, by its name in HTTP; the same content gives the same bytes."""

    name: str
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


BROTLI: Final = Packing("br", partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5), brotli.decompress)
"""A page packed in as much time as by gzip, an eighth smaller; browsers take it where nobody reads along."""
GZIP: Final = Packing("gzip", partial(gzip.compress, compresslevel=5, mtime=0), gzip.decompress)


def taken_packing(request: Request) -> Packing:
    """How a page is packed for a client: the tightest way that it takes."""
    return BROTLI if BROTLI.name in request.headers.get("accept-encoding", "") else GZIP


def packed_template(template: str, page: object, packing: Packing = GZIP) -> bytes:
    """A template with its page, compressed."""
    return packing.pack(templates.get_template(template).render(page=page).encode())


def unpacked(
    request: Request,
    packed: bytes,
    headers: Mapping[str, str] = PAGE,
    media: str = "text/html",
    packing: Packing = GZIP,
) -> Response:
    """What was made and compressed before, compressed still where the browser takes that."""
    if packing.name in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "content-encoding": packing.name}, media_type=media)
    return Response(packing.unpack(packed), headers=dict(headers), media_type=media)
