"""A lesson's pages shown and edited. Everything a page shows is a function of its address."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import pages
from app.core.lesson import Lesson
from app.exercise.edits import EditError, edited
from app.exercise.exercise import Problem
from app.exercise.parse_exercise import LONGEST_READ, StateError, read_state
from app.exercise.refused import FAR_TOO_LARGE, Fields
from app.exercise.state import looking
from app.lessons import LESSONS
from app.routes.files import base_of
from app.routes.kept_pages import PAGES_MADE
from app.web.concurrency import in_thread
from app.web.forms import fields_of
from app.web.headers import HANDED, PAGE, page_headers, unchanged
from app.web.leading import led_to, pushed
from app.web.rendering import GZIP, Packing, packed_template, rendered, taken_packing, unpacked
from app.web.requests import lesson_of, name_of, query_in, requested_address

TOO_LARGE = 413
STILL_THERE = "Your browser's way back leads to what you typed."


async def show(request: Request) -> Response:
    """A page of a lesson; an address that is not canonical is answered by a redirect to the one that is."""
    lesson, name, query = lesson_of(request), name_of(request), query_in(request)
    base, packing = base_of(request), taken_packing(request)
    headers = page_headers(base)
    if same := unchanged(request.headers.get("if-none-match"), headers):
        return same
    canonical, packed = await in_thread(packed_document, lesson.slug, name, query, base, packing)
    return unpacked(request, packed, headers, packing=packing) if packed else led_to(canonical)


def packed_document(
    slug: str, name: str | int, query: str, base: str, packing: Packing = GZIP
) -> tuple[str, bytes]:
    """A page's canonical address, and its HTML, compressed, where that is the address asked for."""
    page = pages.page(read_state(LESSONS[slug], query), name, base)
    is_asked_for = page.canonical == requested_address(slug, name, query)
    return page.canonical, packed_page(page, packing) if is_asked_for else b""


def packed_page(page: pages.Page, packing: Packing = GZIP) -> bytes:
    """The page's HTML, compressed and kept in the cache; made only where it is not there."""
    kept_as = packing.name, page.context.base + page.canonical
    if kept := PAGES_MADE.take(kept_as):
        return kept
    return PAGES_MADE.keep(kept_as, packed_template(page.template, page, packing))


async def edit(request: Request) -> Response:
    """An edit: leads to the edited page, or answers with what was typed and a sentence at its place."""
    return await answer_to_form(request, edited_page, refused_edit)


async def practise(request: Request) -> Response:
    """Answers handed in: leads to where they stand in the address, or says what cannot be kept."""
    return await answer_to_form(request, practised_page, refused_answers)


async def predict(request: Request) -> Response:
    """What is predicted in an experiment: leads to the experiment with it, or on to a look."""
    return await answer_to_form(request, pages.predicted_page, refused_edit)


async def answer_to_form(
    request: Request,
    made: Callable[[pages.Page, Fields], pages.Page],
    refused: Callable[[pages.Page, EditError], Response],
) -> Response:
    """The page that a form of the page leads to, or what says why not: made may raise EditError."""
    lesson, name, query, base = lesson_of(request), name_of(request), query_in(request), base_of(request)
    # What cannot be shown is said before what cannot be read.
    before = await in_thread(page_at, lesson, query, name, base)
    try:
        fields = await fields_of(request)
    except HTTPException as error:
        if error.status_code != TOO_LARGE:
            raise
        return await in_thread(unread_form, before, "hx-request" in request.headers)
    try:
        after = await in_thread(made, before, fields)
    except EditError as error:
        return await in_thread(refused, before, error)
    return await answer_to_edit(request, after)


def unread_form(before: pages.Page, is_kept: bool) -> Response:
    """The page as it was, saying of a form that was too large to be read what fits.

    is_kept: whether the cells keep what was typed in them. Else it says where that still is.
    """
    says = FAR_TOO_LARGE if is_kept else f"{FAR_TOO_LARGE} {STILL_THERE}"
    error = EditError([Problem("", "", says)], ())
    page = pages.page(before.state, before.context.name, before.context.base, error)
    return rendered(page.template, page, TOO_LARGE)


def refused_answers(before: pages.Page, error: EditError) -> Response:
    """The page as it was, with all that was typed and why it cannot be kept."""
    page = pages.page(before.state, before.context.name, before.context.base, error)
    return rendered(page.template, page, 422)


def practised_page(before: pages.Page, fields: Fields) -> pages.Page:
    """The page that a form of practice leads to. Raises EditError."""
    assert isinstance(before, pages.AttemptPart)
    state, name = pages.practised(before, fields)
    return pages.page(state, name, before.context.base)


def refused_edit(before: pages.Page, error: EditError) -> Response:
    """The page as it was, with what was typed and a sentence at its place; its address has that too."""
    page = pages.refused_page(before, error)
    return rendered(page.template, page, 422, pushed(page.canonical))


def page_at(lesson: Lesson, query: str, name: str | int, base: str) -> pages.Page:
    """The page of an address. Raises NotInLesson, StateError."""
    return pages.page(read_state(lesson, query), name, base)


def edited_page(before: pages.Page, fields: Fields) -> pages.Page:
    """The page after an edit; a frame that the edited exercise does not have is left. Raises EditError."""
    after = edited(before.state, before.context.given, fields)
    name, base = before.context.name, before.context.base
    try:
        return pages.page(after, name, base)
    except StateError:
        return pages.page(looking(after, frame=None), name, base)


async def answer_to_edit(request: Request, page: pages.Page) -> Response:
    """Leads to the page; htmx is handed it with its address: over a slow network that is half the wait.

    Raises StateError where its address is too long to be read again.
    """
    if "hx-request" not in request.headers:
        return led_to(page.canonical)
    query = page.canonical.partition("?")[2]
    if len(query) > LONGEST_READ:
        await in_thread(read_state, page.lesson, query)
    packing = taken_packing(request)
    packed = await in_thread(packed_page, page, packing)
    return unpacked(request, packed, {**HANDED, **pushed(page.canonical)}, packing=packing)


async def show_one_weight(request: Request) -> Response:
    """The page about one weight, which has numbers of its own."""
    lesson = lesson_of(request)
    if same := unchanged(request.headers.get("if-none-match")):
        return same
    return await in_thread(one_weight_answer, lesson, query_in(request))


def one_weight_answer(lesson: Lesson, query: str) -> Response:
    """The page about one weight, or a redirect to its canonical address."""
    canonical, shown = pages.one_weight(lesson, query)
    if canonical != requested_address(lesson.slug, "l1", query):
        return led_to(canonical)
    return rendered("one_weight.html", shown, headers=PAGE)
