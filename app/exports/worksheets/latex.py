"""A worksheet in LaTeX that needs no more than amsmath: steps, matrices, and every cell's arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exports.worksheets.contents import Contents, Grid, PrintedCell, PrintedStage, StepOnPaper, contents
from app.exports.worksheets.options import Order
from app.notation import line_text, number_text
from app.notation.formula_text import formula_latex
from app.notation.symbols import name_latex
from app.training.descent import worked

PAPERS: Final = {"a4": "a4paper", "letter": "letterpaper"}
PREAMBLE: Final = r"""\documentclass[11pt,%(paper)s]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\setcounter{MaxMatrixCols}{20}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\allowdisplaybreaks
%% A line to write on; what is not worked at a step is a dot.
\newcommand{\blank}{\rule{0pt}{1.7em}\underline{\hspace{1.8em}}}
"""
SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "−": r"\ensuremath{-}",
    "λ": r"\ensuremath{\lambda}", "η": r"\ensuremath{\eta}", "√": r"\ensuremath{\surd}",
    "“": "``", "”": "''", "’": "'", "–": "--", "\N{REPLACEMENT CHARACTER}": "?",
}  # fmt: skip
WRITABLE: Final = re.compile(r"[ -~\u00a1-\u00ff]")
"""What the fonts of any LaTeX have; other letters of a name are left to its reader as a question mark."""
LONGEST_ROW: Final = 76
"""Characters of LaTeX: a longer sum goes on in a row of its own."""


def latex_document(order: Order, link: str) -> bytes:
    """The document. link: where the worksheet is found again."""
    made = contents(order)
    sheet, _ = worked(order.state.exercise)
    lines = [
        PREAMBLE % {"paper": PAPERS[made.paper]},
        r"\begin{document}",
        rf"\section*{{{words(made.lesson)}}}",
        rf"Columns are examples: {words(', '.join(order.state.exercise.tokens))}.",
        *given(made, sheet),
        *(line for part in made.parts for line in step(part, sheet, blanks_of(made))),
        rf"\bigskip{{\footnotesize\ttfamily {words(link)}}}",
        r"\end{document}",
    ]
    return ("\n".join(lines) + "\n").encode()


def given(made: Contents, sheet: Sheet) -> Iterator[str]:
    """Every matrix that the steps read and that none of them makes."""
    read = {p.grid.name: p.grid for part in made.parts for stage in part.stages for p in stage.operands}
    results = {stage.result.grid.name for part in made.parts for stage in part.stages}
    wanted = [name for name in sheet.plan.matrices if name in read and name not in results]
    yield r"\subsection*{Given}"
    for name in wanted:
        yield display(name_latex(name), latex_matrix(read[name]))


def blanks_of(made: Contents) -> frozenset[Ref]:
    """What is to be filled in anywhere, and so is told nowhere: two steps may work one matrix."""
    grids = (stage.result.grid for part in made.parts for stage in part.stages)
    return frozenset(one.ref for grid in grids for row in grid.cells for one in row if one.kind == "blank")


def step(part: StepOnPaper, sheet: Sheet, blanks: frozenset[Ref]) -> Iterator[str]:
    """A step: its sentence, its formulas with their matrices, and in a key every cell's arithmetic."""
    yield rf"\subsection*{{{part.number}. {words(part.title)}}}"
    yield latex_sentence(part.reason)
    for stage in part.stages:
        yield from equations(stage, blanks)
    refs = [one.ref for stage in part.stages for row in stage.result.grid.cells for one in row if is_key(one)]
    if refs:
        yield derivations(sheet, refs)


def is_key(one: PrintedCell) -> bool:
    """Whether the key fills the cell in."""
    return one.kind == "key"


def equations(stage: PrintedStage, blanks: frozenset[Ref]) -> Iterator[str]:
    """A result with its formula; one that speaks of single cells stands by itself."""
    grid = stage.result.grid
    if "[" not in stage.formula:
        yield display(formula_latex(stage.formula), latex_matrix(grid, blanks))
    else:
        yield display(formula_latex(stage.formula))
        yield display(name_latex(grid.name), latex_matrix(grid, blanks))


def derivations(sheet: Sheet, refs: Sequence[Ref]) -> str:
    """The working of cells, one under another."""
    style = line_text.latex_style(sheet.shapes)
    rows = " \\\\\n".join(latex_derivation(sheet, ref, style) for ref in refs)
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}"


def latex_derivation(sheet: Sheet, ref: Ref, style: line_text.Style) -> str:
    """A cell's working: its numbers, in a second row where they are long, and its value."""
    first, *more = (r for r in line_text.derivation(sheet.line(*ref), sheet.lookup) if r.stage != "names")
    steps = [first, *more[-1:]]
    return (
        style.ref(ref)
        + " "
        + " ".join(
            f"{relation(r.relation, at_start=k == 0)} {broken(line_text.write_line(r.line, style))}"
            for k, r in enumerate(steps)
        )
    )


def relation(sign: str, *, at_start: bool) -> str:
    """= or ≈, where the rows of a working are aligned."""
    return ("&" if at_start else "") + {"=": "=", "≈": r"\approx"}[sign]


def broken(line: str) -> str:
    """A long sum in several rows of an alignment."""
    parts, rows = re.split(r"(?<=.) (?=[+-] )", line), [""]
    for part in parts:
        if rows[-1] and len(rows[-1]) + len(part) > LONGEST_ROW:
            rows.append(r"\quad")
        rows[-1] = f"{rows[-1]} {part}".strip()
    return " \\\\\n& ".join(rows)


def display(*sides: str) -> str:
    """A displayed equation."""
    return rf"\[ {' = '.join(sides)} \]"


def latex_matrix(grid: Grid, blanks: frozenset[Ref] = frozenset()) -> str:
    """A matrix upright; what is to be filled in is a line, what another step works a dot."""
    rows = grid.cells if not grid.symbol.endswith("^T") else tuple(zip(*grid.cells, strict=True))
    if len(rows) == len(rows[0]) == 1:
        return latex_cell(rows[0][0], blanks)
    written = (" & ".join(latex_cell(one, blanks) for one in row) for row in rows)
    return "\\begin{bmatrix}\n" + " \\\\\n".join(written) + "\n\\end{bmatrix}"


def latex_cell(one: PrintedCell, blanks: frozenset[Ref]) -> str:
    """What stands in a cell."""
    if one.ref in blanks or one.kind == "blank":
        return r"\blank"
    if one.value is None:
        return r"\cdot"
    return rf"\sqrt{{{one.root[1:]}}}" if one.root else number_text.number_latex(one.value)


def latex_sentence(text: str) -> str:
    """A sentence with its formulas between backticks."""
    parts = enumerate(text.split("`"))
    return "".join(f"${formula_latex(part)}$" if k % 2 else words(part) for k, part in parts)


def words(text: str) -> str:
    """Text, with what LaTeX reads otherwise written so that it reads it as text."""
    return "".join(SPECIAL.get(c) or (c if WRITABLE.fullmatch(c) else "?") for c in text)
