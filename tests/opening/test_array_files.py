"""Every number of a file comes back in its own type; what is no matrix says so; bombs stay shut."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
import zipfile
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from safetensors.numpy import save

from app.opening.array_files import MOST_UNPACKED, npy_array, npz_arrays, safetensors_arrays
from app.opening.file_kinds import NoSuchFile
from app.opening.opened import NotOpened, ToOpen, opened
from tests.opening.made_files import npy, npz

TYPES = ["<f8", ">f8", "<f4", ">f4", "<f2", ">f2", "<i8", ">i4", "i1", "u1", "<u4", "?"]
FINITE = {"allow_nan": False, "allow_infinity": False}


def matrices(types: list[str]) -> st.SearchStrategy[Any]:
    """Arrays of one or two dimensions, in either order in memory."""
    shapes = array_shapes(min_dims=1, max_dims=2, max_side=5)
    return st.sampled_from(types).flatmap(
        lambda kind: arrays(np.dtype(kind), shapes, elements=FINITE if "f" in kind else None)
    )


def read_back(cells: tuple[tuple[str, ...], ...], like: Any) -> Any:
    """Texts as numbers of the type that they came from."""
    kind = like.dtype.newbyteorder("=")
    read = [[int(cell) if kind.kind in "biu" else kind.type(cell) for cell in row] for row in cells]
    return np.array(read, dtype=kind).reshape(like.shape)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(matrices(TYPES), st.booleans())
def test_every_number_of_a_npy_file_comes_back(array: Any, is_fortran: bool) -> None:
    found = npy_array(npy(np.asfortranarray(array) if is_fortran else array))
    assert found.shape == array.shape
    assert found.table is not None
    assert np.array_equal(read_back(found.table.cells, array), array)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(matrices([kind for kind in TYPES if ">" not in kind]), matrices(["<f4"]))
def test_every_number_of_an_archive_comes_back(array: Any, other: Any) -> None:
    for found in (npz_arrays(npz(a=array, b=other)), safetensors_arrays(save({"a": array, "b": other}))):
        assert set(found) == {"a", "b"}
        for name, there in (("a", array), ("b", other)):
            table = found[name].table
            assert table is not None
            assert np.array_equal(read_back(table.cells, there), there)


def bfloat16_file(numbers: list[float]) -> bytes:
    """A .safetensors file of bfloat16, made by hand."""
    halves = (np.array(numbers, np.float32).view(np.uint32) >> 16).astype("<u2").tobytes()
    entry = {"dtype": "BF16", "shape": [1, len(numbers)], "data_offsets": [0, len(halves)]}
    header = json.dumps({"W_enc": entry}).encode()
    return len(header).to_bytes(8, "little") + header + halves


def test_bfloat16_is_the_first_half_of_a_float32() -> None:
    table = safetensors_arrays(bfloat16_file([1.5, -2.0, 0.0, 3.140625]))["W_enc"].table
    assert table is not None
    assert table.cells == (("1.5", "-2", "0", "3.140625"),)


# fmt: off
REFUSED = [
    (np.ones((2, 2)) * 1j, "complex numbers"),
    (np.array([[{}]], dtype=object), "Python objects, which may run any program"),
    (np.array([["a"]]), "text"),
    (np.array(["2020-01-01"], dtype="M8[D]"), "dates"),
    (np.zeros((2, 2), dtype="V2"), "bfloat16 is saved so"),
    (np.ones((2, 2, 2)), "It has 3 dimensions; a matrix has two."),
    (np.ones((0, 3)), "There are no numbers in it."),
    (np.ones((50, 50)), "too large: at most 16 rows and columns fit"),
    (np.ones((2, 2), dtype=np.longdouble), "more digits than a float64"),
]
# fmt: on


@pytest.mark.parametrize(("array", "says"), REFUSED)
def test_what_is_no_plain_matrix_says_what_it_is(array: Any, says: str) -> None:
    for found in (npy_array(npy(array)), npz_arrays(npz(a=array))["a"] if array.dtype != object else None):
        if found:
            assert says in found.says
            assert found.table is None


def header_only(shape: str, descr: str = "'<f8'") -> bytes:
    """A .npy file that has nothing but its header."""
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "content",
    [
        header_only("(3, 5)"),
        header_only("(99999999999, 99999999999)"),
        header_only("(" * 3000),
        header_only("(1,)", "[('a', '<f8')]"),
        header_only("(1,)", "'<f8' + __import__('os').getcwd()"),
        header_only("(" + "1," * 90 + ")"),
        b"\x93NUMPY\x01\x00\xff\xff{",
        b"\x93NUMPY\x09\x00\x10\x00{}",
        b"\x93NUMPY",
        npy(np.ones((3, 5)))[:-8],
    ],
)
def test_a_header_that_lies_is_refused_before_anything_is_made(content: bytes) -> None:
    tracemalloc.start()
    with contextlib.suppress(NoSuchFile):
        assert npy_array(content).table is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def bomb(entries: int, size: int) -> bytes:
    """An archive of arrays of zeros that is small while it is packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(entries):
            archive.writestr(f"a{k}.npy", header_only("(16, 16)") + bytes(size))
    return file.getvalue()


