"""Numbers, names and formulas as they are printed, in every notation."""

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.cell import Line, Term, no_names
from app.lessons import LESSONS
from app.notation import line_styles, line_text, number_text
from app.notation.close_numbers import told_apart
from app.notation.exact_forms import exact_form
from app.notation.formula_text import formula_latex, formula_mathml, formula_plain, formula_spoken
from app.notation.symbols import name_latex, name_mathml, name_spoken, plain, symbol
from tests.long import examples
from tests.notation import mathml
from tests.notation.test_notation import PLANS, formulas, from_text

CHECKED = settings(deadline=None, derandomize=True, max_examples=examples(300))
SYMBOLS = {"w", "W", "b", "A", "Z", "ReLU", "h", "max", "abs", "i", "j", "k"}


def test_numbers_as_a_person_writes_them() -> None:
    """The table of what is shown, and whether that is all of it."""
    whole = {0.0: "0", 3.0: "3", -1.5: "−1.5", 5.9399999999999995: "5.94", 0.1 + 0.2: "0.3"}
    whole |= {-0.0004: "−0.0004", 1e-7: "1×10⁻⁷", -2.5e-12: "−2.5×10⁻¹²", 1e6: "1000000"}
    cut = {1 / 3: "0.333", math.sqrt(3): "1.732", 2.9999: "3", 0.00012345: "0.000123", 1234567890: "1.23×10⁹"}
    cut |= {math.inf: "∞", -math.inf: "−∞", math.nan: "not a number"}
    for table, exact in ((whole, True), (cut, False)):
        assert {value: number_text.short(value) for value in table} == table
        assert {number_text.is_exact(value) for value in table} == {exact}
    assert (number_text.short(-0.0), number_text.number_spoken(-0.0), number_text.number_spoken(-1.5)) == (
        "0",
        "0",
        "minus 1.5",
    )


@CHECKED
@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1e4, 1e4) | st.floats(-0.01, 0.01))
def test_a_shown_number_is_the_nearest_of_its_length(value: float) -> None:
    """Within half a unit: of the third decimal, or of the third digit where the number is small or huge."""
    shown = number_text.short(value)
    size = abs(value)
    power = math.floor(math.log10(size)) if size else 0
    unit = Decimal("0.001") if 0.01 <= size < 1e9 or not size else Decimal(10) ** (power - 2)
    read_back = Decimal(from_text(shown))
    assert abs(read_back - Decimal(value)) <= unit / 2 * (1 + Decimal("1e-9"))
    assert re.fullmatch(r"−?\d{1,10}(\.\d{1,6})?(×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", shown), shown
    assert not re.fullmatch(r"−0|.*\.\d*0", shown), shown


@CHECKED
@given(st.integers(-(10**10), 10**10), st.integers(1, 9))
def test_only_what_is_shown_whole_is_exact(ten_thousandths: int, digit: int) -> None:
    """A number with a fourth decimal is cut when shown; one with three is not, whatever sum it came from."""
    # 2000000 / 3 = 666666.667 and 1000000000.5 = 1×10⁹ are printed with an equals sign.
    whole = ten_thousandths // 10
    assert number_text.is_exact(whole / 1000)
    assert number_text.is_exact(whole * 0.1 / 100) or abs(whole) > 10**9
    if abs(whole) >= 10:
        assert not number_text.is_exact((whole * 10 + digit) / 10_000)


def test_a_root_is_one_of_a_whole_number_that_is_no_square() -> None:
    """√3, but neither √4 nor √0.5 nor √0."""
    table = {3: "√3", 2: "√2", 12: "√12", 9802: "√9802", 4: "", 0: "", 0.5: "", 9801: "", 10001: ""}
    assert {of: number_text.root_of(math.sqrt(of), of) for of in table} == table


def test_every_matrix_has_a_name_of_its_own_in_every_notation() -> None:
    """All names, of twelve layers too, differ as text, in speech and in LaTeX; MathML is XML."""
    for matrices in (p.matrices for p in PLANS):
        for written in (plain, name_spoken, name_latex):
            assert len({written(name) for name in matrices}) == len(matrices), written
        assert all(mathml.read(name_mathml(name)).tag for name in matrices)
        assert all(re.fullmatch(r"[\w {}^\\,]+", name_latex(name), re.ASCII) for name in matrices)
    short = [plain(name) for name in ("X_hat", "lambda", "W_enc", "W10_new")]
    assert short == ["X\u0302", "λ", "W_enc", "W10 new"]
    assert name_latex("W_enc_new") == r"W_{\mathrm{enc}}^{\mathrm{new}}"
    assert name_spoken("eta") == "eta"
    with pytest.raises(ValueError, match="not the name of a matrix"):
        symbol("<b>")


