"""Slips within the line: something left out or twice, a sign, one function for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.core.cell import Line, Ref, Term
from app.notation import number_text
from app.notation.symbols import plain
from app.teaching.tried_cell import Says, Slip, TriedCell, has_one, with_each

MOST_TERMS = 32
"""Beyond this many products, one of them always fits by chance."""
LOOK = "look at {}"
MULTIPLY = "multiply in {}"
LEAST = 1e-9
"""Above 0, and below every number that is worked by hand."""
FUNCTION_LEFT_OUT = {
    "relu": ("function-left-out", "ReLU is missing", "it lets nothing negative through"),
    "step": ("function-left-out", "the size does not matter here", "what counts is whether it is above 0"),
    "sqrt": ("root-left-out", "", "it comes last"),
    "abs": ("function-left-out", "the size is missing", "a size has no sign"),
}
"""By function: the code, what is missing where the code says it too widely, and what to know."""


def bias_left_out(cell: TriedCell) -> Iterator[Slip]:
    """A linear layer without the terms that carry the row of ones."""
    biases = [term for term in cell.line.terms if has_one(term)]
    rest = tuple(term for term in cell.line.terms if not has_one(term))
    if biases and rest:
        yield Slip("bias-left-out", cell.line.with_terms(rest), said("add {} too", cell.product, biases[0]))


def function_left_out(cell: TriedCell) -> Iterator[Slip]:
    """The function not applied. KeyError for one that has no sentence."""
    if cell.line.fn != "identity":
        code, clause, says = FUNCTION_LEFT_OUT[cell.line.fn]
        yield Slip(code, cell.line._replace(fn="identity"), say(says), own_clause=clause)
    if cell.line.fn == "sqrt":
        half = cell.line._replace(fn="identity", constant=cell.line.constant / 2)
        yield Slip("half-for-root", half, say("a root times itself gives the sum"))


def function_mistaken(cell: TriedCell) -> Iterator[Slip]:
    """A ReLU in a linear layer, which has none yet; the size, a 1 or what is negative instead of a ReLU."""
    if any(map(has_one, cell.line.terms)) and cell.line.fn == "identity":
        says = f"in {plain(cell.ref.name)} what is negative stays negative"
        yield Slip("relu-too-early", cell.line._replace(fn="relu"), say(says))
    if cell.line.fn == "relu":
        yield Slip(
            "abs-for-relu", cell.line._replace(fn="abs"), say("ReLU makes what is negative 0, not positive")
        )
        says = "ReLU keeps what is positive as it is"
        yield Slip("gate-for-relu", cell.line._replace(fn="step"), say(says))
        turned = negated(cell.line)._replace(constant=-cell.line.constant)
        yield Slip("relu-turned-round", turned, say("it keeps what is positive and makes what is negative 0"))


def constant_left_out(cell: TriedCell) -> Iterator[Slip]:
    """Not multiplied by the factor in front, or squared where the factor is 2; a sign is no factor."""
    constant, terms = cell.line.constant, cell.line.terms
    if abs(constant) == 1:
        return
    remedy = say(f"multiply by the factor {number_text.short(constant)} in front")
    yield Slip("factor-left-out", cell.line._replace(constant=1.0), remedy)
    if constant == 2 and len(terms) == 1:
        squared = (terms[0]._replace(factors=terms[0].factors * 2),)
        yield Slip("square-for-double", cell.line._replace(constant=1.0, terms=squared), remedy)


def setting_left_out(cell: TriedCell) -> Iterator[Slip]:
    """λ or η taken for 1."""
    for name in cell.sheet.lesson.settings:
        if name in cell.operands:
            line = with_each(cell.line, name, lambda _: 1.0)
            yield Slip("setting-left-out", line, say("it is a factor here"), name, missing(name))


def factor_matrix_left_out(cell: TriedCell) -> Iterator[Slip]:
    """A gate not applied, or taken to be open; the weight of a row or a column taken for 1."""
    for name, refs in cell.operands.items():
        opened = open_gate(cell, refs[0])
        code = "gate-left-out" if opened else "weight-left-out" if is_weight(cell, name) else ""
        if code and any(is_factor(term, refs) for term in cell.line.terms):
            line = with_each(cell.line, name, lambda _: 1.0)
            yield Slip(code, line, say(f"{cell.group(name)} is a factor"), name, missing(name))
        if opened not in {0.0, 1.0}:
            line = with_each(cell.line, name, partial(number_of, opened))
            same = f"{plain(name)} is not the same everywhere"
            yield Slip("gate-left-out", line, say(f"look at {cell.group(name)}"), f"open {name}", same)


def open_gate(cell: TriedCell, ref: Ref) -> float:
    """What a cell of a gate is where it is open, 1 or -1; 0 for what is no gate."""
    line = cell.line_of(ref) if ref.name in cell.sheet.results else None
    return line.constant if line and line.fn == "step" else 0.0


def number_of(number: float, _: Ref) -> float:
    """The same number for every cell."""
    return number


def is_weight(cell: TriedCell, name: str) -> bool:
    """Whether it is a row or a column by which something is multiplied; settings and biases are not."""
    biases = {f for term in cell.line.terms if has_one(term) for f in term.factors}
    return (
        min(cell.sheet.shapes[name]) == 1
        and name not in cell.sheet.lesson.settings
        and not biases & {*cell.operands[name]}
    )


def is_factor(term: Term, refs: tuple[Ref, ...]) -> bool:
    """Whether one of the cells is multiplied by something else in the term."""
    return any(ref in term.factors for ref in refs) and len(set(term.factors)) > 1


def missing(name: str) -> str:
    """That a matrix is missing as a factor."""
    return f"{plain(name)} is missing"


def sign_of_all(cell: TriedCell) -> Iterator[Slip]:
    """The opposite number, or the opposite answer of a question; a difference the other way round."""
    line = cell.line
    if is_difference(line):
        says = say(f"take {cell.product(line.terms[1])} from {cell.product(line.terms[0])}")
        yield Slip("reversed", negated(line), says)
        return
    look = say("the size is right, look at the sign")
    yield Slip("sign-of-all", line._replace(constant=-line.constant), look, "", "the sign is turned round")
    if line.fn == "step":
        says = say(f"look at the sign of {cell.groups}")
        yield Slip("sign-of-all", negated(line), says, "inside", "it is the other way round")


def zero_counted(cell: TriedCell) -> Iterator[Slip]:
    """At least 0 taken for above 0: a question that 0 answers with yes."""
    if cell.line.fn == "step":
        line = cell.line.with_terms((*cell.line.terms, Term(1, (LEAST,))))
        yield Slip("zero-counted", line, said(LOOK, cell.product, cell.line.terms[0]))


def is_difference(line: Line) -> bool:
    """One cell less another, and nothing else."""
    return line.is_plain() and [(term.sign, len(term.factors)) for term in line.terms] == [(1, 1), (-1, 1)]


def negated(line: Line) -> Line:
    """The line with the sign of every term changed."""
    return line.with_terms(tuple(Term(-term.sign, term.factors) for term in line.terms))


def added_for_subtracted(cell: TriedCell) -> Iterator[Slip]:
    """What is to be subtracted was added."""
    minus = [term for term in cell.line.terms if term.sign < 0]
    if minus and len(cell.line.terms) > 1:
        line = cell.line.with_terms(tuple(Term(1, term.factors) for term in cell.line.terms))
        yield Slip("added-for-subtracted", line, said("subtract {}", cell.product, minus[0]))


def one_term(cell: TriedCell) -> Iterator[Slip]:
    """One product with the wrong sign, forgotten, or counted twice."""
    for k, line, term in each_term(cell, lambda term: (Term(-term.sign, term.factors),)):
        if term.sign > 0:
            look = say("a square is never negative") if term.is_square() else said(LOOK, cell.product, term)
            yield Slip("sign-of-one", line, look, f"{k}")
    for k, line, term in each_term(cell, lambda _: ()):
        if not has_one(term):
            what = f"one {kind_of_term(term)} is missing"
            yield Slip("term-left-out", line, said(LOOK, cell.product, term), f"{k}", what)
    for k, line, term in each_term(cell, lambda term: (term, term)):
        what = f"one {kind_of_term(term)} was counted twice"
        yield Slip("term-twice", line, said("take {} once", cell.product, term), f"{k}", what)


def kind_of_term(term: Term) -> str:
    """What is added: a product, a square, or a number as it stands."""
    return "square" if term.is_square() else "product" if len(term.factors) > 1 else "number"


def added(cell: TriedCell) -> Iterator[Slip]:
    """a + b where a·b is meant, in every product; a square has no two factors to add."""
    terms = cell.line.terms
    pairs = [t for t in terms if is_pair(t)]
    if pairs:
        line = cell.line.with_terms(tuple(part for t in terms for part in (apart(t) if is_pair(t) else (t,))))
        remedy = say("multiply in each product") if len(pairs) > 1 else said(MULTIPLY, cell.product, pairs[0])
        yield Slip("sum-for-product", line, remedy)


def is_pair(term: Term) -> bool:
    """Whether it multiplies two numbers that are different cells, neither of them the row of ones."""
    return len(term.factors) == 2 and not term.is_square() and not has_one(term)


def apart(term: Term) -> tuple[Term, ...]:
    """Each factor as a term of its own."""
    return tuple(Term(term.sign, (factor,)) for factor in term.factors)


def say(text: str) -> Says:
    """Words that are known already."""
    return lambda: text


def said(text: str, spell: Callable[[Term], str], term: Term) -> Says:
    """Words about a product, which is spelt only where they are told."""
    return lambda: text.format(spell(term))


def each_term(
    cell: TriedCell, change: Callable[[Term], tuple[Term, ...]]
) -> Iterator[tuple[int, Line, Term]]:
    """The lines with one term changed, and that term; none for a single term or very many."""
    terms = cell.line.terms
    if 1 < len(terms) <= MOST_TERMS:
        for k, term in enumerate(terms):
            yield k, cell.line.with_terms((*terms[:k], *change(term), *terms[k + 1 :])), term


LINE_SLIPS: tuple[Callable[[TriedCell], Iterator[Slip]], ...] = (
    bias_left_out,
    function_left_out,
    function_mistaken,
    constant_left_out,
    setting_left_out,
    factor_matrix_left_out,
    sign_of_all,
    zero_counted,
    added_for_subtracted,
    one_term,
    added,
)
"""Each yields the lines with one thing changed, where that thing is there to be changed."""
