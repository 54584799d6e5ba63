"""Operations stated once: numpy computes what the line explains, on shapes and numbers of every kind."""

from collections.abc import Sequence
from functools import partial
from string import Formatter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import operations
from app.core.arrangement import read_layout
from app.core.cell import FUNCTIONS, Line, Ref, Term
from app.core.operation import Array, IndexedCell, Operation, Shape, ShapeError
from app.core.operations import OPERATIONS
from app.notation import line_styles, line_text

CHECKED = settings(deadline=None, derandomize=True, max_examples=25)
CLOSE = 1e-9
NUMBERS = st.sampled_from(
    [
        st.integers(-3, 3).map(float),
        st.integers(-30, 30).map(lambda tenths: tenths / 10),
        st.integers(-12, 12).map(lambda thirds: thirds / 3),
        st.integers(-(10**6), 10**6).map(float),
        st.sampled_from([0.0, -0.0, 1e-9, -1e-9, 0.5, -1e6]),
    ]
)


def every(operation: Operation) -> list[IndexedCell]:
    """Every cell that the line of an operation reads, its divisor included."""
    places = [place for term in operation.terms for place in term.places]
    divisor = operation.parts["divisor"] or ""
    if "[" in divisor:
        name, rest = divisor.rstrip("]").split("[")
        places.append(IndexedCell(name, *rest.split(",")))
    return [place for place in places if place.operand != "ones"]


def letters(operation: Operation) -> list[str]:
    """The indices of an operation, save for the 1 that never runs."""
    return sorted({letter for place in every(operation) for letter in place[1:]} - {"1"})


def shapes_of(operation: Operation, sizes: dict[str, int], spare: Shape) -> list[Shape]:
    """The shape of each operand when the indices run that far; spare where only its size is read."""
    sized = {"1": 1, **sizes}
    found = {place.operand: (sized[place.row], sized[place.column]) for place in every(operation)}
    return [found.get(operand, spare) for operand in operation.operands]


def names_of(operation: Operation) -> list[str]:
    """A name of its own for each operand, as a lesson would give it."""
    return [f"m{operand}" for operand in operation.operands]


@st.composite
def applied(draw: st.DrawFn, operation: Operation) -> list[Array]:
    """Operands that fit together."""
    sizes = {letter: draw(st.integers(1, 4)) for letter in letters(operation)}
    spare = (draw(st.integers(1, 4)), draw(st.integers(1, 4)))
    entry = draw(NUMBERS)
    arrays = [
        np.array(draw(st.lists(entry, min_size=r * c, max_size=r * c)), dtype=np.float64).reshape(r, c)
        for r, c in shapes_of(operation, sizes, spare)
    ]
    lengths = operation is operations.norm_slope
    return [abs(a) if lengths and o == "n" else a for o, a in zip(operation.operands, arrays, strict=True)]


def looked_up(names: Sequence[str], arrays: Sequence[Array], ref: Ref) -> float:
    """The number in a cell of the operands."""
    if ref.name == "ones":
        return 1.0
    return float(arrays[names.index(ref.name)][ref.row - 1, ref.column - 1])


def line_by_line(operation: Operation, arrays: Sequence[Array]) -> tuple[Array, Array]:
    """The result by the lines of its cells, and the size of what each line adds up."""
    names = names_of(operation)
    shapes = {name: array.shape for name, array in zip(names, arrays, strict=True)}
    lookup = partial(looked_up, names, arrays)
    rows, columns = operation.shape(names, shapes)
    values, sizes = np.zeros((rows, columns)), np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            line = operation.cell(names, shapes, i + 1, j + 1)
            values[i, j] = line.value(lookup)
            sizes[i, j] = sum(abs(term.product(lookup)) for term in line.terms)
    return values, sizes


def by_name(name: str) -> Operation:
    """The operation of that name in the module."""
    found = getattr(operations, name)
    assert isinstance(found, Operation)
    return found


