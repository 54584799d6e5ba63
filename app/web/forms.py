"""Posted forms: what was sent, read or refused in a sentence, whether encoded as an address or in parts."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

LARGEST_FORM: Final = 200_000
MOST_FIELDS: Final = 3000
ENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
TOO_LARGE: Final = "That form is too large."
Fields = list[tuple[str, str]]


class Upload(NamedTuple):
    """A file as it was sent, and what it is called."""

    name: str
    content: bytes


async def fields_of(request: Request) -> Fields:
    """The fields of a posted form, in order, files as their text. Raises HTTPException as parts_of() does."""
    try:
        return [(name, text_of(part)) for name, part in await parts_of(request)]
    except ValueError as error:
        raise HTTPException(422, "That form cannot be read as text.") from error


async def parts_of(
    request: Request, largest: int = LARGEST_FORM, too_large: str = TOO_LARGE
) -> list[tuple[str, str | Upload]]:
    """The fields of a posted form, in order, files as they are.

    Raises HTTPException: 413 beyond largest bytes, 415 for what is no form, 422 for what is no text.
    """
    body = await body_of(request, largest, too_large)
    kind = request.headers.get("content-type", ENCODED).partition(";")[0].strip().lower()
    if kind not in (ENCODED, MULTIPART):
        raise HTTPException(415, f"A form is sent as {ENCODED} or as {MULTIPART}, not as anything else.")
    try:
        return await in_parts(request, body) if kind == MULTIPART else [*url_encoded_fields(body)]
    except (ValueError, MultiPartException) as error:
        raise HTTPException(422, "That form cannot be read as text.") from error


async def body_of(request: Request, largest: int, too_large: str) -> bytes:
    """What was sent; HTTPException 413 beyond so many bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413, too_large)
    return body


def url_encoded_fields(body: bytes) -> Fields:
    """The fields of a form that is written as an address is. Raises ValueError."""
    return parse_qsl(
        body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
    )


async def in_parts(request: Request, body: bytes) -> list[tuple[str, str | Upload]]:
    """The fields of a form in parts, as one with a file is sent. Raises ValueError, MultiPartException."""

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, whole(), max_files=4, max_fields=MOST_FIELDS)
    form = await parser.parse()
    if not form:
        raise ValueError("no part is whole")
    try:
        return [(name, await part_of(part)) for name, part in form.multi_items()]
    finally:
        await form.close()


async def part_of(part: UploadFile | str) -> str | Upload:
    """A field's text, or a file as it is."""
    return part if isinstance(part, str) else Upload(part.filename or "", await part.read())


def text_of(part: str | Upload) -> str:
    """A field's text, or a file's. Raises ValueError where that is no text."""
    return part if isinstance(part, str) else part.content.decode("utf-8-sig")
