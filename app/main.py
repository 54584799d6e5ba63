"""The routes, the headers, the errors. Everything a page shows is a function of its address."""

from __future__ import annotations

import gc
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from gzip import compress, decompress
from urllib.parse import parse_qsl

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from app import api, docs, edits, pages, share
from app.files import STATIC, TEMPLATES, VERSION
from app.headers import PAGE, SECURITY, Headers, unchanged
from app.lesson import Lesson, NoSuchPage
from app.lessons import LESSONS
from app.reading import StateError, read, split
from app.shelf import Shelf
from app.state import VIEW_PARAMETERS, State, looking, url
from app.work import in_thread

LARGEST_FORM = 200_000


@asynccontextmanager
async def quiet_memory(_: FastAPI) -> AsyncIterator[None]:
    """Spares the garbage collector what stays for ever: without this a page in a hundred waits for it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
templates.globals["looking"] = " ".join(VIEW_PARAMETERS)
app = FastAPI(
    title="Autoencoders by Hand",
    version=VERSION,
    description="Every matrix of an autoencoder and of a sparse autoencoder, cell by cell, as JSON.",
    docs_url=None,
    lifespan=quiet_memory,
    redoc_url=None,
)


app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
app.add_middleware(Headers)
app.include_router(api.router)
app.mount("/static", StaticFiles(directory=STATIC), name="static")


def rendered(
    template: str, page: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A template with its page."""
    return HTMLResponse(templates.get_template(template).render(page=page), status, headers)


def lesson_of(request: Request) -> Lesson:
    """The lesson in the path; a 404 where there is none of that name."""
    lesson = LESSONS.get(request.path_params["lesson"])
    if lesson is None:
        raise HTTPException(404, "There is no lesson of that name.")
    return lesson


def name_of(request: Request) -> str | int:
    """The page's name in the path: one of pages.NAMED, an experiment's, or a step's number."""
    if "experiment" in request.path_params:
        return pages.EXPERIMENT + str(request.path_params["experiment"])
    name = str(request.path_params.get("page", ""))
    if name in pages.NAMED:
        return name
    if not re.fullmatch("[1-9][0-9]{0,2}", name):
        raise HTTPException(404, "There is no page of that name.")
    return int(name)


def query_in(request: Request) -> str:
    """The query as it was sent."""
    return bytes(request.scope["query_string"]).decode("latin-1")


def document(slug: str, name: str | int, query: str) -> tuple[str, str]:
    """A page's canonical address, and its HTML where that is the address asked for."""
    shown = pages.page(read(LESSONS[slug], query), name)
    if shown.canonical != address(slug, name, query):
        return shown.canonical, ""
    return shown.canonical, templates.get_template(shown.template).render(page=shown)


def address(slug: str, name: str | int, query: str) -> str:
    """The address that was asked for."""
    return f"/{slug}" + (f"/{name}" if name != "" else "") + (f"?{query}" if query else "")


SHELF = Shelf(most=1000)


def packed_document(slug: str, name: str | int, query: str) -> tuple[str, bytes]:
    """document(), its HTML compressed; no bytes where the address is not canonical."""
    canonical, html = document(slug, name, query)
    return canonical, compress(html.encode(), 5, mtime=0) if html else b""


