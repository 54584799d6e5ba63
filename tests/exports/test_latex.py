"""LaTeX worksheets: balanced, true to the sheet, blank without answers; compiled where there is a LaTeX."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation.symbols import name_latex
from app.training.descent import worked
from tests.long import sampled

SAE, AE = "sparse-autoencoder", "autoencoder"
NAMES = "tokens=%5Cinput%7Bx%7D,a_b%25,%24x%5E2%24,%C3%A9%F0%9F%98%80~"
ADDRESSES = [
    f"/{SAE}/worksheet.tex?key=1",
    f"/{SAE}/worksheet.tex?paper=letter",
    f"/{SAE}/11/worksheet.tex?key=1&lambda=1/3",
    f"/{AE}/worksheet.tex?key=1&seed=2&dims=12,12,12&examples=4&{NAMES}",
    f"/{AE}/3/worksheet.tex?share=60",
    f"/{SAE}/4/worksheet.tex?seed=5&dims=11,3&key=1",
    f"/{SAE}/4/worksheet.tex?seed=3&dims=7,4&updates=1000&key=1",
    f"/{SAE}/1/worksheet.tex?X=1/3,2;0.12345,1;1,1&key=1",
    f"/{SAE}/3/worksheet.tex?blank=products",
    f"/{AE}/worksheet.tex?seed=6961&dims=16,16,16&examples=8&key=1",
]
ALIGNMENT = re.compile(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", re.S)
ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+\*?)\}|\\([\[\]])")
MATRIX = re.compile(r"\\\[ (?:[^\n]* = )?\\begin\{bmatrix\}\n(.*?)\n\\end\{bmatrix\} \\\]", re.S)
READ = re.compile(r"\\\[ ([^\n]+?) = \\begin\{bmatrix\}\n(.*?)\n\\end\{bmatrix\} \\\]", re.S)


def generated(count: int) -> list[str]:
    """Addresses of random exercises, the same ones each time; TEX_EXERCISES=500 for many."""
    drawn = random.Random(count)
    return [drawn_address(drawn) for _ in range(count)]


def drawn_address(drawn: random.Random) -> str:
    """A step's or a lesson's worksheet or key, of any size, trained or not, with names in other scripts."""
    slug = drawn.choice(list(LESSONS))
    sizes = ["4,3,2,3,4", "6,5,6", "12,12,12", "16,16,16"] if slug == AE else ["3,6", "11,3", "6,12", "16,16"]
    options = ["", "key=1", "blank=products", "share=60", "earlier=blank", "paper=letter&key=1"]
    names = ["", "tokens=%E6%9D%B1%E4%BA%AC,a_b%25", "tokens=%D7%A9%D7%9C%D7%95%D7%9D,%C3%A9"]
    asked = [
        f"seed={drawn.randrange(10**4)}",
        f"dims={drawn.choice(sizes)}",
        f"examples={drawn.choice([2, 5, 8, 16])}",
        drawn.choice(["", "updates=1000", "eta=0.123456789"]),
        drawn.choice(options),
        drawn.choice(names),
    ]
    return f"/{slug}{drawn.choice(['', '/1', '/4', '/5'])}/worksheet.tex?{'&'.join(filter(None, asked))}"


def text_of(client: TestClient, address: str) -> str:
    """A document as it is downloaded."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith('.tex"')
    return answer.text


def balanced(row: str) -> bool:
    """Whether nothing is opened in a row that is closed in another: a root, say."""
    bare = re.sub(r"\\[{}]", "", row)
    return bare.count("{") == bare.count("}")


