"""Worksheets as PDF: the description and its layout as JSON, set by one typst template.

Nothing of an exercise ever becomes source: the template reads data. The same worksheets at the same address
give the same bytes, for nothing is dated, and the file follows PDF/UA-1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

import typst

from app.exports import qr
from app.exports.worksheets import layout, pagination, stage_sizes, tables
from app.exports.worksheets.compact import AnswerSheet
from app.exports.worksheets.contents import Contents, StepOnPaper
from app.exports.worksheets.row_headings import with_row_headings
from app.exports.worksheets.typeset import formula_nodes, sentence_parts
from app.exports.worksheets.workings import Working
from app.views.picture import Cell
from app.web.paths import TEMPLATES

FOLDER: Final = TEMPLATES / "print"
PRINTED_SIZE, HAND_SIZE, SMALLEST_SIZE = 10.0, 13.0, 4.5
"""Points."""
POINTS = 72 / 25.4
LONGEST_LINK = 150
"""Characters of an address that is printed beside its code."""
Data = dict[str, object]
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""A sign that is shown only together with a letter, as typst writes it."""
NOT_SHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def pdf(sheets: Sequence[Contents], base: str) -> bytes:
    """The worksheets as one file. base: the address that others reach the app by, without a last slash."""
    return typeset(pdf_document(sheets, base))


