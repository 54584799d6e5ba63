"""A worksheet in LaTeX that needs no more than amsmath: steps, matrices, and every cell's arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.core.cell import Ref
from app.core.sheet import Sheet
from app.exports.worksheets.contents import Contents, StepOnPaper, contents
from app.exports.worksheets.latex_text import (
    LONGEST_ROW,
    address_latex,
    aligned,
    exact_latex,
    latex_sentence,
    seen,
    words,
)
from app.exports.worksheets.order import Order
from app.exports.worksheets.workings import Working
from app.notation import line_styles, line_text, number_text
from app.notation.formula_text import formula_latex
from app.notation.symbols import name_latex
from app.training.descent import worked
from app.views.picture import Cell, Grid, Picture

PAPERS: Final = {
    "a4": {"paper": "a4paper", "height": "690pt"},
    "letter": {"paper": "letterpaper", "height": "640pt"},
    "a3": {"paper": "a3paper", "height": "1040pt"},
}
PREAMBLE: Final = r"""\documentclass[11pt,%(paper)s]{article}
\usepackage{amsmath}
%% XeLaTeX and LuaLaTeX print letters of every script that their font has; pdfLaTeX a question mark instead.
\ifdefined\Umathchar
  \usepackage{fontspec}
  \newcommand{\other}[1]{#1}
\else
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \newcommand{\other}[1]{?}
\fi
\setlength{\textwidth}{480pt}
\setlength{\oddsidemargin}{-14pt}
\setlength{\topmargin}{-40pt}
\setlength{\textheight}{%(height)s}
\sloppy
\setcounter{MaxMatrixCols}{20}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\allowdisplaybreaks
%% A line to write on; what is not worked at a step is a dot.
\newcommand{\blank}{\rule{0pt}{1.7em}\underline{\hspace{1.8em}}}
"""
DIGIT, GAP, PAGE = 5.6, 10.2, 470.0
"""In points: a digit, what stands between two columns, and a line of the page."""
BRACKETS = 19.0
BLANK, LABEL = 22.0, 124.0
"""A line to write on; and the words before a run of columns."""
WIDER: Final = {number_text.MINUS: 0.6, "…": 2.0, "×": 2.0}
"""By how many digits a sign is wider than one."""
RELATIONS: Final = {"=": "=", "≈": r"\approx", ":=": ":="}


def latex_document(order: Order, link: str) -> bytes:
    """The document. link: where it leads, empty for an exam."""
    made = contents(order)
    sheet, _ = worked(order.state.exercise)
    lines = [
        PREAMBLE % PAPERS[made.paper],
        r"\begin{document}",
        rf"\section*{{{words(made.lesson)}}}",
        rf"Columns are examples: {words(', '.join(order.state.exercise.tokens))}.",
        words(made.remark),
        *given(made, sheet),
        *(line for part in made.parts for line in step(part, sheet, blanks_of(made))),
        rf"\bigskip{{\footnotesize\ttfamily {address_latex(link)}}}" if link else "",
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
        yield from displays([name_latex(name)], read[name])


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
    yield from map(to_complete, part.workings)
    worked_here = {ref for result in sheet.plan.step(part.number).results for ref in sheet.cells(result)}
    cells = (one for stage in part.stages for row in stage.result.grid.cells for one in row)
    if refs := [one.ref for one in cells if is_key(one) and one.ref in worked_here]:
        yield derivations(sheet, refs)


def to_complete(working: Working) -> str:
    """A paragraph: a line of arithmetic with a line to write on for everything that is to be filled in."""
    told = words(f"{working.cell} {working.told}")
    if working.products:
        told += " = " + " + ".join(words(text) or r"\blank" for text in working.products)
    if working.value is not None:
        told += " = " + (words(working.value) or r"\blank")
    return told + "\n"


def is_key(one: Cell) -> bool:
    """Whether the key fills the cell in."""
    return one.kind == "key"


def equations(stage: Picture, blanks: frozenset[Ref]) -> Iterator[str]:
    """A result with its formula; one that speaks of single cells stands by itself."""
    grid = stage.result.grid
    if "[" not in stage.formula:
        yield from displays([formula_latex(stage.formula)], grid, blanks)
    else:
        yield display(formula_latex(stage.formula))
        yield from displays([name_latex(grid.name)], grid, blanks)


def derivations(sheet: Sheet, refs: Sequence[Ref]) -> str:
    """The working of cells, one under another."""
    style = line_styles.latex_style(sheet.shapes)
    rows = (row for ref in refs for row in latex_derivation(sheet, ref, style))
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def latex_derivation(sheet: Sheet, ref: Ref, style: line_styles.Style) -> list[str]:
    """A cell's working in rows: its numbers, as many rows as they need, and its value."""
    first, *more = (r for r in line_text.derivation(sheet.line(*ref), sheet.lookup) if r.stage != "names")
    rows = aligned(style.ref(ref), RELATIONS[first.relation], line_text.write_line(first.line, style))
    for row in more[-1:]:
        end = f"{RELATIONS[row.relation]} {line_text.write_line(row.line, style)}"
        rows[-1:] = [f"{rows[-1]} {end}"] if seen(rows[-1] + end) <= LONGEST_ROW else [rows[-1], f"& {end}"]
    return rows


def display(*sides: str) -> str:
    """A displayed equation."""
    return rf"\[ {' = '.join(sides)} \]"


def displays(sides: Sequence[str], grid: Grid, blanks: frozenset[Ref] = frozenset()) -> Iterator[str]:
    """A matrix with what it is equal to; one wider than the page in runs of columns, each said which."""
    rows = tuple(zip(*grid.cells, strict=True)) if grid.transposed else grid.cells
    widths = [max(points_across(row[j], blanks) for row in rows) for j in range(len(rows[0]))]
    taken = DIGIT * seen(" = ".join([*sides, ""])) + BRACKETS
    if taken + sum(widths) <= PAGE:
        yield display(*sides, latex_matrix(rows, blanks))
        return
    if len(sides[0]) > len(name_latex(grid.name)):
        yield display(*sides)
    for first, last in runs(widths):
        part = [row[first:last] for row in rows]
        label = rf"\text{{{columns_said(first + 1, last)} of }} {name_latex(grid.name)}"
        yield display(label, latex_matrix(part, blanks))


def runs(widths: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Where columns are parted so that each run fits the page beside its label."""
    start, taken = 0, 0.0
    for k, width in enumerate(widths):
        if k > start and taken + width > PAGE - LABEL:
            yield start, k
            start, taken = k, 0.0
        taken += width
    yield start, len(widths)


def columns_said(first: int, last: int) -> str:
    """The columns of a run in words."""
    return f"columns {first} to {last}" if last > first else f"column {first}"


def points_across(one: Cell, blanks: frozenset[Ref]) -> float:
    """How wide a cell's column must be, in points."""
    if one.ref in blanks or one.value is None:
        return GAP + BLANK
    return GAP + DIGIT * (len(one.text) + sum(WIDER.get(c, 0.0) for c in one.text))


def latex_matrix(rows: Sequence[Sequence[Cell]], blanks: frozenset[Ref] = frozenset()) -> str:
    """A matrix; what is to be filled in is a line, what another step works a dot."""
    if len(rows) == len(rows[0]) == 1:
        return latex_cell(rows[0][0], blanks)
    written = (" & ".join(latex_cell(one, blanks) for one in row) for row in rows)
    return "\\begin{bmatrix}\n" + " \\\\\n".join(written) + "\n\\end{bmatrix}"


def latex_cell(one: Cell, blanks: frozenset[Ref]) -> str:
    """What stands in a cell."""
    if one.ref in blanks or one.kind in ("blank", "carried"):
        return r"\blank"
    if one.value is None:
        return r"\cdot"
    return rf"\sqrt{{{one.root[1:]}}}" if one.root else exact_latex(one.text)
