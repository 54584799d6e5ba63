"""How each part of a line is written: as text, speech, MathML, LaTeX and a spreadsheet formula.

A Style is a table of functions; `line_text` walks a line once, the same way for all of them. A style that
lacks a function that the line uses raises KeyError: nothing is ever left out silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.cell import Ref
from app.notation import number_text
from app.notation.symbols import name_latex, name_mathml, name_spoken, plain

Shape = tuple[int, int]
Shapes = Mapping[str, Shape]


@dataclass(frozen=True)
class Style:
    """How one notation writes the parts of a line. Every callable takes and returns written text."""

    ref: Callable[[Ref], str]
    number: Callable[[float], str]
    product: Callable[[Sequence[str]], str]
    square: Callable[[str], str]
    plus: str
    minus: str
    negative: str
    brackets: Callable[[str], str]
    fraction: Callable[[str, str], str]
    functions: Mapping[str, Callable[[str], str]]
    scaled: Callable[[str, str], str]
    term: Callable[[int, str], str] = lambda _, text: text
    opened_root: tuple[str, str] = ("√(", ")")


def index(ref: Ref, shapes: Shapes) -> list[int]:
    """The indices worth writing: none for a single number, one for a vector."""
    rows, columns = shapes.get(ref.name, (1, 2))
    return [ref.row] * (rows > 1) + [ref.column] * (columns > 1)


def plain_ref(ref: Ref, shapes: Shapes) -> str:
    """A cell as text: W_enc[2,1], n[3], λ; the row of ones is the number 1."""
    if ref.name == "ones":
        return "1"
    places = ",".join(map(str, index(ref, shapes)))
    return plain(ref.name) + (f"[{places}]" if places else "")


def titled_ref(ref: Ref, shapes: Shapes) -> str:
    """A cell in a title, which may be read aloud: W enc[2,1], X hat[1,3]."""
    places = ",".join(map(str, index(ref, shapes)))
    return name_spoken(ref.name) + (f"[{places}]" if places else "")


def _is_atom(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def text_style(shapes: Shapes, number: Callable[[float], str] = number_text.short) -> Style:
    """One line of plain text, with a true minus sign; number=repr gives full precision."""
    return Style(
        ref=lambda ref: plain_ref(ref, shapes),
        number=number,
        product="·".join,
        square=lambda x: f"{x}²",
        plus=" + ",
        minus=f" {number_text.MINUS} ",
        negative=number_text.MINUS,
        brackets=lambda x: f"({x})",
        fraction=lambda a, b: f"{a} / {b}",
        functions={
            "identity": lambda x: x,
            "relu": lambda x: f"max(0, {x})",
            "step": lambda x: f"[{x} > 0]",
            "sqrt": lambda x: f"√{x}" if _is_atom(x) else f"√({x})",
            "abs": lambda x: f"|{x}|",
        },
        scaled=lambda c, x: f"{c}·{x}",
    )


def speech_style(call: Callable[[Ref], str]) -> Style:
    """A sentence for a screen reader; call says what a cell is called."""
    return Style(
        ref=call,
        number=number_text.number_spoken,
        product=" times ".join,
        square=lambda x: f"{x}, squared",
        plus=", plus ",
        minus=", minus ",
        negative="minus ",
        brackets=lambda x: x,
        fraction=lambda a, b: f"{a}, divided by {b}",
        functions={
            "identity": lambda x: x,
            "relu": lambda x: f"the larger of 0 and {x}",
            "step": lambda x: f"1 if {x} is above 0, otherwise 0",
            "sqrt": lambda x: f"the square root of {x}",
            "abs": lambda x: f"the size of {x}",
        },
        scaled=lambda c, x: f"{c} times {x}",
    )


def latex_style(shapes: Shapes) -> Style:
    """LaTeX that needs no more than amsmath."""

    def ref(cell: Ref) -> str:
        places = ",".join(map(str, index(cell, shapes)))
        return "1" if cell.name == "ones" else name_latex(cell.name) + (f"[{places}]" if places else "")

    return Style(
        ref=ref,
        number=number_text.number_latex,
        product=r" \cdot ".join,
        square=lambda x: f"{x}^2",
        plus=" + ",
        minus=" - ",
        negative="-",
        brackets=lambda x: f"({x})",
        fraction=lambda a, b: rf"\frac{{{a}}}{{{b}}}",
        functions={
            "identity": lambda x: x,
            "relu": lambda x: rf"\max(0, {x})",
            "step": lambda x: f"[{x} > 0]",
            "sqrt": lambda x: rf"\sqrt{{{x}}}",
            "abs": lambda x: f"|{x}|",
        },
        scaled=lambda c, x: rf"{c} \cdot {x}",
    )


def spreadsheet_style(address: Callable[[Ref], str]) -> Style:
    """A spreadsheet formula without its equals sign; address gives the A1 address of a cell."""
    return Style(
        ref=address,
        number=lambda x: repr(int(x)) if x == int(x) else repr(x),
        product="*".join,
        square=lambda x: f"{x}*{x}",
        plus="+",
        minus="-",
        negative="-",
        brackets=lambda x: f"({x})",
        fraction=lambda a, b: f"IF({b}=0,0,{a}/{b})",
        functions={
            "identity": lambda x: x,
            "relu": lambda x: f"MAX(0,{x})",
            "step": lambda x: f"IF({x}>0,1,0)",
            "sqrt": lambda x: f"SQRT({x})",
            "abs": lambda x: f"ABS({x})",
        },
        scaled=lambda c, x: f"{c}*{x}",
    )


def mathml_style(shapes: Shapes) -> Style:
    """MathML; each product of a sum carries its pair's number as a class, p1 to p6 and round again."""

    def ref(cell: Ref) -> str:
        return (
            "<mn>1</mn>"
            if cell.name == "ones"
            else name_mathml(cell.name) + mathml_index(index(cell, shapes))
        )

    return Style(
        ref=ref,
        number=mathml_number,
        product="<mo>·</mo>".join,
        square=lambda x: f"<msup><mrow>{x}</mrow><mn>2</mn></msup>",
        plus='<mo form="infix">+</mo>',
        minus=f'<mo form="infix">{number_text.MINUS}</mo>',
        negative=f'<mo form="prefix">{number_text.MINUS}</mo>',
        brackets=lambda x: f"<mrow><mo>(</mo>{x}<mo>)</mo></mrow>",
        fraction=lambda a, b: f"<mfrac><mrow>{a}</mrow><mrow>{b}</mrow></mfrac>",
        functions={
            "identity": lambda x: x,
            "relu": lambda x: f"<mrow><mi>max</mi><mo>(</mo><mn>0</mn><mo>,</mo>{x}<mo>)</mo></mrow>",
            "step": lambda x: f"<mrow><mo>[</mo>{x}<mo>&gt;</mo><mn>0</mn><mo>]</mo></mrow>",
            "sqrt": lambda x: f"<msqrt>{x}</msqrt>",
            "abs": lambda x: f"<mrow><mo>|</mo>{x}<mo>|</mo></mrow>",
        },
        scaled=lambda c, x: f"{c}<mo>·</mo>{x}",
        term=lambda k, x: f'<mrow class="pair p{k % 6 + 1}">{x}</mrow>',
        opened_root=('<mo form="prefix">√</mo><mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'),
    )


def mathml_number(value: float) -> str:
    """A number in MathML, its minus sign an operator."""
    written = number_text.short(value)
    sign = f'<mo form="prefix">{number_text.MINUS}</mo>' if written.startswith(number_text.MINUS) else ""
    return f"{sign}<mn>{written.removeprefix(number_text.MINUS)}</mn>"


def mathml_index(places: Sequence[int]) -> str:
    """[2,1] in MathML; nothing for no indices."""
    inner = '<mo separator="true">,</mo>'.join(f"<mn>{place}</mn>" for place in places)
    return f'<mo stretchy="false">[</mo>{inner}<mo stretchy="false">]</mo>' if places else ""


PLAIN_TEXT = text_style({})