def backticked() -> set[str]:
    """Every formula in the prose of both lessons."""
    texts = [text for lesson in LESSONS.values() for text in (lesson.closing, lesson.credits)]
    texts += [text for lesson in LESSONS.values() for text in vars(lesson.introduction).values()]
    texts += [str(text) for p in PLANS for step in p.steps for text in vars(step.words).values()]
    return {found for text in texts for found in re.findall(r"`([^`]+)`", text)}


def test_every_formula_is_written_in_every_notation() -> None:
    """MathML is XML and labelled with the text; brackets pair up in LaTeX; roots must be closed."""
    for written in formulas() | backticked():
        element = mathml.read(formula_mathml(written))
        assert element.attrib["aria-label"] == formula_spoken(written) != ""
        latex = formula_latex(written)
        assert latex.count("{") == latex.count("}")
    for broken in ("sqrt(x", "sqrt((x)"):
        with pytest.raises(ValueError, match="not closed"):
            formula_plain(broken)
    assert formula_plain("n[i] = sqrt(sum_k W_dec[k,i]^2)") == "n[i] = √(Σ_k W_dec[k,i]²)"
    assert formula_latex("D = G f^T") == r"D = G f^{\top}"


def test_latex_formulas_need_no_more_than_amsmath() -> None:
    """No sign that plain LaTeX cannot read, in formulas or in numbers."""
    latex = map(formula_latex, sorted(formulas() | backticked()))
    assert [written for written in latex if not written.isascii()] == []
    assert line_text.write_line(Line((Term(1, (1e-7,)),)), line_styles.latex_style({})).isascii()


def test_only_formulas_stand_between_backticks() -> None:
    """Every name in a formula of the prose is a matrix of a lesson or one of a few symbols."""
    known = {name for p in PLANS for name in p.matrices} | SYMBOLS
    texts = [re.sub(r"sum_\w|\^T|sqrt", "", text) for text in backticked()]
    used = {name for text in texts for name in re.findall(r"[A-Za-z]\w*", text)}
    assert used - known == set()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.2345678e-7, ""),
        (1.2345678e-13, ""),
        (0.1 + 1e-12, ""),
        (999999.333333, ""),
        (2999998 / 3, "2999998/3"),
        (1 / 117, "1/117"),
        (math.sqrt(2) / 12, "√2/12"),
        (-7 * math.sqrt(3) / 6, f"{number_text.MINUS}7√3/6"),
    ],
)
def test_an_exact_form_is_of_the_number_itself(value: float, written: str) -> None:
    """Neither of 0, which a small number is near, nor of a fraction that a large one happens to be near."""
    assert exact_form(value) == written


def test_what_is_divided_by_0_is_not_said_to_equal_0() -> None:
    """By convention a slope is 0 there; 0.3 divided by 0 is not."""
    line = Line((Term(1, (0.1, 3.0)),), divisor=0.0)
    assert line_text.told_line(line, no_names) == "= 0.3 / 0 := 0"
    rows = [(row.stage, row.relation) for row in line_text.derivation(line, no_names)]
    assert rows[-1] == ("value", ":=")
    assert {relation for _, relation in rows[:-1]} == {"="}


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([5.0, 5.00000001], ["5", "5.00000001"]),
        ([54999830000145.0, 54999870000085.0], ["54999830000145", "54999870000085"]),
        ([5.0, 5.0 + 1e-15], ["5", "5"]),
        ([0.0, 1e-8], ["0", "1×10⁻⁸"]),
        ([4.41, 4.0, 3.61], ["4.41", "4", "3.61"]),
        ([2e13, 1e9], ["2×10¹³", "1×10⁹"]),
    ],
)
def test_numbers_that_differ_do_not_look_alike(values: list[float], texts: list[str]) -> None:
    """Unless rounding alone tells them apart."""
    assert told_apart(values) == texts
