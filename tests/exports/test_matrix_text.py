"""A matrix copied reads back as the same numbers, in every notation."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.notation.symbols import name_spoken
from app.training.descent import worked

SAE = "/sparse-autoencoder"
MATRICES = [
    (slug, name) for slug in LESSONS for name in worked(read_state(LESSONS[slug], "").exercise)[0].values
]


def text(client: TestClient, address: str) -> str:
    """What stands at an address that is canonical."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize(("slug", "name"), MATRICES)
def test_every_notation_reads_back(client: TestClient, slug: str, name: str) -> None:
    expected = worked(read_state(LESSONS[slug], "updates=3").exercise)[0].values[name]
    base = f"/{slug}/matrix/{name}"
    tsv, tex, code = (text(client, f"{base}.{ending}?updates=3") for ending in ("tsv", "tex", "py"))
    np.testing.assert_array_equal([[float(c) for c in row.split("\t")] for row in tsv.splitlines()], expected)
    found: dict[str, object] = {}
    exec(code, {"np": np}, found)
    np.testing.assert_array_equal(next(iter(found.values())), expected)
    inside = re.fullmatch(r".+ = \\begin\{bmatrix\} (.+) \\end\{bmatrix\}\n", tex)
    assert inside
    rows = [[float(cell) for cell in row.split(" & ")] for row in inside[1].split(r" \\ ")]
    np.testing.assert_allclose(rows, expected, atol=5e-4)


def test_a_page_holds_the_files_texts(client: TestClient) -> None:
    page = text(client, f"{SAE}/matrix/n?lambda=2")
    boxes = re.findall(r'<textarea id="text-(\w+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert [ending for ending, _ in boxes] == ["tsv", "tex", "py"]
    for ending, shown in boxes:
        link = f"{SAE}/matrix/n.{ending}?lambda=2"
        assert f'href="{link}"' in page
        assert html.unescape(shown) == text(client, link)


def test_every_matrix_on_the_sheet_leads_to_its_copy(client: TestClient) -> None:
    sheet = text(client, f"{SAE}/sheet?lambda=2")
    links = re.findall(r'class="copy" href="([^"]+)" aria-label="Copy ([^"]+)"', sheet)
    plan = LESSONS["sparse-autoencoder"].plan(())
    names = [*plan.given, *(result.name for result in plan.results())]
    assert set(links) == {(f"{SAE}/matrix/{name}?lambda=2", name_spoken(name)) for name in names}


def test_nothing_that_a_class_is_asked_can_be_copied_by_a_slip(client: TestClient) -> None:
    for address in (f"{SAE}/sheet?ask=1", f"{SAE}/1?cell=0"):
        assert set(re.findall(r'aria-label="Copy ([^"]+)"', text(client, address))).isdisjoint(
            {"Z", "f", "g"}
        )
    assert 'class="copy"' not in text(client, f"{SAE}/1?present=1")


@pytest.mark.parametrize("path", ["matrix/Q", "matrix/Q.tsv", "matrix/Z.doc", "matrix/ones"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    assert client.get(f"{SAE}/{path}").status_code == 404
