"""Characters as people and their keyboards write them, turned into the few that arithmetic needs.

Dashes for minus, full-width digits, ½, superscripts, LaTeX, a decimal comma: each is read where it can mean
only one thing. What is left over is named, since the letter O looks like a zero on every screen.
"""

from __future__ import annotations

import re
import unicodedata

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
TIMES = "·⋅∙×✕∗"
SLASHES = "\u2044\u2215÷"
SUPERSCRIPT, SUBSCRIPT = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "₊₋₀₁₂₃₄₅₆₇₈₉"
LEVEL = "+-0123456789"
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
PLAIN_CHARACTERS = FULL_WIDTH | str.maketrans(
    DASHES + SPACES + TIMES + SLASHES,
    "-" * len(DASHES) + " " * len(SPACES) + "*" * len(TIMES) + "/" * len(SLASHES),
)
LEVELLED = str.maketrans(SUPERSCRIPT + SUBSCRIPT, LEVEL * 2)
LETTERS = {
    "O": "the letter O, not a zero",
    "o": "the letter o, not a zero",
    "l": "the letter l, not a one",
    "I": "the letter I, not a one",
    "|": "a vertical bar, not a one",
}
ORDINARY = frozenset(" +-*/^()√.,=≈…−·×")
"""What needs no name where a number is refused: it is what it looks like."""

Rule = tuple[re.Pattern[str], str]
PLAIN_ENOUGH = re.compile(r"[0-9.eE+/()√-]*", re.ASCII)
BUILT_FRACTION = re.compile(rf"([{SUPERSCRIPT}]+)[{SLASHES}/]([{SUBSCRIPT}]+)")
RAISED = re.compile(rf"[{SUPERSCRIPT}]+")
WRITTEN_OUT: tuple[Rule, ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\\sqrt\s*\{([^{}]*)\}", r"√(\1)"),
        (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
        (r"\\[dt]?frac\s*(\d)\s*(\d)", r"(\1/\2)"),
        (r"\\(?:times|cdot)(?![a-z])", "*"),
        (r"\\sqrt(?![a-z])|(?<![a-z])(?:square root(?: of)?|sqrt|root)(?![a-z])", "√"),
        (r"\bminus\b", "-"),
        (r",?\s*\babout\b", "≈"),
        (r"\*\*", "^"),
        (r"\\[,;!: ]|\\(?:left|right)(?![a-z])|\$", " "),
        (r"(?<=[\d.)])\s*[xX]\s*(?=10\s*\^)", "*"),
    )
)
BRACES = str.maketrans("{}", "()")
POWER = r"10\s*\^\s*\(?\s*([+-]?\d{1,2})(?!\d)\s*\)?"
TIMES_TEN = re.compile(rf"(?<=[\d.])\s*\*\s*{POWER}", re.ASCII)
TEN_ALONE = re.compile(rf"^([+-]?)\s*{POWER}$", re.ASCII)
LOST_PLUS = re.compile(r"(?<=\d)([eE]) +(?=\d)")
"""1e+3 on its way through an address, where a plus is a space."""
MIXED = re.compile(r"(?<![\d.^])(\d{1,9})\s+(\d{1,9})\s*/\s*(\d{1,9})(?![\d.])")
GROUPED = re.compile(r"[\d.,]*,[\d.,]*|\d+(?:\.\d+){2,}")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})", re.ASCII)
POINTS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})", re.ASCII)
COMMA = re.compile(r"0*,\d+|[1-9]\d*,(?:\d{1,2}|\d{4,})|[1-9]\d{3,},\d+|0\d+,\d+", re.ASCII)
EITHER = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)


def plain_numeral(text: str) -> str:
    """What was typed, in the characters 0-9 . e + - * / ^ ( ) √ as far as it can be said in them."""
    text = text.strip().strip("\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202c\ufeff\u200b").strip()
    if PLAIN_ENOUGH.fullmatch(text):
        return text
    text = BUILT_FRACTION.sub(lambda m: f"({m[1].translate(LEVELLED)}/{m[2].translate(LEVELLED)})", text)
    text = RAISED.sub(lambda m: f"^({m[0].translate(LEVELLED)})", text)
    text = one_sign_fractions(text).translate(PLAIN_CHARACTERS)
    for pattern, plain in WRITTEN_OUT:
        text = pattern.sub(plain, text)
    text = text.translate(BRACES)
    text = GROUPED.sub(lambda m: with_point(m[0]), text)
    text = TIMES_TEN.sub(r"e\1", TEN_ALONE.sub(r"\g<1>1e\2", LOST_PLUS.sub(r"\1+", text)))
    return MIXED.sub(lambda m: mixed(int(m[1]), int(m[2]), int(m[3])), text).strip()


def one_sign_fractions(text: str) -> str:
    """½ as (1/2), and 1½ as (3/2)."""
    for sign in {c for c in text if "\u2044" in unicodedata.normalize("NFKC", c) and c != "\u2044"}:
        top, _, bottom = unicodedata.normalize("NFKC", sign).partition("\u2044")
        if not bottom:
            text = text.replace(sign, f"{top}/")
            continue
        above, below = int(top), int(bottom)
        whole = re.compile(rf"(?<![\d.^])(\d{{1,9}})\s*{sign}", re.ASCII)
        text = whole.sub(lambda m, a=above, b=below: mixed(int(m[1]), a, b), text)  # type: ignore[misc]
        text = text.replace(sign, f"({above}/{below})")
    return text


def mixed(whole: int, top: int, bottom: int) -> str:
    """A whole number and a fraction as one fraction."""
    return f"({whole * bottom + top}/{bottom})"


def with_point(number: str) -> str:
    """A number with commas in it with a point at most, where it can be only one number; else as it is."""
    if THOUSANDS.fullmatch(number):
        return number.replace(",", "")
    if POINTS.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    return number.replace(",", ".") if COMMA.fullmatch(number) else number


def comma_says(text: str) -> str:
    """What to do about a comma that may part thousands or decimals; empty where there is none."""
    found = EITHER.search(text) if EITHER.fullmatch(text.strip().lstrip("+-−")) else None
    if not found:
        return ""
    number = found[0]
    return (
        f"“{number}” may be {number.replace(',', '.')} or {number.replace(',', '')}: "
        "write a point before decimals, and nothing between thousands."
    )


def visible(text: str, kept: str = "") -> str:
    """The text with a mark in place of every character that cannot be seen, but for those that are kept."""
    return "".join(c if c.isprintable() or c in kept else "\N{REPLACEMENT CHARACTER}" for c in text)


def named_characters(text: str) -> str:
    """The characters of a refused number that may look like others, by their names; empty where none does.

    A letter is named only where digits are meant: “1O” is a slip, “Ohio” is a word.
    """
    letters = {c for c in text if c.isalpha() and c.isascii()}
    is_slip = letters <= LETTERS.keys() and any(c.isdigit() for c in text)
    odd = [c for c in dict.fromkeys(text.strip()) if is_odd(c, is_slip)]
    return ", ".join(f"“{visible(c)}” is {LETTERS.get(c) or full_name(c)}" for c in odd[:3])


def is_odd(character: str, is_slip: bool) -> bool:
    """Whether a character has to be named."""
    if character.isascii():
        return is_slip and character in LETTERS
    return character not in ORDINARY


def full_name(character: str) -> str:
    """A character by its Unicode name and number: Cyrillic capital letter o (U+041E)."""
    name = unicodedata.name(character, "a character without a name").lower()
    return f"{name[:1].upper()}{name[1:]} (U+{ord(character):04X})"
