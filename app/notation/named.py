"""Sentences that name matrices, the names as in formulas: X̂ with its hat, W with enc below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from app.notation.formula_text import formula_mathml
from app.notation.symbols import plain, symbol


def is_word(name: str) -> bool:
    """Whether a name is a word as it stands, such as "loss" or "SSE"."""
    return len(name) > 1 and symbol(name).base == name


@lru_cache(maxsize=64)
def spelt_names(names: tuple[str, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """The names that are no words by how sentences spell them, and what finds them in one."""
    written = {spelling: name for name in names if not is_word(name) for spelling in (name, plain(name))}
    longest = sorted(map(re.escape, written), key=len, reverse=True)
    return written, re.compile(
        rf"(?<![\w'’-])({'|'.join(longest)})(\[[\d,]+\])?(?![^\W²]|['’-])(²?[.,;:?!)]*)"
    )


def names_in_math(sentence: str, names: Iterable[str]) -> Markup:
    """The sentence as HTML; what it says of "W_enc", or of "b_enc[2]", is a formula.

    Names that are words, such as "loss", stay words; a full stop or a comma never begins a line without its
    formula.
    """
    written, named = spelt_names(tuple(names))
    pieces, end = [], 0
    for match in named.finditer(sentence):
        formula = Markup(formula_mathml(written[match[1]] + (match[2] or "")))
        follows = match[3] and Markup('<span class="whole">{}{}</span>').format(formula, match[3])
        pieces += [Markup.escape(sentence[end : match.start()]), follows or formula]
        end = match.end()
    return Markup("").join([*pieces, Markup.escape(sentence[end:])])
