"""A file that cannot be opened is named, with what would be accepted; nothing that was typed is lost."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.opening.made_files import answered, npy, npz

# fmt: off
OTHERS = [
    (b"%PDF-1.7", "This is a PDF."), (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"), (b"GGUF\x03", "a GGUF model"),
    (b"\x80\x04\x95", "a Python pickle, which may run any program"), (b"\x1f\x8b\x08", "a gzip archive"),
    (b"<!DOCTYPE html><p>", "a web page"), (b"MATLAB 5.0 MAT-file", "a MATLAB file"),
    (b"PAR1", "a Parquet file"), (b"PK\x03\x04zzzz", "a damaged archive"),
    (b"\xff\xfe\x00", "neither UTF-8 nor UTF-16"), ("Zürich 1".encode("cp1252"), "neither UTF-8 nor UTF-16"),
    (b"\x00\x01\x02\xff", "neither UTF-8 nor UTF-16"),
]
# fmt: on


@pytest.mark.parametrize(("content", "says"), OTHERS)
def test_any_other_file_is_named_with_what_would_be_accepted(
    client: TestClient, content: bytes, says: str
) -> None:
    found = answered(client, content, exercise="1 2 3")
    assert says in found.says
    assert ".npy, .npz or .safetensors" in found.says
    assert found.kept == "1 2 3", "what was typed beside it is kept"


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("xl/workbook.xml", "an Excel workbook; save the sheet as CSV"),
        ("word/document.xml", "a Word document"), ("content.xml", "an OpenDocument file"),
        ("archive/data.pkl", "a file of torch.save, whose pickle may run"),
        ("a.txt", "a zip archive without any .npy file"), ("model.weights.h5", "a Keras model"),
    ],
)  # fmt: skip
def test_an_archive_is_named_by_what_is_in_it(client: TestClient, inside: str, says: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(inside, b"x")
    assert says in answered(client, file.getvalue()).says


def test_not_a_number_is_refused_at_its_cell(client: TestClient) -> None:
    array = np.ones((3, 5))
    array[1, 2] = np.nan
    array[2, 4] = -np.inf
    found = answered(client, npy(array), "X.npy", **{"from": "sparse-autoencoder"})
    assert "row 2, column 3: “nan” is not a number" in found.says
    assert "row 3, column 5: “-inf” is not a number" in found.says
    assert "nan" in found.kept


@pytest.mark.parametrize("files", [{"W_enc": np.nan}, {"W_enc": np.nan, "b_enc": 1.0}])
def test_of_many_cells_without_a_number_a_few_are_named(client: TestClient, files: dict[str, float]) -> None:
    """By the name of their matrix, whether it is the only one of its file or not."""
    shapes = {"W_enc": (6, 3), "b_enc": (6,)}
    content = npz(**{name: np.full(shapes[name], number) for name, number in files.items()})
    says = answered(client, content, "a.npz", **{"from": "sparse-autoencoder"}).says
    assert says.count("is not a number") == 3
    assert "W_enc, row 1, column 3: “nan” is not a number" in says
    assert says.endswith("W_enc: 15 more cells cannot be read.")
    assert "table" not in says


@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_a_file_with_nothing_in_it_is_said_to_be_empty(client: TestClient, content: bytes) -> None:
    answer = client.post("/", data={"exercise": "1 2 3"}, files={"file": ("x.csv", content)})
    assert answer.status_code == 422
    assert "This file is empty. What can be opened:" in answer.text
    assert "1 2 3</textarea>" in answer.text
    nothing = client.post("/", data={"exercise": ""}, files={"file": ("", b"")})
    assert "Paste an exercise or a table, or choose a file." in nothing.text
