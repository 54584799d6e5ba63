"""Imports run downwards only, and the README's map and links are true."""

from __future__ import annotations

import ast
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.lessons import LESSONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

FOLDERS = (
    "settings",
    "core",
    "notation",
    "lessons",
    "exercise",
    "web",
    "views",
    "training",
    "teaching",
    "live",
    "api",
    "opening",
    "exports",
    "pages",
    "routes",
    "main",
    "cli",
)
"""From the bottom up; settings, main and cli are files beside the folders."""


TOP = {"app", "operating", "static", "templates", "tests", "pyproject.toml", "Makefile", "LICENSE"}
TOP |= {"Dockerfile", "compose.yaml", "requirements.lock", "requirements-dev.lock"}
TOP |= {f"{name}.md" for name in ("README", "CONTRIBUTING", "TEACHING", "OPERATING", "BENCHMARKS")}


def parts_of(path: Path) -> tuple[str, ...]:
    """A file below app/ as the parts of its module's name; a package has its folder's."""
    parts = path.relative_to(ROOT / "app").with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


SOURCES = {
    parts_of(path): path for path in (ROOT / "app").rglob("*.py") if path != ROOT / "app" / "__init__.py"
}


def imports_of(path: Path) -> set[tuple[str, ...]]:
    """The app's modules that a file imports."""
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "app":
            parent = tuple(str(node.module).split(".")[1:])
            found |= {parent if (*parent, a.name) not in SOURCES else (*parent, a.name) for a in node.names}
        elif isinstance(node, ast.Import):
            assert not any(alias.name.startswith("app") for alias in node.names), path
    return found


@pytest.mark.parametrize("parts", SOURCES, ids=".".join)
def test_imports_run_downwards_only(parts: tuple[str, ...]) -> None:
    own = FOLDERS.index(parts[0])
    for imported in imports_of(SOURCES[parts]):
        below = FOLDERS.index(imported[0]) < own
        assert below or imported[0] == parts[0], f"{'.'.join(parts)} imports {'.'.join(imported)} from above"


def test_no_folder_goes_round_in_a_circle() -> None:
    """Modules can be imported in an order in which each needs earlier ones only."""
    TopologicalSorter({parts: imports_of(path) - {parts} for parts, path in SOURCES.items()}).prepare()


def test_no_name_means_two_things() -> None:
    """Modules by their last name; public classes and functions of modules by theirs.

    Lessons are apart: each folder has the files that every lesson has.
    """
    shared = {parts: path for parts, path in SOURCES.items() if parts[0] != "lessons"}
    modules = Counter(parts[-1] for parts, path in shared.items() if path.name != "__init__.py")
    defined = Counter(
        node.name
        for path in shared.values()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )
    public = {name: count for name, count in defined.items() if not name.startswith("_")}
    assert {name: n for name, n in (*modules.items(), *public.items()) if n > 1} == {}


def test_nothing_frozen_can_be_filled() -> None:
    """A frozen dataclass with a dict, list or set of its own making would change while a page is drawn."""
    classes = [
        node
        for path in SOURCES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any("frozen=True" in ast.unparse(d) for d in node.decorator_list)
    ]
    assert len(classes) > 50
    fields = [
        (each.name, field) for each in classes for field in each.body if isinstance(field, ast.AnnAssign)
    ]
    filled = [
        name
        for name, field in fields
        if re.match(r"(dict|list|set)\b", ast.unparse(field.annotation)) and field.value
    ]
    assert filled == []


def test_a_lesson_is_known_by_its_folder_only() -> None:
    """No file outside the lessons' folder imports one of them; a lesson may be made from another."""
    for parts, path in SOURCES.items():
        if parts[0] != "lessons":
            assert not [name for name in imports_of(path) if name[:1] == ("lessons",) and len(name) > 2], path
    folders = [path.parent.name for path in (ROOT / "app" / "lessons").glob("*/lesson.py")]
    assert sorted(slug.replace("-", "_") for slug in LESSONS) == sorted(folders)


