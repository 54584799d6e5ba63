"""Every table that people paste is read as the same numbers, with the names beside them."""

from __future__ import annotations

import contextlib
import io
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exports.matrix_text import bmatrix, matrix_texts
from app.notation import numerals
from app.notation.bracketed import TableError
from app.notation.pasted_tables import LARGEST, LONGEST_TABLE, read_table
from tests.long import examples

CHECKED = settings(deadline=None, derandomize=True, max_examples=examples(300))
SQUARE = [["1", "-2"], ["3", "0.5"]]
SAME = [
    "1\t-2\n3\t0.5",
    "1\t-2\r\n3\t0.5\r\n",
    "1\t-2\r3\t0.5",
    "\ufeff1,-2\n3,0.5",
    "1;-2\n3;0,5",
    "1\t−2\n3\t0,5",
    "1 -2\n3 0.5",
    "1  −2\n\n3  0,5\n",
    "1,-2,\n3,0.5,",
    '"1","-2"\n"3","0,5"',
    "1,-2;3,0.5",
    "1 -2; 3 0.5",
    "1.000000000000000000e+00 -2.000000000000000000e+00\n3.000000000000000000e+00 5.000000000000000000e-01\n",
    "array([[ 1. , -2. ],\n       [ 3. ,  0.5]], dtype=float32)",
    "[[ 1.  -2. ]\n [ 3.   0.5]]",
    "np.array([[1, -2], [3, 0.5]])",
    "[[np.float64(1.0), np.float64(-2.0)], [3, 0.5]]",
    "tensor([[ 1.0000, -2.0000],\n        [ 3.0000,  0.5000]], grad_fn=<AddmmBackward0>)",
    "tensor([[1., -2.], [3., .5]], device='cuda:0', dtype=torch.float64, requires_grad=True)",
    "Parameter containing:\ntensor([[1., -2.], [3., .5]], requires_grad=True)",
    "[[1, -2], [3, 0.5]]",
    '[["1", "-2"], [3, "1/2"]]',
    "{{1,-2},{3,0.5}}",
    "W_enc = [[1, -2],\n [3, 0.5]]",
    "[1 -2; 3 0.5]",
    "[1, -2; 3, 0.5]",
    "A = [1, -2\n     3, 0.5];",
    "A =\n\n    1.0000   -2.0000\n    3.0000    0.5000\n",
    r"\begin{bmatrix} 1 & -2 \\ 3 & 0.5 \end{bmatrix}",
    "\\begin{pmatrix}\n1 & -2 \\\\\n3 & \\frac{1}{2} \\\\\n\\end{pmatrix}",
    r"$$W = \left[\begin{array}{cc} 1 & -2 \\[2pt] \hline 3 & 0.5 \end{array}\right]$$",
    "| a | b |\n|---|--:|\n| 1 | −2 |\n| 3 | ½ |",
    "| 1 | -2 |\n| 3 | 0.5 |",
    "# saved by numpy\n1 -2\n3 0.5",
]
NAMED = [
    (",Paris,Alps\n0,1,-2\n1,3,0.5\n", ("Paris", "Alps"), ()),
    (",Paris,Alps\nsnow,1,-2\nEurope,3,0.5\n", ("Paris", "Alps"), ("snow", "Europe")),
    (",0,1\n0,1,-2\n1,3,0.5\n", (), ()),
    ("New York,Paris\n1,-2\n3,0.5", ("New York", "Paris"), ()),
    ("   Paris  Alps\n0      1    -2\n1      3   0.5", ("Paris", "Alps"), ()),
    ("\tParis\tAlps\nsnow\t1\t-2\nEurope\t3\t0,5", ("Paris", "Alps"), ("snow", "Europe")),
    (
        "| | Paris | Alps |\n|---|---|---|\n| snow | 1 | −2 |\n| Europe | 3 | 0.5 |",
        ("Paris", "Alps"),
        ("snow", "Europe"),
    ),
    ("snow;1;-2\nEurope;3;0,5", (), ("snow", "Europe")),
]
REFUSED = {
    "": "nothing to read",
    "[[1, 2], [3]]": "as many numbers as the first; here: 2, 1",
    "1,2\n3": "here: 2, 1",
    "[[1, ..., 3]]": "Numbers are left out",
    "1 2 ...\n3 4 5": "Numbers are left out",
    "[[[1, 2]]]": "3 levels of brackets",
    "[[1, 2], [3, 4]": "not closed",
    "[1, 2] and more": "something stands behind",
    "[1, 2], [3, 4]": "2 lists",
    r"\begin{bmatrix}1\end{bmatrix}\begin{bmatrix}2\end{bmatrix}": "2 matrices",
    "  Columns 1 through 8\n\n 1 2": "several parts",
    "\n".join(["1," * 100 + "1"] * 100): "at most 16",
}


def numbers(text: str) -> list[list[str]]:
    """The table in canonical numbers."""
    return [[numerals.canonical(cell) for cell in row] for row in read_table(text).cells]


@pytest.mark.parametrize("text", SAME)
def test_every_form_of_a_matrix_is_read_as_the_same_numbers(text: str) -> None:
    assert [[numerals.value(c) for c in row] for row in numbers(text)] == [[1, -2], [3, 0.5]]