def typeset(document: Data) -> bytes:
    """The file of what the template is given."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    rare = "".join(sorted({character for character in text if not character.isascii()}))
    if not unprintable(rare, with_system_fonts=False):
        return compiled(text, with_system_fonts=False)
    missing = unprintable(rare, with_system_fonts=True)
    return compiled(text.translate(dict.fromkeys(map(ord, missing), "?")), with_system_fonts=True)


def refused_characters(characters: str, *, with_system_fonts: bool) -> str:
    """What typst says against printing these characters; empty where it prints them."""
    try:
        character_prober(with_system_fonts).compile(
            sys_inputs={"data": characters}, format="pdf", pdf_standards=["ua-1"]
        )
    except typst.TypstError as error:
        return error.diagnostic
    return ""


@lru_cache(maxsize=100)
def unprintable(characters: str, *, with_system_fonts: bool) -> str:
    """Which characters no font has: found out with them alone, as it would cost a whole file each time."""
    missing: set[str] = set()
    while left := set(characters) - missing:
        told = refused_characters("".join(sorted(left)), with_system_fonts=with_system_fonts)
        found = {*ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(NOT_SHOWN.findall(told)))}
        if not told:
            break
        missing |= found & left or left
    return "".join(sorted(missing))


def compiled(text: str, *, with_system_fonts: bool) -> bytes:
    """The template on this data, with headings of rows."""
    inputs = {"data": text}
    file = compiler(with_system_fonts).compile(sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(file, bytes)
    return with_row_headings(file)


@cache
def compiler(with_system_fonts: bool) -> typst.Compiler:
    """The template with its fonts, read once; nothing else on this machine is."""
    return typst.Compiler(FOLDER / "worksheet.typ", root=FOLDER, font_paths=print_fonts(with_system_fonts))


@cache
def character_prober(with_system_fonts: bool) -> typst.Compiler:
    """What prints single characters in the same fonts."""
    return typst.Compiler(FOLDER / "characters.typ", root=FOLDER, font_paths=print_fonts(with_system_fonts))


@cache
def print_fonts(with_system_fonts: bool) -> typst.Fonts:
    """Our fonts, and those of this machine where they are needed."""
    return typst.Fonts(include_system_fonts=with_system_fonts, font_paths=[FOLDER])


def pdf_document(sheets: Sequence[Contents], base: str) -> Data:
    """What the template is given."""
    first = sheets[0]
    if first.is_compact:
        made = [sheet(replace(first, variant=0), base, pagination.compact_pages(sheets))]
    else:
        made = [sheet(one, base, pagination.pages_of(one, base)) for one in sheets]
    return {"title": first.title, "sheets": made}


def pages_in_document(document: Data) -> int:
    """How many pages it has."""
    made = document["sheets"]
    assert isinstance(made, list)
    return sum(len(one["pages"]) for one in made)


def sheet(contents: Contents, base: str, pages: Sequence[pagination.PdfPage]) -> Data:
    """One worksheet."""
    paper = layout.PAPERS[contents.paper]
    return {
        "lesson": contents.lesson,
        "paper": [paper.width, paper.height],
        "credits": contents.credits,
        "remark": contents.remark,
        "key": contents.is_key,
        "variant": contents.variant,
        "pages": [pdf_page(one, contents, base) for one in pages],
    }


def pdf_page(page: pagination.PdfPage, contents: Contents, base: str) -> Data:
    """One page: its head, and its blocks."""
    return {
        "lying": page.is_lying,
        "first": page.is_first,
        "head": page.head,
        **pdf_head(page, contents, base),
        "blocks": [pdf_block(one) for one in page.blocks],
    }


def pdf_head(page: pagination.PdfPage, contents: Contents, base: str) -> Data:
    """What stands above a step; its code where it begins."""
    step = page.part
    shared = qr.sharing(step.address, base) if step.address and page.is_first else qr.UNSHARED
    address = "" if not step.address or qr.only_here(base) else base + step.address
    return {
        "place": place_said(step, contents),
        "title": step.title,
        "reason": sentence_parts(step.reason),
        "carried": sentence_parts(step.carried) if step.carried else [],
        "address": shared.address,
        "printed": address if len(address) <= LONGEST_LINK else "",
        "code": shared.image.decode(),
        "side": shared.side,
    }


def place_said(step: StepOnPaper, contents: Contents) -> str:
    """Where a step stands; of a key with the answers alone, whose answers these are."""
    if contents.is_compact:
        return contents.title
    return f"{contents.lesson} · {step.group} · step {step.number} of {contents.steps}"


def pdf_block(one: pagination.PaperBlock) -> Data:
    """What stands together."""
    return {
        "kind": one.kind,
        "height": one.height,
        "text": one.text,
        "stage": one.stage and pdf_stage(one.stage),
        "workings": [working(line) for line in one.workings],
        "answers": [[answer.cell, answer.work] for answer in one.answers],
        "sheets": [answer_sheet(each) for each in one.sheets],
        "columns": one.columns,
    }


def answer_sheet(one: AnswerSheet) -> Data:
    """The answers of a sheet: rows of matrices with their names."""
    rows = [
        [{"symbol": formula_nodes(each.symbol), "table": pdf_table(each.table)} for each in row]
        for row in one.rows
    ]
    return {"title": one.title, "rows": rows}


def pdf_stage(one: layout.StageOnPaper) -> Data:
    """A stage or a piece of one."""
    return {"formula": formula_nodes(one.formula), "says": one.piece.says, **piece(one.piece)}


def working(line: Working) -> Data:
    """A line to complete; its relation is part of it where it is complete already."""
    return {**line._asdict(), "is_complete": line.value is None}


def piece(one: stage_sizes.StagePiece) -> Data:
    """A stage, or what of it stands together, by place in the crossing."""
    return {"kind": one.kind, "items": [item(each) for each in one.items]}


def item(one: stage_sizes.Item) -> Data:
    """A matrix with its sign, or its name alone."""
    drawn = one.table and pdf_table(one.table)
    return {"place": one.place, "sign": one.sign, "symbol": formula_nodes(one.symbol), "table": drawn}


def pdf_table(one: tables.Table) -> Data:
    """A matrix in its size, in millimetres; its cells as text, kind, size in points, root."""
    is_on_end = bool(one.heads) and not tables.fit_across(one, one.heads)
    return {
        "meaning": one.grid.meaning,
        "role": one.grid.role,
        "width": one.width,
        "height": one.height,
        "labels": one.labels,
        "heads": one.heads,
        "label_width": one.label_width,
        "head_height": one.head_height,
        "on_end": is_on_end,
        "cells": [[pdf_cell(each, one.width) for each in row] for row in one.grid.cells],
    }


def pdf_cell(one: Cell, width: float) -> tuple[str, str, float, str]:
    """A cell with the size of its text, as large as its column allows."""
    largest, narrow = (PRINTED_SIZE, 0.58) if one.kind == "printed" else (HAND_SIZE, 0.52)
    text = f"≈ {one.text}" if one.root else one.text
    fits = (width - 1.4) * POINTS / (narrow * max(1, len(text)))
    return text, one.kind, round(max(SMALLEST_SIZE, min(largest, fits)), 1), one.root
