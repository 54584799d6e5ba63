"""Imports run downwards only, and the README's map and links are true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

LAYERS = [
    ["cell", "names", "figures", "numerals", "files", "glossary", "shelf", "work", "share", "forms"],
    ["notation", "formula", "operations", "tints", "beside", "charts"],
    ["layers"],
    ["lesson"],
    ["lessons"],
    ["sheet", "requested"],
    ["random_exercise"],
    ["exercise"],
    ["training", "state", "recipe", "arrows", "tiles", "labels", "script"],
    ["looking"],
    ["reading", "slips", "copies", "rounding", "balance", "features"],
    ["practice", "edits", "frames", "prose", "nudge"],
    ["experiments", "one_weight"],
    ["grids", "widths", "links"],
    ["ink"],
    ["stage", "headers", "bundles"],
    ["rendering"],
    ["worksheets"],
    ["pages", "api", "printing"],
    ["docs", "opening"],
    ["downloads"],
    ["errors"],
    ["handing_out"],
    ["main"],
    ["command"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def module_of(path: Path) -> str:
    """The module that a file belongs to: its own name, or that of its package."""
    return path.relative_to(ROOT / "app").parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The app's modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "app":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app."):
            found.add(str(node.module).split(".")[1])
    return found


SOURCES = [path for path in (ROOT / "app").rglob("*.py") if path != ROOT / "app" / "__init__.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downwards_only(path: Path) -> None:
    own = module_of(path)
    for imported in imports_of(path) - {own}:
        assert LEVEL[imported] < LEVEL[own], f"{own} imports {imported}, which is not below it"


def test_the_core_needs_the_standard_library_only() -> None:
    for name in ("cell", "numerals", "figures"):
        source = (ROOT / "app" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.findall(r"^(?:from|import) (?:app|numpy)", source, re.M)


def test_the_readme_maps_every_module_and_no_other() -> None:
    rows = "".join(line for line in README.splitlines() if line.startswith("| `app/"))
    mapped = [Path(name.rstrip("/")).stem for name in re.findall(r"`app/([\w/.]+)`", rows)]
    assert sorted(mapped) == sorted({module_of(path) for path in SOURCES})


def test_the_readme_s_links_lead_somewhere(client: TestClient) -> None:
    links = re.findall(r"^- `(/[^`]+)`", README, re.M)
    assert len(links) == 5
    for link in links:
        answer = client.get(link)
        assert answer.status_code in {200, 303}, link
        if answer.status_code == 303:
            assert client.get(answer.headers["location"]).status_code == 200, link


def test_the_readme_s_pictures_are_small_and_told_in_words() -> None:
    told = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", README) + [
        (words, path) for path, words in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', README)
    ]
    assert len(told) == 4
    for words, path in told:
        assert len(words.split()) > 8
        assert (ROOT / path).read_bytes()[1:4] == b"PNG"
        assert (ROOT / path).stat().st_size < 150_000, path


def test_only_the_tokens_have_colours() -> None:
    for path in [*(ROOT / "static").glob("*.css"), *(ROOT / "templates").glob("*.html")]:
        if path.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\w)|rgba?\(|hsla?\(", path.read_text()), path.name


def test_only_one_template_has_the_markup_of_a_grid() -> None:
    markup = [path.name for path in (ROOT / "templates").glob("*.html") if 'class="grid ' in path.read_text()]
    assert markup == ["grid.html"]


def test_only_one_template_has_the_markup_of_charts() -> None:
    markup = [path.name for path in (ROOT / "templates").glob("*.html") if "<polyline" in path.read_text()]
    assert markup == ["chart.html"]


def test_no_file_speaks_of_registries_or_machines() -> None:
    for path in [*SOURCES, *ROOT.glob("*.lock"), ROOT / "Makefile", ROOT / "Dockerfile", ROOT / "README.md"]:
        assert "registry.npmjs" not in path.read_text(encoding="utf-8"), path
        assert "pypi.org" not in path.read_text(encoding="utf-8"), path
