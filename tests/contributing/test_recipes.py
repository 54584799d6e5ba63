"""CONTRIBUTING.md is followed to the letter, in a copy of the app in which nothing else is touched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from tests.contributing.recipes import (
    HERE,
    PAGE,
    RunningCopy,
    add_lesson,
    add_operation,
    add_step,
    copy_of_the_app,
    recipe_code,
    running,
)

TOYS = ("straight-line", "jump-relu", "one-layer")
LACKS = {
    "straight-line": {"experiments", "balance", "features", "l1", "seed", "dims", "examples", "variants"},
    "jump-relu": {"experiments", "l1", "seed", "dims", "examples", "variants"},
    "one-layer": {"experiments", "training", "balance", "features", "l1", "updates"},
}
"""What a lesson has not: pages, and parameters."""


class Met(NamedTuple):
    """An address, its status, whether a page leads to it, and what it says where that is not 200."""

    address: str
    status: int
    is_offered: bool
    says: str


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCopy]:
    """The app with three more lessons, each in one folder."""
    found = copy_of_the_app(tmp_path_factory.mktemp("copy"))
    add_lesson(found, "straight_line", recipe_code("app/lessons/straight_line/lesson.py"))
    for folder in ("jump_relu", "one_layer"):
        add_lesson(found, folder, (HERE / "lessons" / folder / "lesson.py").read_text(encoding="utf-8"))
    with running(found) as copy:
        yield copy


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCopy]:
    """The app with the operations of the page, with its lesson, and with its step in that."""
    found = copy_of_the_app(tmp_path_factory.mktemp("grown"))
    add_lesson(found, "straight_line", recipe_code("app/lessons/straight_line/lesson.py"))
    add_operation(found)
    add_step(found)
    with running(found) as copy:
        yield copy


def fetched(copy: RunningCopy, *addresses: str) -> list[str]:
    """What these addresses answer."""
    return list(json.loads(copy.run("fetch", *addresses)))


@cache
def met_in(copy: RunningCopy, slug: str) -> tuple[Met, ...]:
    """Everything that a lesson answers."""
    return tuple(Met(*json.loads(line)) for line in copy.run("visit", slug).splitlines())


@pytest.mark.parametrize("slug", TOYS)
def test_every_address_of_a_new_lesson_answers(copy: RunningCopy, slug: str) -> None:
    """200, or a sentence about what the lesson has not; and that only where it is asked for unoffered."""
    met = met_in(copy, slug)
    assert len(met) > 300
    assert {each.status for each in met} == {200, 404, 422}
    assert not [each for each in met if each.is_offered and each.status != 200]
    lacking = [each for each in met if each.status != 200]
    assert {lacked_in(each.address) for each in lacking} == LACKS[slug]
    assert not [
        each for each in lacking if "the lesson has no" not in each.says.lower() and "/l1" not in each.address
    ]


def lacked_in(address: str) -> str:
    """The page or the parameter that an address asks for."""
    path, _, query = address.partition("?")
    return query.partition("=")[0] or path.rpartition("/")[2]


@pytest.mark.parametrize("slug", TOYS)
def test_every_kind_of_address_was_asked_for(copy: RunningCopy, slug: str) -> None:
    """So that a page or a file that is added is visited as well."""
    kinds = {
        re.sub(r"\d+|(?<=matrix/)\w+", "n", each.address.partition("?")[0]) for each in met_in(copy, slug)
    }
    wanted = {
        f"/{slug}",
        f"/{slug}/n",
        f"/{slug}/n/worksheet.pdf",
        f"/{slug}/worksheet.xlsx",
        f"/{slug}/matrix/n.tsv",
    }
    assert (
        wanted | {f"/{slug}/with-numpy.py", f"/{slug}/with-pytorch.py", f"/api/lessons/{slug}/steps/n"}
        <= kinds
    )


@pytest.mark.parametrize("slug", TOYS)
def test_the_scripts_of_a_new_lesson_run(copy: RunningCopy, slug: str) -> None:
    """In NumPy; the one in PyTorch is code, and proves what there is to prove: nothing without a loss."""
    numpy, torch = fetched(copy, *(f"/{slug}/with-{name}.py" for name in ("numpy", "pytorch")))
    subprocess.run([sys.executable, "-c", numpy], check=True, capture_output=True)
    compile(torch, slug, "exec")
    loss = {"straight-line": "SSE", "jump-relu": "J", "one-layer": ""}[slug]
    assert re.findall(r"^(\w+)\.backward\(\)", torch, re.M) == ([loss] if loss else [])
    assert "dtheta" not in torch
    assert ("requires_grad" in torch) == bool(loss)


@pytest.mark.parametrize("slug", ["straight-line", "jump-relu"])
def test_the_gradients_of_a_new_lesson_keep_their_promise(copy: RunningCopy, slug: str) -> None:
    """Nudged, away from thresholds; and where a threshold is crossed it is said."""
    assert copy.run("nudges", slug).strip() == "kept"


def test_a_crossed_threshold_is_told(copy: RunningCopy) -> None:
    """Feature 2 stands 0.5 above its threshold for the second token: half a unit lower it is shut."""
    address = "/jump-relu/4?cell=dZ,2,2&nudge="
    page, nearer = fetched(copy, f"{address}0.5", f"{address}0.1")
    assert "that is a threshold" in page or "where a threshold is" in page
    assert "most of the bend cancels" not in page
    assert "where a threshold is" not in nearer


def test_a_new_operation_is_complete(grown: RunningCopy) -> None:
    """The tests that hold every operation, and the one that the page gives, in the copy that has it."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/core"],
        cwd=grown.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    [page] = fetched(grown, "/straight-line/5?cell=D,1,3")
    assert page.count("far off") > 1


def test_a_new_step_answers_everywhere(grown: RunningCopy) -> None:
    """As the lesson did before; and its second view is there."""
    met = met_in(grown, "straight-line")
    steps = [each for each in met if each.address.startswith("/straight-line/5")]
    assert len(steps) > 50
    assert not [
        each for each in met if each.status != 200 and lacked_in(each.address) not in LACKS["straight-line"]
    ]
    assert any("view=too-high" in each.address for each in steps)


def test_every_example_is_short() -> None:
    """60 to 90 lines of code in each recipe."""
    recipes = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert len(recipes) == 3
    for recipe in recipes:
        blocks = re.findall(r"^```python\n(.*?)^```", recipe, re.M | re.S)
        assert 60 <= len("".join(blocks).splitlines()) <= 90, recipe[:30]
