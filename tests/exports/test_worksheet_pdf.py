"""Worksheets as PDF files: what can be read in them, what must not, and what they look like."""

from __future__ import annotations

import gzip
import re
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from starlette.testclient import TestClient

from app.exports.worksheet_files import FileOrder, packed_file
from app.exports.worksheets.contents import sheets
from app.exports.worksheets.parse_order import read_order
from app.exports.worksheets.pdf import pdf, pdf_document, unprintable
from app.lessons import LESSONS
from app.settings import PUBLIC_URL
from tests.long import sampled

SAE, AE = "sparse-autoencoder", "autoencoder"
STEPS = {slug: len(lesson.plan(tuple(lesson.preset.given)).steps) for slug, lesson in LESSONS.items()}
EVERY = [(slug, step) for slug, count in STEPS.items() for step in range(1, count + 1)]
SERVED_AT = "https://hand.example"
POINTS = 72 / 25.4
TELLING = "X=17,-23,41;-31,19,29;13,37,-43&tokens=one,two,three&lambda=0.7"
"""Numbers whose results are found nowhere else on the sheet."""


@cache
def made(slug: str, page: int | None, query: str = "") -> bytes:
    """A worksheet's file."""
    return pdf(sheets(read_order(LESSONS[slug], page, query)), SERVED_AT)


def texts(file: bytes) -> list[str]:
    """The text layer of every page."""
    with pdfium.PdfDocument(file) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def words(file: bytes) -> set[str]:
    """Everything that stands by itself in the text layer."""
    return set(re.split(r"[\s=·+()]+", " ".join(texts(file))))


def strings(file: bytes) -> str:
    """Everything in a file but what it draws: metadata, tags, alternative texts, compressed or not."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.S)
    plain = [file, *(unpacked(stream) for stream in streams)]
    return "\n".join(part.decode("latin-1") + part.decode("utf-16-be", "ignore") for part in plain)


def unpacked(stream: bytes) -> bytes:
    """A stream without its compression."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def answers(page: int) -> set[str]:
    """The numbers that a step's blanks want, as far as the given ones do not have them as well."""
    order = read_order(LESSONS[SAE], page, f"{TELLING}&key=1")
    cells = [
        cell
        for stage in sheets(order)[0].parts[0].stages
        for one in (*stage.operands, stage.result)
        for row in one.grid.cells
        for cell in row
    ]
    printed = {cell.text for cell in cells if cell.kind == "printed"}
    return {cell.text for cell in cells if cell.kind == "key" and len(cell.text) > 2} - printed


WAYS = [(paper, key) for paper in ("a4", "letter", "a3") for key in ("", "&key=1")]
PRINTED = sampled(
    [
        *((*each, *WAYS[k % len(WAYS)]) for k, each in enumerate(EVERY)),
        *((SAE, 11, paper, key) for paper, key in WAYS),
    ],
    [(*each, *way) for each in EVERY for way in WAYS],
)
"""Every step in one way, the longest in all."""


@pytest.mark.parametrize(("slug", "step", "paper", "key"), dict.fromkeys(PRINTED))
def test_every_step_is_printed_on_both_papers(slug: str, step: int, paper: str, key: str) -> None:
    file = made(slug, step, f"paper={paper}{key}")
    size = {"a4": (210, 297), "letter": (215.9, 279.4), "a3": (297, 420)}[paper]
    with pdfium.PdfDocument(file) as opened:
        for page in opened:
            assert sorted(page.get_size()) == pytest.approx(sorted(side * POINTS for side in size), abs=1)
    title = LESSONS[slug].plan(tuple(LESSONS[slug].preset.given)).step(step).title
    first = texts(file)[0]
    assert title in " ".join(first.split())
    assert f"step {step} of {STEPS[slug]}" in first
    leads = f"/{slug}/{step}/worksheet?" if key else f"/{slug}/{step}/practice"
    assert all(word in first for word in ("Prof. Tom Yeh", leads))
    assert ("Name" in first, "Date" in first) == ((False, False) if key else (True, True))


