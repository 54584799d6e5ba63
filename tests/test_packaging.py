"""The wheel works in an empty environment, and `by-hand` finds a port and a browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import Distribution, distribution
from pathlib import Path

import httpx2
import pytest
from packaging.requirements import Requirement

from app import cli
from app.web.paths import STATIC, VERSION
from tests.locks import TOP, locked_requirements

SECONDS = 300
"""How long another program may take before it is said to hang: far longer than any busy machine needs."""


def run(*arguments: str | Path, cwd: Path = TOP) -> str:
    """What the command prints. Fails with all that it said when it fails."""
    done = subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with what requirements.lock names and the wheel: nothing else."""
    folder = tmp_path_factory.mktemp("packaging")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, TOP)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    copy_locked_packages(folder / "venv")
    binaries = folder / "venv" / "bin"
    run(*pip, "--python", binaries / "python", "install", "--no-index", "--no-deps", *folder.glob("*.whl"))
    return binaries


def copy_locked_packages(environment: Path) -> None:
    """The packages that requirements.lock names, as they were installed here from it, and no others."""
    (packages,) = environment.glob("lib/python*/site-packages")
    for requirement in map(Requirement, locked_requirements("requirements.lock")):
        if requirement.marker is None or requirement.marker.evaluate():
            copy_package(distribution(requirement.name), packages)


def copy_package(package: Distribution, packages: Path) -> None:
    """The files of an installed package, but for its programs."""
    for file in package.files or ():
        source, target = Path(str(package.locate_file(file))), packages / file
        if ".." not in file.parts and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


@contextmanager
def serving(programs: Path, cwd: Path, *options: str, **environment: str) -> Iterator[str]:
    """`by-hand` on a free port, in `cwd`. Yields its address, and stops it."""
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "PYTHONPATH")}
    process = subprocess.Popen(
        [programs / "by-hand", "--port", "0", *options],
        cwd=cwd,
        env=kept | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield address_in(process.stdout.readline())
        finally:
            process.terminate()


def address_in(line: str) -> str:
    """The address in the one line that the command prints, without its last slash."""
    found = re.search(r"http://127\.0\.0\.1:\d+(?=/)", line)
    assert found, line
    return found.group()


@pytest.fixture(scope="module")
def site(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of the installed app, started in an empty folder."""
    with (
        serving(programs, tmp_path_factory.mktemp("empty"), "--no-browser") as address,
        httpx2.Client(base_url=address, timeout=SECONDS, trust_env=False) as client,
    ):
        yield client


def test_the_package_in_use_is_the_one_from_the_wheel(programs: Path, tmp_path: Path) -> None:
    found = run(
        programs / "python", "-c", "import app.web.paths as a; print(a.__file__, a.TEMPLATES)", cwd=tmp_path
    )
    for place in found.split():
        assert Path(place).is_relative_to(programs.parent.resolve())


def test_every_dependency_is_in_the_lock(programs: Path) -> None:
    run(sys.executable, "-m", "pip", "--python", programs / "python", "check")


def test_the_installed_command_says_its_version(programs: Path, tmp_path: Path) -> None:
    assert run(programs / "by-hand", "--version", cwd=tmp_path) == f"by-hand {VERSION}\n"


def test_the_installed_app_is_well(site: httpx2.Client) -> None:
    answer = site.get("/healthz")
    assert answer.status_code == 200
    assert "server" not in answer.headers


def test_the_installed_app_lists_the_lessons(site: httpx2.Client) -> None:
    answer = site.get("/")
    assert answer.status_code == 200
    assert "Autoencoders by Hand" in answer.text
    assert 'href="/sparse-autoencoder' in answer.text


def test_the_installed_app_shows_a_step_with_its_styles(site: httpx2.Client) -> None:
    page = site.get("/sparse-autoencoder/1")
    assert page.status_code == 200
    assert "<math" in page.text
    sheets = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page.text)
    assert sheets
    for sheet in sheets:
        answer = site.get(sheet)
        assert answer.headers["content-type"].startswith("text/css")
        assert "{" in answer.text


def test_the_installed_app_prints_worksheets(site: httpx2.Client) -> None:
    for query in ("", "?variants=2&key=1"):
        answer = site.get(f"/sparse-autoencoder/1/worksheet.pdf{query}")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_installed_app_has_its_font(site: httpx2.Client) -> None:
    answer = site.get("/static/fonts/stix-two-math.woff2")
    assert answer.content == (STATIC / "fonts" / "stix-two-math.woff2").read_bytes()


@pytest.mark.parametrize("length", [7_500, 60_000])
def test_a_long_url_reaches_the_app(site: httpx2.Client, length: int) -> None:
    """It is answered there: the tracking is dropped by a redirect, or the length refused in a sentence."""
    answer = site.get("/sparse-autoencoder/1", params={"tracking": "a" * length}, follow_redirects=False)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.status_code == (303 if length == 7_500 else 422)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port that another program has, and that the command tries first."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        monkeypatch.setattr(cli, "FIRST_PORT", port)
        yield port


def test_the_next_free_port_is_taken_when_none_was_named(taken: int) -> None:
    with cli.listen("127.0.0.1", None) as listener:
        assert taken < listener.getsockname()[1] < taken + cli.PORTS_TRIED


def test_a_named_port_that_is_taken_is_refused_in_a_sentence(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--port", str(taken), "--no-browser"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"Port {taken} is taken: ")
    assert printed.err.count("\n") == 1
    assert not printed.out


def test_no_free_port_at_all_is_refused_in_a_sentence(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "PORTS_TRIED", 1)
    assert cli.main(["--no-browser"]) == 1
    assert f"Ports {taken} to {taken} are all taken" in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--host", "192.0.2.1", "--port", "0", "--no-browser"]) == 1
    assert re.fullmatch(r"Cannot serve on 192\.0\.2\.1, port 0: [^()]+\.\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--port", "70000"],
        ["--port", "-1"],
        ["--port", "x"],
        ["--workers", "0"],
        ["--public-url", "example.org"],
        ["--public-url", "https://"],
        ["--public-url", "https://example.org?x=1"],
        ["--public-url", "https://a b.example"],
        ["--root-path", "hand"],
        ["--root-path", "/../x"],
        ["--allowed-hosts", "https://example.org"],
        ["--class-store", "127.0.0.1:6379"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(wrong)
    assert repr(wrong[1]) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", False),
        ({}, "darwin", True),
        ({"CI": "1"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_browser_opens_only_where_there_is_a_screen(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert cli.has_screen(environment, platform) is expected


def test_the_browser_opens_the_first_page_once_it_answers(programs: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" > "$0.writing" && mv "$0.writing" "$0.opened"\n')
    browser.chmod(0o755)
    with serving(programs, tmp_path, DISPLAY=":0", BROWSER=str(browser)) as address:
        assert written(tmp_path / "browser.opened") == f"{address}/\n"


def written(path: Path) -> str:
    """What another program writes to a file, waited for. Raises FileNotFoundError when it does not come."""
    deadline = time.monotonic() + SECONDS
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return path.read_text()


def test_a_browser_that_will_not_open_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str) -> bool:
        raise webbrowser.Error(url)

    monkeypatch.setattr(cli, "_answers", lambda _host, _port: True)
    monkeypatch.setattr(webbrowser, "open", refuse)
    cli.open_browser("127.0.0.1", 1)


def test_a_server_that_is_not_there_opens_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with cli.listen("127.0.0.1", 0) as listener:
        port = int(listener.getsockname()[1])
    cli.open_browser("127.0.0.1", port)
    assert not opened
