"""Every address of a lesson's pages and files: the one place that builds links.

Urls(state).step(3) is step 3 of an exercise as it is looked at; urls.step(3, frame=BLANK) looks at it
otherwise. The files take the exercise alone. Where the app is not at the root of its host, each begins with
the prefix under which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

from app.exercise.refused import without_guess
from app.exercise.screen import trial_at
from app.exercise.state import Frame, Looked, State, exercise_query, looking, query_of, query_text
from app.settings import prefix

HERE_ALONE: Looked = {"guess": "", "view": "", "result": "", "nudge": "", "steer": None, "opened": ""}
"""What of a screen belongs to the page that one is on, and is left there."""
LONGEST_IN_HEADER = 2500
"""Characters of an address in a header of an answer: a proxy may take 4,096 bytes of headers in all."""
NO_ATTEMPT: Looked = {"fade": "", "check": "", "own": False, "answers": "", "record": ""}
"""What only pages of practice have; they hand it on to each other."""
WATCHED_ALONE: Looked = {
    **HERE_ALONE,
    "frame": None,
    "ask": False,
    "pace": "guided",
    "compare": False,
    "trial": None,
    "was": None,
    "undone": None,
    "typed": "",
}
"""What pages of practice do not have: how the arithmetic is watched, and edits."""


def address(path: str, query: str = "") -> str:
    """A path with a query, where there is one."""
    return f"{path}?{query}" if query else path


def site_path(path: str) -> str:
    """The path of a page or a file beside the lessons: "/glossary" as a browser asks for it."""
    return prefix() + path


def lesson_path(slug: str, name: str | int = "") -> str:
    """The path of a lesson's page; "" is its introduction, a number a step."""
    return f"{prefix()}/{slug}" + (f"/{name}" if name != "" else "")


def one_weight_url(slug: str, query: str = "") -> str:
    """The page about one weight, which has numbers of its own."""
    return address(lesson_path(slug, "l1"), query)


def class_path(key: str = "") -> str:
    """Where classes are opened, or the desk of one: the teacher's key opens it."""
    return site_path(f"/class/{key}" if key else "/class")


def join_path(code: str = "") -> str:
    """Where a code is typed, or the class of one."""
    return site_path(f"/join/{code}" if code else "/join")


def practice_name(step: int | None = None) -> str:
    """The name of a page of practice: of a step, or of the whole lesson."""
    return "practice" if step is None else f"{step}/practice"


def step_practised(name: str | int) -> int | None:
    """The step that a page of practice is of; None where it is of the whole lesson."""
    number, slash, _ = str(name).partition("/")
    return int(number) if slash else None


def is_practice(name: str | int) -> bool:
    """Whether a page is one of practice."""
    return str(name).endswith("practice")


@dataclass(frozen=True)
class Urls:
    """The addresses that a page leads to. name: the page's own, as in the path."""

    state: State
    name: str | int = ""

    @cached_property
    def exercise(self) -> str:
        """The query of the exercise alone, which a page with a thousand links writes once."""
        return exercise_query(self.state.exercise)

    @cached_property
    def queries(self) -> dict[tuple[tuple[str, object], ...], str]:
        """The queries that were written, by what is looked at otherwise."""
        return {}

    @property
    def slug(self) -> str:
        """The lesson's name in the path."""
        return self.state.exercise.lesson.slug

    def path(self, name: str | int = "") -> str:
        """A page's path alone: it shows the preset, and a form that leads there brings the query itself."""
        return lesson_path(self.slug, name)

    def page(self, name: str | int, **looked: Unpack[Looked]) -> str:
        """Any page of the lesson by its name, with something looked at otherwise."""
        left: Looked = HERE_ALONE if name != self.name else {"guess": ""} if "frame" in looked else {}
        left = {**left, "trial": trial_at(self.state.screen.trial, name)}
        changes: Looked = {**left, **looked, **({} if is_practice(name) else NO_ATTEMPT)}
        if self.state.screen.typed and changes.get("guess") == "" and "typed" not in changes:
            changes["typed"] = without_guess(self.state.screen.typed)
        return address(lesson_path(self.slug, name), self.query(changes))

    def query(self, changes: Looked) -> str:
        """The query with something looked at otherwise: the links of a page share a few."""
        key = tuple(changes.items())
        if key not in self.queries:
            self.queries[key] = query_of(looking(self.state, **changes), self.exercise)
        return self.queries[key]

    def here(self, **looked: Unpack[Looked]) -> str:
        """The page that one is on."""
        return self.page(self.name, **looked)

    def introduction(self, **looked: Unpack[Looked]) -> str:
        """What is given, and what is asked."""
        return self.page("", **looked)

    def step(self, number: int, **looked: Unpack[Looked]) -> str:
        """A step, worked out or at a frame."""
        return self.page(number, **looked)

    def entry(self, number: int) -> str:
        """A step as one comes to it: its blank while a class is asked, else the step worked out."""
        return self.page(number, frame=Frame("", 0, 0) if self.state.screen.ask else None)

    def sheet(self, cell: str = "") -> str:
        """The whole exercise on one page, or a cell of it by its id."""
        return self.page("sheet", frame=None) + (f"#{cell}" if cell else "")

    def practice(self, step: int | None = None, **looked: Unpack[Looked]) -> str:
        """A step to be worked oneself, or the whole lesson; an attempt goes along from one to the other."""
        changes: Looked = {**WATCHED_ALONE, **looked}
        return self.page(practice_name(step), **changes)

    def training(self) -> str:
        """What many updates do."""
        return self.page("training", frame=None)

    def balance(self) -> str:
        """Reconstruction against sparsity."""
        return self.page("balance", frame=None)

    def experiments(self) -> str:
        """The list of experiments."""
        return self.page("experiments")

    def experiment(self, slug: str) -> str:
        """One experiment."""
        return self.page(f"experiments/{slug}")

    def matrix(self, name: str) -> str:
        """Where a matrix is copied from."""
        return self.page(f"matrix/{name}", frame=None)

    def file(self, name: str, options: Sequence[tuple[str, str]] = ()) -> str:
        """A file made from the exercise, or the page that offers it."""
        query = "&".join(filter(None, [self.exercise, query_text(options)]))
        return address(lesson_path(self.slug, name), query)

    def worksheet(
        self, step: int | None = None, ending: str = "", options: Sequence[tuple[str, str]] = ()
    ) -> str:
        """The worksheet of a step or of the whole lesson; an ending such as .pdf makes it a file."""
        place = "" if step is None else f"{step}/"
        return self.file(f"{place}worksheet{ending}", options)

    def matrix_file(self, name: str, ending: str) -> str:
        """One matrix as a file."""
        return self.file(f"matrix/{name}.{ending}")

    def script(self, library: str) -> str:
        """The exercise as a script."""
        return self.file(f"with-{library}.py")

    def exercise_file(self) -> str:
        """The exercise, to be opened again."""
        return self.file("exercise.json")
