"""Text, numbers and long lines as LaTeX takes them: escaped, exact, broken only where a line may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from app.notation import number_text
from app.notation.formula_text import formula_latex

SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "−": r"\ensuremath{-}",
    "λ": r"\ensuremath{\lambda}", "η": r"\ensuremath{\eta}", "√": r"\ensuremath{\surd}",
    "“": "``", "”": "''", "’": "'", "–": "--", "…": r"\ldots{}", "\N{REPLACEMENT CHARACTER}": "?",
}  # fmt: skip
JOINED: Final = frozenset(["--", "''", "``", ",,", "<<", ">>", "?`", "!`"])
"""Characters that LaTeX makes one sign of where they follow each other."""
WRITABLE: Final = re.compile(r"[ -~\u00a1-\u00ff]")
"""What the fonts of any LaTeX have; other letters need XeLaTeX and a font that has them."""
FRACTION: Final = re.compile(r"(-?)(\d+)/(\d+)")
LONGEST_ROW: Final = 66
"""Characters as they are seen: a longer sum goes on in a row of its own."""


def words(text: str) -> str:
    """Text, with what LaTeX reads otherwise written so that it reads it as text."""
    return "".join(map(character, text, chain(text[1:], " ")))


def character(c: str, following: str = "") -> str:
    """A character; one that only XeLaTeX can print stands there for XeLaTeX, and as ? for others."""
    if c + following in JOINED:
        return c + "{}"
    return SPECIAL.get(c) or (c if WRITABLE.fullmatch(c) else rf"\other{{{c}}}" if c.isprintable() else "?")


def address_latex(address: str) -> str:
    """An address that may be broken at its punctuation, as it is wider than a page."""
    return "".join(words(c) + (r"\allowbreak{}" if c in "/?&=,;%" else "") for c in address)


def latex_sentence(text: str) -> str:
    """A sentence with its formulas between backticks."""
    parts = enumerate(text.split("`"))
    return "".join(f"${formula_latex(part)}$" if k % 2 else words(part) for k, part in parts)


def exact_latex(text: str) -> str:
    """A given number as it is printed, in LaTeX: 1/3 as a fraction, 0.123… with its dots."""
    plain = text.replace(number_text.MINUS, "-")
    if match := FRACTION.fullmatch(plain):
        return rf"{match[1]}\tfrac{{{match[2]}}}{{{match[3]}}}"
    mantissa, times, power = plain.rstrip("…").partition("×10")
    dots = r"\ldots" if plain.endswith("…") else ""
    level = power.translate(number_text.LEVELLED)
    return rf"{mantissa} \times 10^{{{level}}}{dots}" if times else mantissa + dots


def aligned(name: str, relation: str, line: str) -> list[str]:
    """Rows of an alignment that say name = line; a sum too long for a root stands before it as s."""
    root = re.fullmatch(r"\\sqrt\{(.*)\}", line)
    if seen(line) <= LONGEST_ROW or root is None:
        return in_rows(name, relation, line)
    return [*in_rows("s", relation, root[1]), rf"{name} &= \sqrt{{s}}"]


def in_rows(name: str, relation: str, line: str) -> list[str]:
    """name = line, a long sum in several rows, broken before a plus or a minus."""
    first, *more = broken(line)
    return [f"{name} &{relation} {first}", *(rf"& \quad {part}" for part in more)]


def broken(line: str) -> list[str]:
    """A sum in rows that are short enough; what stands between braces or brackets stays together."""
    rows = [""]
    for part in terms_of(line):
        if rows[-1] and seen(f"{rows[-1]} {part}") > LONGEST_ROW:
            rows.append("")
        rows[-1] = f"{rows[-1]} {part}".strip()
    return rows


def seen(line: str) -> int:
    """How many characters of a line of LaTeX are seen: a command counts as one, braces as none."""
    return len(re.sub(r"[{}^_]", "", re.sub(r"\\[a-z]+ ?", "x", line)))


def terms_of(line: str) -> Sequence[str]:
    """The terms of a sum with their signs; braces, which no row may end within, are not looked into."""
    depth, start, found = 0, 0, []
    for k, c in enumerate(line):
        depth += (c == "{") - (c == "}")
        if not depth and k > start and re.match(r" [+-] ", line[k:]):
            found.append(line[start:k].strip())
            start = k
    return [*found, line[start:].strip()]
