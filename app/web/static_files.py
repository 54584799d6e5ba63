"""The static files, read and compressed once, when the server starts; a browser that has one hears so."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple

import brotli
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.web.assets import BEHAVIOURS, STYLES, joined, minified, tightened
from app.web.headers import unchanged
from app.web.paths import STATIC

MEDIA: Final = {".js": "text/javascript", ".woff2": "font/woff2"}
"""What not every system knows."""
OF_EVERY_PAGE: Final = {"all.css", "all.js", "theme.js", "vendor/htmx.min.js", "icon.svg"}
"""Worth the time that brotli takes to pack a file well: a twentieth of a second for the styles."""


class StaticFile(NamedTuple):
    """A file: its bytes, and how it is sent by the name of an encoding: of a font none, being packed."""

    content: bytes
    packed: Mapping[str, bytes]
    media: str
    headers: dict[str, str]


def static_file(name: str, content: bytes) -> StaticFile:
    """The file of that name."""
    ending = Path(name).suffix
    media = MEDIA.get(ending) or guess_type(name)[0] or "text/plain"
    headers = {"etag": f'"{sha256(content).hexdigest()[:16]}"'}
    if ending == ".woff2":
        return StaticFile(content, {}, media, headers)
    packed = {"gzip": gzip.compress(content, 9, mtime=0)}
    if name in OF_EVERY_PAGE:
        packed = {"br": brotli.compress(content, brotli.MODE_TEXT, quality=10), **packed}
    return StaticFile(content, packed, media, {**headers, "vary": "Accept-Encoding"})


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
    taken = request.headers.get("accept-encoding", "")
    for encoding, packed in file.packed.items():
        if encoding in taken:
            return Response(
                packed, headers={**file.headers, "content-encoding": encoding}, media_type=file.media
            )
    return Response(file.content, headers=file.headers, media_type=file.media)


async def show_static_file(request: Request) -> Response:
    """A static file. Raises HTTPException: 404."""
    file = FILES.get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    return file_answer(request, file)
