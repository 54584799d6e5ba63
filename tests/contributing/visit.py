"""Visits every address of one lesson, in the app of the working directory, and prints what it met.

A line of JSON for every address: the address, its status and, where that is not 200, what the page says. The
links that a page offers are followed; what nobody offers is asked for as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag

from starlette.testclient import TestClient

from app.core.sheet import Sheet
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.main import app
from app.training.descent import worked

CLIENT = TestClient(app, raise_server_exceptions=False)
PAGES = ("sheet", "overview", "experiments", "training", "balance", "features", "l1")
FILES = ("worksheet", "worksheet.pdf", "worksheet.xlsx", "worksheet.tex")
SCRIPTS = ("with-numpy.py", "with-pytorch.py", "exercise.json")
MOST_FOLLOWED = 200


def asked(slug: str, sheet: Sheet) -> Iterator[str]:
    """Every address that a lesson could have, whether it offers it or not."""
    yield from (f"/{slug}", *(f"/{slug}/{name}" for name in (*PAGES, *SCRIPTS)))
    yield from (f"/{slug}?{query}" for query in ("seed=3", "dims=3,4", "examples=3", "updates=5"))
    for name in sheet.values:
        yield from (f"/{slug}/matrix/{name}{ending}" for ending in ("", ".tsv", ".tex"))
    for place in ("", *(f"/{step.number}" for step in sheet.plan.steps)):
        yield from (f"/{slug}{place}/{name}" for name in FILES)
        yield from (f"/{slug}{place}/{name}?key=1" for name in FILES)
        yield f"/{slug}{place}/worksheet.pdf?variants=2"
        yield from (f"/{slug}{place}/practice{query}" for query in ("", "?fade=0", "?answers=9;9&start=own"))
    yield f"/api/lessons/{slug}"
    for step in sheet.plan.steps:
        yield from (f"/{slug}/{step.number}", f"/api/lessons/{slug}/steps/{step.number}")
        for result in step.results:
            yield f"/{slug}/{step.number}?result={result.name}"
            cells = sheet.cells(result)
            for ref in dict.fromkeys((cells[0], cells[len(cells) // 2], cells[-1])):
                for more in ("", "&reveal=cells", "&reveal=products", "&nudge=0.1", "&nudge=0.5", "&guess=1"):
                    yield f"/{slug}/{step.number}?cell={ref.name},{ref.row},{ref.column}{more}"


def offered(slug: str, html: str) -> set[str]:
    """The addresses within the lesson that a page leads to, those of its forms included."""
    found = re.findall(r'(?:href|action)="([^"]+)"', html)
    ours = {urldefrag(unescape(address)).url for address in found}
    return {address for address in ours if re.match(rf"/{slug}(?:[/?]|$)", address)}


def said(html: str) -> str:
    """What an error page says."""
    found = re.search(r"<main.*?</main>", html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0] if found else html).split())


def main(slug: str) -> None:
    """Asks for everything, follows what is offered, and prints it."""
    sheet, _ = worked(start(LESSONS[slug], Base()))
    # One loop, and with it one process that prints, for all of it.
    with CLIENT:
        ask_all(slug, sheet)
        for step in sheet.plan.steps:
            post(f"/api/lessons/{slug}/steps/{step.number}/check", {"answers": {}})
        post(f"/api/lessons/{slug}", {"settings": {"updates": 0}})


def ask_all(slug: str, sheet: Sheet) -> None:
    """Every address that there could be, and those that pages lead to."""
    waiting = dict.fromkeys(asked(slug, sheet), False) | {"/": True, "/docs": True}
    seen, followed = set[str](), 0
    while waiting:
        address, is_offered = waiting.popitem()
        seen.add(address)
        answer = CLIENT.get(address)
        says = said(answer.text) if answer.status_code != 200 else ""
        print(json.dumps([address, answer.status_code, is_offered, says]))
        if answer.headers["content-type"].startswith("text/html") and answer.status_code == 200:
            new = sorted(offered(slug, answer.text) - seen)[: MOST_FOLLOWED - followed]
            followed += len([address for address in new if address not in waiting])
            waiting |= dict.fromkeys(new, True)


def post(address: str, body: object) -> None:
    """A POST, printed as the others are."""
    answer = CLIENT.post(address, json=body)
    print(json.dumps([address, answer.status_code, True, "" if answer.status_code == 200 else answer.text]))
