"""Files, pages and cells that are made once: each answer is what it would be if it were made anew."""

from __future__ import annotations

from typing import cast

import pytest
from starlette.testclient import TestClient

from app import pages
from app.routes.kept_pages import PAGES_MADE
from app.views.grids import CellView
from app.web.paths import STATIC
from app.web.rendering import templates
from app.web.static_files import FILES
from app.web.written import MARK, WrittenOnceButForLink

PAGE = "/sparse-autoencoder/1?seed=4242&cell=2,3"


def test_a_page_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for each way of packing; who takes none gets what was packed for others."""
    first, zipped = client.get(PAGE), client.get(PAGE, headers={"accept-encoding": "gzip"})
    assert zipped.text == first.text

    def broken(*_: object) -> None:
        raise RuntimeError("made again")

    monkeypatch.setattr(pages, "page", broken)
    again = client.get(PAGE)
    assert (again.status_code, again.text, again.headers["etag"]) == (200, first.text, first.headers["etag"])
    assert client.head(PAGE).headers["content-type"] == first.headers["content-type"]
    known = client.get(PAGE, headers={"if-none-match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    plain = client.get(PAGE, headers={"accept-encoding": "identity"})
    assert (plain.text, "content-encoding" in plain.headers) == (first.text, False)


def test_pages_that_are_kept_stay_within_their_bytes(client: TestClient) -> None:
    for seed in range(5):
        client.get(f"/sparse-autoencoder/1?seed={seed}")
    assert 0 < PAGES_MADE.bytes <= PAGES_MADE.most
    assert PAGES_MADE.bytes == sum(map(PAGES_MADE.size, PAGES_MADE.things.values()))


@pytest.mark.parametrize("name", ["all.css", "all.js", "theme.js", "icon.svg", "fonts/kalam.woff2"])
def test_a_file_is_sent_once(client: TestClient, name: str) -> None:
    sent = client.get(f"/static/{name}")
    assert (sent.status_code, sent.content) == (200, FILES[name].content)
    again = client.get(f"/static/{name}", headers={"if-none-match": sent.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_file_is_there_and_no_other(client: TestClient) -> None:
    names = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    assert {*names, "all.css", "all.js"} == set(FILES)
    for name in ("nothing.js", "../pyproject.toml", "fonts", ""):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_styles_are_sent_without_comments_and_with_every_rule() -> None:
    sent = FILES["all.css"].content.decode()
    written = "".join((STATIC / f"{path.stem}.css").read_text() for path in STATIC.glob("*.css"))
    assert "/*" not in sent
    assert sent.count("{") == written.count("{") > 500
    assert 'content:" ↓"' in sent.replace(": ", ":")


def test_a_cell_that_is_kept_is_what_its_template_writes() -> None:
    """Alike but for their links, with what must be escaped in either."""
    macro = templates.get_template("grid.html").module.cell  # type: ignore[attr-defined]
    written = cast(WrittenOnceButForLink, templates.globals["written_cells"])
    cells = [
        CellView("1", "Z: 1", "worked", ident="Z-1-1", href="/sparse-autoencoder/1?cell=1,1&pace=cell"),
        CellView("1", "Z: 1", "worked", ident="Z-1-1", href='/x?a="<b>"&c'),
        CellView("1", "Z: 1", "worked", ident="Z-1-1"),
        CellView("<i>", 'said "so" & <so>', "given", field="X[1,1]", error="1 < 2", ident="X-1-1"),
        CellView(MARK, MARK, "given", field="X[1,1]", ident="X-1-1"),
    ]
    for cell in [*cells, *cells]:
        assert written([cell]) == macro(cell), cell
