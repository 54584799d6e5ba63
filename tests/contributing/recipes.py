"""The recipes of CONTRIBUTING.md followed: a copy of the app, and what each recipe says put into it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE, ROOT = Path(__file__).parent, Path(__file__).parent.parent.parent
PAGE = ROOT / "CONTRIBUTING.md"


def recipe_code(path: str) -> str:
    """The code that the page gives under a file's name."""
    found = re.search(rf"^`{re.escape(path)}`:\n\n```python\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    assert found, f"CONTRIBUTING.md has no code for {path}"
    return found[1]


def copy_of_the_app(to: Path) -> Path:
    """The app as it stands, to be added to. What was compiled goes with it, for it is as new as its source:
    else every process, those that make files too, would compile all of it."""
    for folder in ("app", "templates", "static"):
        shutil.copytree(ROOT / folder, to / folder)
    return to


def add_lesson(copy: Path, folder: str, code: str) -> None:
    """A lesson as its recipe adds one: a folder with two files."""
    there = copy / "app" / "lessons" / folder
    there.mkdir()
    (there / "__init__.py").touch()
    (there / "lesson.py").write_text(code, encoding="utf-8")


def add_operation(copy: Path) -> None:
    """The operations of the recipe in the table, and their test among the tests."""
    table, end = copy / "app" / "core" / "operations.py", "# fmt: on\n"
    code = table.read_text(encoding="utf-8")
    table.write_text(code.replace(end, recipe_code("app/core/operations.py") + end), encoding="utf-8")
    for name in ("pyproject.toml", "tests/__init__.py", "tests/core/test_operations.py"):
        if (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    (copy / "tests" / "core" / "test_distances.py").write_text(
        recipe_code("tests/core/test_distances.py"), encoding="utf-8"
    )


def add_step(copy: Path) -> None:
    """The step of the recipe: its file in the lesson's folder, and the three lines that take it in."""
    folder = copy / "app" / "lessons" / "straight_line"
    (folder / "far_off.py").write_text(recipe_code("app/lessons/straight_line/far_off.py"), encoding="utf-8")
    lesson, page = folder / "lesson.py", PAGE.read_text(encoding="utf-8")
    taken_in, matrices, steps = (
        "from app.lessons.straight_line import far_off",
        "for matrix in MATRICES + far_off.MATRICES",
        "steps=(*STEPS, far_off.step(5))",
    )
    assert all(f"`{line}`" in page for line in (taken_in, matrices, steps))
    code = lesson.read_text(encoding="utf-8").replace("for matrix in MATRICES", matrices)
    code = code.replace("steps=STEPS", steps).replace("\nMATRICES = ", f"{taken_in}\n\nMATRICES = ", 1)
    lesson.write_text(code, encoding="utf-8")


def run_in(copy: Path, script: str, *arguments: str) -> str:
    """What a script prints that runs beside the copy. Fails with all that it said when it fails.

    It is imported, not run as a file: processes that make files would first run that as well.
    """
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; from {script} import main; main(*sys.argv[1:])", *arguments],
        cwd=copy,
        env={"PYTHONPATH": f"{copy}:{HERE}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-3000:]
    return done.stdout
