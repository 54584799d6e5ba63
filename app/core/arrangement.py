"""How an operation's matrices stand on paper, as data.

    crossing {W} {X} {b}       a product: left factor, right factor above, the bias to the left as well
    row {n}^T × {g} =          in a row with signs between them; ^T says that a matrix stands transposed
    under {W} √                under one another, with columns of one width; the result comes last

    row {n}^T[i] × {g}[i,j] =  entry by entry: the matrices are captioned as the line calls their entries

What stands after the last operand is the sign before the result; a crossing has none.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

Kind = Literal["crossing", "under", "row"]
Place = Literal["left", "top", "bias", "ones", "operand", "result"]

ARRANGED = re.compile(
    r"(?P<kind>crossing|under|row)(?P<pieces>(?:[^{}]*\{\w+\}(?:\^T)?(?:\[[a-z,]+\])?)+)(?P<equals>[^{}]*)"
)
OPERAND = re.compile(r"(?P<sign>[^{}]*)\{(?P<operand>\w+)\}(?P<transposed>\^T)?(?P<index>\[[a-z,]+\])?")
CROSSING: tuple[Place, ...] = ("left", "top", "bias")
IN_LINE: tuple[Place, ...] = ("operand",)


class Piece(NamedTuple):
    """An operand on paper: where, whether transposed, the sign before it, and how its entries are called."""

    operand: str
    place: Place
    transposed: bool
    sign: str
    entry: str = ""

    def caption(self, name: str) -> str:
        """What its matrix is called there, as a formula: n[i] stands on its side, but is no transpose."""
        return f"{name}{self.entry or '^T' * self.transposed}"


class Layout(NamedTuple):
    """How operands and result stand; equals is the sign before the result."""

    kind: Kind
    pieces: tuple[Piece, ...]
    equals: str


def read_layout(text: str) -> Layout:
    """The layout that a text states; ValueError where it states none."""
    match = ARRANGED.fullmatch(text)
    operands = list(OPERAND.finditer(match["pieces"])) if match else []
    if match is None or (match["kind"] == "crossing" and len(operands) not in (2, 3)):
        raise ValueError(f"{text!r} does not say how matrices stand on paper")
    kind = cast(Kind, match["kind"])
    places = CROSSING if kind == "crossing" else IN_LINE * len(operands)
    pieces = (
        Piece(each["operand"], place, bool(each["transposed"]), each["sign"].strip(), each["index"] or "")
        for each, place in zip(operands, places, strict=False)
    )
    return Layout(kind, tuple(pieces), match["equals"].strip())
