"""A formula of a page, read as a browser reads it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

CHILDREN = {"msub": 2, "msup": 2, "mfrac": 2, "mover": 2, "munder": 2, "msubsup": 3}
"""How many children MathML Core asks of each; with more or fewer a browser draws them in one row."""


def read(written: str) -> ET.Element:
    """The formula: it must be XML, and what has an index or a power must have each of its parts."""
    formula = ET.fromstring(written)
    wrong = [e.tag for e in formula.iter() if len(e) != CHILDREN.get(e.tag, len(e))]
    assert not wrong, f"{wrong} in {written}"
    return formula
