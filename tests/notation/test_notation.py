"""Every line printed is read back, in every notation."""

import math
import re
from collections.abc import Iterator
from functools import cache

import pytest

from app import pages
from app.core.cell import Line, Ref, Term
from app.core.sheet import Sheet
from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.lessons.autoencoder.lesson import plan
from app.lessons.sparse_autoencoder.lesson import PLAN
from app.notation import line_styles, line_text, number_text
from app.notation.formula_text import formula_spoken
from app.pages.step import StepPage
from app.training.descent import worked
from app.views.labels import spoken_line
from tests.notation import mathml

PLANS = (PLAN, plan(1), plan(4), plan(12))
DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
SAE, AE = "sparse-autoencoder", "autoencoder"
CASES = [
    (SAE, ""),
    (SAE, "X=1/3,-0.1,0,2,1;-2,-2,0.07,-1,1;2,1e-6,1,1,-1&W_dec=0,1,0,1,0,-1;0,-1,1,-2,0,0;0,0,0,-2,2.5,-2"),
    (SAE, "updates=3"),
    (SAE, "seed=3&dims=1,4&examples=3"),
    (SAE, "seed=5&dims=4,3&examples=2"),
    (AE, ""),
    (AE, "eta=1/3&updates=1"),
    (AE, "seed=4&dims=3,2,3&examples=3"),
    (AE, "seed=2&dims=2,2,1,2,2,2&examples=2"),
]


@cache
def sheet_of(slug: str, query: str) -> Sheet:
    """The exercise of an address, worked out."""
    return worked(read_state(LESSONS[slug], query).exercise)[0]


def computed(slug: str, query: str) -> Iterator[tuple[Sheet, Ref, Line]]:
    """Every worked-out cell of an exercise with its line, views included."""
    sheet = sheet_of(slug, query)
    for name in sheet.results:
        rows, columns = sheet.shapes[name]
        for ref in (Ref(name, i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)):
            yield sheet, ref, sheet.line(*ref)


def evaluated(formula: str, cells: dict[str, float] | None = None) -> float:
    """A spreadsheet formula worked out; as in a spreadsheet a leading minus binds closer than a power."""
    formula = re.sub(r"(^|[(,])-(\([^()]*\)|[\w.]+)\^2", r"\1(-\2)^2", formula).replace("^", "**")
    formula = re.sub(r"IF\((.*)=0,0,(.*)\)$", r"((\2) if (\1) != 0 else 0)", formula)
    formula = re.sub(r"IF\((.*)>0,1,0\)", r"(1 if (\1) > 0 else 0)", formula)
    return float(eval(formula, {"MAX": max, "ABS": abs, "SQRT": math.sqrt, **(cells or {})}))


def from_text(text: str) -> str:
    """A line of text or LaTeX, its names already replaced, as a spreadsheet would have it."""
    text = re.sub(r"×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(DIGITS), text)
    text = text.replace("−", "-").replace("·", "*").replace(r"\cdot", "*").replace("²", "^2")
    text = re.sub(r" ?\\times 10\^\{(-?\d+)\}", r"e\1", text)
    text = re.sub(r"\\frac\{(.*)\}\{(.*)\}", r"\1 / \2", text)
    text = re.sub(r"√([\d.e]+)", r"SQRT(\1)", text).replace("√(", "SQRT(")
    text = re.sub(r"\\sqrt\{(.*)\}", r"SQRT(\1)", text)
    text = re.sub(r"\[(.*) > 0\]", r"IF(\1>0,1,0)", text).replace(r"\max(", "MAX(").replace("max(", "MAX(")
    text = re.sub(r"^(.*) / (.*)$", r"IF(\2=0,0,(\1)/\2)", text)
    return text.replace(" ", "")


def same(a: float, b: float) -> bool:
    """Equal to 1e-9, relative, or nothing beside 1."""
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-14)


def named(line: Line, cells: dict[Ref, str], style: line_styles.Style) -> str:
    """The line as text, each name replaced by the address of its cell."""
    written = {style.ref(ref): cell for ref, cell in cells.items() if ref.name != "ones"}
    pattern = "|".join(re.escape(name) for name in sorted(written, key=len, reverse=True))
    return re.sub(pattern, lambda m: written[m[0]], line_text.write_line(line, style))


