"""Rows that a screen reader names: the labels before the rows of a PDF's tables, tagged as headings.

typst tags the heads of columns, but has no stable call for those of rows. What it made is read again with
pikepdf, which also packs the tags tightly: a file comes out about half as long, or less.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, NameTree, Object, ObjectStreamMode, Pdf, String


def with_row_headings(file: bytes) -> bytes:
    """A tagged PDF whose labels of rows are headings, of which each cell of the row says that it is its own.

    The same file gives the same bytes.
    """
    made = BytesIO()
    with Pdf.open(BytesIO(file)) as opened:
        tree = opened.Root.StructTreeRoot
        headings = NameTree(tree.IDTree) if Name.IDTree in tree else NameTree.new(opened)
        for number, row in enumerate(elements(tree.K, Name.TR)):
            if is_label(label := row.K[0]):
                headings[str(head_row(row, f"row {number}"))] = label
        tree.IDTree = headings.obj
        opened.save(made, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue()


def elements(found: Object, kind: Name) -> Iterator[Object]:
    """All structure elements of a kind below this one, in the order in which they are read."""
    if isinstance(found, Array):
        for one in found:
            yield from elements(one, kind)
    elif isinstance(found, Dictionary) and found.get(Name.S) == kind:
        yield found
    elif isinstance(found, Dictionary) and Name.K in found:
        yield from elements(found.K, kind)


def is_label(cell: Object) -> bool:
    """Whether it names its row: a number, or its blank, has one frame for all four sides."""
    frame = attributes(cell, Name.Layout).get(Name.BorderStyle)
    return cell.S == Name.TD and not isinstance(frame, Name)


def head_row(row: Object, name: str) -> String:
    """Makes a row's first cell the heading of its others; the name that they know it by."""
    label, identity = row.K[0], String(name)
    label.S, label.ID = Name.TH, identity
    attributes(label, Name.Table).Scope = Name.Row
    for cell in row.K[1:]:
        attributes(cell, Name.Table).Headers.append(identity)
    return identity


def attributes(element: Object, owner: Name) -> Object:
    """What an element says of its Layout, or of its place in a Table; an empty Dictionary where nothing."""
    said = element.get(Name.A, Array())
    return next((one for one in said if owner == one.O), Dictionary())
