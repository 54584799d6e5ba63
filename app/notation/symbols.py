"""How a matrix's name is written: W_enc as W with a subscript, X_hat as X with a hat, lambda as its letter.

A name is taken apart once into a Symbol; every notation (plain text, MathML, LaTeX, speech) builds from that.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from app.core.cell import ONES

SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi . pi rho . sigma tau upsilon "
    "phi chi psi omega"
)
CAPITAL = {"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Omega": "Ω"}
GREEK = {name: chr(ord("α") + k) for k, name in enumerate(SMALL.split()) if name != "."} | CAPITAL
"""The letters by their names; omicron is an o, and the second sigma stands at the end of words only."""
LETTERS = {letter: name for name, letter in GREEK.items()}
HAT = "\u0302"
NAME = re.compile(
    rf"(?P<d>d(?=[A-Z]|(?:[a-z]|{'|'.join(GREEK)})(?:_|\d|$)))?"
    r"(?P<base>L[12](?!\d)|[A-Za-z]+)(?P<number>\d+)?(?:_(?P<suffix>\w+))?"
)
"""A d before a letter is a differential; L1 and L2 are norms, W1 is a W with a 1 below."""


class Symbol(NamedTuple):
    """A name taken apart: dW3_new is differential, base W, below 3, above new."""

    differential: bool
    base: str
    hat: bool
    below: str
    above: str

    @property
    def is_word(self) -> bool:
        """Whether the base is set upright: one of several letters is, such as SSE, and the number 1."""
        return len(self.base) > 1 or self.base == "1"


@cache
def symbol(name: str) -> Symbol:
    """The parts of a matrix's name; ValueError for something that is not a name."""
    match = NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not the name of a matrix")
    suffixes = (match["suffix"] or "").split("_")
    below = [match["number"] or "", *(s for s in suffixes if s not in ("hat", "new"))]
    base = "1" if match["base"] == ONES else GREEK.get(match["base"], match["base"])
    above = "new" if "new" in suffixes else ""
    return Symbol(bool(match["d"]), base, "hat" in suffixes, ",".join(filter(None, below)), above)


@cache
def plain(name: str) -> str:
    """The name as a line of text: W_enc, X̂, λ."""
    parts = symbol(name)
    below = parts.below if parts.below.isdigit() else parts.below and f"_{parts.below}"
    above = f" {parts.above}" if parts.above else ""
    return f"{'d' * parts.differential}{parts.base}{HAT * parts.hat}{below}{above}"


@cache
def name_spoken(name: str) -> str:
    """The name as it is read aloud: "W enc", "X hat", "lambda"."""
    parts = symbol(name)
    base = ONES if parts.base == "1" else LETTERS.get(parts.base, parts.base)
    words = ("d" * parts.differential, base)
    return " ".join(filter(None, (*words, "hat" * parts.hat, parts.below.replace(",", " "), parts.above)))


def name_latex(name: str) -> str:
    """The name in LaTeX: W_{\\mathrm{enc}}."""
    parts = symbol(name)
    base = rf"\mathrm{{{parts.base}}}" if len(parts.base) > 1 else parts.base
    base = rf"\{LETTERS[base]}" if base in LETTERS else base
    base = rf"\hat{{{base}}}" if parts.hat else base
    below = f"_{{{_roman(parts.below)}}}" if parts.below else ""
    above = f"^{{{_roman(parts.above)}}}" if parts.above else ""
    return f"{'d' * parts.differential}{base}{below}{above}"


def _roman(text: str) -> str:
    return text if text.isdigit() else rf"\mathrm{{{text}}}"


@cache
def name_mathml(name: str) -> str:
    """The name as one MathML element."""
    parts = symbol(name)
    base = f"<mn>{parts.base}</mn>" if parts.base == "1" else f"<mi>{parts.base}</mi>"
    base = f'<mover accent="true"><mrow>{base}</mrow><mo>ˆ</mo></mover>' if parts.hat else base
    base = f"<mrow><mi>d</mi>{base}</mrow>" if parts.differential else base
    below, above = (f"<mtext>{part}</mtext>" for part in (parts.below, parts.above))
    if parts.below and parts.above:
        return f"<msubsup>{base}{below}{above}</msubsup>"
    if parts.below:
        return f"<msub>{base}{below}</msub>"
    return f"<msup>{base}{above}</msup>" if parts.above else base
