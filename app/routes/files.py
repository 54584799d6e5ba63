"""What is handed out: worksheets in every format, exercises as files, QR codes; and files opened again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app import pages
from app.core.lesson import NoSuchPage
from app.exercise.exercise import MOST_CELLS, MOST_ROWS
from app.exercise.urls import Urls, address
from app.exports import downloads, qr, workshop
from app.exports.worksheets.order import Order
from app.exports.worksheets.parse_order import read_order
from app.opening.opened import NotOpened, ToOpen, opened
from app.pages.home import Opening
from app.settings import public_origin
from app.web.concurrency import as_ordered, briefly, in_thread, while_connected
from app.web.forms import Upload, parts_of
from app.web.headers import PAGE, PLACED, unchanged
from app.web.leading import led_to
from app.web.queues import Crowded, Gone
from app.web.rendering import rendered, unpacked
from app.web.requests import lesson_of, name_of, query_in

Endpoint = Callable[[Request], Awaitable[Response]]
LARGEST_FILE = 1_000_000
TOO_LARGE_A_FILE = (
    f"That file is larger than {LARGEST_FILE:,} bytes. At most {MOST_CELLS:,} numbers fit into an exercise: "
    f"cut its matrices to {MOST_ROWS} rows and columns, and save those."
)


async def open_file(request: Request) -> Response:
    """An exercise or a table, pasted or uploaded: a 303 to its introduction, or what is wrong with it."""
    fields = dict(await parts_of(request, LARGEST_FILE, TOO_LARGE_A_FILE))
    file = fields.get("file")
    sent = file if isinstance(file, Upload) else Upload("", b"")
    exercise, lesson, button = (str(fields.get(name, "")) for name in ("exercise", "from", "do"))
    if isinstance(file, str) and file:
        exercise = file
    return await in_thread(led_to_opened, ToOpen(exercise, sent.content, sent.name, lesson, button))


def led_to_opened(asked: ToOpen) -> Response:
    """A 303 to the introduction of what is opened, or the first page with what is wrong and the ways."""
    try:
        state = opened(asked)
    except NotOpened as error:
        return rendered("home.html", pages.home_page(Opening(asked.lesson, error)), 422)
    return led_to(Urls(state).introduction())


def handing_out(make: Callable[[downloads.Asked], downloads.File]) -> Endpoint:
    """The route of a file that is made from an exercise."""

    async def endpoint(request: Request) -> Response:
        lesson = lesson_of(request)
        if same := unchanged(request.headers.get("if-none-match")):
            return same
        asked = downloads.Asked(lesson, query_in(request), request.path_params)
        file = await in_thread(make, asked)
        named = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, headers=PAGE | named, media_type=file.media)

    return endpoint


def base_of(request: Request) -> str:
    """Where others reach the app that was asked."""
    return public_origin(str(request.base_url))


async def ordered(request: Request) -> Order:
    """The worksheet that is asked for. Raises NoSuchLesson, NotInLesson, StateError."""
    lesson, page = lesson_of(request), name_of(request)
    if isinstance(page, str) and page:
        raise NoSuchPage
    return await as_ordered(read_order, lesson, page if isinstance(page, int) else None, query_in(request))


async def show_worksheet(request: Request) -> Response:
    """The page that shows a worksheet and offers what it can be."""
    order = await ordered(request)
    if order.address() != address(order.path, query_in(request)):
        return led_to(order.address())
    return await in_thread(rendered_worksheet, order, base_of(request))


def rendered_worksheet(order: Order, base: str) -> Response:
    """The page of a worksheet; it says whether its address can be scanned."""
    return rendered("worksheet.html", pages.worksheet_page(order, base), headers=PLACED)


def handing_out_worksheets(ending: str) -> Endpoint:
    """The route of worksheets as files of one kind."""
    opened = "inline" if ending == "pdf" else "attachment"

    async def endpoint(request: Request) -> Response:
        order = await ordered(request)
        try:
            making = workshop.made_file(order, ending, base_of(request))
            packed = await while_connected(request.receive, making)
        except workshop.TooLarge as error:
            raise HTTPException(413, str(error)) from error
        named = {"content-disposition": f'{opened}; filename="{order.file_name(ending)}"'}
        return unpacked(request, packed, PLACED | named, downloads.MEDIA[ending])

    return endpoint


async def counted_worksheet(request: Request) -> Response:
    """A worksheet as PDF, and meanwhile how far it is: what a page fetches that shows it."""
    order = await ordered(request)
    return CountedFile(partial(workshop.made_file, order, "pdf", base_of(request)), order.file_name("pdf"))


class CountedFile(Response):
    """Lines that say how far a file is made, "3 30" after each sheet; then "file", its name, and the file
    packed by gzip, or "sorry" and a sentence.
    """

    def __init__(self, making: Callable[[workshop.Told], Awaitable[bytes]], name: str) -> None:
        super().__init__(headers=dict(PLACED), media_type="application/gzip")
        del self.headers["content-length"]
        self.making, self.name = making, name

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """One answer."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})

        async def written(line: bytes) -> None:
            await send({"type": "http.response.body", "body": line, "more_body": True})

        async def told(done: int, every: int) -> None:
            await written(b"%d %d\n" % (done, every))

        try:
            packed = await while_connected(receive, self.making(told))
            await written(f"file {self.name}\n".encode() + packed)
        except Crowded as error:
            await written(f"sorry {error.detail}\n".encode())
        except workshop.TooLarge as error:
            await written(f"sorry {error}\n".encode())
        except Gone:
            return
        await send({"type": "http.response.body", "body": b""})


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
