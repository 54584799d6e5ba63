"""The class as a phone has it: joining, following, answering."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import pages
from app.exercise.parse_exercise import read_state
from app.exercise.urls import join_path
from app.lessons import lesson_called
from app.live.class_acts import ActError, NoSuchClass, class_of_code, take_answer
from app.live.class_answers import checked_answer, taken_in_words, unpacked_answer
from app.live.class_keys import SEAT, is_seat, typed_code
from app.live.class_memory import FORGOTTEN
from app.live.class_seats import seat_for_comer
from app.live.class_store import ClassStore, StoreFull
from app.live.class_streams import UNKEPT, phone_events, told_live
from app.live.class_tally import address_of
from app.live.class_telling import PartAsked, PhoneTelling
from app.live.classroom import Classroom, Question
from app.live.client_limit import ClientLimit
from app.live.seen_step import step_at, step_place
from app.notation.lookalikes import visible
from app.pages.class_desk import JoinPage, PhonePage
from app.pages.class_parts import AskedPart, SeenPage
from app.web.concurrency import briefly
from app.web.forms import fields_of
from app.web.made_once import MadeOnce
from app.web.rendering import GZIP, packed_template, rendered, unpacked
from app.web.requests import client_of, wants_json

GUESSES = ClientLimit(by_one=40, by_all=600, seconds=60)
"""Codes tried that no class has. There are two and a half million codes: with so many guesses a minute it
takes days to find one of a few classes."""
TOO_OFTEN = "Too many codes were tried that no class has. Wait a minute, and look at the code once more."
NO_CLASS = "No class has the code {}. Codes have five letters; a class that has ended has none."
NOT_IN = "This phone is not in the class. Join it once more."
A_MINUTE = {"retry-after": "60"}


def store_of(request: Request) -> ClassStore:
    """Where the classes are."""
    store: ClassStore = request.app.state.class_store
    return store


async def show_join(request: Request) -> Response:
    """Where a code is typed; a typed one leads to its class."""
    typed = request.query_params.get("code", "")
    if not typed:
        return await briefly(rendered, "class/code.html", JoinPage(), 200, UNKEPT)
    if code := typed_code(typed):
        return RedirectResponse(join_path(code), 303)
    says = "A code has five letters, none of them a vowel."
    return await briefly(rendered, "class/code.html", JoinPage(visible(typed[:60]), says), 422, UNKEPT)


def seat_in(request: Request) -> str:
    """The seat in an address; empty where there is none."""
    return request.query_params.get("seat", "")


async def joined_class(request: Request, seat: str) -> tuple[str, str, Classroom]:
    """The code, the seat and the class of a request; the seat is empty where it is none of this class.

    Raises HTTPException: 404 for a code that no class has, 429 for too many of those.
    """
    code, client = typed_code(request.path_params["code"]), client_of(request)
    try:
        room = await class_of_code(store_of(request), code)
    except NoSuchClass as error:
        if GUESSES.is_over(client):
            raise HTTPException(429, TOO_OFTEN, A_MINUTE) from error
        GUESSES.note(client)
        raise HTTPException(404, NO_CLASS.format(code or "that was typed")) from error
    if is_seat(seat, room.lock):
        return code, seat, room
    if GUESSES.is_over(client):
        raise HTTPException(429, TOO_OFTEN, A_MINUTE)
    return code, "", room


async def show_phone(request: Request) -> Response:
    """A phone's page; whoever comes without a seat gets one."""
    code, seat, room = await joined_class(request, seat_in(request))
    if not seat:
        seat = await briefly(seat_for_comer, code, room)
        return RedirectResponse(f"{join_path(code)}?seat={quote(seat)}", 303)
    await store_of(request).seat(code, seat)
    texts = await kept_texts(request, code, seat, room)
    return await phone_answer(phone_page(code, seat, room, texts))


def phone_page(code: str, seat: str, room: Classroom, texts: tuple[str, ...]) -> PhonePage:
    """What is asked of a phone, without what it sees."""
    return PhonePage(code, seat, room, AskedPart(room.question, seat, texts) if room.question else None)


async def kept_texts(request: Request, code: str, seat: str, room: Classroom) -> tuple[str, ...]:
    """What the phone answered: as it is kept here or, where the server lost it, as the phone says."""
    if room.question is None:
        return ()
    kept = await store_of(request).answered_by(code, room.question.place, seat)
    said = request.query_params.getlist("answer")
    kept = kept or (await briefly(readable, room.question, seat, said) if said else "")
    return tuple(unpacked_answer(kept)) if kept else ()


def readable(question: Question, seat: str, texts: list[str]) -> str:
    """What a phone says that it answered, packed; nothing where no phone of ours would say it."""
    try:
        return checked_answer(question.address, question.kind, question.scope, seat, texts)
    except ValueError:
        return ""


async def phone_answer(asked: PhonePage, says: str = "") -> Response:
    """The page of one phone, with what is shown as it is kept for all who see the same."""
    return await briefly(rendered_phone, asked, await seen_part(asked.room, asked.seat), says)


def rendered_phone(asked: PhonePage, packed: bytes, says: str) -> Response:
    """The page of one phone. packed: what is shown, compressed."""
    page = replace(asked, shown=Markup(GZIP.unpack(packed).decode()), says=says)
    return rendered("class/phone.html", page, 422 if says else 200, UNKEPT)


def step_page(address: str) -> pages.StepPage:
    """The page of a step at an address of ours."""
    slug, number, query = step_place(address)
    page = pages.page(read_state(lesson_called(slug), query), number)
    assert isinstance(page, pages.StepPage)
    return page