def test_every_operation_is_in_the_table() -> None:
    """The table has each operation of the module, each name once."""
    assert set(OPERATIONS) == {op for op in vars(operations).values() if isinstance(op, Operation)}
    assert len({operation.name for operation in OPERATIONS}) == len(OPERATIONS) >= 22


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_an_operation_is_complete(operation: Operation) -> None:
    """Its line, its place on paper and its code speak of the same operands, and lie as the line says."""
    named, size_only = set(operation.operands), {operation.parts["divisor"] or ""}
    read = {place.operand for place in every(operation)} | {d[1:] for d in size_only if d[:1] == "#"}
    assert named == read
    pieces = operation.layout.pieces
    assert sorted(piece.operand for piece in pieces) == sorted(named)
    assert (operation.layout.equals == "") == (operation.layout.kind == "crossing")
    for code in (operation.numpy, operation.torch or operation.numpy):
        assert {name for _, name, _, _ in Formatter().parse(code) if name} == named
    assert not operation.subtracted & {t.places[-1].operand for t in operation.terms if t.sign > 0}
    stands = {
        piece.place: operation.letters.get(piece.operand, ("1", "1"))[:: -1 if piece.transposed else 1]
        for piece in pieces
    }
    if operation.layout.kind == "crossing":
        row, column = operation.letters["out"]
        (left, summed), (also_summed, top) = stands["left"], stands["top"]
        assert (left, top, summed) == (row, column, also_summed)
        assert operation.has_bias == ("bias" in stands) == bool(operation.over_ones)
    else:
        axis = 0 if operation.layout.kind == "row" else 1
        assert not operation.has_bias
        turned = [operation.letters.get(p.operand, ("1", "1"))[axis ^ p.transposed] for p in pieces]
        assert len({letter for letter in turned if letter != "1"}) <= 1


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_its_code_gives_its_value(operation: Operation) -> None:
    """What a script has is the same as what the page is worked out by."""

    @CHECKED
    @given(applied(operation))
    def agree(arrays: list[Array]) -> None:
        code = operation.numpy.format(**{letter: letter for letter in operation.operands})
        typed = eval(code, {"np": np, **dict(zip(operation.operands, arrays, strict=True))})
        np.testing.assert_allclose(np.atleast_2d(typed), operation.raw(*arrays), rtol=1e-12)

    agree()


@pytest.mark.parametrize(
    "text", ["", "{X}", "beside {X} =", "row X =", "crossing {X}", "crossing {A} {B} {C} {D}"]
)
def test_a_text_that_places_nothing_is_no_layout(text: str) -> None:
    with pytest.raises(ValueError, match="does not say how"):
        read_layout(text)


