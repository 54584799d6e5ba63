"""What was done to a file that was opened, in sentences, and the way to turn what may have to be turned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from app.core.lesson import shapes_of
from app.exercise.exercise import Base, start
from app.exercise.state import State, looking
from app.notation import numerals
from app.pages.canonical import address_in
from app.pages.context import Link, Part

SOURCES = {
    "linear": "The layers are those of torch.nn.Linear, which keeps weights as (out, in), as here.",
}
BIAS_TAKEN_FIRST = (
    "An SAE of SAELens whose settings have apply_b_dec_to_input takes b_dec from its input before it "
    "encodes; this lesson does not, so Z and f may differ from those of the file's SAE. Step 1 leads to the "
    "lesson that does; here b_enc − W_enc b_dec in the place of b_enc gives the same."
)


@dataclass(frozen=True)
class OpenedFile(Part):
    """What an introduction says of the file that its numbers come from."""

    @cached_property
    def marks(self) -> dict[str, list[str]]:
        """What was done to each matrix or array of the file."""
        _, *items = self.screen.opened.split(",")
        return {name: marks for name, *marks in (item.split(":") for item in items)}

    def marked(self, mark: str) -> list[str]:
        """The names that have a mark."""
        return [name for name, marks in self.marks.items() if mark in marks]

    @cached_property
    def sentences(self) -> list[str]:
        """All that was done, a sentence each."""
        source = self.screen.opened.partition(",")[0]
        said = [self.read, SOURCES.get(source, ""), self.turned(source), self.unsure]
        rest = (self.zeros, self.others, self.unused, self.bias_taken_first)
        return [sentence for sentence in (*said, *rest) if sentence]

    @property
    def bias_taken_first(self) -> str:
        """That an SAE in a file may take its decoder's bias from the input first, where the lesson does not
        and another does."""
        switch = self.lesson.switch
        if not switch or "b_dec" not in self.from_file or self.is_read_at(switch.step, "b_dec"):
            return ""
        if not any(numerals.value(cell) for row in self.exercise.given["b_dec"] for cell in row):
            return ""
        return BIAS_TAKEN_FIRST

    def is_read_at(self, slug: str, name: str) -> bool:
        """Whether a step reads a matrix."""
        steps = self.exercise.plan.steps
        return any(name in r.operands for step in steps if step.slug == slug for r in step.results)

    @property
    def from_file(self) -> list[str]:
        """The matrices that the file has."""
        return [n for n, marks in self.marks.items() if n in self.exercise.given and "zero" not in marks]

    @property
    def read(self) -> str:
        """Which matrices were read."""
        names = self.from_file
        return f"{with_verb(names, 'comes', 'come')} from what was opened." if names else ""

    def turned(self, source: str) -> str:
        """Which matrices were turned, and how they were stored."""
        names = [name for name in self.marked("turned") if name in self.exercise.given]
        if not names:
            return ""
        shapes = shapes_of(self.exercise.given)
        stored = names_in_words(["({1}, {0})".format(*shapes[name]) for name in names])
        were, them = with_verb(names, "was", "were"), "it" if len(names) == 1 else "them"
        by = "SAELens stores" if source == "saelens" else "the file has"
        return f"{were} turned: {by} {them} as {stored}."

    @property
    def unsure(self) -> str:
        """Whether another way to read the file fits as well."""
        square = self.square
        others = [n for n in self.marked("unsure") if n in self.exercise.given and n not in square]
        said = []
        if square:
            is_so = "turned" if set(square) & set(self.marked("turned")) else "left as in the file"
            were = "was" if len(square) == 1 else "were"
            said.append(
                f"{names_in_words(square)} {were} {is_so}; the shape does not say which way is right."
            )
        if others:
            way = "would fit the other way round as well, with fewer features than dimensions"
            said.append(f"{names_in_words(others)} {way}.")
        return " ".join(said)

    @cached_property
    def square(self) -> list[str]:
        """The matrices of which no shape says whether they had to be turned."""
        shapes = shapes_of(self.exercise.given)
        return [n for n in self.marked("unsure") if n in shapes and shapes[n][0] == shapes[n][1]]

    @property
    def zeros(self) -> str:
        """What a file with its weights does not have."""
        names = self.marked("zero")
        return (
            f"{names_in_words(names)} {'is' if len(names) == 1 else 'are'} not in it, and 0." if names else ""
        )

    @property
    def others(self) -> str:
        """The matrices that are the lesson's, and whether they had to be cut or filled up."""
        plain = shapes_of(start(self.lesson, Base()).given)
        names = [n for n in self.exercise.given if n not in (*self.marks, *self.lesson.settings)]
        shapes = shapes_of(self.exercise.given)
        fitted = [f"{n} to {'×'.join(map(str, shapes[n]))}" for n in names if shapes[n] != plain.get(n)]
        if not names:
            return ""
        cut = f", cut or filled up with 0: {names_in_words(fitted)}" if fitted else ""
        return f"{with_verb(names, 'is', 'are')} the lesson's{cut}."

    @property
    def unused(self) -> str:
        """The arrays that the exercise has no use for."""
        names = self.marked("unused")
        return f"Not used: {', '.join(names)}." if names else ""

    @cached_property
    def turns(self) -> list[Link]:
        """Each square matrix turned, where that may be right."""
        return [Link(self.turned_round(name), f"Turn {name}") for name in self.square]

    def turned_round(self, name: str) -> str:
        """The address of the exercise with a square matrix turned."""
        rows = self.exercise.given[name]
        given = {**self.exercise.given, name: tuple(zip(*rows, strict=True))}
        items = [
            item if item.split(":")[0] != name else other_way_round(item)
            for item in self.screen.opened.split(",")
        ]
        state = State(replace(self.exercise, given=given), self.screen)
        return address_in(looking(state, opened=",".join(items)), self.context.name)


def other_way_round(item: str) -> str:
    """What is noted of a matrix once it is turned, or turned back."""
    name, *marks = item.split(":")
    is_turned = "turned" in marks
    return ":".join([name, *([] if is_turned else ["turned"]), *(mark for mark in marks if mark != "turned")])


def with_verb(names: list[str], one: str, several: str) -> str:
    """Names with the verb that goes with as many."""
    return f"{names_in_words(names)} {one if len(names) == 1 else several}"


def names_in_words(names: list[str]) -> str:
    """Names in a sentence."""
    *first, last = names
    return " and ".join(filter(None, [", ".join(first), last]))
