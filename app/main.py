"""The routes, the headers, the errors. Everything a page shows is a function of its address."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from gzip import compress, decompress

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from app import api, docs, downloads, edits, opening, pages, printing, share
from app.exercise import ExerciseError
from app.files import STATIC, VERSION
from app.forms import fields_of
from app.headers import PAGE, SECURITY, Headers, unchanged
from app.lesson import Lesson, NotInLesson
from app.lessons import LESSONS
from app.reading import StateError, read, split
from app.rendering import rendered, templates
from app.requested import address, lesson_of, name_of, query_in
from app.shelf import Shelf
from app.state import State, looking, url
from app.work import in_thread
from app.worksheets.options import Order, read_order

LARGEST_FILE = 1_000_000


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
)


app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
app.add_middleware(Headers)
app.include_router(api.router)
app.mount("/static", StaticFiles(directory=STATIC), name="static")


def document(slug: str, name: str | int, query: str) -> tuple[str, str]:
    """A page's canonical address, and its HTML where that is the address asked for."""
    shown = pages.page(read(LESSONS[slug], query), name)
    if shown.canonical != address(slug, name, query):
        return shown.canonical, ""
    return shown.canonical, templates.get_template(shown.template).render(page=shown)


SHELF = Shelf(most=1000)


def packed_document(slug: str, name: str | int, query: str) -> tuple[str, bytes]:
    """document(), its HTML compressed; no bytes where the address is not canonical."""
    canonical, html = document(slug, name, query)
    return canonical, compress(html.encode(), 5, mtime=0) if html else b""


def unpacked(
    request: Request, packed: bytes, headers: Mapping[str, str] = PAGE, media: str = "text/html"
) -> Response:
    """What was made and compressed before, compressed still where the browser takes that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "content-encoding": "gzip"}, media_type=media)
    return Response(decompress(packed), headers=dict(headers), media_type=media)


async def home(request: Request) -> Response:
    """The lessons."""
    same = unchanged(request.headers.get("if-none-match"))
    return same or rendered("home.html", pages.home(), headers=PAGE)


async def glossary(_: Request) -> Response:
    """What the words of the field mean."""
    return rendered("glossary.html", pages.glossary())


async def open_file(request: Request) -> Response:
    """An exercise pasted or uploaded: a 303 to its introduction, or the same form with what is wrong."""
    fields = dict(await fields_of(request, LARGEST_FILE))
    text = fields.get("file") or fields.get("exercise", "")
    try:
        exercise = await in_thread(opening.opened, text)
    except ExerciseError as error:
        return rendered("home.html", pages.home(text, error.problems), 422)
    return RedirectResponse(url(State(exercise)), 303)


def handing_out(make: downloads.Maker) -> Callable[[Request], Awaitable[Response]]:
    """The route of a file that is made from an exercise."""

    async def endpoint(request: Request) -> Response:
        lesson = lesson_of(request)
        if same := unchanged(request.headers.get("if-none-match")):
            return same
        try:
            asked = downloads.Asked(lesson, query_in(request), request.path_params, str(request.base_url))
            file = await in_thread(make, asked)
        except StateError as error:
            return unreadable(request, lesson, error)
        except NotInLesson as error:
            raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
        named = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, headers=PAGE | named, media_type=file.media)

    return endpoint


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
    except NotInLesson as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
    if not packed:
        return RedirectResponse(canonical, 303)
    SHELF.keep(here, packed)
    return unpacked(request, packed)


async def ordered(request: Request) -> Order:
    """The worksheet that is asked for; raises what show() answers for, and StateError."""
    lesson, page = lesson_of(request), name_of(request)
    if isinstance(page, str) and page:
        raise HTTPException(404, "There is no page of that name.")
    try:
        return await in_thread(read_order, lesson, page if isinstance(page, int) else None, query_in(request))
    except NotInLesson as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error


async def worksheet(request: Request) -> Response:
    """The page that shows a worksheet and offers what it can be."""
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    try:
        order = await ordered(request)
    except StateError as error:
        return unreadable(request, lesson_of(request), error)
    query = query_in(request)
    if order.address() != order.path + (f"?{query}" if query else ""):
        return RedirectResponse(order.address(), 303)
    return await in_thread(rendered_worksheet, order)


def rendered_worksheet(order: Order) -> Response:
    """The page of a worksheet."""
    return rendered("worksheet.html", pages.worksheet(order), headers=PAGE)


async def worksheet_pdf(request: Request) -> Response:
    """A worksheet to print. It names where it is served, so it is not kept like what depends on the build."""
    try:
        order = await ordered(request)
    except StateError as error:
        return unreadable(request, lesson_of(request), error)
    try:
        packed = await printing.packed_pdf(order, share.address("", str(request.base_url)))
    except printing.Busy as error:
        says = "Many worksheets are being made just now. Please ask again in a few seconds."
        raise HTTPException(503, says, {"retry-after": str(printing.SECONDS_TO_WAIT)}) from error
    headers = {
        "content-disposition": f'inline; filename="{order.file_name}.pdf"',
        "cache-control": "no-cache",
    }
    return unpacked(request, packed, headers, "application/pdf")


async def weigh(request: Request) -> Response:
    """The page about one weight, which has numbers of its own."""
    lesson = lesson_of(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    try:
        canonical, shown = pages.one_weight(lesson, query_in(request))
    except StateError as error:
        return unreadable(request, lesson, error)
    except NotInLesson as error:
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
    except NotInLesson as error:
        raise HTTPException(404, f"{lesson.title}: {error.args[0]}.") from error
    fields = await fields_of(request)
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
    headers = SECURITY if status == 500 else getattr(error, "headers", None)
    return rendered(
        "error.html", pages.ErrorPage(pages.TITLES.get(status, "An error"), says), status, headers
    )


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
app.add_route("/", home, ["GET"], include_in_schema=False)
app.add_route("/code.svg", code, include_in_schema=False)
app.add_route("/glossary", glossary, include_in_schema=False)
app.add_route("/docs", describe, include_in_schema=False)
app.add_route("/healthz", healthz, include_in_schema=False)
app.add_route("/", open_file, ["POST"], include_in_schema=False)
for path, maker in downloads.FILES.items():
    app.add_route(f"/{{lesson}}/{path}", handing_out(maker), ["GET"], include_in_schema=False)
app.add_route("/{lesson}/matrix/{matrix}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}", edit, ["POST"], include_in_schema=False)
for place in ("/{lesson}", "/{lesson}/{page}"):
    app.add_route(f"{place}/worksheet", worksheet, include_in_schema=False)
    app.add_route(f"{place}/worksheet.pdf", worksheet_pdf, include_in_schema=False)
app.add_route("/{lesson}/l1", weigh, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/experiments/{experiment}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", edit, ["POST"], include_in_schema=False)
