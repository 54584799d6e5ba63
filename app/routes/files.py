"""What is handed out: worksheets in every format, exercises as files, QR codes; and files opened again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import pages
from app.api import exercise_files
from app.exercise.exercise import ExerciseError
from app.exercise.state import State
from app.exercise.urls import Urls, address
from app.exports import downloads, pdf_worker, qr
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import read_order
from app.web.concurrency import briefly, in_thread
from app.web.forms import fields_of
from app.web.headers import PAGE, PLACED, unchanged
from app.web.rendering import rendered, unpacked
from app.web.requests import lesson_of, name_of, query_in

LARGEST_FILE = 1_000_000


async def open_file(request: Request) -> Response:
    """An exercise pasted or uploaded: a 303 to its introduction, or the same form with what is wrong."""
    fields = dict(await fields_of(request, LARGEST_FILE))
    text = fields.get("file") or fields.get("exercise", "")
    try:
        exercise = await in_thread(exercise_files.opened, text)
    except ExerciseError as error:
        return await briefly(refused_file, text, error)
    return RedirectResponse(Urls(State(exercise)).introduction(), 303)


def refused_file(text: str, error: ExerciseError) -> Response:
    """The first page with what was opened and what is wrong with it."""
    return rendered("home.html", pages.home_page(text, error.problems), 422)


def handing_out(download: downloads.Download) -> Callable[[Request], Awaitable[Response]]:
    """The route of a file that is made from an exercise."""
    kept = PLACED if download.is_placed else PAGE

    async def endpoint(request: Request) -> Response:
        lesson = lesson_of(request)
        if not download.is_placed and (same := unchanged(request.headers.get("if-none-match"))):
            return same
        asked = downloads.Asked(lesson, query_in(request), request.path_params, base_of(request))
        file = await in_thread(download.make, asked)
        named = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, headers=kept | named, media_type=file.media)

    return endpoint


def base_of(request: Request) -> str:
    """Where others reach the app that was asked."""
    return qr.public_base(str(request.base_url))


async def ordered(request: Request) -> Order:
    """The worksheet that is asked for. Raises HTTPException, NotInLesson, StateError."""
    lesson, page = lesson_of(request), name_of(request)
    if isinstance(page, str) and page:
        raise HTTPException(404, "There is no page of that name.")
    return await in_thread(read_order, lesson, page if isinstance(page, int) else None, query_in(request))


async def show_worksheet(request: Request) -> Response:
    """The page that shows a worksheet and offers what it can be."""
    order = await ordered(request)
    if order.address() != address(order.path, query_in(request)):
        return RedirectResponse(order.address(), 303)
    return await in_thread(rendered_worksheet, order, base_of(request))


def rendered_worksheet(order: Order, base: str) -> Response:
    """The page of a worksheet; it says whether its address can be scanned."""
    return rendered("worksheet.html", pages.worksheet_page(order, base), headers=PLACED)


async def worksheet_pdf(request: Request) -> Response:
    """A worksheet to print."""
    order = await ordered(request)
    try:
        packed = await pdf_worker.packed_pdf(order, base_of(request))
    except pdf_worker.Busy as error:
        says = "Many worksheets are being made just now. Please ask again in a few seconds."
        raise HTTPException(503, says, {"retry-after": str(pdf_worker.SECONDS_TO_WAIT)}) from error
    named = {"content-disposition": f'inline; filename="{order.file_name}.pdf"'}
    return unpacked(request, packed, PLACED | named, "application/pdf")


async def code(request: Request) -> Response:
    """The public address of one of our pages as a QR code."""
    page = request.query_params.get("page", "")
    inside = page.startswith("/") and not page.startswith("//") and page.isprintable()
    if not inside:
        raise HTTPException(422, "That is no address of a page here.")
    shared = await briefly(qr.sharing, qr.scanned_path(page), base_of(request))
    if shared.missing:
        raise HTTPException(422, shared.missing)
    return Response(shared.image, headers=PLACED, media_type="image/svg+xml")
