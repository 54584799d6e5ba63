"""Templates filled in."""

from __future__ import annotations

from collections.abc import Mapping
from gzip import compress, decompress

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.exercise.urls import site_path
from app.exercise.view_parameters import VIEW_NAMES
from app.web.headers import PAGE
from app.web.paths import TEMPLATES
from app.web.written import WrittenOnce, WrittenOnceButForLink

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
    "written_cells": WrittenOnceButForLink(templates, "grid.html", "cell"),
    "written_tiles": WrittenOnceButForLink(templates, "map.html", "tile"),
    "written_places": WrittenOnce(templates, "places.html", "places"),
    "written_timeline": WrittenOnce(templates, "places.html", "timeline"),
    "written_names": WrittenOnce(templates, "places.html", "names"),
}
"""Macros whose text is kept: what many pages have alike."""


def rendered(
    template: str, page: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A template with its page."""
    return HTMLResponse(templates.get_template(template).render(page=page), status, headers)


def packed_template(template: str, page: object) -> bytes:
    """A template with its page, compressed; the same page gives the same bytes."""
    return compress(templates.get_template(template).render(page=page).encode(), 5, mtime=0)


def unpacked(
    request: Request, packed: bytes, headers: Mapping[str, str] = PAGE, media: str = "text/html"
) -> Response:
    """What was made and compressed before, compressed still where the browser takes that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "content-encoding": "gzip"}, media_type=media)
    return Response(decompress(packed), headers=dict(headers), media_type=media)
