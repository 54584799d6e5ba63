"""Matrices written with brackets: Python lists, what NumPy and PyTorch print, MATLAB, LaTeX."""

from __future__ import annotations

import re

Rows = list[list[str]]

MATRIX = r"(?:[bpvBV]?matrix|smallmatrix|array)\*?"
LATEX = re.compile(rf"\\begin\{{({MATRIX})\}}(?:\[[^\]]*\])?(?:\{{[clr| ]*\}})?(.*?)\\end\{{\1\}}", re.DOTALL)
CALLED = re.compile(
    r"\s*(?:[\w.]+\s*=\s*)?(?:Parameter containing:\s*)?"
    r"(?:(?:\w+\.)*(?:as)?(?:array|matrix|[tT]ensor|Parameter)\(\s*)*"
)
ASIDE = re.compile(
    r"(?:[\s,);]|(?:dtype|device|grad_fn|requires_grad|layout|size)\s*=\s*"
    r"(?:<[^<>]*>|'[^']*'|\([^()]*\)|torch\.Size\([^()]*\)|[\w.]+))*"
)
"""What stands behind the numbers and says nothing of them: dtype, device, grad_fn."""
SCALAR = re.compile(r"(?:np|numpy|torch)\.\w+\(([^()]*)\)")
MOST_MATRICES = 20
LEFT_OUT = "Numbers are left out where it says “…”: print all of them."


class TableError(ValueError):
    """Text that is no table of numbers; its message is a sentence."""


def read_latex(text: str) -> Rows | None:
    """The rows of a bmatrix or its like; None where there is none. Raises TableError for several."""
    if (count := text.count("\\begin{")) > MOST_MATRICES:
        raise TableError(f"These are {count} matrices; paste one at a time.")
    found = LATEX.findall(text)
    if not found:
        return None
    if len(found) > 1:
        raise TableError(f"These are {len(found)} matrices; paste one at a time.")
    body = re.sub(r"\\hline|\n", " ", found[0][1])
    rows = [row.split("&") for row in re.split(r"\\\\(?:\[[^\]]*\])?", body)]
    return [[cell.strip() for cell in row] for row in rows if "".join(row).strip()]


def read_brackets(text: str) -> Rows | None:
    """The rows between brackets; None where it does not begin with one. Raises TableError."""
    called = CALLED.match(text)
    body = SCALAR.sub(r"\1", text[called.end() if called else 0 :].strip())
    if body.startswith("{"):
        body = body.translate(str.maketrans("{}", "[]"))
    if not body.startswith("["):
        return None
    end = body.rfind("]") + 1
    if not end or not ASIDE.fullmatch(body[end:]):
        raise TableError("The brackets are not closed, or something stands behind them that is no number.")
    if re.search(r"\.\.\.|…", body):
        raise TableError(LEFT_OUT)
    return rows_between(body[:end])


def rows_between(body: str) -> Rows:
    """The rows of a text from bracket to bracket. Raises TableError."""
    leaves = re.findall(r"\[([^\[\]]*)\]", body)
    deepest = levels(body)
    if deepest > 2:
        raise TableError(f"There are {deepest} levels of brackets; a matrix has two, rows in brackets.")
    if deepest == 1 and len(leaves) > 1:
        raise TableError(f"These are {len(leaves)} lists; put brackets around all of them.")
    if re.sub(r"\[[^\[\]]*\]", "", body).strip("[], \n\t"):
        raise TableError("Some numbers stand outside the rows' brackets.")
    rows = leaves if deepest == 2 else matlab_rows(leaves[0])
    return [cells_in_row(row) for row in rows]


def levels(body: str) -> int:
    """How deep the brackets go. Raises TableError where they do not match."""
    depth = deepest = 0
    for sign in re.findall(r"[\[\]]", body):
        depth += 1 if sign == "[" else -1
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth:
        raise TableError("The brackets are not closed.")
    return deepest


def matlab_rows(inside: str) -> list[str]:
    """The rows between two brackets: by semicolons or by lines, unless a line goes on behind its end."""
    goes_on = re.search(r",\s*\n", inside) or "," not in inside
    return [
        row for row in re.split("[;\n]" if ";" in inside or not goes_on else ";", inside) if row.strip()
    ] or [""]


def cells_in_row(row: str) -> list[str]:
    """The numbers of a row, parted by commas or by spaces; quotes around them fall."""
    cells = row.rstrip(" ,\n\t").split(",") if "," in row else row.split()
    return [cell.strip().strip("'\"") for cell in cells]