def test_no_lesson_is_called_by_its_name_elsewhere() -> None:
    """What is said of a lesson is taken from it: another could stand in its place."""
    named = re.compile(rf"""["'/]({"|".join(LESSONS)})["'/?]""")
    # The glossary says what an autoencoder is.
    files = {path for parts, path in SOURCES.items() if parts[0] != "lessons" and parts[-1] != "field_terms"}
    files |= {*(ROOT / "templates").rglob("*.html")}
    found = {path.name: named.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: slugs for name, slugs in found.items() if slugs} == {}


def test_the_core_needs_the_standard_library_only() -> None:
    for name in ("core/cell", "notation/arithmetic", "notation/lookalikes", "notation/number_text"):
        source = (ROOT / "app" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.findall(r"^(?:from|import) (?:app|numpy)", source, re.M)


def test_the_readme_maps_every_folder_and_no_other() -> None:
    rows = "".join(line for line in README.splitlines() if line.startswith("| `app/"))
    mapped = [name.strip("/").removesuffix(".py") for name in re.findall(r"`app/([\w/.]+)`", rows)]
    assert sorted(mapped) == sorted({*FOLDERS})


def test_the_readme_s_links_lead_somewhere(client: TestClient) -> None:
    links = re.findall(r"^- `(/[^`]+)`", README, re.M)
    assert len(links) == 5
    for link in links:
        answer = client.get(link)
        assert answer.status_code in {200, 303}, link
        if answer.status_code == 303:
            assert client.get(answer.headers["location"]).status_code == 200, link


def test_the_readme_is_short_and_in_order() -> None:
    assert len(README.split()) <= 1200
    order = [
        "| paper |",
        "## Two commands",
        "\n- `/",
        "## For instructors",
        "## The one idea",
        "| folder |",
        "JSON\n",
    ]
    places = [README.index(mark) for mark in order]
    assert places == sorted(places)


def test_the_readme_s_pictures_are_small_and_told_in_words() -> None:
    told = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", README) + [
        (words, path) for path, words in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', README)
    ]
    assert len(told) == 6
    for words, path in told:
        assert len(words.split()) > 8
        assert (ROOT / path).read_bytes()[1:4] == b"PNG"
        assert (ROOT / path).stat().st_size < 150_000, path


def test_only_the_tokens_have_colours() -> None:
    for path in [*(ROOT / "static").glob("*.css"), *(ROOT / "templates").rglob("*.html")]:
        if path.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\w)|rgba?\(|hsla?\(", path.read_text()), path.name


def test_no_template_builds_the_address_of_a_lesson() -> None:
    """Links come from app/exercise/urls.py: an address that a template begins is a file's or a page's own."""
    texts = {path.name: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    assert [name for name, text in texts.items() if re.search(r'(?:href|action|src)="/', text)] == []
    beside = [found for text in texts.values() for found in re.findall(r"site\('([^']*)'\)", text)]
    assert len(beside) > 8
    fixed = re.compile(r"/(?:|glossary|marks|class|join|docs|openapi\.json|code\.svg|static/[\w./-]+)")
    assert [path for path in beside if not fixed.fullmatch(path)] == []
    assert [path for path in (ROOT / "templates").rglob("*.html") if ".slug }}/" in path.read_text()] == []


def test_only_one_template_has_the_markup_of_a_grid() -> None:
    markup = [
        path.name for path in (ROOT / "templates").rglob("*.html") if 'class="grid ' in path.read_text()
    ]
    assert markup == ["grid.html"]


def test_only_one_template_has_the_markup_of_charts() -> None:
    markup = [path.name for path in (ROOT / "templates").rglob("*.html") if "<polyline" in path.read_text()]
    assert markup == ["chart.html"]


def test_no_file_speaks_of_registries_or_machines() -> None:
    for path in [
        *SOURCES.values(),
        *ROOT.glob("*.lock"),
        ROOT / "Makefile",
        ROOT / "Dockerfile",
        ROOT / "README.md",
    ]:
        assert "registry.npmjs" not in path.read_text(encoding="utf-8"), path
        assert "pypi.org" not in path.read_text(encoding="utf-8"), path


def test_nothing_lies_about_at_the_top() -> None:
    """A picture or a package that somebody tried out is no part of the project."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    kept = {path.name for path in ROOT.iterdir() if not any(map(path.match, [*ignored, ".*"]))}
    assert kept == TOP