@pytest.mark.parametrize(("text", "columns", "rows"), NAMED)
def test_a_header_and_an_index_become_names(
    text: str, columns: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    table = read_table(text)
    assert numbers(text) == SQUARE
    assert (table.columns, table.rows) == (columns, rows)
    assert (table.turned().rows, table.turned().columns) == (columns, rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0   -1\n1    2\nName: b, dtype: int64", [["-1"], ["2"]]),
        ("0   -1\n1    2\ndtype: float64\n", [["-1"], ["2"]]),
        ("   0  1\n0  1  2\n1  3  4\n\n[2 rows x 2 columns]", [["1", "2"], ["3", "4"]]),
    ],
)
def test_what_pandas_prints_below_is_no_row(text: str, rows: list[list[str]]) -> None:
    assert [[*row] for row in read_table(text).cells] == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[1, 2, 3]", [["1", "2", "3"]]),
        ("tensor([1., 2., 3.], requires_grad=True)", [["1", "2", "3"]]),
        ("[1. 2.\n 3.]", [["1", "2", "3"]]),
        ("1\n2\n3", [["1"], ["2"], ["3"]]),
        ("-1;-1;1", [["-1"], ["-1"], ["1"]]),
        ("1,5;2;3,5", [["1.5", "2", "3.5"]]),
        ("   1.0e+03 *\n\n    1.5000    2.0000\n    3.0000    4.0000", [["1500", "2000"], ["3000", "4000"]]),
    ],
)
def test_vectors_and_scales(text: str, rows: list[list[str]]) -> None:
    assert numbers(text) == rows


@pytest.mark.parametrize(("text", "says"), REFUSED.items())
def test_what_is_no_table_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(TableError, match=says):
        read_table(text)


def test_what_is_no_number_in_a_table_stays_where_it_stands() -> None:
    assert read_table("9\tx\n8\t7").cells == (("9", "x"), ("8", "7"))
    assert read_table("√3 ≈ 1.732").cells == (("√3 ≈ 1.732",),)


ARRAYS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(
            st.floats(-1e6, 1e6).filter(lambda x: not x or abs(x) > 1e-99), min_size=width, max_size=width
        ),
        min_size=1,
        max_size=5,
    )
)


@CHECKED
@given(ARRAYS)
def test_what_programs_print_is_read_back(rows: list[list[float]]) -> None:
    """Exactly, but for LaTeX, which is to be read by people."""
    array = np.array(rows)
    saved = io.StringIO()
    np.savetxt(saved, array)
    with np.printoptions(precision=17, threshold=10**6, floatmode="unique"):
        printed = [repr(array), str(array), repr(rows), saved.getvalue()]
    ours = [copy.text for copy in matrix_texts("W_enc", array) if copy.ending != "tex"]
    for text in (*printed, *ours):
        read = [[numerals.answer(cell) for cell in row] for row in read_table(text).cells]
        assert np.array_equal(np.array(read), array), text
    read = [[numerals.answer(cell) for cell in row] for row in read_table(bmatrix(array)).cells]
    assert np.allclose(np.array(read), array, rtol=0.006, atol=0.0006)


@CHECKED
@given(st.text("0123456789.,;-e \n\t\r[]{}()|\\&\"'abc½", max_size=120) | st.text(max_size=80))
def test_any_text_is_a_table_without_gaps_or_refused(text: str) -> None:
    """Its rows are equally long, and so are its names."""
    try:
        table = read_table(text)
    except TableError as error:
        assert str(error).endswith(".")  # noqa: PT017
        return
    assert len({len(row) for row in table.cells}) == 1
    assert len(table.columns) in (0, table.shape[1])
    assert len(table.rows) in (0, table.shape[0])


def test_a_column_of_numbers_that_have_spaces_in_them_is_a_column() -> None:
    """As the pages print them; two numbers on a line are two."""
    assert read_table("√3 ≈ 1.732\n0\n1 1/2").cells == (("√3 ≈ 1.732",), ("0",), ("1 1/2",))
    assert read_table("√3 ≈ 1.732\t2\n0\t1").cells == (("√3 ≈ 1.732", "2"), ("0", "1"))
    assert read_table("1 1/2\n2 3").cells == (("1", "1/2"), ("2", "3"))


ENDLESS = ["1", "1e", "½", "¹", "[", "[1],", "|-", "|-|\n", "#\n", "a=1\n", "1,", "1;", "1e3 * ", "- ", "−"]
ENDLESS += [
    r"\begin{matrix}",
    r"\begin{matrix}1\end{matrix}",
    "torch.",
    "array(",
    "[1]dtype=",
    '"1",',
    "√",
    "(",
]


def cells_of_table(text: str) -> int:
    """How many cells a table has; 0 where it is refused."""
    with contextlib.suppress(TableError):
        table = read_table(text)
        return table.shape[0] * table.shape[1]
    return 0


@pytest.mark.parametrize("part", ENDLESS)
@pytest.mark.parametrize("length", [LONGEST_TABLE, 900_000])
def test_a_text_without_end_is_refused_after_little_work(part: str, length: int) -> None:
    """A pattern that tried every place again from there on would not end with any of these."""
    cells = cells_of_table(part * (length // len(part)))
    assert cells <= (LARGEST if length == LONGEST_TABLE else 0)


PIECES = [
    "1",
    "-2",
    "0.5",
    "√3",
    ",",
    ";",
    "\t",
    " ",
    "\n",
    "\r\n",
    "[",
    "]",
    "|",
    "-",
    '"',
    "x",
    "=",
    "&",
    "…",
    "#",
]


def test_twenty_thousand_random_texts_are_tables_or_refused() -> None:
    random = Random(4)
    texts = ("".join(random.choices(PIECES, k=random.randrange(14))) for _ in range(20_000))
    assert 2_000 < sum(cells_of_table(text) > 0 for text in texts) < 18_000
