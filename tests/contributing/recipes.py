"""The recipes of CONTRIBUTING.md followed: a copy of the app, and what each recipe says put into it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


class RunningCopy:
    """A process in a copy, started once that is complete, which runs scripts of this folder as they are asked
    for. They are imported, not run as files: processes that make files would first run those as well.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.errors = (path / "errors.txt").open("w+", encoding="utf-8")
        self.running = subprocess.Popen(
            [sys.executable, "-c", "from line_by_line import main; main()"],
            cwd=path,
            env={"PYTHONPATH": f"{path}:{HERE}", "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def run(self, script: str, *arguments: str) -> str:
        """What a script prints. Fails with all that was said on the way when it fails."""
        assert self.running.stdin
        assert self.running.stdout
        print(json.dumps([script, *arguments]), file=self.running.stdin, flush=True)
        answer = self.running.stdout.readline()
        assert answer, self.said()[-3000:]
        return str(json.loads(answer))

    def said(self) -> str:
        """What the process said of errors."""
        self.errors.seek(0)
        return self.errors.read()


@contextmanager
def running(path: Path) -> Iterator[RunningCopy]:
    """The process of a copy, for as long as it is asked."""
    found = RunningCopy(path)
    with found.errors, found.running:
        yield found
        found.running.terminate()