def test_a_zip_bomb_is_unpacked_as_far_as_a_matrix_goes() -> None:
    content = bomb(3, 40_000_000)
    assert len(content) < 200_000
    tracemalloc.start()
    found = npz_arrays(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 3
    assert peak < 10 * MOST_UNPACKED


def test_an_archive_that_lies_about_its_sizes_is_read_no_further() -> None:
    """The directory says ten bytes; as many are read as it says, or a damaged archive is found."""
    content = bytearray(npz(W_enc=np.ones((6, 3))))
    where = content.rfind(b"PK\x01\x02")
    content[where + 24 : where + 28] = (10).to_bytes(4, "little")
    with pytest.raises(NoSuchFile, match="damaged"):
        npz_arrays(bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_numpy_never_packs_is_not_unpacked(method: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a.npy", npy(np.ones((2, 2))))
    with pytest.raises(NoSuchFile, match="packed in a way that NumPy does not use"):
        npz_arrays(file.getvalue())


def test_more_arrays_than_anybody_names_are_refused() -> None:
    with pytest.raises(NoSuchFile, match="It holds 65 arrays"):
        npz_arrays(npz(**{f"a{k}": np.ones(1) for k in range(65)}))
    with pytest.raises(NoSuchFile, match="It holds 65 arrays"):
        safetensors_arrays(save({f"a{k}": np.ones(1) for k in range(65)}))


@pytest.mark.parametrize(
    "header",
    [
        b'{"a":{"dtype":"F64","shape":[99999999,99999999],"data_offsets":[0,8]}}',
        b'{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,800]}}',
        b'{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,8]}}',
        b'{"a":' * 5000,
        b"{}" + b" " * 50,
    ],
)
def test_a_tensor_header_that_lies_is_refused(header: bytes) -> None:
    for length in (len(header), 1 << 31, 0):
        with pytest.raises(NotOpened):
            opened(ToOpen(content=length.to_bytes(8, "little") + header + bytes(8)))


GOOD = [
    npy(np.arange(15.0).reshape(3, 5)),
    npz(W_enc=np.ones((6, 3)), b_enc=np.ones(6)),
    save({"W_enc": np.ones((3, 6), np.float32), "W_dec": np.ones((6, 3), np.float32)}),
    b"a,b,c\n1,2,3\n4,5,6\n",
    b'{"W1": [[1, 2], [3, 4]], "b1": [1, 2]}',
    "W_enc = [[1, 2], [3, 4]]\nb_enc = [1, 2]".encode("utf-16"),
]


def damaged_file(random: Random) -> bytes:
    """Random bytes, some behind the first bytes of a good file, or a good file with some bytes changed."""
    good = bytearray(random.choice(GOOD))
    if random.random() < 0.4:
        return bytes(good[: random.randrange(24)]) + random.randbytes(random.randrange(80))
    for _ in range(random.randrange(1, 8)):
        good[random.randrange(len(good))] = random.randrange(256)
    return bytes(good[: random.randrange(len(good) + 1)] if random.random() < 0.3 else good)


def sentences(content: bytes) -> list[str]:
    """What is said of a file; nothing where it is opened."""
    try:
        opened(ToOpen(content=content, file_name="X.npy"))
    except NotOpened as error:
        return [problem.says for problem in error.problems]
    return []


def test_twenty_thousand_damaged_files_are_opened_or_refused_in_a_sentence() -> None:
    random, refused = Random(12), 0
    for _ in range(20_000):
        content = damaged_file(random)
        said = sentences(content)
        refused += bool(said)
        assert all(says[-1] in ".:?" and len(says) < 700 for says in said), (content, said)
    assert 10_000 < refused < 20_000