@pytest.mark.parametrize("step", [1, 3, 8, 9, 10, 11, 12, 13, 14])
def test_a_blank_sheet_tells_no_answer_and_its_key_tells_them_all(step: int) -> None:
    wanted = answers(step)
    assert wanted
    blank, key = (made(SAE, step, TELLING + more) for more in ("", "&key=1"))
    assert not wanted & words(blank)
    assert wanted <= words(key)
    given = str(pdf_document(sheets(read_order(LESSONS[SAE], step, TELLING)), SERVED_AT))
    for number in wanted:
        assert not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", given)


def test_nothing_hidden_in_a_blank_file_tells_an_answer() -> None:
    telling = [number for number in answers(1) if len(number) >= 4 or not number.isdigit()]
    hidden = re.sub(r"<</.*?>>|\b\d+ \d+ (?:R|obj)\b", "", strings(made(SAE, 1, TELLING)))
    alternatives = re.findall(r"/(?:Alt|ActualText|Contents|Title|Subject|Keywords)\s*\((.*?)\)", hidden)
    assert not [n for n in telling for text in alternatives if n in text]
    with pdfium.PdfDocument(made(SAE, 1, TELLING)) as opened:
        data = opened.get_metadata_dict()
    assert data["Title"] == "Sparse autoencoder, step 1: Encoder: linear layer (worksheet)"
    assert {data[field] for field in ("Author", "Subject", "Keywords", "CreationDate", "ModDate")} == {""}


def test_the_file_follows_pdf_ua() -> None:
    text = strings(made(SAE, 1))
    assert re.search(r"pdfuaid:part>1<", text)
    assert "/StructTreeRoot" in text
    assert "Z = W_enc X + b_enc" in text


def test_the_same_address_gives_the_same_bytes(client: TestClient) -> None:
    for query in ("", "?key=1&share=50", "?seed=7&variants=2"):
        first, second = (client.get(f"/{SAE}/1/worksheet.pdf{query}").content for _ in range(2))
        assert first == second
        assert first.startswith(b"%PDF-1.7")


def test_the_file_over_http(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, SERVED_AT)
    answer = client.get(f"/{SAE}/1/worksheet.pdf?key=1")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="{SAE}-step-1-key.pdf"'
    assert "etag" not in answer.headers
    assert answer.content == made(SAE, 1, "key=1")
    assert f"{SERVED_AT}/{SAE}/1/worksheet?key=1" in strings(answer.content)
    plain = client.get(f"/{SAE}/1/worksheet.pdf?key=1", headers={"accept-encoding": "identity"})
    assert plain.content == answer.content


def test_without_a_public_address_the_sheet_names_the_one_it_was_asked_at(client: TestClient) -> None:
    asked = client.get(f"/{SAE}/1/worksheet.pdf", headers={"host": "hand.example"})
    assert "http://hand.example/sparse-autoencoder/1/practice" in strings(asked.content)


def test_a_process_that_was_started_in_another_environment_names_the_address_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, "http://long.ago.example")
    file = strings(gzip.decompress(packed_file(FileOrder("pdf", SAE, 1, "", SERVED_AT))))
    assert f"{SERVED_AT}/{SAE}/1/practice" in file
    assert "long.ago" not in file


def test_a_sheet_from_a_machine_that_only_its_owner_reaches_names_no_address(client: TestClient) -> None:
    assert "http://127.0.0.1" not in strings(client.get(f"/{SAE}/1/worksheet.pdf").content)


def test_every_page_of_a_sheet_leads_to_its_step_s_practice_and_the_key_to_the_worksheet() -> None:
    for step, page in enumerate(texts(made(SAE, None, "steps=1-3")), start=1):
        assert f"{SERVED_AT}/{SAE}/{step}/practice" in page
        assert "worksheet?" not in page
    assert f"{SERVED_AT}/{SAE}/worksheet?steps=1-3&key=1" in texts(made(SAE, None, "steps=1-3&key=1"))[0]


