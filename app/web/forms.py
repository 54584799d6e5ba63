"""Posted forms: what was sent, read or refused in a sentence, whether encoded as an address or in parts."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

LARGEST_FORM: Final = 200_000
MOST_FIELDS: Final = 3000
ENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
Fields = list[tuple[str, str]]


async def fields_of(request: Request, largest: int = LARGEST_FORM) -> Fields:
    """The fields of a posted form, in order, files as their text.

    Raises HTTPException: 413 beyond largest bytes, 415 for what is no form, 422 for what is no text.
    """
    body = await body_of(request, largest)
    kind = request.headers.get("content-type", ENCODED).partition(";")[0].strip().lower()
    if kind not in (ENCODED, MULTIPART):
        raise HTTPException(415, f"A form is sent as {ENCODED} or as {MULTIPART}, not as anything else.")
    try:
        return await in_parts(request, body) if kind == MULTIPART else url_encoded_fields(body)
    except (ValueError, MultiPartException) as error:
        raise HTTPException(422, "That form cannot be read as text.") from error


async def body_of(request: Request, largest: int) -> bytes:
    """What was sent; HTTPException 413 beyond so many bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413, "That form is too large.")
    return body


def url_encoded_fields(body: bytes) -> Fields:
    """The fields of a form that is written as an address is. Raises ValueError."""
    return parse_qsl(
        body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
    )


async def in_parts(request: Request, body: bytes) -> Fields:
    """The fields of a form in parts, as one with a file is sent. Raises ValueError, MultiPartException."""

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, whole(), max_files=4, max_fields=MOST_FIELDS)
    form = await parser.parse()
    if not form:
        raise ValueError("no part is whole")
    try:
        return [(name, await text_of(part)) for name, part in form.multi_items()]
    finally:
        await form.close()


async def text_of(part: UploadFile | str) -> str:
    """A field's text, or a file's. Raises ValueError where that is no text."""
    return part if isinstance(part, str) else (await part.read()).decode("utf-8-sig")