@pytest.mark.parametrize(("slug", "query"), CASES)
def test_printed_lines_are_read_back(slug: str, query: str) -> None:
    """Spreadsheet formula and text at full precision, by name and at every stage, give the cell's number."""
    for sheet, ref, line in computed(slug, query):
        value = line.value(sheet.lookup)
        cells = {operand: f"R{k}" for k, operand in enumerate(line.operands())}
        numbers = {cell: sheet.lookup(operand) for operand, cell in cells.items()}
        text = line_styles.text_style(sheet.shapes, number=repr)
        formulas = line_styles.spreadsheet_style(cells.__getitem__)
        assert same(evaluated(line_text.write_line(line, formulas), numbers), value), ref
        assert same(evaluated(from_text(named(line, cells, text)), numbers), value), ref
        for row in line_text.derivation(line, sheet.lookup)[1:]:
            assert same(row.line.value(sheet.lookup), value), (ref, row)
            assert same(evaluated(line_text.write_line(row.line, formulas)), value), (ref, row)
            assert same(evaluated(from_text(line_text.write_line(row.line, text))), value), (ref, row)


def is_shown(value: float) -> bool:
    """Whether the printed number is the number, to 12 digits."""
    return math.isclose(float(from_text(number_text.short(value))), value, rel_tol=1e-12)


def parts(line: Line) -> list[float]:
    """The numbers that stand in a line."""
    found = [factor for term in line.terms for factor in term.factors] + [line.divisor or 0.0]
    return [factor for factor in found if not isinstance(factor, Ref)]


@pytest.mark.parametrize(("slug", "query"), CASES)
def test_latex_is_read_back_as_shown(slug: str, query: str) -> None:
    """The numbers in LaTeX are as exact as they are shown, and every sign is one that TeX knows."""
    for sheet, ref, line in computed(slug, query):
        style = line_styles.latex_style(sheet.shapes)
        assert line_text.write_line(line, style).isascii()
        numbers = line_text.derivation(line, sheet.lookup)[1].line
        shown = evaluated(from_text(line_text.write_line(numbers, style)))
        assert math.isfinite(shown)
        if all(map(is_shown, parts(numbers))):
            assert same(shown, line.value(sheet.lookup)), ref


@pytest.mark.parametrize(("slug", "query"), CASES)
def test_the_relation_between_stages_is_true_of_what_is_shown(slug: str, query: str) -> None:
    """= stands only where two rows, as printed, are equal; ≈ where one of them is rounded, and only there.

    Where something was divided by 0, := stands.
    """
    for sheet, ref, line in computed(slug, query):
        style = line_styles.text_style(sheet.shapes)
        rows = line_text.derivation(line, sheet.lookup)
        printed = [line_text.write_line(row.line, style) for row in rows]
        assert not re.search(r"−0(?![.\d])|\.\d{7}|-", " ".join(printed[1:])), printed
        values = [evaluated(from_text(text)) for text in printed[1:]]
        for k, row in enumerate(rows[1:], start=1):
            about = [*parts(row.line), *parts(rows[k - 1].line)]
            is_taken = rows[k - 1].line.divisor == 0 and row.line.divisor is None
            assert (row.relation == ":=") == is_taken, (ref, printed)
            if is_taken:
                continue
            assert (row.relation == "≈") == (not all(map(is_shown, about))), (ref, printed)
            if row.relation == "=" and k > 1:
                assert math.isclose(values[k - 1], values[k - 2], abs_tol=1e-9), (ref, printed)


def test_working_as_a_person_writes_it() -> None:
    """A root stands as a root before its decimal; products of negative numbers have their brackets."""
    works = {(s, n): sheet_of(s, "").line(*n) for s, n in [(SAE, ("n", 1, k)) for k in (1, 4)]}
    works |= {(SAE, ref): sheet_of(SAE, "").line(*ref) for ref in [("Z", 1, 2), ("MSE", 1, 1), ("G", 1, 2)]}
    told = {ref: line_text.work(line, sheet_of(slug, "").lookup) for (slug, ref), line in works.items()}
    assert told[("n", 1, 1)] == "√((−1)² + (−1)² + 1²) = √(1 + 1 + 1) = √3 ≈ 1.732"
    assert told[("n", 1, 4)] == "√(1² + (−2)² + (−2)²) = √(1 + 4 + 4) = √9 = 3"
    assert told[("Z", 1, 2)] == "−1·(−1) + (−1)·(−2) + 0·1 + (−1)·1 = 2"
    assert told[("MSE", 1, 1)] == "5 / 15 ≈ 0.333"
    assert told[("G", 1, 2)] == "2·(−2) = −4"


