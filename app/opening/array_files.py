"""Arrays in .npy, .npz and .safetensors files as tables of text, their sizes bounded before unpacking.

A number is written with as few digits as give it back in the type of the file: 0.1 as a float32 stays 0.1.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from math import prod
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize

from app.notation.pasted_tables import LARGEST, MOST_ROWS, PastedTable
from app.opening.file_kinds import NoSuchFile

MOST_ARRAYS = 64
LONGEST_HEADER = 10_000
WIDEST = 16
"""Bytes of the largest number that is looked at."""
MOST_UNPACKED = LONGEST_HEADER + LARGEST * WIDEST
NPY = re.compile(rb"\x93NUMPY([\x01\x02])\x00")
DESCR = re.compile(r"['\"]descr['\"]\s*:\s*['\"]([<>|=]?)([a-zA-Z?])(\d*)[^'\"]*['\"]")
FORTRAN = re.compile(r"['\"]fortran_order['\"]\s*:\s*True")
SHAPE = re.compile(r"['\"]shape['\"]\s*:\s*\(([\d,\s]{0,200})\)")
READ = {"b", "i", "u", "f", "?"}
NO_NUMBERS = {
    "c": "complex numbers",
    "O": "Python objects, which may run any program when they are opened",
    "S": "text",
    "U": "text",
    "a": "text",
    "M": "dates",
    "m": "times",
    "V": "numbers of a type that NumPy has no name for; bfloat16 is saved so, and float32 can be read",
}
TENSORS = {
    **{"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"},
    **{"U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?", "BF16": "<u2"},
}


class FoundArray(NamedTuple):
    """An array of a file: its shape, and its numbers as a table; or why they are not read."""

    shape: tuple[int, ...]
    table: PastedTable | None
    says: str = ""

    @property
    def size(self) -> str:
        """Its shape as Python writes it."""
        return f"({', '.join(map(str, self.shape))}{',' * (len(self.shape) == 1)})"


class Header(NamedTuple):
    """What a .npy file says of its array before the numbers."""

    kind: str
    width: int
    shape: tuple[int, ...]
    begins: int
    descr: str
    order: Literal["C", "F"]


def npy_array(content: bytes) -> FoundArray:
    """The array of a .npy file. Raises NoSuchFile where it is damaged."""
    header = npy_header(content)
    if says := unreadable_array(header):
        return FoundArray(header.shape, None, says)
    if prod(header.shape) * header.width > len(content) - header.begins:
        raise NoSuchFile("This .npy file is cut off: it has fewer numbers than it says.")
    try:
        numbers = np.frombuffer(content, header.descr, prod(header.shape), header.begins)
    except (TypeError, ValueError) as error:
        raise NoSuchFile("This .npy file is damaged.") from error
    return FoundArray(header.shape, table_of(numbers.reshape(header.shape, order=header.order)))


def npy_header(content: bytes) -> Header:
    """The header of a .npy file, of which nothing is evaluated. Raises NoSuchFile."""
    version = NPY.match(content)
    wide = 2 if version and version[1] == b"\x01" else 4
    length = int.from_bytes(content[8 : 8 + wide], "little")
    if not version or not 0 < length <= min(LONGEST_HEADER, len(content)):
        raise NoSuchFile("This .npy file is damaged, or of a kind that holds no plain numbers.")
    text = content[8 + wide : 8 + wide + length].decode("latin-1")
    descr, shape = DESCR.search(text), SHAPE.search(text)
    if not descr or not shape:
        raise NoSuchFile("This .npy file holds columns of several types: save each as an array of its own.")
    sizes = tuple(int(size) for size in shape[1].split(",") if size.strip())
    width = int(descr[3] or 1) if len(descr[3]) < 5 else 9999
    order: Literal["C", "F"] = "F" if FORTRAN.search(text) else "C"
    return Header(descr[2], width, sizes, 8 + wide + length, "".join(descr.groups()), order)


def unreadable_array(header: Header) -> str:
    """Why the numbers of an array are not read; empty where they are."""
    if header.kind not in READ:
        return f"It holds {NO_NUMBERS.get(header.kind, 'no numbers')}."
    if header.width > 8:
        return "Its numbers have more digits than a float64; save them as float64."
    return unreadable_shape(header.shape)


def unreadable_shape(shape: tuple[int, ...]) -> str:
    """Why an array of a shape is not read; empty where it is."""
    if len(shape) > 2:
        return f"It has {len(shape)} dimensions; a matrix has two."
    if not prod(shape):
        return "There are no numbers in it."
    return "" if prod(shape) <= LARGEST else f"It is too large: at most {MOST_ROWS} rows and columns fit."


def npz_arrays(content: bytes) -> dict[str, FoundArray]:
    """The arrays of a .npz file by name. Raises NoSuchFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            check_count(len(entries))
            return {entry.filename[:-4]: unpacked_array(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
        if isinstance(error, NoSuchFile):
            raise
        raise NoSuchFile("This .npz file is damaged.") from error


def unpacked_array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> FoundArray:
    """An array of an archive: at most so many bytes are unpacked, whatever the archive says of its size."""
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NoSuchFile("This .npz file is locked, or packed in a way that NumPy does not use.")
    with archive.open(entry) as packed:
        content = packed.read(MOST_UNPACKED + 1)
    header = npy_header(content)
    says = unreadable_array(header)
    return FoundArray(header.shape, None, says) if says else npy_array(content)


def check_count(count: int) -> None:
    """Raises NoSuchFile for more arrays than any exercise has."""
    if count > MOST_ARRAYS:
        raise NoSuchFile(f"It holds {count:,} arrays; at most {MOST_ARRAYS} are looked at.")


def safetensors_arrays(content: bytes) -> dict[str, FoundArray]:
    """The arrays of a .safetensors file by name. Raises NoSuchFile."""
    try:
        tensors = deserialize(content)  # type: ignore[no-untyped-call]
    except (SafetensorError, ValueError, TypeError, OverflowError) as error:
        raise NoSuchFile("This .safetensors file is damaged, or cut off.") from error
    check_count(len(tensors))
    return {name: tensor_array(tensor) for name, tensor in tensors}


def tensor_array(tensor: dict[str, Any]) -> FoundArray:
    """One tensor of a .safetensors file."""
    kind, shape = tensor["dtype"], tuple(tensor["shape"])
    if kind not in TENSORS:
        return FoundArray(shape, None, f"Its numbers are of the type {kind}; float32 can be read.")
    if says := unreadable_shape(shape):
        return FoundArray(shape, None, says)
    array = np.frombuffer(bytes(tensor["data"]), TENSORS[kind]).reshape(shape)
    return FoundArray(shape, table_of(from_bfloat16(array) if kind == "BF16" else array))


def from_bfloat16(array: NDArray[Any]) -> NDArray[np.float32]:
    """bfloat16, which is the first half of a float32."""
    return (array.astype(np.uint32) << 16).view(np.float32)


def table_of(array: NDArray[Any]) -> PastedTable:
    """An array of at most two dimensions as a table; one of one is a row."""
    return PastedTable(tuple(tuple(number_texts(row)) for row in np.atleast_2d(array)))


def number_texts(row: NDArray[Any]) -> Iterator[str]:
    """Numbers with as few digits as give them back in their own type."""
    is_whole = row.dtype.kind in "biu"
    return (str(int(number)) if is_whole else str(number).removesuffix(".0") for number in row)
