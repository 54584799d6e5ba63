"""Formulas of whole matrices, written in a small notation and rendered as MathML, text or LaTeX.

    Z = W_enc X + b_enc        names as in the lesson, products by standing side by side
    f = max(0, Z)              sqrt(3), abs(x) and max work the same way
    D = G f^T                  ^T is the transpose, ^2 a square
    n[i] = sqrt(sum_k W_dec[k,i]^2)

The same notation stands between backticks in the lessons' prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from app.notation.number_text import MINUS
from app.notation.symbols import name_latex, name_mathml, name_spoken, plain

TOKEN = re.compile(
    r"(?P<sign>\s*(?:<-|[-−=+*/<>≈])\s*)|(?P<space>\s+)|(?P<root>sqrt\()|(?P<call>(?:max|min|abs|sign)(?=\())|(?P<sum>sum_[a-z]|sum\b)"
    r"|(?P<index>\[[a-z0-9,]+\])|(?P<power>\^(?:\w|\(.\)))|(?P<number>[0-9.]+)"
    r"|(?P<plain>\b(?:row sums of|column sums of)\b)|(?P<count>#\w+)|(?P<name>[A-Za-z]\w*)|(?P<mark>.)"
)
NO_BREAK = "\u00a0"
MARKS = {"-": MINUS, "*": "·", "<-": "←", "−": MINUS}


@dataclass(frozen=True)
class FormulaWriter:
    """How one notation writes the parts of a formula."""

    name: Callable[[str], str]
    number: Callable[[str], str]
    mark: Callable[[str], str]
    sign: Callable[[str, str], str]
    """An operator, and how it was typed with its spaces."""
    word: Callable[[str], str]
    index: Callable[[str], str]
    power: Callable[[str, str], str]
    sum: Callable[[str], str]
    root: Callable[[str], str]
    space: str


def write_formula(formula: str, writer: FormulaWriter) -> str:
    """The formula in one notation. Raises ValueError for a root that is not closed."""
    tokens = list(TOKEN.finditer(formula))
    parts, rest = _parts(tokens, writer, inside_root=False)
    if rest:
        raise ValueError(f"a bracket too many in {formula!r}")
    return "".join(parts)


def _parts(
    tokens: list[re.Match[str]], writer: FormulaWriter, *, inside_root: bool
) -> tuple[list[str], list[re.Match[str]]]:
    """Writes tokens up to the bracket that closes a root, and returns what is left."""
    parts: list[str] = []
    depth = 0
    while tokens:
        token, *tokens = tokens
        kind, text = token.lastgroup or "", token[0]
        depth += {"(": 1, ")": -1}.get(text, 0)
        if inside_root and depth < 0:
            return parts, tokens
        if kind == "root":
            inner, tokens = _parts(tokens, writer, inside_root=True)
            parts.append(writer.root("".join(inner)))
        elif kind == "power":
            parts.append(writer.power(parts.pop(), text[1:].strip("()")))
        else:
            _append(parts, kind, text, writer)
    if inside_root:
        raise ValueError("a root is not closed")
    return parts, tokens


def _append(parts: list[str], kind: str, text: str, writer: FormulaWriter) -> None:
    """Adds one token; an index joins the part before it, so that a power takes both."""
    if kind == "index":
        parts.append(parts.pop() + writer.index(text))
    else:
        parts.append(WRITERS[kind](writer, text))


WRITERS: Mapping[str, Callable[[FormulaWriter, str], str]] = {
    "space": lambda w, _: w.space,
    "call": lambda w, t: w.word(t),
    "sum": lambda w, t: w.sum(t.removeprefix("sum").removeprefix("_")),
    "number": lambda w, t: w.number(t),
    "plain": lambda w, t: w.word(f"{t} "),
    "count": lambda w, t: w.word("count of ") + w.name(t[1:]),
    "name": lambda w, t: w.name(t),
    "sign": lambda w, t: w.sign(MARKS.get(t.strip(), t.strip()), t),
    "mark": lambda w, t: w.mark(t),
}


def _mathml_name(text: str) -> str:
    return f"<mi>{text}</mi>" if text in ("i", "j", "k", "t", "l") else name_mathml(text)


def _letters(indices: str) -> str:
    return '<mo separator="true">,</mo>'.join(f"<mi>{letter}</mi>" for letter in indices.split(","))


MATHML = FormulaWriter(
    name=_mathml_name,
    number=lambda t: f"<mn>{t}</mn>",
    mark=lambda t: f'<mo stretchy="false">{escape(t)}</mo>',
    sign=lambda t, _: f"<mo>{escape(t)}</mo>",
    word=lambda t: f"<mtext>{t.replace(' ', NO_BREAK)}</mtext>",
    index=lambda t: f'<mo stretchy="false">[</mo>{_letters(t[1:-1])}<mo stretchy="false">]</mo>',
    power=lambda base, p: f"<msup><mrow>{base}</mrow><mi>{p}</mi></msup>",
    sum=lambda t: f"<munder><mo>∑</mo><mi>{t}</mi></munder>" if t else "<mo>∑</mo>",
    root=lambda t: f"<msqrt>{t}</msqrt>",
    space='<mspace width="0.2em"></mspace>',
)
TEXT = FormulaWriter(
    name=lambda t: plain(t) if len(t) > 1 else t,
    number=lambda t: t,
    mark=lambda t: t,
    sign=lambda t, typed: typed.replace(typed.strip(), t),
    word=lambda t: t,
    index=lambda t: t,
    power=lambda base, p: base + {"T": "ᵀ", "2": "²"}.get(p, f"^{p}"),
    sum=lambda t: f"Σ_{t}" if t else "Σ",
    root=lambda t: f"√({t})",
    space=" ",
)
SIGNS_SPOKEN = {
    "=": "equals",
    "+": "plus",
    MINUS: "minus",
    "·": "times",
    "/": "divided by",
    "<": "is less than",
    ">": "is greater than",
    "≈": "is about",
    "←": "becomes",
}
WORDS_SPOKEN = {
    "max": "the larger of ",
    "min": "the smaller of ",
    "abs": "the size of ",
    "sign": "the sign of ",
}

SPOKEN = FormulaWriter(
    name=lambda t: name_spoken(t) if len(t) > 1 else t,
    number=lambda t: t,
    mark=lambda t: {"∂": "d "}.get(t, t),
    sign=lambda t, _: f" {SIGNS_SPOKEN[t]} ",
    word=lambda t: WORDS_SPOKEN.get(t, t),
    index=lambda t: f" {t[1:-1].replace(',', ' ')}",
    power=lambda base, p: base + {"T": " transposed", "2": " squared"}.get(p, f" to the power of {p}"),
    sum=lambda t: f"the sum over {t} of" if t else "the sum of",
    root=lambda t: f"the square root of {t}",
    space=" ",
)
LATEX_MARKS = {"∂": r"\partial ", "‖": r"\|"}

LATEX = FormulaWriter(
    name=lambda t: name_latex(t) if len(t) > 1 else t,
    number=lambda t: t,
    mark=lambda t: LATEX_MARKS.get(t, t),
    sign=lambda t, typed: typed.replace(
        typed.strip(), {MINUS: "-", "·": r"\cdot", "←": r"\leftarrow"}.get(t, t)
    ),
    word=lambda t: rf"\text{{{t}}}",
    index=lambda t: t,
    power=lambda base, p: f"{base}^{{{p}}}" if p != "T" else rf"{base}^{{\top}}",
    sum=lambda t: rf"\sum_{{{t}}} " if t else r"\sum ",
    root=lambda t: rf"\sqrt{{{t}}}",
    space=" ",
)


@cache
def formula_mathml(formula: str) -> str:
    """The formula as a MathML element, labelled with what is said for it."""
    label = escape(formula_spoken(formula))
    return f'<math aria-label="{label}"><mrow>{write_formula(formula, MATHML)}</mrow></math>'


@cache
def formula_plain(formula: str) -> str:
    """The formula as a line of text."""
    return write_formula(formula, TEXT)


@cache
def formula_spoken(formula: str) -> str:
    """The formula as it is read aloud: "X hat equals W dec f plus b dec"."""
    said = re.sub(r"‖(.*?)‖", r"the length of \1", write_formula(formula, SPOKEN))
    return " ".join(said.split())


@cache
def formula_latex(formula: str) -> str:
    """The formula in LaTeX."""
    return write_formula(formula, LATEX)
