"""A letter for every code of a slip, as the record of an attempt keeps it; stable, as the codes are."""

from __future__ import annotations

from typing import Final

LETTERS: Final = {
    "bias-left-out": "b",
    "function-left-out": "f",
    "relu-too-early": "e",
    "abs-for-relu": "a",
    "relu-turned-round": "R",
    "gate-for-relu": "G",
    "root-left-out": "r",
    "half-for-root": "H",
    "square-left-out": "q",
    "sizes-for-squares": "z",
    "squares-for-sizes": "L",
    "mean-for-sum": "E",
    "divisor-left-out": "d",
    "other-divisor": "D",
    "factor-left-out": "c",
    "square-for-double": "S",
    "double-for-square": "Q",
    "setting-left-out": "l",
    "weight-left-out": "w",
    "gate-left-out": "g",
    "sign-of-all": "n",
    "zero-counted": "Z",
    "sign-of-one": "N",
    "term-left-out": "t",
    "term-twice": "T",
    "count-for-sum": "k",
    "sum-for-product": "p",
    "row-or-column": "m",
    "other-cell": "o",
    "swapped": "s",
    "transposed": "x",
    "other-matrix": "M",
    "other-axis": "A",
    "reversed": "v",
    "added-for-subtracted": "P",
    "rounded-early": "u",
    "arithmetic": "h",
    "carried": "y",
}
CODES: Final = {letter: code for code, letter in LETTERS.items()}
