"""One reader for every table that is pasted or opened: rows of numbers, and the names beside them.

Spreadsheets, CSV with commas, semicolons and decimal commas, what pandas, NumPy, PyTorch and MATLAB print,
JSON, LaTeX, Markdown, the form of our own addresses. Cells come back as they stood: which of them are numbers
is said where they are put.
"""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

from app.notation.bracketed import LEFT_OUT, Rows, TableError, read_brackets, read_latex
from app.notation.lookalikes import COMMA
from app.notation.numerals import NumeralError, answer

MOST_ROWS = 16
"""The most that fits anywhere, and as many columns."""
LARGEST = 2000
"""Cells that are looked at: more than fit, so that their shape can be told."""
LONGEST_TABLE = 40_000
"""Characters: twenty for each of those cells. What is longer is not looked at, so that no text takes long."""
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
COMMENT = re.compile(r"\s*[#%]")
SERIES = re.compile(r"^\s*(?:Name: .*, )?dtype: \w+\s*\Z", re.ASCII | re.MULTILINE)
FRAME = re.compile(r"^\s*\[\d+ rows x \d+ columns\]\s*\Z", re.ASCII | re.MULTILINE)
"""What pandas prints below a series, whose index has no empty cell above it, and below a frame."""
LETTERED = re.compile(r"\s*\w{1,40}\s*=\s*(?=\S|\n)")
SCALED = re.compile(r"\s*1(?:\.0*)?[eE]([+-]?\d{1,2})\s*\*\s*")
DECIMAL_COMMA = re.compile(r"[-+−]?\d*,\d+(?:[eE][-+]?\d+)?", re.ASCII)


class PastedTable(NamedTuple):
    """Rows of cells as they stood, and the names over the columns and before the rows, if there were any."""

    cells: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Its rows and columns."""
        return len(self.cells), len(self.cells[0])

    @property
    def size(self) -> str:
        """Its shape as it is written."""
        return "{}×{}".format(*self.shape)

    def turned(self) -> PastedTable:
        """Its columns as rows."""
        return PastedTable(tuple(zip(*self.cells, strict=True)), self.rows, self.columns)


def read_table(text: str) -> PastedTable:
    """The table in a text. Raises TableError with a sentence."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip():
        raise TableError("There is nothing to read yet.")
    if len(text) > LONGEST_TABLE:
        size = f"{count_of(text.count(chr(10)) + 1, 'line')} and {count_of(len(text), 'character')}"
        raise TableError(f"It has {size}; at most {MOST_ROWS} rows and columns fit.")
    rows = read_latex(text) or read_brackets(text)
    return checked_table(rows) if rows else delimited(text)


def count_of(number: int, what: str) -> str:
    """How many there are of something, in words."""
    return f"{number:,} {what}{'s' * (number != 1)}"


