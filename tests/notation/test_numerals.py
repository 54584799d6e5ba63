"""Numbers as people type and paste them: each is read as what it says, or refused in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.notation import number_text, numerals
from tests.long import examples, fuzzed

CHECKED = settings(deadline=None, derandomize=True, max_examples=fuzzed(examples(500), 7_500))
R3 = math.sqrt(3)
# fmt: off
GIVEN = {
    "½": "1/2", "1½": "3/2", "−1 1/2": "-3/2", "⅟3": "1/3", "1⁄3": "1/3", "¹⁄₃": "1/3", "2÷4": "1/2",
    "‐2": "-2", "‑2": "-2", "‒2": "-2", "–2": "-2", "—2": "-2", "―2": "-2", "−2": "-2", "－2": "-2",
    "１．５": "1.5", "＋３": "3", "（−２）": "-2", "\u200e-5": "-5", "\u00a07\u202f": "7", "minus 3": "-3",
    "1×10⁻⁷": "0.0000001", "2.5·10^-7": "0.00000025", "1 x 10^3": "1000", "10⁻³": "0.001", "1e−3": "0.001",
    "1e 3": "1000", "1.50×10⁻⁷": "0.00000015", "-3⋅10²": "-300",
    "0,5": "0.5", ",5": "0.5", "1,5": "1.5", "12,34": "12.34", "0,500": "0.5", "1234,567": "1234.567",
    "1,5e-3": "0.0015", "1,234.5": "1234.5", "1.234,5": "1234.5", "−0,25": "-0.25",
    "√4": "2", "-(1/3)": "-1/3", "((2))": "2", "√(9/4)": "3/2", "4^(1/2)": "2",
    r"\frac{1}{3}": "1/3", r"-\frac{1}{2}": "-1/2", r"1.50 \times 10^{-7}": "0.00000015", r"$-2$": "-2",
    "= 3": "3", "≈ 0.333": "0.333",
}
ANSWERS = {
    "√3 ≈ 1.732": R3, "√3/10": R3 / 10, "3√2/2": 3 * 2**0.5 / 2, "1/√3": 3**-0.5, "2√5+1": 2 * 5**0.5 + 1,
    "1 − 2√5": 1 - 2 * 5**0.5, "3^(1/2)": R3, "3**(1/2)": R3, "sqrt 3": R3, "sqrt(3)": R3,
    "2sqrt3": 2 * R3, "(√5+1)/2": (5**0.5 + 1) / 2, "−√2": -(2**0.5), "(1/2)√3": R3 / 2, "√½": 0.5**0.5,
    "2·√3": 2 * R3, "square root of 2": 2**0.5, "root 3, about 1.732": R3, r"\frac{\sqrt{3}}{2}": R3 / 2,
    r"2\sqrt{3}": 2 * R3, "√(3)": R3, "√ 3": R3, "0.333…": 0.333, "0.333...": 0.333, "1·2 + 3 = 5": 5,
    "2√3 = 3.464": 2 * R3, "1/(2√3)": 1 / (2 * R3), "0,5√2": 0.5 * 2**0.5,
}
REFUSED = {
    "1O": "“O” is the letter O, not a zero", "l2": "“l” is the letter l, not a one",
    "1\u041e": "Cyrillic capital letter o (U+041E)", "٣": "Arabic-indic digit three (U+0663)",
    "1\u200b2": "Zero width space (U+200B)", "1,234": "may be 1.234 or 1234: write a point",
    "1+2": "is not worked out yet", "2·3": "is not worked out yet", "3²": "is not worked out yet",
    "√3 ≈ 1.8": "The two sides of “√3 ≈ 1.8” are not equal", "1/2√3": "put parentheses around it",
    "√(−4)": "There is no root of a number below 0", "1/0": "divides by zero", "√3/0": "divides by zero",
    "": "The cell is empty", "=": "The cell is empty", "three": "“three” is not a number; type",
    "1,2,3": "is not a number", "2^0.3": "A power is read where it is whole or a half",
    "999^99": "beyond what fits", "1e400": "“1e400” is beyond what fits", "-1e308": "beyond what fits",
    "1e-400": "It is closer to 0", "√7*1e99*1e99*1e99*1e99": "beyond what fits", "0x10": "is not a number",
    "1_0": "is not a number", "nan": "is not a number", "∞": "“∞” is Infinity (U+221E)",
}
# fmt: on


@pytest.mark.parametrize(("typed", "kept"), GIVEN.items())
def test_a_given_number_is_kept_exactly_however_it_was_typed(typed: str, kept: str) -> None:
    assert numerals.canonical(typed) == kept
    assert numerals.answer(typed) == pytest.approx(float(Fraction(kept)), rel=1e-15)


@pytest.mark.parametrize(("typed", "number"), ANSWERS.items())
def test_an_answer_is_read_as_people_write_it(typed: str, number: float) -> None:
    assert numerals.answer(typed) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(("typed", "says"), REFUSED.items())
def test_what_cannot_be_read_is_refused_in_a_sentence_that_names_it(typed: str, says: str) -> None:
    for read in (numerals.canonical, numerals.answer):
        with pytest.raises(numerals.NumeralError) as refused:
            read(typed)
        assert says in str(refused.value)


@pytest.mark.parametrize("typed", ["1000001", "1e9", "1e308", "1e400", "-1e+0400", "999^99"])
def test_whatever_is_too_large_to_be_given_gets_one_sentence_with_the_bounds(typed: str) -> None:
    with pytest.raises(numerals.NumeralError) as refused:
        numerals.canonical(typed)
    says = f"“{typed}” is beyond what fits on paper: use numbers from −1,000,000 to 1,000,000."
    assert str(refused.value) == says


@pytest.mark.parametrize("typed", ["√3", "1/√2", "2√5+1", "√3 ≈ 1.732"])
def test_a_root_that_does_not_come_out_cannot_be_a_given_number(typed: str) -> None:
    with pytest.raises(numerals.NumeralError, match="a given number is kept exactly"):
        numerals.canonical(typed)


@CHECKED
@given(st.floats(-1e12, 1e12).filter(lambda x: not x or abs(x) > 1e-99))
@example(1e-7)
@example(-2.5e-13)
@example(1.5e9)
def test_every_form_that_a_page_prints_is_read_back(number: float) -> None:
    """As on the page, as for LaTeX, as for a screen reader: the number, to the digits that were printed."""
    printed = number_text.short(number)
    for text in (
        printed,
        number_text.number_latex(number),
        number_text.number_spoken(number),
        f"= {printed}",
    ):
        assert numerals.answer(text) == pytest.approx(number, rel=0.006, abs=0.0006)
        assert numerals.answer(text) == numerals.answer(printed)


@CHECKED
@given(st.integers(2, 9999).filter(lambda n: math.isqrt(n) ** 2 != n))
def test_every_printed_root_is_read_back(squared: int) -> None:
    root = math.sqrt(squared)
    printed = number_text.root_of(root, squared)
    for text in (printed, f"{printed} ≈ {number_text.short(root)}", f"{printed}≈ {number_text.short(root)}"):
        assert numerals.answer(text) == pytest.approx(root, rel=1e-15)


@CHECKED
@given(st.fractions(-1000, 1000, max_denominator=99), st.sampled_from("−–—－-"), st.sampled_from("/⁄∕÷"))
def test_fractions_are_exact_with_every_dash_and_slash(number: Fraction, dash: str, slash: str) -> None:
    typed = str(number).replace("-", dash).replace("/", slash)
    assert Fraction(numerals.canonical(typed)) == number


def refusal(read: Callable[[str], object], typed: str) -> str:
    """The sentence in which a text is refused; empty where it is read."""
    try:
        read(typed)
    except numerals.NumeralError as error:
        return str(error)
    return ""


@CHECKED
@given(st.text("0123456789.,-−–+*/^()√eE=≈… ½⅓²⁻⁷×·xO\\sqrtfrac{}", max_size=45) | st.text(max_size=45))
def test_anything_is_read_whole_or_refused(typed: str) -> None:
    """Never another error, never infinite; what is kept is short, and its own canonical form."""
    if not refusal(numerals.canonical, typed):
        kept = numerals.canonical(typed)
        assert numerals.canonical(kept) == kept
        assert len(kept) <= numerals.LONGEST
        assert numerals.exact(kept) == numerals.exact(typed)
    assert refusal(numerals.answer, typed) or math.isfinite(numerals.answer(typed))
