"""A parameter of an address, stated once: what it is called, how it is read and written, what it asks for.

A table of them reads, writes, orders and documents all parameters of one kind of page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from app.exercise.exercise import Problem

Values = Mapping[str, str]
Reader = Callable[[Values, list[Problem]], Any]
"""Reads a value; one that cannot be read is a problem, and the default."""
T = TypeVar("T")


class Parameter(NamedTuple, Generic[T]):
    """A parameter: its name, the field of a T that it says (or a part of), how that is read and written.

    read is None where an earlier parameter of the same field reads both; write gives None for the default.
    """

    name: str
    field: str
    read: Reader | None
    write: Callable[[T], str | None]
    example: str
    says: str


def read_fields(table: Iterable[Parameter[T]], values: Values, problems: list[Problem]) -> dict[str, Any]:
    """What the values say, by field."""
    return {p.field: p.read(values, problems) for p in table if p.read}


def written(table: Iterable[Parameter[T]], thing: T) -> list[tuple[str, str]]:
    """The parameters that differ from their defaults, in the order of the table."""
    texts = ((parameter.name, parameter.write(thing)) for parameter in table)
    return [(name, text) for name, text in texts if text is not None]


def whole_number(parameter: str, typed: str, least: int, most: int, problems: list[Problem]) -> int:
    """A whole number within bounds; else a problem, and least."""
    if re.fullmatch(r"[0-9]{1,12}", typed, re.ASCII) and least <= int(typed) <= most:
        return int(typed)
    says = f"{parameter} takes a whole number from {least:,} to {most:,}."
    problems.append(Problem(parameter, typed, says))
    return least


def one_of(name: str, values: Values, accepts: Sequence[str], problems: list[Problem]) -> str:
    """One of a few words, the first by default; else a problem."""
    typed = values.get(name, accepts[0])
    if typed in accepts:
        return typed
    words = ", ".join(dict.fromkeys(word for word in accepts if word))
    problems.append(Problem(name, typed, f"{name} takes one of: {words}."))
    return accepts[0]


def flag(name: str) -> Reader:
    """Reads a parameter that is 1 or not there."""
    return lambda values, problems: one_of(name, values, ("", "0", "1"), problems) == "1"


def word(name: str, *accepts: str) -> Reader:
    """Reads one of a few words, the first by default."""
    return lambda values, problems: one_of(name, values, accepts, problems)


def count(name: str, least: int, most: int, *, default: int) -> Reader:
    """Reads a whole number within bounds."""
    return lambda values, problems: (
        whole_number(name, values[name].strip(), least, most, problems) if name in values else default
    )


def other(field: str, default: object = "") -> Callable[[Any], str | None]:
    """Writes a field's text where it is not the default."""
    return lambda thing: None if getattr(thing, field) == default else str(getattr(thing, field))


def one(field: str) -> Callable[[Any], str | None]:
    """Writes 1 where a field is true."""
    return lambda thing: "1" if getattr(thing, field) else None