def checked_table(rows: Rows, columns: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> PastedTable:
    """A table whose rows are equally long. Raises TableError."""
    if not rows or not rows[0]:
        raise TableError("There are no numbers in it.")
    if sum(map(len, rows)) > LARGEST:
        size = f"{count_of(len(rows), 'row')} and {count_of(len(rows[0]), 'column')}"
        raise TableError(f"It has {size}; at most {MOST_ROWS} of each fit.")
    if len({len(row) for row in rows}) > 1:
        lengths = ", ".join(str(len(row)) for row in rows[:20])
        raise TableError(f"Every row needs as many numbers as the first; here: {lengths}.")
    return PastedTable(tuple(map(tuple, rows)), columns, names)


def delimited(text: str) -> PastedTable:
    """A table in lines. Raises TableError."""
    lines = [line for line in text.split("\n") if line.strip() and not COMMENT.match(line)]
    text, is_series = without_trailer("\n".join(lines))
    called = LETTERED.match(text)
    text = text[called.end() :] if called else text
    if re.match(r"\s*Columns? \d", text):
        raise TableError("MATLAB printed it in several parts; make its window wider, or use mat2str.")
    if re.search(r"(?:^|[\s,;])(?:\.\.\.|…|⋮|⋯)(?:$|[\s,;])", text, re.MULTILINE):
        raise TableError(LEFT_OUT)
    scale = SCALED.match(text)
    rows = split_rows(text[scale.end() :] if scale else text)
    if scale:
        rows = [[f"{cell}e{scale[1]}" for cell in row] for row in rows]
    if is_series:
        rows = [["", "0"], *rows]
    if sum(map(len, rows)) > LARGEST:
        return checked_table(rows)
    return without_names(without_empty_columns(rows))


def without_trailer(text: str) -> tuple[str, bool]:
    """A text without what pandas prints below its numbers, and whether they were a series."""
    printed = FRAME.sub("", text)
    text = SERIES.sub("", printed)
    return text, text != printed


def split_rows(text: str) -> Rows:
    """The cells of every line, parted by what parts them. Raises TableError."""
    lines = [line.strip(" ") for line in text.split("\n") if line.strip()]
    if all("|" in line for line in lines):
        return [piped(line) for line in lines if not RULE.fullmatch(line)]
    if "\t" in text:
        return with_points(comma_separated(lines, "\t"))
    if ";" in text:
        return semicolons(lines)
    has_spaces = any(" " in line for line in lines)
    if "," in text and not (has_spaces and all(map(is_decimal, text.split()))):
        return with_points(comma_separated(lines, ","))
    is_column = has_spaces and all(map(is_number, lines)) and any(map(is_one_number, lines))
    return [[line] for line in lines] if is_column else with_points([line.split() for line in lines])


def piped(line: str) -> list[str]:
    """The cells of a line of Markdown."""
    return [cell.strip().replace("**", "").strip("`") for cell in line.strip().strip("|").split("|")]


def comma_separated(lines: list[str], separator: str) -> Rows:
    """CSV, or the like with another separator. Raises TableError."""
    try:
        rows = list(csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t"))
    except csv.Error as error:
        raise TableError("A quotation mark in it is not closed.") from error
    return [[cell.strip() for cell in row] for row in rows]


def semicolons(lines: list[str]) -> Rows:
    """Semicolons between cells, where commas are decimal; or at the ends of rows, as here and in MATLAB."""
    ended = [line.rstrip("; ") for line in lines]
    if len(lines) == 1:
        rows = ended[0].split(";")
        parted = [row.split(",") if "," in row else row.split() for row in rows]
        is_ours = len({len(row) for row in parted}) == 1
        return [[c.strip() for c in row] for row in parted] if is_ours else [comma_to_point(rows)]
    if not any(";" in line for line in ended):
        return split_rows("\n".join(ended))
    return [comma_to_point(row) for row in comma_separated(lines, ";")]


def comma_to_point(row: list[str]) -> list[str]:
    """The row with a point for each decimal comma."""
    return [c.strip().replace(",", ".") if DECIMAL_COMMA.fullmatch(c.strip()) else c.strip() for c in row]


def with_points(rows: Rows) -> Rows:
    """The rows with points for commas where one can only be decimal, and none stands beside a point."""
    cells = [cell for row in rows for cell in row]
    is_certain = any(COMMA.fullmatch(cell.lstrip("+-−")) for cell in cells)
    has_points = any(re.fullmatch(r"[-+−]?\d*\.\d+", cell) for cell in cells)
    return [comma_to_point(row) for row in rows] if is_certain and not has_points else rows


def is_decimal(token: str) -> bool:
    """Whether it can be a number with a decimal comma, or without."""
    return bool(re.fullmatch(r"[-+−]?\d*,?\d+(?:[eE][-+]?\d+)?", token))


def is_number(cell: str) -> bool:
    """Whether a cell can be read as a number."""
    try:
        answer(cell)
    except NumeralError:
        return False
    return True


def is_one_number(line: str) -> bool:
    """Whether a line with spaces in it is one number: √3 ≈ 1.732."""
    return is_number(line) and not all(map(is_number, line.split()))


def without_empty_columns(rows: Rows) -> Rows:
    """The rows without the empty cells that a separator at the end of every row leaves."""
    while rows and all(len(row) > 1 and not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def without_names(rows: Rows) -> PastedTable:
    """The table without its header and its index, which become names. Raises TableError."""
    if not any(rows):
        raise TableError("There are no numbers in it.")
    rows = with_corner(rows)
    header: list[str] = []
    if is_header(rows):
        header, *rows = rows
    has_index = len(rows[0]) > 1 and (
        (header and not header[0]) or not any(is_number(r[0]) for r in rows if r)
    )
    index = [row[0] for row in rows if row] if has_index else []
    if has_index:
        rows, header = [row[1:] for row in rows], header[1:]
    return checked_table(rows, real_names(header), real_names(index))


def with_corner(rows: Rows) -> Rows:
    """The rows with an empty cell over the index, which pandas does not print."""
    shorter = len(rows) > 1 and {len(row) for row in rows[1:]} == {len(rows[0]) + 1}
    return [["", *rows[0]], *rows[1:]] if shorter else rows


def is_header(rows: Rows) -> bool:
    """Whether the first row has names, or counts, over the columns rather than numbers."""
    first = rows[0]
    if len(rows) < 2 or len(first) != len(rows[1]):
        return False
    if not first[0] and len(first) > 1:
        return all(first[1:])
    return all(first) and not any(map(is_number, first))


def real_names(names: list[str]) -> tuple[str, ...]:
    """The names, or none where they only count."""
    counts = {tuple(str(k + start) for k in range(len(names))) for start in (0, 1)}
    return () if tuple(names) in counts else tuple(names)
