"""The routes, the headers, the errors. Everything a page shows is a function of its address."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from gzip import compress

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from app import api, pages
from app.api import description
from app.core.lesson import NotInLesson
from app.exercise import edits
from app.exercise.parse_exercise import StateError, read_state
from app.exercise.state import State, looking, url
from app.exports import downloads
from app.exports.qr import public_address
from app.lessons import LESSONS
from app.routes.errors import absent, failed, unreadable
from app.routes.files import code, handing_out, open_file, show_worksheet, worksheet_pdf
from app.web import assets
from app.web.concurrency import in_thread
from app.web.forms import fields_of
from app.web.headers import HANDED, PAGE, PLACED, Headers, unchanged
from app.web.methods import HeadAsGet
from app.web.page_cache import Shelf
from app.web.paths import STATIC, VERSION
from app.web.rendering import rendered, templates, unpacked
from app.web.requests import lesson_of, name_of, query_in, requested_address


@asynccontextmanager
async def quiet_memory(_: FastAPI) -> AsyncIterator[None]:
    """Spares the garbage collector what stays for ever: without this a page in a hundred waits for it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


app = FastAPI(
    title="Autoencoders by Hand",
    version=VERSION,
    description="Every matrix of an autoencoder and of a sparse autoencoder, cell by cell, as JSON.",
    docs_url=None,
    lifespan=quiet_memory,
    redoc_url=None,
    # Clients made from the description name their functions after these.
    generate_unique_id_function=lambda route: route.name,
)


app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
app.add_middleware(Headers)
app.add_middleware(HeadAsGet)
app.include_router(api.router)
app.add_route("/static/all.css", assets.styles, include_in_schema=False)
app.add_route("/static/all.js", assets.behaviours, include_in_schema=False)
app.mount("/static", StaticFiles(directory=STATIC), name="static")


def page_document(slug: str, name: str | int, query: str) -> tuple[str, str]:
    """A page's canonical address, and its HTML where that is the address asked for."""
    shown = pages.page(read_state(LESSONS[slug], query), name)
    if shown.canonical != requested_address(slug, name, query):
        return shown.canonical, ""
    return shown.canonical, templates.get_template(shown.template).render(page=shown)


SHELF = Shelf(most=1000)


def packed_document(slug: str, name: str | int, query: str) -> tuple[str, bytes]:
    """document(), its HTML compressed; no bytes where the address is not canonical."""
    canonical, html = page_document(slug, name, query)
    return canonical, compress(html.encode(), 5, mtime=0) if html else b""


async def shelved(slug: str, name: str | int, query: str) -> tuple[str, bytes]:
    """packed_document(), from the shelf where it was made before."""
    here = requested_address(slug, name, query)
    if kept := SHELF.take(here):
        return here, kept
    canonical, packed = await in_thread(packed_document, slug, name, query)
    if packed:
        SHELF.keep(here, packed)
    return canonical, packed


async def show_home(request: Request) -> Response:
    """The lessons."""
    same = unchanged(request.headers.get("if-none-match"))
    return same or rendered("home.html", pages.home_page(), headers=PAGE)


async def show_glossary(_: Request) -> Response:
    """What the words of the field mean."""
    return rendered("glossary.html", pages.glossary_page())


async def show(request: Request) -> Response:
    """A page of a lesson; an address that is not canonical is answered by a redirect to the one that is."""
    lesson, name, query = lesson_of(request), name_of(request), query_in(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    canonical, packed = await shelved(lesson.slug, name, query)
    return unpacked(request, packed) if packed else RedirectResponse(canonical, 303)


async def weigh(request: Request) -> Response:
    """The page about one weight, which has numbers of its own."""
    lesson = lesson_of(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    canonical, shown = pages.one_weight(lesson, query_in(request))
    if canonical != requested_address(lesson.slug, "l1", query_in(request)):
        return RedirectResponse(canonical, 303)
    return rendered("one_weight.html", shown, headers=PAGE)


async def edit(request: Request) -> Response:
    """An edit: leads to the edited page, or answers with what was typed and a sentence at its place."""
    lesson, name = lesson_of(request), name_of(request)
    state = await in_thread(read_state, lesson, query_in(request))
    before = await in_thread(pages.page, state, name)
    fields = await fields_of(request)
    try:
        after = await in_thread(edits.edited, before.state, before.given, fields)
    except edits.EditError as error:
        again = await in_thread(pages.page, before.state, name, error)
        return rendered(again.template, again, 422)
    return await led(request, name, await in_thread(landing, after, name))


async def led(request: Request, name: str | int, there: str) -> Response:
    """A 303; htmx is handed the page itself with its address: over a slow network that is half the wait."""
    packed = b""
    if "hx-request" in request.headers:
        with suppress(StateError):
            _, packed = await shelved(lesson_of(request).slug, name, there.partition("?")[2])
    if not packed:
        return RedirectResponse(there, 303)
    return unpacked(request, packed, {**HANDED, "hx-push-url": there})


def landing(state: State, name: str | int) -> str:
    """The canonical address after an edit; a frame that the edited exercise does not have is left."""
    try:
        return pages.page(state, name).canonical
    except StateError:
        return url(looking(state, frame=None), name)


async def show_description(request: Request) -> Response:
    """The description of the JSON; its commands name the address that it was asked at."""
    base = public_address("", str(request.base_url))
    described = description.described_api(app.openapi(), api.answers(), base)
    return rendered("docs.html", described, headers=PLACED)


async def healthz(_: Request) -> Response:
    """200 while serving."""
    return PlainTextResponse("ok")


app.add_exception_handler(HTTPException, failed)
app.exception_handler(StateError)(unreadable)
app.exception_handler(NotInLesson)(absent)
app.add_exception_handler(500, failed)
app.add_route("/", show_home, ["GET"], include_in_schema=False)
app.add_route("/code.svg", code, include_in_schema=False)
app.add_route("/glossary", show_glossary, include_in_schema=False)
app.add_route("/docs", show_description, include_in_schema=False)
app.add_route("/healthz", healthz, include_in_schema=False)
app.add_route("/", open_file, ["POST"], include_in_schema=False)
for path, download in downloads.FILES.items():
    app.add_route(f"/{{lesson}}/{path}", handing_out(download), ["GET"], include_in_schema=False)
app.add_route("/{lesson}/matrix/{matrix}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/matrix/{matrix}", edit, ["POST"], include_in_schema=False)
app.add_route("/{lesson}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}", edit, ["POST"], include_in_schema=False)
for place in ("/{lesson}", "/{lesson}/{page}"):
    app.add_route(f"{place}/worksheet", show_worksheet, include_in_schema=False)
    app.add_route(f"{place}/worksheet.pdf", worksheet_pdf, include_in_schema=False)
app.add_route("/{lesson}/l1", weigh, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/experiments/{experiment}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", edit, ["POST"], include_in_schema=False)
