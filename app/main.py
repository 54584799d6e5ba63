"""The app put together: its routes, headers and errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app import api
from app.exports import downloads
from app.exports.worksheet_files import WRITERS as WORKSHEETS
from app.live.class_memory import forgetting
from app.live.class_streams import ending_with_the_server
from app.live.store_choice import chosen_store
from app.routes.class_phones import (
    phone_news,
    phone_stream,
    show_asked,
    show_join,
    show_phone,
    show_seen,
    take_phone_answer,
)
from app.routes.class_teachers import (
    choose_step,
    lead_class,
    open_class,
    restore_class,
    show_bar,
    show_desk,
    take_plan,
    take_results,
    teacher_news,
    teacher_stream,
)
from app.routes.errors import ANSWERS
from app.routes.files import (
    code,
    counted_worksheet,
    handing_out,
    handing_out_worksheets,
    open_file,
    show_worksheet,
)
from app.routes.kept_pages import AnsweredFromMemory
from app.routes.lesson_pages import edit, practise, predict, show, show_one_weight
from app.routes.marking import mark, second_marker, show_marks
from app.routes.operating import healthz, metrics, readyz, robots, security_txt
from app.routes.site import show_description, show_glossary, show_home
from app.settings import CLASS_STORE, check_settings
from app.web.askers import RememberedAsker
from app.web.encodings import TakenEncoding
from app.web.headers import Headers
from app.web.known_hosts import KnownHosts
from app.web.methods import HeadAsGet
from app.web.numbers import stop_counting
from app.web.observed import Observed
from app.web.one_heap import share_one_heap
from app.web.paths import VERSION
from app.web.prefixed import Prefixed
from app.web.quiet_memory import quiet_memory
from app.web.static_files import show_static_file


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[dict[str, object]]:
    """What a server has from its start to its end.

    Raises ValueError, in a sentence, where the environment has a setting that cannot be used.
    """
    check_settings()
    share_one_heap()
    classes = forgetting(app.state.class_store)
    with quiet_memory():
        async with ending_with_the_server(), classes, second_marker() as second:
            yield {"second_marker": second}
        stop_counting()


app = FastAPI(
    title="Autoencoders by Hand",
    version=VERSION,
    description="Every matrix of an autoencoder and of a sparse autoencoder, cell by cell, as JSON.",
    docs_url=None,
    lifespan=serving,
    redoc_url=None,
    # Clients made from the description name their functions after these.
    generate_unique_id_function=lambda route: route.name,
    exception_handlers=ANSWERS,
)
app.state.class_store = chosen_store(CLASS_STORE.value())


app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
app.add_middleware(AnsweredFromMemory)
app.add_middleware(TakenEncoding)
app.add_middleware(KnownHosts)
app.add_middleware(Headers)
app.add_middleware(HeadAsGet)
app.add_middleware(RememberedAsker)
app.add_middleware(Prefixed)
app.add_middleware(Observed)
app.include_router(api.router)
app.add_route("/static/{name:path}", show_static_file, include_in_schema=False)


app.add_route("/", show_home, ["GET"], include_in_schema=False)
app.add_route("/code.svg", code, include_in_schema=False)
app.add_route("/glossary", show_glossary, include_in_schema=False)
app.add_route("/marks", show_marks, ["GET"], include_in_schema=False)
app.add_route("/marks", mark, ["POST"], include_in_schema=False)
app.add_route("/class", open_class, ["POST"], include_in_schema=False)
app.add_route("/class", choose_step, ["GET"], include_in_schema=False)
app.add_route("/class/{key}", show_desk, ["GET"], include_in_schema=False)
app.add_route("/class/{key}", lead_class, ["POST"], include_in_schema=False)
app.add_route("/class/{key}/bar", show_bar, ["GET"], include_in_schema=False)
app.add_route("/class/{key}/events", teacher_stream, ["GET"], include_in_schema=False)
app.add_route("/class/{key}/news", teacher_news, ["GET"], include_in_schema=False)
app.add_route("/class/{key}/restore", restore_class, ["POST"], include_in_schema=False)
app.add_route("/class/{key}/results.csv", take_results, ["GET"], include_in_schema=False)
app.add_route("/class/{key}/plan.txt", take_plan, ["GET"], include_in_schema=False)
app.add_route("/join", show_join, ["GET"], include_in_schema=False)
app.add_route("/join/{code}", show_phone, ["GET"], include_in_schema=False)
app.add_route("/join/{code}", take_phone_answer, ["POST"], include_in_schema=False)
app.add_route("/join/{code}/seen", show_seen, ["GET"], include_in_schema=False)
app.add_route("/join/{code}/asked", show_asked, ["GET"], include_in_schema=False)
app.add_route("/join/{code}/events", phone_stream, ["GET"], include_in_schema=False)
app.add_route("/join/{code}/news", phone_news, ["GET"], include_in_schema=False)
app.add_route("/docs", show_description, include_in_schema=False)
app.add_route("/healthz", healthz, include_in_schema=False)
app.add_route("/readyz", readyz, include_in_schema=False)
app.add_route("/metrics", metrics, include_in_schema=False)
app.add_route("/robots.txt", robots, include_in_schema=False)
app.add_route("/.well-known/security.txt", security_txt, include_in_schema=False)
app.add_route("/", open_file, ["POST"], include_in_schema=False)
for path, make in downloads.FILES.items():
    app.add_route(f"/{{lesson}}/{path}", handing_out(make), ["GET"], include_in_schema=False)
app.add_route("/{lesson}/matrix/{matrix}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/matrix/{matrix}", edit, ["POST"], include_in_schema=False)
app.add_route("/{lesson}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}", edit, ["POST"], include_in_schema=False)
for place in ("/{lesson}", "/{lesson}/{page}"):
    app.add_route(f"{place}/worksheet", show_worksheet, include_in_schema=False)
    app.add_route(f"{place}/worksheet.counted", counted_worksheet, include_in_schema=False)
    for ending in WORKSHEETS:
        making = handing_out_worksheets(ending)
        app.add_route(f"{place}/worksheet.{ending}", making, include_in_schema=False)
    app.add_route(f"{place}/practice", show, ["GET"], include_in_schema=False)
    app.add_route(f"{place}/practice", practise, ["POST"], include_in_schema=False)
app.add_route("/{lesson}/l1", show_one_weight, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/experiments/{experiment}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/experiments/{experiment}", predict, ["POST"], include_in_schema=False)
app.add_route("/{lesson}/{page}", show, ["GET"], include_in_schema=False)
app.add_route("/{lesson}/{page}", edit, ["POST"], include_in_schema=False)
