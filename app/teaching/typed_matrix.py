"""What was typed into one matrix: text and numbers of every cell that is worked."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core.cell import Ref
from app.core.operation import Array
from app.core.sheet import Sheet
from app.teaching.typed_answers import TypedNumbers, half_digits, typed_numbers

TypedRows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class TypedMatrix:
    """Answers to some cells of a matrix; places: where they stand, counted along its rows from 0."""

    name: str
    refs: Sequence[Ref]
    texts: Sequence[str]
    typed: TypedNumbers
    places: list[int]

    @cached_property
    def text(self) -> dict[Ref, str]:
        """What stands in each cell."""
        return dict(zip(self.refs, self.texts, strict=True))

    def agreeing(self, values: Array | None) -> Container[Ref]:
        """The cells whose answers are what a matrix of numbers has there; none where there is no matrix."""
        if values is None:
            return ()
        there = values.ravel()[self.places]
        agrees = self.typed.agreeing(there, half_digits(there)).tolist()
        return {ref for ref, is_so in zip(self.refs, agrees, strict=True) if is_so}


def typed_matrix(sheet: Sheet, name: str, refs: Sequence[Ref], texts: Sequence[str]) -> TypedMatrix:
    """What was typed into some cells of a matrix."""
    columns = sheet.shapes[name][1]
    places = [(ref.row - 1) * columns + ref.column - 1 for ref in refs]
    return TypedMatrix(name, refs, texts, typed_numbers(texts), places)