def sheet_of(slug: str, query: str) -> Sheet:
    """The exercise worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_everything_that_begins_ends(client: TestClient, address: str) -> None:
    text = text_of(client, address)
    opened: list[str] = []
    for kind, name, bracket in ENVIRONMENT.findall(text):
        if kind == "begin" or bracket == "[":
            opened.append(name or "]")
        else:
            assert opened.pop() == (name or "]")
    assert not opened
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"[^\x00-\xff]", re.sub(r"\\other\{.\}", "", text)), (
        "only XeLaTeX prints such letters"
    )
    for rows in ALIGNMENT.findall(text):
        assert all(row.count("&") == 1 and balanced(row) for row in rows.split(" \\\\\n")), rows


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a--b", "a-{}-b"), ("''", "'{}'"), ("?`", "?{}`"), ("^^41", r"\textasciicircum{}\textasciicircum{}41")],
)
def test_a_name_is_printed_character_by_character(client: TestClient, typed: str, written: str) -> None:
    assert f"Columns are examples: {written}," in text_of(
        client, f"/{SAE}/1/worksheet.tex?tokens={quote(typed)},b,c,d,e"
    )


COMPILERS = [name for name in ("pdflatex", "xelatex") if shutil.which(name)]


def compiled(compiler: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A document as a LaTeX makes it."""
    (folder / "sheet.tex").write_text(text, encoding="utf-8")
    command = [compiler, "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)


DRAWN = generated(int(os.environ.get("TEX_EXERCISES", "6")))
COMPILED = sampled(
    [(address, compiler) for compiler in COMPILERS[:1] for address in (*ADDRESSES, *DRAWN)]
    + [(address, compiler) for compiler in COMPILERS[1:] for address in (ADDRESSES[3], *DRAWN[:3])],
    [(address, compiler) for compiler in COMPILERS[1:] for address in (*ADDRESSES, *DRAWN)],
)
"""The other LaTeX differs in the letters it has."""


@pytest.mark.parametrize(("address", "compiler"), dict.fromkeys(COMPILED))
def test_it_compiles_and_nothing_is_wider_than_the_page(
    client: TestClient, address: str, compiler: str, tmp_path: Path
) -> None:
    done = compiled(compiler, text_of(client, address), tmp_path)
    assert done.returncode == 0, done.stdout[-800:]
    assert (tmp_path / "sheet.pdf").stat().st_size > 5_000
    wider = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
    assert max(wider, default=0) < 1, done.stdout


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_needs_no_more_than_amsmath_and_fonts(client: TestClient, address: str) -> None:
    used = set(re.findall(r"\\usepackage(?:\[\w+\])?\{(\w+)\}", text_of(client, address)))
    assert used == {"inputenc", "fontenc", "amsmath", "fontspec"}


def numbers_of(block: str) -> list[float | None]:
    """The numbers of a matrix, row by row; None for a line to write on or a dot."""
    cells = (cell for row in block.split(" \\\\\n") for cell in row.split(" & "))
    return [None if cell[0] == "\\" and "sqrt" not in cell else number_in(cell) for cell in cells]


def number_in(cell: str) -> float:
    """The number of a cell, which may be a root."""
    root = re.fullmatch(r"\\sqrt\{(\d+)\}", cell)
    return float(root[1]) ** 0.5 if root else float(cell)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_key_has_every_matrix_and_the_working_of_every_cell(client: TestClient, slug: str) -> None:
    text = text_of(client, f"/{slug}/worksheet.tex?key=1")
    sheet = sheet_of(slug, "")
    for name in [*sheet.plan.given, *(result.name for result in sheet.plan.results())]:
        rows, columns = sheet.shapes[name]
        wanted = pytest.approx(sheet.values[name].ravel().tolist(), abs=6e-4)
        blocks = [block for block in text.split("\n\\[ ") if block.startswith(f"{name_latex(name)} = ")]
        matrices = [numbers_of(m) for block in blocks for m in MATRIX.findall(f"\\[ {block}")]
        if rows == columns == 1:
            ends = [re.search(r"= ([-\d.]+) \\\]", block) for block in blocks]
            matrices = [[float(end[1])] for end in ends if end]
        assert wanted in [m for m in matrices if None not in m], name
    cells = sum(len(sheet.cells(result)) for step in sheet.plan.steps for result in step.results)
    assert len(re.findall(r"(?m)^\S.* ?&(?:=|\\approx) ", text)) == cells


@pytest.mark.parametrize("slug", LESSONS)
def test_what_a_step_reads_stands_upright(client: TestClient, slug: str) -> None:
    """However a matrix stands beside its line on the screen: here nothing says that it stands on its side."""
    sheet, seen = sheet_of(slug, ""), 0
    names = {name_latex(name): name for name in sheet.plan.matrices}
    for step in sheet.plan.steps:
        given = text_of(client, f"/{slug}/{step.number}/worksheet.tex").split(r"\subsection*")[1]
        for called, block in READ.findall(given):
            rows = [row.split(" & ") for row in block.split(" \\\\\n")]
            assert (len(rows), len(rows[0])) == sheet.shapes[names[called]], (step.number, called)
            seen += 1
    assert seen > 10


@pytest.mark.parametrize("slug", LESSONS)
def test_a_blank_one_holds_given_numbers_only(client: TestClient, slug: str) -> None:
    text = text_of(client, f"/{slug}/worksheet.tex")
    sheet = sheet_of(slug, "")
    after = text[text.index(r"\subsection*{1.") :]
    cells = [number for block in MATRIX.findall(after) for number in numbers_of(block)]
    assert set(cells) == {None}
    shapes = [sheet.shapes[result.name] for step in sheet.plan.steps for result in step.results]
    blanks = sum(rows * columns for rows, columns in shapes)
    assert after.count(r"\blank") == blanks
    assert "align" not in after


def test_what_people_typed_is_text(client: TestClient) -> None:
    text = text_of(client, f"/{AE}/worksheet.tex?{NAMES}")
    assert (
        r"\textbackslash{}input\{x\}, a\_b\%, \$x\textasciicircum{}2\$, é\other{😀}\textasciitilde{}" in text
    )
