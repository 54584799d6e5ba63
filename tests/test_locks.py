"""The locks are whole and name no machine, and the vendored files are what they should be."""

import re
import tomllib

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement

from app.web.paths import STATIC
from tests.locks import LOCKS, TOP, locked_requirements
from tests.make import fonts, vendor


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(lock: str) -> None:
    for requirement, rest in locked_requirements(lock).items():
        assert "==" in requirement
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+", rest), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_records_no_address_and_no_path(lock: str) -> None:
    text = (TOP / lock).read_text()
    assert "://" not in text
    assert not re.search(r"(?<![\w.])/\w", text)


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0"])
def test_each_python_gets_one_version_of_each_direct_dependency(python: str) -> None:
    environment = {"python_version": python[:4], "python_full_version": python}
    locked = [Requirement(requirement) for requirement in locked_requirements("requirements.lock")]
    applying = [one.name for one in locked if one.marker is None or one.marker.evaluate(environment)]
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    for dependency in project["dependencies"]:
        assert applying.count(Requirement(dependency).name) == 1


def test_what_runs_is_what_is_tested() -> None:
    runtime, development = (locked_requirements(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    wanted = {"requirements.lock": project["dependencies"], "requirements-dev.lock": []}
    for extra in project["optional-dependencies"].values():
        wanted["requirements-dev.lock"] += extra
    for lock, dependencies in wanted.items():
        locked = {Requirement(requirement).name for requirement in locked_requirements(lock)}
        assert {Requirement(dependency).name for dependency in dependencies} <= locked


def test_the_vendored_htmx_is_the_version_that_the_script_names() -> None:
    _, _, version = vendor.PACKAGE.partition("@")
    assert version == "4.0.1"
    assert f'version="{version}"' in (STATIC / "vendor" / "htmx.min.js").read_text()
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "htmx-LICENSE.txt").read_text()


@pytest.mark.parametrize("face", fonts.faces(), ids=lambda face: face.name)
def test_a_font_has_the_characters_that_its_script_names(face: fonts.Face) -> None:
    with TTFont(STATIC / "fonts" / f"{face.name}.woff2") as font:
        assert set(font.getBestCmap()) == face.characters
    family = face.package.partition("/")[2].partition("@")[0]
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"OFL-{family}.txt").read_text()


def test_the_mathematics_stretches() -> None:
    with TTFont(STATIC / "fonts" / "stix-two-math.woff2") as font:
        assert font["MATH"].table.MathVariants is not None
