"""Formulas as data for the typst template: a list of nodes that it sets one by one, never source.

["name", "W", 0, 0, 0, "enc", ""]   base, upright?, with a hat?, differential?, below, above
["letter", "i"]  ["text", "max"]  ["sign", "="]  ["sum", "k"]  ["root", [nodes]]  ["power", [nodes], "T"]
"""

from __future__ import annotations

import json
import re
from functools import cache

from app.notation.formula_text import FormulaWriter, formula_plain, write_formula
from app.notation.symbols import symbol

INDICES = ("i", "j", "k", "t", "l")


def _node(*parts: object) -> str:
    """One node as the writer joins them: JSON and a comma."""
    return json.dumps(parts, ensure_ascii=False) + ","


def _name(text: str) -> str:
    if text in INDICES:
        return _node("letter", text)
    s = symbol(text)
    return _node("name", s.base, int(s.is_word), int(s.hat), int(s.differential), s.below, s.above)


def _index(text: str) -> str:
    letters = (_node("letter", letter) for letter in text[1:-1].split(","))
    return _node("sign", "[") + _node("sign", ",").join(letters) + _node("sign", "]")


def _inside(nodes: str) -> str:
    return f"[{nodes.removesuffix(',')}]"


WRITER = FormulaWriter(
    name=_name,
    number=lambda t: _node("text", t),
    mark=lambda t: _node("sign", t),
    sign=lambda t, _: _node("sign", t),
    word=lambda t: _node("text", t),
    index=_index,
    power=lambda base, p: f'["power",{_inside(base)},{json.dumps(p)}],',
    sum=lambda t: _node("sum", t),
    root=lambda t: f'["root",{_inside(t)}],',
    space=_node("space"),
)

Formula = dict[str, object]


@cache
def formula_nodes(text: str) -> Formula:
    """A formula in the notation of formula_text.py: its nodes, and the same as text to be read aloud."""
    return {"nodes": json.loads(_inside(write_formula(text, WRITER))), "alt": formula_plain(text)}


def sentence_parts(text: str) -> list[str | Formula]:
    """A sentence with formulas between backticks: texts and formulas in turn."""
    parts = re.split(r"`([^`]+)`", text)
    return [formula_nodes(part) if k % 2 else part for k, part in enumerate(parts)]
