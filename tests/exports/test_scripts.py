"""The scripts run on their own, and every matrix that they print is the one on the sheet."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.core.operation import Array
from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.exports.scripts import LIBRARIES, Library
from app.lessons import LESSONS
from app.training.descent import worked

INSTALLED = [lib for lib in LIBRARIES.values() if lib.slug == "numpy" or importlib.util.find_spec("torch")]
CANCELLING = "W_enc=1,1,1;1,0,1&b_enc=0;-.3&W_dec=1,0;1/3,1;0,2&X=.1,-2;.2,1;-.3,1/7&features=a,b"
EXERCISES = [
    ("sparse-autoencoder", ""),
    ("sparse-autoencoder", "seed=3&dims=4,9&examples=7"),
    ("sparse-autoencoder", "updates=120&lambda=1"),
    ("sparse-autoencoder", CANCELLING),
    ("sparse-autoencoder", "W_dec=0,1,0,1,0,-1;0,-1,1,-2,0,0;0,0,0,-2,2,-2"),
    ("autoencoder", ""),
    ("autoencoder", "seed=13&dims=6,5,4,3,2,3,4,5,6"),
    ("autoencoder", "seed=2&dims=16,12,16&examples=16&b1=" + ";".join(["1/3"] * 12)),
]
BLOCK = re.compile(r"^(\w+) =\n((?:.+\n)+?)(?=\w+ =\n|\w+: |the update|\Z)", re.M)


def printed(text: str) -> dict[str, Array]:
    """Every matrix that a script printed, by name."""
    found = {}
    for name, block in BLOCK.findall(text):
        numbers = re.sub(r"tensor\(|,\s+dtype=.*|\)\s*$", "", block)
        listed = re.sub(r"(?<=[\d.])\s+(?=[-\d])", ", ", numbers)
        rows = re.sub(r"\]\s+\[", "], [", listed).strip()
        found[name] = np.atleast_2d(np.array(ast.literal_eval(rows), dtype=float))
    return found


def output(client: TestClient, library: Library, slug: str, query: str, folder: Path) -> str:
    """What the downloaded script prints; it must run without a complaint."""
    answer = client.get(f"/{slug}/with-{library.slug}.py?{query}")
    assert answer.status_code == 200, answer.text
    path = folder / "exercise.py"
    path.write_text(answer.text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-W", "error", str(path)], capture_output=True, text=True, check=False, cwd=folder
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def sheet_of(slug: str, query: str) -> Sheet:
    """The exercise worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


@pytest.mark.parametrize("library", INSTALLED, ids=lambda library: library.slug)
@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_a_script_prints_every_matrix_of_the_sheet(
    client: TestClient, tmp_path: Path, library: Library, slug: str, query: str
) -> None:
    matrices = printed(output(client, library, slug, query, tmp_path))
    sheet = sheet_of(slug, query)
    assert list(matrices) == list(dict.fromkeys(r.name for s in sheet.plan.steps for r in s.results))
    for name, matrix in matrices.items():
        assert matrix.shape == sheet.shapes[name], name
        assert not np.any((matrix == 0) & np.signbit(matrix)), f"{name} has -0"
        np.testing.assert_allclose(matrix, sheet.values[name], rtol=1e-5, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=lambda library: library.slug)
@pytest.mark.parametrize(("slug", "query"), EXERCISES)
def test_a_script_is_short_and_of_this_language(
    client: TestClient, library: Library, slug: str, query: str
) -> None:
    text = client.get(f"/{slug}/with-{library.slug}.py?{query}").text
    ast.parse(text)
    code = text[text.index("# 1. ") :]
    assert max(map(len, code.splitlines())) <= 130
    assert "{" not in code or library.proof


def test_names_that_people_type_stay_comments(client: TestClient, tmp_path: Path) -> None:
    names = "%22%22%22,'%20%2B,%23%20x,%5Cn,%F0%9F%98%80"
    text = output(client, LIBRARIES["numpy"], "sparse-autoencoder", f"tokens={names}", tmp_path)
    assert set(printed(text)) >= {"Z", "b_dec_new"}


@pytest.mark.parametrize("name", ["coding:cp037", "coding=raw_unicode", "-*-%20coding:utf-7%20-*-"])
@pytest.mark.parametrize("slot", ["tokens={},b", "features={},b"])
def test_no_name_says_how_a_script_is_encoded(
    client: TestClient, tmp_path: Path, name: str, slot: str
) -> None:
    """Python takes the encoding from the first two lines, wherever a comment there speaks of coding."""
    query = f"dims=3,2&seed=1&examples=2&{slot.format(name)}"
    text = client.get(f"/sparse-autoencoder/with-numpy.py?{query}").text
    first, second, *_ = text.splitlines()
    assert first == "# coding: utf-8"
    assert "coding" not in second.replace("autoencoder", "")
    matrices = printed(output(client, LIBRARIES["numpy"], "sparse-autoencoder", query, tmp_path))
    assert "b_dec_new" in matrices


def test_a_script_is_a_file_with_a_name_that_shadows_no_library(client: TestClient) -> None:
    answer = client.get("/autoencoder/with-numpy.py")
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="autoencoder_with_numpy.py"'
    assert client.get("/autoencoder/with-fortran.py").status_code == 404
    assert client.get("/autoencoder/with-numpy.py?eta=x").status_code == 422


@pytest.mark.parametrize(
    ("query", "moment"),
    [
        ("updates=1", ", after 1 update:"),
        ("updates=20", ", after 20 updates:"),
        ("eta=1000000&updates=3", "NumPy:"),
    ],
)
def test_a_script_names_the_updates_that_were_made(client: TestClient, query: str, moment: str) -> None:
    """Training may stop before those that were asked for."""
    assert moment in client.get(f"/sparse-autoencoder/with-numpy.py?{query}").text.splitlines()[1]
