"""A spreadsheet program small enough to be read: it works out the formulas that the app writes, no others.

It knows nothing of the app. Formulas are read by Python's own parser; a function that is not here raises.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

Value = float | str
Place = tuple[str, int, int]
"""A worksheet's name, a row and a column, counted from 1."""
REF = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,3})\$?(\d+)")
BINARY: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., float]] = {"MAX": max, "SQRT": math.sqrt, "ABS": abs}


class Spreadsheet:
    """The cells of a file; typed replaces what stands in some of them."""

    def __init__(self, content: bytes, typed: dict[Place, float] | None = None) -> None:
        self.book = load_workbook(BytesIO(content))
        self.cells: dict[Place, object] = {
            (sheet.title, cell.row, cell.column): cell.value
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in (None, "=")
        }
        self.cells.update(typed or {})
        self.known: dict[Place, Value] = {}

    def formulas(self) -> dict[Place, str]:
        """Every formula, without its equals sign; an equals sign alone is the sign between two matrices."""
        return {p: v[1:] for p, v in self.cells.items() if isinstance(v, str) and v.startswith("=")}

    def numbers(self) -> dict[Place, float]:
        """Every number that is not worked out."""
        return {p: float(v) for p, v in self.cells.items() if isinstance(v, int | float)}

    def named(self, name: str) -> list[Place]:
        """The cells of a name, row by row."""
        ((sheet, area),) = self.book.defined_names[name].destinations
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(area))
        return [(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]

    def value(self, place: Place) -> Value:
        """What a cell shows; an empty one shows nothing."""
        if place not in self.known:
            held = self.cells.get(place, "")
            is_formula = isinstance(held, str) and held.startswith("=")
            self.known[place] = self.worked(str(held)[1:], place[0]) if is_formula else shown(held)
        return self.known[place]

    def worked(self, formula: str, sheet: str) -> Value:
        """What a formula gives on a worksheet."""
        refs: list[Place] = []

        def cell(match: re.Match[str]) -> str:
            letters = [ord(letter) - ord("A") + 1 for letter in match[2]]
            column = sum(n * 26**k for k, n in enumerate(reversed(letters)))
            refs.append((match[1] or sheet, int(match[3]), column))
            return f"cell_{len(refs) - 1}"

        text = REF.sub(cell, formula)
        parsed = ast.parse(re.sub(r"(?<![<>=])=(?!=)", "==", text), mode="eval")
        return self.walk(parsed.body, refs)

    def number(self, node: ast.expr, refs: list[Place]) -> float:
        """What a part gives, as a number: an empty cell counts as 0."""
        value = self.walk(node, refs)
        return float(value or 0)

    def walk(self, node: ast.expr, refs: list[Place]) -> Value:
        """What a part of a formula gives."""
        match node:
            case ast.Name(id=name):
                return self.value(refs[int(name.removeprefix("cell_"))])
            case ast.Constant(value=int() | float() | str() as value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self.number(inner, refs)
            case ast.BinOp(left=left, op=sign, right=right):
                return BINARY[type(sign)](self.number(left, refs), self.number(right, refs))
            case ast.Call(func=ast.Name(id="IF"), args=[condition, yes, no]):
                return self.walk(yes if self.holds(condition, refs) else no, refs)
            case ast.Call(func=ast.Name(id=name), args=args):
                return FUNCTIONS[name](*(self.number(arg, refs) for arg in args))
        raise ValueError(ast.dump(node))

    def holds(self, node: ast.expr, refs: list[Place]) -> bool:
        """Whether a condition is true: cell = "", cell = 0, cell > 0."""
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value="")]):
                return self.walk(left, refs) == ""
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                return self.number(left, refs) == self.number(right, refs)
            case ast.Compare(left=left, ops=[ast.Gt()], comparators=[right]):
                return self.number(left, refs) > self.number(right, refs)
        raise ValueError(ast.dump(node))


def shown(held: object) -> Value:
    """What stands in a cell that is not worked out."""
    return float(held) if isinstance(held, int | float) else str(held)