def unpacked(request: Request, packed: bytes) -> Response:
    """A page from the shelf, compressed where the browser takes that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = {**PAGE, "content-encoding": "gzip"}
        return HTMLResponse(packed, headers=headers)
    return HTMLResponse(decompress(packed), headers=PAGE)


async def home(request: Request) -> Response:
    """The lessons."""
    same = unchanged(request.headers.get("if-none-match"))
    return same or rendered("home.html", pages.home(), headers=PAGE)


async def show(request: Request) -> Response:
    """A page of a lesson; an address that is not canonical is answered by a redirect to the one that is."""
    lesson, name, query = lesson_of(request), name_of(request), query_in(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    here = address(lesson.slug, name, query)
    if packed := SHELF.take(here):
        return unpacked(request, packed)
    try:
        canonical, packed = await in_thread(packed_document, lesson.slug, name, query)
    except StateError as error:
        return unreadable(request, lesson, error)
    except NoSuchPage as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
    if not packed:
        return RedirectResponse(canonical, 303)
    SHELF.keep(here, packed)
    return unpacked(request, packed)


async def weigh(request: Request) -> Response:
    """The page about one weight, which has numbers of its own."""
    lesson = lesson_of(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    try:
        canonical, shown = pages.one_weight(lesson, query_in(request))
    except StateError as error:
        return unreadable(request, lesson, error)
    except NoSuchPage as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
    if canonical != address(lesson.slug, "l1", query_in(request)):
        return RedirectResponse(canonical, 303)
    return rendered("one_weight.html", shown, headers=PAGE)


async def edit(request: Request) -> Response:
    """An edit: a 303 to the edited page, or the page with what was typed and a sentence at its place."""
    lesson, name = lesson_of(request), name_of(request)
    try:
        state = await in_thread(read, lesson, query_in(request))
        before = await in_thread(pages.page, state, name)
    except StateError as error:
        return unreadable(request, lesson, error)
    except NoSuchPage as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
    fields = await form_fields(request)
    try:
        after = await in_thread(edits.edited, before.state, before.given, fields)
        return RedirectResponse(await in_thread(landing, after, name), 303)
    except edits.EditError as error:
        again = await in_thread(pages.page, before.state, name, error)
        return rendered(again.template, again, 422)


def landing(state: State, name: str | int) -> str:
    """The canonical address after an edit; a frame that the edited exercise does not have is left."""
    try:
        return pages.page(state, name).canonical
    except StateError:
        return url(looking(state, frame=None), name)


async def form_fields(request: Request) -> list[tuple[str, str]]:
    """The fields of a posted form, in order. Raises 413 and 422 for what is no form of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413, "That form is too large.")
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=3000)
    except ValueError as error:
        raise HTTPException(422, "That form cannot be read as text.") from error


def unreadable(request: Request, lesson: Lesson, error: StateError) -> Response:
    """The page that says what in the address cannot be read, with all of it in a form to mend."""
    try:
        pairs = error.pairs or tuple(split(query_in(request)))
    except StateError:
        pairs = ()
    says = [p.says for p in error.problems]
    fields = [(k, v, [p.says for p in error.problems if p.parameter == k]) for k, v in pairs]
    title = "This address cannot be shown"
    shown = pages.ErrorPage(
        title,
        f"{lesson.title}: {len(says)} thing{'s' * (len(says) != 1)} to mend.",
        error.problems,
        fields,
        request.url.path,
    )
    return rendered("error.html", shown, 422)


async def failed(request: Request, error: Exception) -> Response:
    """Errors as pages, or as JSON below /api."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    says = (
        str(error.detail) if isinstance(error, HTTPException) else "Something went wrong here, not with you."
    )
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": says}, status)
    # Outside the middleware, so a 500 brings its own headers.
    headers = SECURITY if status == 500 else None
    titles = {404: "Not found", 405: "Not possible here", 413: "Too large", 422: "Cannot be read"}
    return rendered("error.html", pages.ErrorPage(titles.get(status, "An error"), says), status, headers)


async def code(request: Request) -> Response:
    """The public address of one of our pages as a QR code."""
    page = request.query_params.get("page", "")
    inside = page.startswith("/") and not page.startswith("//") and page.isprintable()
    image = share.qr_image(share.address(page, str(request.base_url))) if inside else b""
    if not image:
        raise HTTPException(422, "That is no address of a page here, or it is too long to be scanned.")
    return Response(image, headers={"cache-control": "no-cache"}, media_type="image/svg+xml")


async def describe(request: Request) -> Response:
    """The description of the JSON."""
    same = unchanged(request.headers.get("if-none-match"))
    return same or rendered("docs.html", docs.describe(app.openapi(), api.answers()), headers=PAGE)


async def healthz(_: Request) -> Response:
    """200 while serving."""
    return PlainTextResponse("ok")


app.add_exception_handler(HTTPException, failed)
app.add_exception_handler(500, failed)
app.add_route("/", home, include_in_schema=False)
app.add_route("/code.svg", code, include_in_schema=False)
app.add_route("/docs", describe, include_in_schema=False)
app.add_route("/healthz", healthz, include_in_schema=False)
app.add_route("/{lesson}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}", edit, ["POST"], include_in_schema=False)
app.add_route("/{lesson}/l1", weigh, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/experiments/{experiment}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", edit, ["POST"], include_in_schema=False)
