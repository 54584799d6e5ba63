"""A worksheet as an XLSX file: the book of workbook.py written by XlsxWriter, the same bytes every time."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.core.cell import ONES
from app.exports.worksheets.contents import contents
from app.exports.worksheets.order import Order
from app.exports.worksheets.places import BookPage, Box, Spot, TextLine
from app.exports.worksheets.print_setup import (
    BOTTOM,
    HEIGHT,
    LABELS,
    SIDE,
    TOP,
    WIDTH,
    bottom_of,
    columns_of_text,
    lines_of,
    printed_on,
    right_of,
)
from app.exports.worksheets.workbook import Book, Entry, a1, book
from app.notation.formula_text import formula_plain
from app.web.colours import paper_colours

CREATED: Final = datetime(2024, 1, 1)
"""A file says when it was made; one that is made anew from its address must not."""
PAPERS: Final = {"letter": 1, "a3": 8, "a4": 9}
COLOURS: Final = paper_colours()
INK, SOFT, PEN, RULE, WHITE = (COLOURS[name] for name in ("ink", "soft", "pen", "rule", "on-accent"))
ROLES: Final = {
    role: COLOURS["given" if role == "ones" else role]
    for role in ("given", "weights", "activation", "loss", "gradient", "ones")
}
Properties = dict[str, Any]
PLAIN: Final[Properties] = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
SET: Final[Properties] = {**PLAIN, "font_name": "Cambria", "font_size": 13}
SMALL: Final[Properties] = {**PLAIN, "font_color": SOFT, "font_size": 9, "shrink": True}
CELL: Final[Properties] = {**PLAIN, "align": "center", "border": 1, "border_color": RULE}
FORMATS: Final[dict[str, Properties]] = {
    "title": {**SET, "font_size": 16, "bold": True},
    "formula": {**SET, "font_size": 12, "italic": True},
    "plain": {**PLAIN, "font_color": SOFT, "text_wrap": True},
    "wrapped": {**PLAIN, "font_color": SOFT, "font_size": 9, "text_wrap": True, "valign": "top"},
    "boxes": {**PLAIN, "text_wrap": True},
    # Names are text whatever they begin with, also after somebody has edited them.
    "label": {**SMALL, "align": "right", "quote_prefix": True},
    "head": {**SMALL, "align": "center", "quote_prefix": True},
    "sign": {**SET, "align": "center", "shrink": True},
    "given": {**CELL, "font_color": PEN, "bold": True},
    "worked": {**CELL, "font_color": INK, "font_name": "Segoe Print", "font_size": 10},
    "refers": CELL,
    "ones": {**CELL, "font_color": SOFT},
    "blank": {**CELL, "border": 2, "border_color": INK, "locked": False},
    "open": {**CELL, "pattern": 14, "fg_color": RULE},
    "decimals": {"num_format": "0.000"},
    **{
        f"{name} {shown}": {"num_format": f'{number}" {sign}"', "font_color": COLOURS[name], "bold": True}
        for name, sign in (("right", "✓"), ("wrong", "✗"))
        for shown, number in (("whole", "General"), ("broken", "0.000"))
    },
    **{f"caption {role}": {**SET, "italic": True, "font_color": colour} for role, colour in ROLES.items()},
}


def spreadsheet(order: Order, link: str) -> bytes:
    """The file. link: where it leads, empty for an exam."""
    target = BytesIO()
    made = book(order, contents(order))
    with Workbook(target, {"in_memory": True}) as file:
        WorkbookWriter(file, made, link).write()
    return target.getvalue()


class WorkbookWriter:
    """Writes a book into a file."""

    def __init__(self, file: Workbook, made: Book, link: str) -> None:
        self.file, self.book, self.link = file, made, link
        self.formats: dict[str, Format] = {key: file.add_format(value) for key, value in FORMATS.items()}
        self.sheets: dict[str, Worksheet] = {}

    def write(self) -> None:
        """Everything."""
        title = f"{self.book.contents.lesson} by hand"
        self.file.set_properties({"title": title, "created": CREATED})
        self.file.set_size(2400, 1600)
        for page in self.book.pages:
            self.sheets[page.name] = self.file.add_worksheet(page.name)
            self.set_up(page)
        for entry in self.book.entries():
            self.cell(entry)
            if entry.answer is not None:
                self.answers(entry.spot.page).write_number(entry.spot.row, entry.spot.column, entry.answer)
        for name in self.book.names():
            sheet, area = name.first.page, f"{absolute(name.first)}:{absolute(name.last)}"
            self.file.define_name(name.name, f"='{sheet}'!{area}")

    def set_up(self, page: BookPage) -> None:
        """A page with its words, its names and its tints; no number yet."""
        sheet = self.sheets[page.name]
        sheet.hide_gridlines(2)
        sheet.set_default_row(HEIGHT)
        sheet.set_column(0, 0, LABELS)
        sheet.set_column(1, 60, WIDTH)
        self.print_setup(sheet, page)
        for words in page.words:
            self.words(sheet, page, words)
        for box in page.boxes:
            self.around(sheet, box)
            if self.book.contents.is_marking:
                self.mark(sheet, box)
            self.tint(sheet, box)
        if self.link:
            text_over(sheet, bottom_of(page) + 2, page, self.link, self.formats["wrapped"])
        sheet.freeze_panes(1, 1)
        if not self.book.contents.is_key:
            # Without a password: it keeps the pen in the boxes, and nobody out.
            sheet.protect("", {"format_columns": True, "format_rows": True})

    def print_setup(self, sheet: Worksheet, page: BookPage) -> None:
        """As wide as one page of paper, broken between matrices only, with a line for the name."""
        setup = printed_on(page, self.book.contents.paper)
        sheet.set_landscape() if setup.is_lying else sheet.set_portrait()
        sheet.set_paper(PAPERS[self.book.contents.paper])
        sheet.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
        sheet.fit_to_pages(1, 0)
        sheet.set_h_pagebreaks(setup.breaks)
        sheet.print_area(0, 0, bottom_of(page) + 2, right_of(page))
        sheet.repeat_rows(0)
        sheet.set_header("&LName ______________________&RDate ______________")
        sheet.set_footer(f"&L{self.book.contents.lesson}: &A&R&P / &N")

    def words(self, sheet: Worksheet, page: BookPage, words: TextLine) -> None:
        """A line of text over the width of what is printed; behind a line to complete its boxes."""
        text = formula_plain(words.text) if words.style == "formula" else without_backticks(words.text)
        if not words.boxes:
            text_over(sheet, words.row, page, text, self.formats[words.style])
            return
        last = columns_of_text(words)
        merged(sheet, words.row, last, text, self.formats["boxes"])
        for k, value in enumerate(words.boxes, start=last + 1):
            if value:
                sheet.write_string(words.row, k, value, self.formats["worked"])
            else:
                sheet.write_blank(words.row, k, None, self.formats["blank"])

    def around(self, sheet: Worksheet, box: Box) -> None:
        """A matrix's name, the sign before it, and what its rows and columns are called."""
        grid = box.grid
        if box.caption is not None:
            text = formula_plain(grid.symbol)
            sheet.write_string(box.caption, box.column, text, self.formats[f"caption {grid.role}"])
        if box.sign and box.before >= 0:
            sheet.write_string(box.row, box.before, box.sign, self.formats["sign"])
        for k, label in enumerate(grid.row_names if box.has_rows else ()):
            sheet.write_string(box.row + k, box.column - 1, label, self.formats["label"])
        for k, label in enumerate(grid.column_names if box.has_columns else ()):
            sheet.write_string(box.row - 1, box.column + k, label, self.formats["head"])

    def tint(self, sheet: Worksheet, box: Box) -> None:
        """Colours by sign and size, and three decimals for what is not whole; both follow the numbers."""
        if box.grid.name == ONES:
            return
        area = (box.row, box.column, box.last.row, box.last.column)
        first, last = absolute(box.last._replace(row=box.row, column=box.column)), absolute(box.last)
        largest = f"MAX(MAX({first}:{last}),-MIN({first}:{last}),0.000001)"
        sheet.conditional_format(*area, {
            "type": "3_color_scale",
            "min_type": "formula", "min_value": f"=-{largest}", "min_color": COLOURS["minus4"],
            "mid_type": "num", "mid_value": 0, "mid_color": WHITE,
            "max_type": "formula", "max_value": f"={largest}", "max_color": COLOURS["plus4"],
        })  # fmt: skip
        corner = first.replace("$", "")
        criteria = f"=IF(ISNUMBER({corner}),{corner}<>ROUND({corner},2),FALSE)"
        sheet.conditional_format(
            *area, {"type": "formula", "criteria": criteria, "format": self.formats["decimals"]}
        )

    def mark(self, sheet: Worksheet, box: Box) -> None:
        """A sign behind what is written where an answer is known: right or wrong by the rule on screen."""
        area, corner = (box.row, box.column, box.last.row, box.last.column), a1(box.first)
        answer = f"'{answers_page(box.page)}'!{corner}"
        near = f"ABS({corner}-{answer})<=MAX(0.0005,ABS({corner})*0.005)*1.001"
        is_right = f"AND({near},{corner}*{answer}>=0)"
        known = f"ISNUMBER({corner}),ISNUMBER({answer})"
        for name, judged in (("right", is_right), ("wrong", f"NOT({is_right})")):
            for shown, which in (("whole", "="), ("broken", "<>")):
                criteria = f"=AND({known},{judged},{corner}{which}ROUND({corner},2))"
                style = self.formats[f"{name} {shown}"]
                sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": style})

    def answers(self, page: str) -> Worksheet:
        """The hidden page with the answers to a page, each where it belongs there."""
        name = answers_page(page)
        if name not in self.sheets:
            self.sheets[name] = self.file.add_worksheet(name)
            self.sheets[name].very_hidden()
        return self.sheets[name]

    def cell(self, entry: Entry) -> None:
        """One cell of a matrix."""
        sheet, style = self.sheets[entry.spot.page], self.formats[entry.kind]
        row, column = entry.spot.row, entry.spot.column
        if entry.formula:
            value = "" if entry.value is None else entry.value
            sheet.write_formula(row, column, f"={entry.formula}", style, value)
        elif entry.value is not None:
            sheet.write_number(row, column, entry.value, style)
        else:
            sheet.write_blank(row, column, None, style)


def answers_page(page: str) -> str:
    """What the hidden page with a page's answers is called."""
    return f"{page} answers"


def text_over(sheet: Worksheet, row: int, page: BookPage, text: str, style: Format) -> None:
    """A text in as many lines as it needs over the width of what is printed, so that it widens nothing."""
    merged(sheet, row, right_of(page), text, style)


def merged(sheet: Worksheet, row: int, last: int, text: str, style: Format) -> None:
    """A text over the columns up to the last, in the lines that it needs, read as no link and no formula."""
    sheet.set_row(row, HEIGHT * lines_of(text, last))
    sheet.merge_range(row, 0, row, last, "", style)
    sheet.write_string(row, 0, text, style)


def absolute(spot: Spot) -> str:
    """A spot's address that stays: $B$7."""
    return a1(spot, fixed_row=True, fixed_column=True)


def without_backticks(text: str) -> str:
    """A sentence with the formulas between backticks as text."""
    return "".join(formula_plain(part) if k % 2 else part for k, part in enumerate(text.split("`")))
