"""What a file is, from its first bytes, and text in whichever way it is encoded."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable
from typing import Literal

Kind = Literal["npy", "npz", "safetensors", "text"]
ACCEPTED_FILES = (
    "What can be opened: the JSON that a sheet saves, a table as .csv, .tsv or .txt, and .npy, .npz "
    "or .safetensors with matrices."
)
PICKLE = (
    "a Python pickle, which may run any program when it is opened; save it with np.savez or as .safetensors"
)
TORCH = "a file of torch.save, whose pickle may run any program when it is opened; save it as .safetensors"
SHEET = "save the sheet as CSV, or copy its cells and paste them"
FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file, such as Keras saves; save its arrays with np.savez"),
    (b"GGUF", "a GGUF model; save its tensors as .safetensors"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PAR1", "a Parquet file; save its table as CSV"),
    (b"ARROW1", "an Arrow file; save its table as CSV"),
    (b"MATLAB 5.0", "a MATLAB file; save its matrices as CSV"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Excel or Word file; {SHEET}"),
    (b"{\\rtf", "an RTF text; save it as plain text"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x93NUMPY", "a damaged .npy file"),
)
INSIDE_ZIP: tuple[tuple[str, str], ...] = (
    (r"xl/", f"an Excel workbook; {SHEET}"),
    (r"word/", "a Word document"),
    (r"ppt/", "a PowerPoint presentation"),
    (r"content\.xml$", f"an OpenDocument file; {SHEET}"),
    (r".*data\.pkl$", TORCH),
    (r".*\.keras$|model\.weights\.h5$|config\.json$", "a Keras model; save its arrays with np.savez"),
)


class NoSuchFile(ValueError):
    """A file that is not opened; its message is a sentence that says what it is."""


def kind_of_file(content: bytes) -> Kind:
    """Which of the kinds that are read a file is. Raises NoSuchFile for another."""
    if content.startswith(b"\x93NUMPY"):
        return "npy"
    if content.startswith(b"PK"):
        return kind_of_zip(content)
    if is_safetensors(content):
        return "safetensors"
    if what := other_kind(content):
        raise NoSuchFile(f"This is {what}. {ACCEPTED_FILES}")
    return "text"


def is_safetensors(content: bytes) -> bool:
    """Whether it begins with a length and then a JSON object."""
    return content[8:9] == b"{" and 2 <= int.from_bytes(content[:8], "little") < 1 << 32


def other_kind(content: bytes) -> str:
    """A well-known kind that is not read; empty where it is none."""
    if content[:1] == b"\x80" and content[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return PICKLE
    if re.match(rb"\s*<(?:!doctype html|html)", content[:200], re.IGNORECASE):
        return "a web page; copy the table in it and paste it"
    return next((what for first, what in FIRST_BYTES if content.startswith(first)), "")


def kind_of_zip(content: bytes) -> Kind:
    """Whether an archive holds arrays. Raises NoSuchFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [entry.filename for entry in archive.infolist()[:500]]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise NoSuchFile(f"This is a damaged archive. {ACCEPTED_FILES}") from error
    if any(name.endswith(".npy") for name in names):
        return "npz"
    is_in = (what for inside, what in INSIDE_ZIP if any(re.match(inside, name) for name in names))
    raise NoSuchFile(f"This is {next(is_in, 'a zip archive without any .npy file in it')}. {ACCEPTED_FILES}")


def text_in(content: bytes) -> str:
    """A file's text: UTF-8 or UTF-16, with a mark of its encoding or without. Raises NoSuchFile."""
    for decode in (marked_text, utf_16_without_mark, plain_utf_8):
        try:
            text = decode(content)
        except ValueError:
            continue
        if text is not None and "\x00" not in text:
            return text
    raise NoSuchFile(
        f"This is neither UTF-8 nor UTF-16 text, nor a kind of file known here. {ACCEPTED_FILES}"
    )


def marked_text(content: bytes) -> str | None:
    """Text that begins with a mark of its encoding; None without one. Raises ValueError."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if content.startswith(mark)), None)
    return content.decode(encoding) if encoding else None


def utf_16_without_mark(content: bytes) -> str | None:
    """UTF-16 of a table, in which every other byte is 0; None where that is not so. Raises ValueError."""
    zeros: Callable[[bytes], bool] = lambda half: len(half) > 0 and half.count(0) > len(half) / 2  # noqa: E731
    low, high = content[::2], content[1::2]
    if zeros(high) and not zeros(low):
        return content.decode("utf-16-le")
    return content.decode("utf-16-be") if zeros(low) and not zeros(high) else None


def plain_utf_8(content: bytes) -> str:
    """UTF-8 without a mark. Raises ValueError."""
    return content.decode("utf-8")
