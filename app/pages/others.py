"""The pages beside the steps: introduction, whole sheet, one matrix, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from operator import itemgetter

from markupsafe import Markup

from app.core.lesson import Matrix, Step, Texts
from app.core.needs import DRAWN, lacking
from app.exercise.alike import next_alike
from app.exercise.exercise import LEAST_DRAWN, MOST_SEED, Problem
from app.exercise.refused import CELL
from app.exercise.urls import address, lesson_path
from app.exports.matrix_text import Copy, matrix_texts
from app.exports.scripts import LIBRARIES
from app.notation.formula_text import formula_mathml
from app.pages.common import Page, Pasting
from app.pages.context import Link
from app.pages.home import Opening
from app.pages.opened_words import OpenedFile
from app.teaching import prose
from app.views.frame_links import CellLink, frame_links
from app.views.frames import BLANK
from app.views.grids import GridView
from app.web.paths import BUILD

LONGEST_REPEATED = 600
"""A query longer than this is not written into every cell of the sheet: there may be five thousand."""


@dataclass(frozen=True)
class Section:
    """A part of the sheet: the given matrices, or what a step works out."""

    title: str
    group: str
    href: str
    grids: list[GridView]
    formulas: list[Markup]


@dataclass(frozen=True)
class SheetPage(Page):
    """The whole exercise on one page."""

    template = "sheet.html"

    @cached_property
    def sections(self) -> list[Section]:
        """The given matrices, then every step with its results."""
        hidden = frozenset(self.sheet.results) if self.screen.ask else frozenset()
        views = replace(self.context.cell_views, link=self.cell_links, blank_names=hidden)
        matrices = [name for name in self.exercise.given if name not in self.lesson.settings]
        given = Section("What is given", "Given", "", [views.grid(name) for name in matrices], [])
        shown: set[str] = set()
        sections = [given]
        for step in self.sheet.plan.steps:
            last = [r for r in step.results if not self._comes_again(r.name, step)]
            href = self.urls.entry(step.number)
            grids = [views.grid(r.name)._replace(href=href) for r in last if r.name not in shown]
            shown.update(result.name for result in last)
            math = [Markup(formula_mathml(result.formula)) for result in step.results]
            sections.append(Section(f"{step.number}. {step.title}", step.group, href, grids, math))
        return sections

    @cached_property
    def files(self) -> list[tuple[str, list[Link]]]:
        """The whole exercise as files."""
        urls, key = self.urls, [("key", "1")]
        return [
            (
                "A spreadsheet",
                [
                    Link(urls.worksheet(ending=".xlsx", options=key), "live"),
                    Link(urls.worksheet(ending=".xlsx"), "to fill in"),
                ],
            ),
            (
                "LaTeX",
                [
                    Link(urls.worksheet(ending=".tex", options=key), "worked out"),
                    Link(urls.worksheet(ending=".tex"), "to fill in"),
                ],
            ),
            ("A script", [Link(urls.script(slug), library.title) for slug, library in LIBRARIES.items()]),
            ("The exercise, to be opened again on the first page", [Link(urls.exercise_file(), "JSON")]),
        ]

    @cached_property
    def cell_links(self) -> CellLink:
        """The cells' addresses; none where an exercise is so long that its matrices' links must do."""
        if len(self.urls.exercise) + len(self.screen.typed) > LONGEST_REPEATED:
            return lambda _: ""
        return frame_links(self.urls, self.sheet)

    def _comes_again(self, name: str, step: Step) -> bool:
        """Whether a later step completes the matrix."""
        return any(r.name == name for later in self.sheet.plan.steps[step.number :] for r in later.results)


@dataclass(frozen=True)
class MatrixPage(Page):
    """One matrix, to be copied: in every notation, as text and as files."""

    template = "matrix.html"
    matrix: Matrix

    @cached_property
    def grid(self) -> GridView:
        """The matrix to look at."""
        return self.context.cell_views.as_text(self.matrix.name)

    @cached_property
    def copies(self) -> list[Copy]:
        """Its texts."""
        return matrix_texts(self.matrix.name, self.sheet.values[self.matrix.name])

    @cached_property
    def pasting(self) -> Pasting | None:
        """The field to paste a given matrix into."""
        if self.matrix.name not in self.context.given:
            return None
        label = f"The numbers of {self.matrix.name}"
        edit = self.context.edit
        if edit is None:
            return Pasting("", self.matrix.name, label)
        text = edit.pasted or typed_table(
            self.matrix, self.context.given[self.matrix.name], dict(edit.fields)
        )
        return Pasting(text, edit.place or self.matrix.name, label, edit.offers, bool(text))

    def file(self, copy: Copy) -> str:
        """The address of one of the texts as a file."""
        return self.urls.matrix_file(self.matrix.name, copy.ending)


def typed_table(matrix: Matrix, given: Texts, typed: Mapping[str, str]) -> str:
    """A matrix as it would be with what was typed and refused, and the names that were typed beside it: no
    cell of this page can be mended, but its text can. Empty where none of it was typed.
    """
    places = [cell for cell in map(CELL.fullmatch, typed) if cell and cell[1] == matrix.name]
    if not places:
        return ""
    shown = {(i, j): text for i, row in enumerate(given, 1) for j, text in enumerate(row, 1)}
    cells = shown | {(int(place[2]), int(place[3])): typed[place[0]] for place in places}
    rows, columns = ({*map(itemgetter(k), cells)} for k in (0, 1))
    heads = ["", *(typed.get(f"{matrix.columns}[{j}]", "") for j in sorted(columns))]
    lines = [
        [typed.get(f"{matrix.rows}[{i}]", ""), *(cells.get((i, j), "") for j in sorted(columns))]
        for i in sorted(rows)
    ]
    table = [heads, *lines] if any(heads) else lines
    first = 0 if any(line[0] for line in lines) else 1
    return "\n".join("\t".join(line[first:]) for line in table)


@dataclass(frozen=True)
class IntroPage(Page):
    """The introduction: what is given, the question, what is coming."""

    template = "intro.html"
    largest_seed = f"{MOST_SEED:,}"

    @cached_property
    def grids(self) -> list[GridView]:
        """The given matrices."""
        views = self.context.cell_views
        return [views.grid(name) for name in self.exercise.given if name not in self.lesson.settings]

    @cached_property
    def opened_file(self) -> OpenedFile | None:
        """What was done to the file that the numbers come from."""
        return OpenedFile(self.context) if self.screen.opened else None

    @cached_property
    def opening(self) -> Opening:
        """The form that opens a file for this lesson."""
        return Opening(self.lesson.slug)

    @cached_property
    def start(self) -> Link:
        """The first step's blank."""
        return Link(self.urls.step(1, frame=BLANK), "Start with step 1")

    @cached_property
    def words(self) -> dict[str, Markup]:
        """The introduction's texts as HTML."""
        texts = {**vars(self.lesson.introduction), "credits": self.lesson.credits}
        return prose.prose_html_of(texts if self.tells else {"credits": self.lesson.credits}, self.sheet)

    @property
    def tells(self) -> bool:
        """Whether the introduction's words, which speak of the lesson's exercise, fit this one."""
        return self.context.is_lesson_s

    @cached_property
    def examples(self) -> list[Link]:
        """Other exercises worth working."""
        return [
            Link(address(lesson_path(self.lesson.slug), query), words)
            for words, query in self.lesson.examples.items()
        ]

    @cached_property
    def random(self) -> dict[str, str]:
        """What the form for a random exercise starts with; empty where the lesson has none."""
        if lacking(self.lesson, (DRAWN,)):
            return {}
        seed, dims, examples = astuple(next_alike(self.exercise))
        sizes = ",".join(map(str, dims))
        return {"seed": str(seed), "dims": sizes, "examples": str(max(examples, LEAST_DRAWN))}


TITLES: Mapping[int, str] = {
    404: "Not found",
    405: "Not possible here",
    413: "Too large",
    415: "Not a form",
    422: "Cannot be read",
    429: "Too often",
    503: "Busy",
}
"""What a page for an error of HTTP is called."""


@dataclass(frozen=True)
class ErrorPage:
    """A page that says what is wrong. fields: every parameter as typed, with its sentences."""

    title: str
    says: str
    problems: Sequence[Problem] = ()
    fields: Sequence[tuple[str, str, list[str]]] = ()
    action: str = ""
    build: str = BUILD
