"""The pages of a PDF: counted before it is made, named, and without one figure over another."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pytest
from starlette.testclient import TestClient

from app.exports.worksheets.contents import sheets
from app.exports.worksheets.page_count import page_count
from app.exports.worksheets.parse_order import read_order
from app.lessons import LESSONS
from tests.exports.test_worksheet_pdf import AE, EVERY, SAE, SERVED_AT, made, texts
from tests.long import IS_LONG

COUNTED = [
    *((slug, step, ("", "key=1")[step % 2]) for slug, step in (EVERY if IS_LONG else EVERY[::4])),
    (SAE, None, ""),
    (SAE, None, "key=1&paper=letter"),
    (AE, None, "key=1&paper=a3"),
    (SAE, None, "seed=3&dims=5,9&examples=7&key=1"),
    (AE, None, "seed=4&dims=7,3,7&examples=9&blank=products"),
    (SAE, 1, "seed=1&dims=16,16&examples=16&key=1"),
    (SAE, 11, "seed=1&dims=16,16&examples=16&paper=letter"),
    (SAE, 12, "seed=1&dims=16,16&examples=16&blank=products&paper=a3"),
    (AE, 3, "variants=7&key=1&blank=products"),
    (SAE, None, "steps=11-13&variants=5&key=1"),
    (SAE, None, "steps=1-3&variants=9&key=1&compact=1"),
    (SAE, None, "key=1&compact=1&variants=3"),
    (SAE, None, "key=1&compact=1&seed=1&dims=16,16&examples=16"),
    (SAE, 1, "X=-123456.789,1e-7,3;0.333333,1/3,2;1,1,1&updates=100&key=1"),
    (AE, None, "earlier=printed&share=40"),
]


@pytest.mark.parametrize(("slug", "step", "query"), COUNTED)
def test_the_pages_are_counted_before_the_file_is_made(slug: str, step: int | None, query: str) -> None:
    order = read_order(LESSONS[slug], step, query)
    with pdfium.PdfDocument(made(slug, step, query)) as file:
        assert page_count(order, SERVED_AT) == (len(file), True)


@pytest.mark.parametrize(("slug", "step", "query"), COUNTED[1::3])
def test_no_line_of_text_runs_into_another(slug: str, step: int | None, query: str) -> None:
    """Every block keeps to the height that was reckoned for it: no two figures stand over each other."""
    with pdfium.PdfDocument(made(slug, step, query)) as file:
        for page in file:
            text = page.get_textpage()
            places = range(text.count_chars())
            boxes = [text.get_charbox(k) for k in places if text.get_text_range(k, 1).isdigit()]
            assert boxes
            assert not overlapping(boxes)


def overlapping(boxes: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Boxes that lie over another by more than a point both ways."""
    found: list[tuple[float, ...]] = []
    ordered = sorted(boxes)
    for k, (left, bottom, right, top) in enumerate(ordered):
        for other in ordered[k + 1 :]:
            if other[0] >= right - 1:
                break
            if min(top, other[3]) - max(bottom, other[1]) > 1 and min(right, other[2]) - other[0] > 1:
                found.append((left, bottom, *other))
    return found


def test_each_bookmark_has_a_title_of_its_own() -> None:
    with pdfium.PdfDocument(made(SAE, None, "steps=1-3&variants=10&key=1")) as file:
        titles = [mark.get_title() for mark in file.get_toc() if mark.level == 0]
    assert len(titles) == len(set(titles)) == 30
    assert "Encoder: linear layer · variant 2 · answer key" in titles


def test_a_page_that_goes_on_says_with_what_and_has_a_line_for_the_name() -> None:
    _, second, *_ = texts(made(SAE, 11, "blank=products"))
    title = "Backward: decoder, continued"
    assert all(words in second for words in (title, "step 11 of 14", "Name", "Date"))


def test_a_matrix_in_pieces_says_which_each_is() -> None:
    first, second, *_ = texts(made(SAE, 1, "seed=1&dims=16,16&examples=16"))
    assert re.search(r"too large for one page, piece 1 of \d+: rows 1 to \d+, columns 1 to \d", first)
    assert re.search(r"too large for one page, piece 2 of \d+: rows", second)


def test_a_compact_key_has_all_answers_and_few_pages() -> None:
    compact, whole = (made(SAE, 1, f"variants=12&key=1{more}") for more in ("&compact=1", ""))
    pages = texts(compact)
    assert len(pages) == 1 < len(texts(whole))
    assert [f"Variant {k}" in pages[0] for k in range(1, 13)] == [True] * 12
    for one in sheets(read_order(LESSONS[SAE], 1, "variants=12&key=1")):
        cells = [cell.text for row in one.parts[0].stages[0].result.grid.cells for cell in row]
        assert " ".join(cells) in " ".join(pages[0].split())


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("steps=1&variants=200&key=1&blank=products", "Ask for "),
        ("steps=11-13&variants=45&key=1&blank=products", "variants or fewer, or for fewer steps"),
    ],
)
def test_a_file_of_too_many_pages_says_what_would_fit(client: TestClient, query: str, says: str) -> None:
    page = client.get(f"/{SAE}/worksheet?{query}", follow_redirects=True)
    assert says in page.text
    file = client.get(f"/{SAE}/worksheet.pdf?{query}")
    assert (file.status_code, says in file.text) == (413, True)
