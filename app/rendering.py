"""Templates filled in."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from app.files import TEMPLATES
from app.state import VIEW_PARAMETERS

templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
templates.globals["looking"] = " ".join(VIEW_PARAMETERS)


def rendered(
    template: str, page: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A template with its page."""
    return HTMLResponse(templates.get_template(template).render(page=page), status, headers)