def test_a_press_on_products_tells_more_than_the_cells() -> None:
    """Wherever something stands between names and value, the second of the three presses shows it."""
    # and reveal=products, which tells names, numbers and products, tells no more than reveal=cells.
    for slug, number, cell in ((SAE, 1, "1,1"), (SAE, 2, "1,3"), (SAE, 10, "G,1,2"), (AE, 2, "A1,1,1")):
        told = []
        for reveal in ("cells", "products", "value"):
            page = pages.page(read_state(LESSONS[slug], f"cell={cell}&reveal={reveal}"), number)
            assert isinstance(page, StepPage)
            assert page.working.derivation
            told.append(len(page.working.derivation.rows))
        assert told[0] < told[1] <= told[2], (slug, number, cell, told)


def test_a_square_that_is_taken_away_stays_negative() -> None:
    """A spreadsheet reads -(R0)^2 as the square of a negative number."""
    line = Line((Term(-1, (Ref("E", 1, 1), Ref("E", 1, 1))),))
    assert (
        evaluated(line_text.write_line(line, line_styles.spreadsheet_style(lambda _: "R0")), {"R0": 3.0})
        == -9
    )


@pytest.mark.parametrize(("slug", "query"), CASES)
def test_lines_are_well_formed_mathml_and_speech_of_words(slug: str, query: str) -> None:
    """Every row of every derivation is XML; a screen reader is given words for signs."""
    exercise = read_state(LESSONS[slug], query).exercise
    for sheet, ref, line in computed(slug, query):
        style = line_styles.mathml_style(sheet.shapes)
        for row in line_text.derivation(line, sheet.lookup):
            mathml.read(f"<math><mrow>{style.ref(ref)}{line_text.write_line(row.line, style)}</mrow></math>")
        assert not set(spoken_line(exercise, sheet, ref)) & set("−·²√≈=<>[]()λη")


def formulas() -> set[str]:
    """Every formula of every step of both lessons, and what stands beside a matrix's name."""
    signs = {matrix.sign for p in PLANS for matrix in p.matrices.values() if matrix.sign}
    steps = [
        (step, "derivative" if step.slug == "sparsity-gradient" else "") for p in PLANS for step in p.steps
    ]
    return signs | {r.formula for step, view in steps for r in (*step.results, *step.results_in(view))}


@pytest.mark.parametrize(
    ("value", "squared"), [(5e-9, "(5×10⁻⁹)²"), (3.0, "3²"), (-2.0, "(−2)²"), (-5e-9, "(−5×10⁻⁹)²")]
)
def test_a_power_of_ten_is_squared_as_a_whole(value: float, squared: str) -> None:
    """4.87×10⁻⁹² would be another number, and LaTeX takes no second exponent."""
    line = Line((Term(1, (value, value), squared=True),))
    assert line_text.write_line(line, line_styles.PLAIN_TEXT) == squared
    assert line_text.write_line(line, line_styles.latex_style({})).count("^") == 1 + ("×" in squared)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("X_hat = W_dec f + b_dec", "X hat equals W dec f plus b dec"),
        ("dW_enc = dZ X^T", "d W enc equals d Z X transposed"),
        (
            "n[i] = sqrt(sum_k W_dec[k,i]^2)",
            "n i equals the square root of the sum over k of W dec k i squared",
        ),
        ("loss = SSE + lambda L1_weighted", "loss equals SSE plus lambda L1 weighted"),
        ("-dL1/df", "minus d L1 divided by d f"),
        ("‖w‖", "the length of w"),
        ("w <- w - eta lambda sign(w)", "w becomes w minus eta lambda the sign of (w)"),
    ],
)
def test_a_formula_is_said_as_one_speaks_it(written: str, said: str) -> None:
    assert formula_spoken(written) == said