def test_a_layout_is_read_from_its_text() -> None:
    kind, pieces, equals = read_layout("row {weight} × {s} / entries of {n}^T Σ ( )²")
    assert (kind, equals) == ("row", "Σ ( )²")
    assert [p.sign for p in pieces] == ["", "×", "/ entries of"]
    assert [p.transposed for p in pieces] == [False, False, True]
    n, g = read_layout("row {n}^T[i] × {g}[i,j] =").pieces
    assert (n.caption("n"), g.caption("g"), pieces[2].caption("n")) == ("n[i]", "g[i,j]", "n^T")
    assert [p.place for p in read_layout("crossing {W} {X} {b}").pieces] == ["left", "top", "bias"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_numpy_and_the_line_agree(operation: Operation) -> None:
    """Same shape, same number in every cell, whatever the operands; and no line ends in -0."""

    @CHECKED
    @given(applied(operation))
    def agree(arrays: list[Array]) -> None:
        computed = operation.compute(*arrays) + 0.0
        explained, sizes = line_by_line(operation, arrays)
        assert computed.shape == explained.shape
        rounding = 1e-13 * sizes
        assert (abs(computed - explained) <= CLOSE * abs(explained) + rounding).all(), (computed, explained)
        assert not np.signbit(explained[explained == 0]).any()

    agree()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_operands_that_do_not_fit_are_both_named(operation: Operation) -> None:
    """One index running further in one operand than in another: the message names the two and their sizes."""
    names, fits = names_of(operation), shapes_of(operation, dict.fromkeys("ijk", 2), (2, 2))
    tried = 0
    for place in every(operation):
        for axis, letter in enumerate(place[1:]):
            others = {p.operand for p in every(operation) if letter in p[1:]} - {place.operand}
            if letter == "1" or not others:
                continue
            shapes = dict(zip(names, fits, strict=True))
            rows, columns = shapes[f"m{place.operand}"]
            shapes[f"m{place.operand}"] = (7, columns) if axis == 0 else (rows, 7)
            with pytest.raises(ShapeError) as error:
                operation.shape(names, shapes)
            said = str(error.value)
            assert f"m{place.operand} has 7 {('rows', 'columns')[axis]}" in said
            assert any(f"m{other} has 2 " in said for other in others), said
            tried += 1
    shares = any(len({p.operand for p in every(operation) if i in p[1:]}) > 1 for i in letters(operation))
    assert bool(tried) == shares


@pytest.mark.parametrize(
    ("name", "shapes", "says"),
    [
        ("linear", [(6, 3), (3, 5), (6, 2)], "mb has 2 columns, but one row or column is needed there"),
        ("mean", [(1, 2), (3, 5)], "mS has 2 columns, but one row or column is needed there"),
        ("penalised", [(1, 1), (2, 1), (1, 1)], "mweight has 2 rows, but one row or column is needed there"),
        ("linear", [(6, 3), (4, 5), (6, 1)], "mX has 4 rows, but mW has 3 columns"),
        ("difference", [(3, 5), (3, 1)], "mT has 1 column, but mY has 5 columns"),
    ],
)
def test_what_is_said_of_a_misfit(name: str, shapes: list[Shape], says: str) -> None:
    """A vector or a single number where one is needed, and one row or column in the singular."""
    operation = by_name(name)
    with pytest.raises(ShapeError) as error:
        operation.shape(names_of(operation), dict(zip(names_of(operation), shapes, strict=True)))
    assert str(error.value) == says


def styles() -> dict[str, line_styles.Style]:
    """Every notation that a line is written in."""
    return {
        "text": line_styles.text_style({}),
        "speech": line_styles.speech_style(lambda ref: ref.name),
        "latex": line_styles.latex_style({}),
        "spreadsheet": line_styles.spreadsheet_style(lambda ref: ref.name),
        "mathml": line_styles.mathml_style({}),
    }


@pytest.mark.parametrize("style", styles())
def test_a_notation_refuses_a_function_that_it_does_not_know(style: str) -> None:
    """Nothing is ever left out silently: an unknown fn raises, and the five known ones do not."""
    line = Line((Term(1, (Ref("W", 1, 1),)),), fn="cube")
    with pytest.raises(KeyError, match="cube"):
        line_text.write_line(line, styles()[style])
    for fn in FUNCTIONS:
        assert line_text.write_line(line._replace(fn=fn), styles()[style])


def test_an_unknown_function_has_no_value_and_makes_no_operation() -> None:
    """Neither a cell nor an operation can be made of what is not in the table."""
    with pytest.raises(KeyError, match="cube"):
        Line((Term(1, (2.0,)),), fn="cube").value(lambda ref: float(ref.row))
    for text in ("out[i,j] = cube(X[i,j])", "out[i,j] = relu(step(X[i,j]))", "X[i,j]"):
        operation = Operation(
            name="odd", line=text, formula="{X}", on_paper="row {X} =", numpy="{X}", raw=lambda X: X
        )
        with pytest.raises(ValueError, match="not the line of a cell"):
            operation.cell(["X"], {"X": (1, 1)}, 1, 1)


def test_a_square_is_recognised_only_where_a_cell_meets_itself() -> None:
    """W[k,i] W[k,i] is a square; two equal numbers are not."""
    line = by_name("column_norms").cell(["W"], {"W": (2, 2)}, 1, 2)
    assert [term.factors[0] for term in line.terms] == [Ref("W", 1, 2), Ref("W", 2, 2)]
    assert all(term.is_square() for term in line.terms)
    assert not Term(1, (2.0, 2.0)).is_square()
