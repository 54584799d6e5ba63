"""The class in its teacher's hands: opening it, leading it, asking, taking the results, ending it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import pages
from app.core.lesson import NotInLesson
from app.exercise.parse_exercise import StateError, read_state
from app.exercise.state import looking
from app.exercise.urls import Urls, class_path, site_path
from app.exports.class_results import results_csv
from app.lessons import lesson_called
from app.live.class_acts import (
    ActError,
    NoSuchClass,
    TeachersClass,
    class_of_key,
    opened_class,
    restored_class,
)
from app.live.class_answers import Kind, Scope
from app.live.class_keys import KEY, code_of
from app.live.class_plan import KEPT, PlanError, check_stops, read_plan
from app.live.class_store import SECONDS_KEPT
from app.live.class_streams import UNKEPT, teacher_events, told_live
from app.live.class_telling import TeacherTelling
from app.live.classroom import LARGEST_CLASS
from app.live.client_limit import ClientLimit
from app.live.memory_store import MemoryStore
from app.live.seen_step import public_state, step_place
from app.notation.lookalikes import visible
from app.pages.class_desk import KINDS, SCOPES, Desk, OpeningPage, TeachersBar
from app.routes.class_phones import store_of
from app.routes.files import base_of
from app.settings import WORKERS
from app.web.concurrency import briefly
from app.web.forms import body_of, fields_of
from app.web.rendering import rendered
from app.web.requests import client_of, wants_json

OPENED = ClientLimit(by_one=60, by_all=2000, seconds=SECONDS_KEPT)
"""Classes opened or sent again: nobody fills all the places alone."""
TOO_MANY_OPENED = "Too many classes were opened from your network in the last two hours. Try again later."

NO_CLASS = (
    "This class is over, or the server has lost it. A window in which its page is open brings it back by "
    "itself."
)
ONE_PROCESS = (
    "Classes are kept in one process's memory, and this server runs several processes: start it with one, or "
    "with --class-store redis://… so that they share the classes."
)
STOP = re.compile("[0-9]{1,3}")
NO_STEP = "A class is opened at a step of a lesson."


async def open_class(request: Request) -> Response:
    """Opens a class at the step that a form names: a 303 to the teacher's desk."""
    if isinstance(store_of(request), MemoryStore) and WORKERS.value() > 1:
        raise HTTPException(503, ONE_PROCESS)
    at = dict(await fields_of(request)).get("at", "")
    address = await briefly(step_address, at)
    if not address:
        raise HTTPException(422, NO_STEP)
    if OPENED.is_over(client_of(request)):
        raise HTTPException(429, TOO_MANY_OPENED)
    opened = await opened_class(store_of(request), address)
    OPENED.note(client_of(request))
    return RedirectResponse(class_path(opened.key), 303)


async def choose_step(_: Request) -> Response:
    """Where classes are opened: at the first step of a lesson or, as every step says, at any other."""
    return await briefly(rendered, "class/open.html", OpeningPage(), 200, UNKEPT)


def step_address(at: str) -> str:
    """The address of a step as a class sees it; empty for any other page, or one that cannot be shown."""
    try:
        slug, number, query = step_place(at)
        state = public_state(read_state(lesson_called(slug), query))
        return pages.page(state, number).canonical
    except (StateError, NotInLesson, LookupError):
        return ""


async def class_led(request: Request) -> TeachersClass:
    """The class of the key in the path. Raises HTTPException: 404."""
    key = request.path_params["key"]
    if not KEY.fullmatch(key):
        raise HTTPException(404, NO_CLASS)
    try:
        return await class_of_key(store_of(request), key)
    except NoSuchClass as error:
        raise HTTPException(404, NO_CLASS) from error


async def show_desk(request: Request) -> Response:
    """The teacher's desk."""
    return await shown_desk(request, await class_led(request))


async def shown_desk(
    request: Request, taught: TeachersClass, says: str = "", plan: str | None = None
) -> Response:
    """The desk as it is now, with what could not be done."""
    seats, answered = await counts(taught)
    page = Desk(taught.key, taught.room, seats, answered, says, base_of(request), plan)
    return await briefly(rendered, "class/desk.html", page, 422 if says else 200, UNKEPT)


async def counts(taught: TeachersClass) -> tuple[int, int]:
    """How many are in the class, and how many answered."""
    question, store = taught.room.question, taught.store
    answered = await store.count_answers(taught.code, question.place) if question else 0
    return await store.count_seats(taught.code), answered


async def show_bar(request: Request) -> Response:
    """The bar of a teaching window, as a part of its page."""
    taught = await class_led(request)
    page = TeachersBar(taught.key, taught.room, *await counts(taught))
    return await briefly(rendered, "class/bar.html", page, 200, UNKEPT)


async def teacher_stream(request: Request) -> Response:
    """What a teacher's page is told as it happens."""
    key = request.path_params["key"]
    try:
        taught = await class_led(request)
    except HTTPException as error:
        if error.status_code != 404 or not KEY.fullmatch(key):
            raise
        taught = None
    code = taught.code if taught else code_of(key)
    return told_live(teacher_events(store_of(request), code))


async def teacher_news(request: Request) -> Response:
    """The same, asked for."""
    try:
        taught = await class_led(request)
    except HTTPException as error:
        if error.status_code != 404:
            raise
        return JSONResponse({"unknown": True}, headers=UNKEPT)
    return JSONResponse(await TeacherTelling(taught.store, taught.code).whole(), headers=UNKEPT)


