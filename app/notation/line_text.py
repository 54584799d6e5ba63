"""The line of a cell, and its working, written in any of the styles of `line_styles`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.core.cell import Factor, Line, Lookup, Ref, Stage, Term, no_names, stages, substituted
from app.notation import number_text
from app.notation.line_styles import PLAIN_TEXT, Style

LONGEST_ROOT = 18
"""A root of more characters than this is written with brackets, so that its line can be broken."""


def write_line(line: Line, style: Style) -> str:
    """The line in one notation."""
    body = _sum(line.terms, style)
    if line.divisor is not None:
        top = body if len(line.terms) == 1 else style.brackets(body)
        body = style.fraction(top, _factor(line.divisor, style, leads=False))
    return _scaled(line, style.functions[line.fn](body), style)


def pieces(line: Line, style: Style) -> list[str]:
    """The line in parts between which it may be broken: a plain sum's products with their signs."""
    if line.fn == "sqrt" and len(write_line(line, PLAIN_TEXT)) > LONGEST_ROOT:
        return _opened_root(line, style)
    if not line.is_plain():
        return [write_line(line, style)]
    return [
        _sign(term, style, leads=k == 0) + style.term(k, _product(term, style, leads=k == 0))
        for k, term in enumerate(line.terms)
    ]


def _opened_root(line: Line, style: Style) -> list[str]:
    """A long root: what stands below it cannot be broken, but what stands in brackets can."""
    first, *more = pieces(Line(line.terms), style)
    opening, closing = style.opened_root
    inner = [opening + first, *more]
    return [*inner[:-1], inner[-1] + closing]


def _sign(term: Term, style: Style, *, leads: bool) -> str:
    if leads:
        return style.negative if term.sign < 0 else ""
    return style.minus if term.sign < 0 else style.plus


def _scaled(line: Line, body: str, style: Style) -> str:
    if line.constant == 1:
        return body
    inner = style.brackets(body) if line.fn == "identity" and _needs_brackets(line.terms) else body
    if line.constant == -1:
        return f"{style.negative}{inner}"
    return style.scaled(style.number(line.constant), inner)


def _needs_brackets(terms: Sequence[Term]) -> bool:
    """A sum, or a negative number: what may not follow a times sign."""
    first = terms[0].factors[0]
    return len(terms) > 1 or (not isinstance(first, Ref) and first < 0)


def _sum(terms: Sequence[Term], style: Style) -> str:
    return "".join(pieces(Line(tuple(terms)), style))


def _product(term: Term, style: Style, *, leads: bool) -> str:
    if term.is_square():
        return style.square(_base(term.factors[0], style))
    leads = leads and term.sign > 0
    factors = [_factor(f, style, leads=leads and k == 0) for k, f in enumerate(term.factors)]
    return style.product(factors)


def _base(factor: Factor, style: Style) -> str:
    """What is squared: a number with a power of its own, 5×10⁻⁹, in brackets, as a negative one is."""
    written = _factor(factor, style, leads=False)
    has_power = not isinstance(factor, Ref) and factor > 0 and "×" in number_text.short(factor)
    return style.brackets(written) if has_power else written


def _factor(factor: Factor, style: Style, *, leads: bool) -> str:
    if isinstance(factor, Ref):
        return style.ref(factor)
    written = style.number(factor)
    return style.brackets(written) if factor < 0 and not leads else written


class DerivationRow(NamedTuple):
    """One row of the working: which stage, "=", "≈" or ":=", the line at that stage."""

    stage: str
    relation: str
    line: Line


def derivation(line: Line, lookup: Lookup) -> tuple[DerivationRow, ...]:
    """The working of a cell; a row with a rounded number in it, or after one, is joined by ≈. What follows a
    division by 0 does not follow from it: it is taken to be so, :=."""
    rows: list[DerivationRow] = []
    rounded = undefined = False
    for stage in stages(line, lookup):
        now = _is_rounded(stage)
        is_taken = undefined and stage.line.divisor is None
        relation = ":=" if is_taken else "≈" if rounded or now else "="
        rows.append(DerivationRow(stage.name, relation, stage.line))
        rounded, undefined = now, stage.line.divisor == 0
    return tuple(rows)


def _is_rounded(stage: Stage) -> bool:
    line = stage.line
    factors = [f for term in line.terms for f in term.factors] + [line.divisor or 0.0]
    return any(not isinstance(f, Ref) and not number_text.is_exact(f) for f in factors)


def told_line(line: Line, lookup: Lookup) -> str:
    """The line with its numbers and its value as text, = 1·(−1) + 0·1 = −1; a root stands as a root first."""
    numbers = substituted(line, lookup)
    return told_numbers(numbers, had_names=numbers != line)


@lru_cache(maxsize=512)
def told_numbers(numbers: Line, *, had_names: bool) -> str:
    """told_line() of a line of numbers: small ones come again and again, in any exercise.

    had_names: whether it stood there in names before; else it is told from its products on.
    """
    rows = derivation(numbers, no_names)[0 if had_names else 1 :]
    rows = rows if numbers.fn == "sqrt" else (rows[0], *rows[1:][-1:])
    return " ".join(f"{row.relation} {write_line(row.line, PLAIN_TEXT)}" for row in rows)


def work(line: Line, lookup: Lookup) -> str:
    """told_line() without its first sign: 1·(−1) + 0·1 = −1."""
    return told_line(line, lookup)[2:]
