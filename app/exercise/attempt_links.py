"""Pasted lines with links to attempts: a link a line, with a name before or after it if one is wanted.

Links come mangled by mail programs and spreadsheets. What can only have meant one thing is read as that; a
line in which no attempt is found keeps its number and gets a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from app.lessons import LESSONS
from app.notation import numerals

LONGEST_LINE: Final = 20_000
LINE_END: Final = re.compile(r"\r\n?|\n")
LONGEST_LABEL: Final = 80
ADDRESS: Final = re.compile(
    r"(?:https?://|(?<![\w./-])/|(?<![\w.-])[\w-]+(?:\.[\w-]+)*(?::\d+)?/)[^\s<>\"“”]*", re.IGNORECASE
)
PRACTICE: Final = re.compile(r"/([a-z][a-z-]*)(?:/([1-9][0-9]{0,2}))?/practice/?(?:\?([^#]*))?(?:#.*)?$")
NAME_AFTER: Final = re.compile(r",(?=[^\W\d_]{2})([^,;&=!]+)$")
AROUND: Final = " \t,;:|–—-\"'“”‘’<>()[]*•·"
"""What stands between a name and a link, or around one of them."""


class LinkLine(NamedTuple):
    """A line in which an attempt was found: its number, the name beside the link, lesson and query."""

    number: int
    label: str
    slug: str
    query: str


class LostLine(NamedTuple):
    """A line in which none was found, and why."""

    number: int
    text: str
    says: str


def read_lines(text: str, before: int = 0) -> Iterator[LinkLine | LostLine]:
    """Every line that is not blank, read. before: how many lines stand before the text."""
    for number, line in enumerate(LINE_END.split(text), start=before + 1):
        if line.strip():
            yield from read_line(number, line.strip())


def read_line(number: int, line: str) -> Iterator[LinkLine | LostLine]:
    """The attempts of a line; several links in one are several attempts of the same person."""
    if len(line) > LONGEST_LINE:
        yield LostLine(number, line[:LONGEST_LABEL], "This line is longer than any link to an attempt.")
        return
    found = [(address, parts) for address in ADDRESS.findall(line) if (parts := practice_in(address))]
    label = label_beside(line, [address for address, _ in found])
    for _, (slug, whole) in found:
        query, after = (whole, label) if label else named_after(whole)
        if slug in LESSONS:
            yield LinkLine(number, after[:LONGEST_LABEL], slug, query)
        else:
            yield LostLine(number, line[:LONGEST_LABEL], f"There is no lesson here that is called “{slug}”.")
    if not found:
        yield LostLine(number, line[:LONGEST_LABEL], why_lost(line))


def practice_in(address: str) -> tuple[str, str] | None:
    """The lesson's name and the query of a link to an attempt, be it wrapped into another link."""
    address = without_tail(address)
    if match := PRACTICE.search(address):
        return match[1], match[3] or ""
    wrapped = [value for _, value in parse_qsl(address.partition("?")[2]) if "/practice" in value]
    wrapped += [unquote(address)] if "%2Fpractice" in address and not wrapped else []
    return next(((m[1], m[3] or "") for m in map(PRACTICE.search, wrapped) if m), None)


def without_tail(address: str) -> str:
    """Without the punctuation of the sentence that it stood in; an escaped sign of an answer stays."""
    while address:
        last, before = address[-1], address[-2:-1]
        is_open = last == ")" and address.count("(") >= address.count(")")
        if last not in ".,;:!?)]}>'’*" or before == "!" or is_open:
            return address
        address = address[:-1]
    return address


def named_after(query: str) -> tuple[str, str]:
    """The query without a name that follows it after a comma, and that name: letters are no number."""
    match = NAME_AFTER.search(query)
    if match is None:
        return query, ""
    try:
        numerals.answer(unquote(match[1]).replace("!s", " "))
    except numerals.NumeralError:
        return query[: match.start()], unquote(match[1]).strip(AROUND)
    return query, ""


def label_beside(line: str, addresses: list[str]) -> str:
    """What stands beside the links of a line."""
    for address in addresses:
        line = line.replace(address, "\t", 1)
    visible = ("".join(c for c in part if c.isprintable() or c.isspace()) for part in line.split("\t"))
    parts = (trimmed(" ".join(part.split())) for part in visible)
    return " ".join(part for part in parts if any(map(str.isalnum, part)))


def trimmed(label: str) -> str:
    """Without what stands around a name; < and > that are inside it too are of the name."""
    inner = label.strip(AROUND)
    is_marked = "<" in inner or ">" in inner
    return label.strip(AROUND.replace("<", "").replace(">", "")) if is_marked else inner


def why_lost(line: str) -> str:
    """Why no attempt was found in a line."""
    if not ADDRESS.search(line):
        return "There is no link in this line."
    return "The link in this line leads to no attempt. The path of an attempt ends with /practice."