async def restore_class(request: Request) -> Response:
    """A class that the server lost, sent again by its teacher's page."""
    key = request.path_params["key"]
    if not KEY.fullmatch(key):
        raise HTTPException(404, NO_CLASS)
    body = await body_of(request, LARGEST_CLASS, "That is more than a class can be.")
    if OPENED.is_over(client_of(request)):
        raise HTTPException(429, TOO_MANY_OPENED)
    OPENED.note(client_of(request))
    try:
        await restored_class(store_of(request), key, body.decode("utf-8", "replace"))
    except ActError as error:
        return JSONResponse({"says": str(error)}, 422)
    return JSONResponse({"says": ""})


async def lead_class(request: Request) -> Response:
    """Whatever a teacher does. For scripts as JSON: where the class is now; else the desk."""
    fields = dict(await fields_of(request))
    taught = await class_led(request)
    try:
        after = await acted(taught.acting(fields.get("turn", "")), fields)
    except (ActError, PlanError) as error:
        return await refused_act(request, taught, str(error), fields.get("plan"))
    except NoSuchClass as error:
        raise HTTPException(404, NO_CLASS) from error
    if after is None:
        return RedirectResponse(site_path("/"), 303)
    if not wants_json(request):
        return RedirectResponse(class_path(taught.key), 303)
    there = await briefly(as_taught, after.room.address, fields.get("at", ""))
    return JSONResponse({"says": "", "go": there})


async def refused_act(request: Request, taught: TeachersClass, says: str, plan: str | None) -> Response:
    """What could not be done, and why."""
    if wants_json(request):
        return JSONResponse({"says": says}, 422)
    return await shown_desk(request, taught, says, plan and visible(plan, KEPT))


Act = Callable[[TeachersClass, Mapping[str, str]], Awaitable[TeachersClass | None]]


async def acted(taught: TeachersClass, fields: Mapping[str, str]) -> TeachersClass | None:
    """What the button of a form does; None where the class is ended.

    Raises ActError, PlanError, NoSuchClass.
    """
    acts: Mapping[str, Act] = {
        "show": follow_teacher,
        "ask": ask_class,
        "close": lambda taught, _: taught.close_question(),
        "again": lambda taught, _: taught.ask_again(),
        "reveal": lambda taught, _: taught.reveal(),
        "drop": lambda taught, _: taught.drop(),
        "plan": plan_lesson,
        "stop": go_to_stop,
        "end": end_class,
    }
    wanted = fields.get("do", "")
    if wanted not in acts:
        raise ActError("That is nothing that a class can do.")
    return await acts[wanted](taught, fields)


async def follow_teacher(taught: TeachersClass, fields: Mapping[str, str]) -> TeachersClass:
    """The class follows to a step; any other page leaves it where it is."""
    address = await briefly(step_address, fields.get("at", ""))
    return await taught.show(address) if address else taught


async def ask_class(taught: TeachersClass, fields: Mapping[str, str]) -> TeachersClass:
    """A question about the step that the teacher is at."""
    address = await briefly(step_address, fields.get("at", "")) or taught.room.address
    kind, scope = fields.get("kind", "value"), fields.get("scope", "cell")
    if kind not in dict(KINDS) or scope not in dict(SCOPES):
        raise ActError("That is no question that can be asked.")
    return await taught.ask(address, as_kind(kind), as_scope(scope), own="own" in fields)


def as_kind(text: str) -> Kind:
    """A kind of question by its name."""
    kinds: dict[str, Kind] = {
        "value": "value",
        "sign": "sign",
        "largest": "largest",
        "practice": "practice",
    }
    return kinds[text]


def as_scope(text: str) -> Scope:
    """What is asked about, by its name."""
    scopes: dict[str, Scope] = {
        "cell": "cell",
        "row": "row",
        "column": "column",
        "result": "result",
        "dealt": "dealt",
    }
    return scopes[text]


async def plan_lesson(taught: TeachersClass, fields: Mapping[str, str]) -> TeachersClass:
    """A plan that was written or opened. Raises PlanError."""
    text = fields.get("file", "") or fields.get("plan", "")
    await briefly(check_stops, read_plan(text))
    return await taught.plan(text.replace("\r\n", "\n"))


async def go_to_stop(taught: TeachersClass, fields: Mapping[str, str]) -> TeachersClass:
    """The class goes to a stop of its plan, as far as that is a page that a class sees. Raises ActError."""
    stops, number = read_plan(taught.room.plan), fields.get("stop", "")
    if not STOP.fullmatch(number) or not 0 < int(number) <= len(stops):
        raise ActError("The plan has no such stop.")
    return await taught.go_to_stop(int(number), await briefly(step_address, stops[int(number) - 1].address))


async def end_class(taught: TeachersClass, _: Mapping[str, str]) -> None:
    """Everything forgotten."""
    await taught.end()


def as_taught(address: str, at: str) -> str:
    """The class's address as its teacher has it: on the projector where that is on."""
    if "present=1" not in at:
        return address
    slug, number, query = step_place(address)
    state = looking(read_state(lesson_called(slug), query), present=True)
    return Urls(state, number).here()


async def take_results(request: Request) -> Response:
    """What was answered, as a file."""
    taught = await class_led(request)
    named = {"content-disposition": f'attachment; filename="class-{taught.code}.csv"'}
    return Response(await briefly(results_csv, taught.room), headers=UNKEPT | named, media_type="text/csv")


async def take_plan(request: Request) -> Response:
    """The plan, as a file."""
    taught = await class_led(request)
    named = {"content-disposition": 'attachment; filename="lesson-plan.txt"'}
    return Response(taught.room.plan, headers=UNKEPT | named, media_type="text/plain")