def seen_address(room: Classroom, seat: str) -> str:
    """What a phone sees: the class's step, of its own exercise while it is asked about that."""
    question = room.question
    if question is None or not is_own(room):
        return room.address
    seen = step_at(room.address)
    if question.scope == "dealt":
        seen = step_at(step_at(question.address).dealt(seat, told=question.moment == "revealed"))
    if not question.own:
        return address_of(seen)
    own = seen.owned(seat)
    return own.asking("result") if reads_more_than_a_frame(question) else address_of(own)


def reads_more_than_a_frame(question: Question) -> bool:
    """Whether numbers that no board shows are asked about which a frame on a phone leaves out."""
    is_wide = question.kind == "largest" or question.scope in {"row", "column"}
    return is_wide and question.moment != "revealed"


def is_own(room: Classroom) -> bool:
    """Whether phones see one thing each: an exercise of their own, or the cell that they were dealt."""
    return room.question is not None and (room.question.own or room.question.scope == "dealt")


async def show_seen(request: Request) -> Response:
    """What is shown, as a part of the page; the same for all phones, and made once."""
    _, seat, room = await joined_class(request, seat_in(request))
    return unpacked(request, await seen_part(room, seat), UNKEPT)


async def seen_part(room: Classroom, seat: str) -> bytes:
    """What is shown to a phone, compressed."""
    address = await briefly(seen_address, room, seat) if is_own(room) else room.address
    return await packed_seen(address, room.tag)


async def packed_seen(address: str, tag: str) -> bytes:
    """What is shown at an address, compressed."""
    make = partial(made_seen, address, tag)
    return await PARTS.made(("seen", address, tag), make)


def made_seen(address: str, tag: str) -> bytes:
    """The same, made."""
    return packed_template("class/seen.html", SeenPage(step_page(address), tag))


PARTS: Final = MadeOnce[bytes](8_000_000, len)
"""The parts of phones' pages, compressed, by what they are made from."""
FORGOTTEN.append(PARTS.forget)


async def packed_parts(asked: PartAsked) -> Mapping[str, str]:
    """The parts that a stream sends, each made once for all who see the same; other phones ask for theirs."""
    if is_own(asked.room):
        return {}
    made = {
        "seen": partial(packed_seen, asked.room.address, asked.room.tag),
        "asked": partial(packed_asked, asked),
    }
    return {name: b64encode(await made[name]()).decode() for name in asked.names}


async def packed_asked(asked: PartAsked) -> bytes:
    """What is asked of a phone that has answered so, compressed. It knows its seat by itself."""
    question = asked.room.question
    texts = tuple(unpacked_answer(asked.answer)) if asked.answer else ()
    page = phone_page(asked.code, "", asked.room, texts)
    name = (asked.code, question and question.model_copy(update={"tallies": ()}), texts)
    return await PARTS.made(name, partial(packed_template, "class/asked.html", page))


async def show_asked(request: Request) -> Response:
    """What is asked of a phone, as a part of the page."""
    code, seat, room = await joined_class(request, seat_in(request))
    texts = await kept_texts(request, code, seat, room)
    asked = phone_page(code, seat, room, texts)
    return await briefly(rendered, "class/asked.html", asked, 200, UNKEPT)


async def take_phone_answer(request: Request) -> Response:
    """An answer: kept while the question is open. For scripts as JSON, else as the page."""
    fields = await fields_of(request)
    sent = dict(fields)
    texts = tuple(text for name, text in fields if name == "answer")
    code, seat, room = await joined_class(request, sent.get("seat", ""))
    if not seat:
        raise HTTPException(422, NOT_IN)
    status = 200
    try:
        await store_of(request).seat(code, seat)
        asked = await take_answer(store_of(request), code, seat, sent.get("place", ""), texts)
    except NoSuchClass as error:  # it has ended since it was looked for
        raise HTTPException(404, NO_CLASS.format(code)) from error
    except (ActError, StoreFull) as error:
        status, says = 409, str(error)
    else:
        says = taken_in_words(asked.kind, texts)
    if wants_json(request):
        return JSONResponse({"says": says}, status)
    if status == 200:
        return RedirectResponse(f"{join_path(code)}?seat={quote(seat)}", 303)
    typed = tuple(visible(text) for text in texts)
    return await phone_answer(phone_page(code, seat, room, typed), says)


async def phone_stream(request: Request) -> Response:
    """What a phone is told as it happens; that a class is not there too, for it may come back."""
    code, seat = await found_seat(request)
    await take_seat(request, code, seat)
    return told_live(phone_events(PhoneTelling(store_of(request), code, seat, packed_parts)))


async def phone_news(request: Request) -> Response:
    """The same, asked for: where a stream does not come through."""
    code, seat = await found_seat(request)
    store = store_of(request)
    try:
        await take_seat(request, code, seat)
        return JSONResponse(await PhoneTelling(store, code, seat, packed_parts).state({}), headers=UNKEPT)
    except NoSuchClass:
        return JSONResponse({"unknown": True}, headers=UNKEPT)


async def take_seat(request: Request, code: str, seat: str) -> None:
    """Notes that a phone is there. Loaded again it keeps its seat, and gives back the new one of its page."""
    store, instead = store_of(request), request.query_params.get("instead", "")
    await store.seat(code, seat)
    if instead != seat:
        await store.leave(code, instead)


async def found_seat(request: Request) -> tuple[str, str]:
    """The code and seat of whoever follows; no code where the seat is none of that class.

    So a code that no class has and a seat that is made up hear the same, and nothing is found by guessing:
    a whole class may wait here for theirs to come back.
    """
    code, seat = typed_code(request.path_params["code"]), seat_in(request)
    if not SEAT.fullmatch(seat):
        raise HTTPException(404, NOT_IN)
    try:
        room = await class_of_code(store_of(request), code)
    except NoSuchClass:
        return code, seat
    return code if is_seat(seat, room.lock) else "", seat