@pytest.mark.parametrize("query", ["exam=1", "exam=1&key=1", "exam=1&variants=2", "exam=1&steps=1-2"])
def test_nothing_in_an_exam_leads_anywhere(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, SERVED_AT)
    everything = strings(made(SAE, 1, query)) + "".join(texts(made(SAE, 1, query)))
    assert "hand.example" not in everything
    assert "QR code" not in everything
    book = client.get(f"/{SAE}/1/worksheet.xlsx?{query}").content
    with ZipFile(BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if b"hand.example" in parts.read(name)]
    assert "hand.example" not in client.get(f"/{SAE}/1/worksheet.tex?{query}").text
    assert "hand.example" in client.get(f"/{SAE}/1/worksheet.tex").text.replace(r"\allowbreak{}", "")


def test_variants_are_numbered_and_each_names_its_own_address() -> None:
    pages = texts(made(SAE, 1, "seed=7&variants=30"))
    assert len(pages) == 30
    for k, page in enumerate(pages, start=1):
        assert f"variant {k}" in page
        assert f"/{SAE}/1/practice?seed={7000 + k}" in page.replace("\r\n", "")
        assert "1 / 1" in page


def test_a_variant_by_itself_is_its_page_among_the_others() -> None:
    every = texts(made(SAE, 1, "seed=7&variants=4&key=1"))
    alone = texts(made(SAE, 1, "seed=7003&variant=3&key=1"))
    assert alone == every[4:6]


@pytest.mark.parametrize("slug", [SAE, AE])
def test_nothing_of_a_large_exercise_is_cut(slug: str) -> None:
    dims = "12,12" if slug == SAE else "12,12,12"
    with pdfium.PdfDocument(made(slug, None, f"seed=3&dims={dims}&examples=12&key=1")) as opened:
        for page in opened:
            across, up = page.get_size()
            for drawn in page.get_objects(max_depth=3):
                left, bottom, right, top = drawn.get_bounds()
                assert left > 10 * POINTS - 1
                assert right < across - 10 * POINTS
                assert bottom > 5 * POINTS
                assert top < up - 5 * POINTS


@pytest.mark.parametrize(
    "name",
    [
        "Москва",
        "Ωμέγα",
        "東京",
        "สวัสดี",
        "שלום",
        "العربية",
        "e\u0323\u0301",
        "😀",
        "#eval(1)",
        "$x$",
        '"\\]*_',
        "</script>",
    ],
)
def test_any_name_can_be_printed_and_none_is_source(name: str) -> None:
    with pdfium.PdfDocument(
        pdf(sheets(read_order(LESSONS[SAE], 1, f"tokens={_quoted(name)}")), SERVED_AT)
    ) as file:
        text = file[0].get_textpage().get_text_range()
    if name.isascii():
        assert name in text


def test_letters_that_no_font_has_are_found_without_a_sheet_and_nothing_else_is_lost() -> None:
    assert unprintable("Москва−Ωéשł", with_system_fonts=False) == ""
    assert unprintable("aé東😀", with_system_fonts=False) == "東😀"
    assert set("สวัสดี") == set(unprintable("éสวัสดี", with_system_fonts=False))


def test_the_preview_names_the_letters_that_may_not_print(client: TestClient) -> None:
    page = client.get(f"/{SAE}/1/worksheet?tokens={_quoted('東京')},b,c,d,e")
    assert "東京: printed where this server has a font with these; else ? stands" in page.text
    assert "stands for each" not in client.get(f"/{SAE}/1/worksheet").text


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


def test_the_fonts_of_the_sheets_are_in_the_files() -> None:
    text = strings(made(SAE, 1, "key=1"))
    for font in ("IBMPlexSans", "SourceSerif4", "Kalam", "STIXTwoMath"):
        assert font in text
