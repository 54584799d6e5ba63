"""The static files, read and compressed once, when the server starts; a browser that has one hears so."""

from __future__ import annotations

import gzip
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.web.assets import BEHAVIOURS, STYLES, joined, minified, tightened
from app.web.headers import unchanged
from app.web.paths import STATIC
from app.web.rendering import unpacked

MEDIA: Final = {".js": "text/javascript", ".woff2": "font/woff2"}
"""What not every system knows."""


class StaticFile(NamedTuple):
    """A file as it is sent: compressed, unless it is so by itself."""

    content: bytes
    media: str
    is_packed: bool
    headers: dict[str, str]


def static_file(name: str, content: bytes) -> StaticFile:
    """The file of that name."""
    ending = Path(name).suffix
    media = MEDIA.get(ending) or guess_type(name)[0] or "text/plain"
    packed = content if ending == ".woff2" else gzip.compress(content, 9, mtime=0)
    headers = {"etag": f'"{sha256(content).hexdigest()[:16]}"'}
    return StaticFile(packed, media, packed is not content, {**headers, "vary": "Accept-Encoding"})


def content_of(path: Path) -> bytes:
    """A file's bytes; a script of ours without its comments and spaces."""
    content = path.read_bytes()
    is_ours = path.suffix == ".js" and path.parent == STATIC
    return minified(content.decode()).encode() if is_ours else content


def every_file() -> dict[str, bytes]:
    """The files by their names below /static, and those of every page in one piece."""
    paths = (path for path in STATIC.rglob("*") if path.is_file())
    alone = {path.relative_to(STATIC).as_posix(): content_of(path) for path in paths}
    behaviours = minified(joined(BEHAVIOURS, "js"))
    return {**alone, "all.css": tightened(joined(STYLES, "css")).encode(), "all.js": behaviours.encode()}


FILES: Final = {name: static_file(name, content) for name, content in every_file().items()}


def file_answer(request: Request, file: StaticFile) -> Response:
    """A static file, or a 304 where the browser has it already."""
    if same := unchanged(request.headers.get("if-none-match"), file.headers):
        return same
    if file.is_packed:
        return unpacked(request, file.content, file.headers, file.media)
    return Response(file.content, headers=file.headers, media_type=file.media)


async def show_static_file(request: Request) -> Response:
    """A static file. Raises HTTPException: 404."""
    file = FILES.get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    return file_answer(request, file)
