"""Behind a prefix every link, form, file, redirect and code holds; a proxy may take it off or leave it on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urljoin

import httpx2
import pytest
import zxingcpp
from PIL import Image

from app.settings import PREFIX
from app.web.prefixed import path_within
from tests.exports.test_qr import dots

ROOT = "/hand"
PUBLIC = "https://school.example/hand"
SAE = "/sparse-autoencoder"
STARTS = (
    "/",
    f"{SAE}/3?view=recipe",
    f"{SAE}/1?cell=2,2&ask=1",
    f"{SAE}/sheet?updates=3",
    f"{SAE}/practice",
    f"{SAE}/worksheet?variants=2",
    "/autoencoder/2",
)
LINKS = re.compile(
    r'''(?:href|src|action|formaction)="([^"#]+)|url\("([^"]+)"\)|^import .*?"([^"]+)"''', re.M
)


@pytest.fixture(scope="module")
def site() -> Iterator[httpx2.Client]:
    """The app behind a prefix, as the command serves it."""
    command = [sys.executable, "-m", "app.cli", "--port", "0", "--no-browser", "--public-url", PUBLIC]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line[line.index("http://") :].partition("/. ")[0]
        try:
            with httpx2.Client(base_url=address, timeout=60, trust_env=False) as client:
                yield client
        finally:
            process.terminate()


def links_in(answer: httpx2.Response) -> list[str]:
    """Where a page or a style sheet leads, as the browser asks for it."""
    kind = answer.headers["content-type"]
    if not kind.startswith(("text/html", "text/css")):
        return []
    found = ("".join(groups) for groups in LINKS.findall(answer.text))
    asked = [urljoin(answer.url.raw_path.decode(), unescape(link)) for link in found]
    return [link for link in asked if "://" not in link]


def kind_of(link: str) -> str:
    """What an address is one of: its path, with any step and any matrix for the one that it names."""
    return re.sub(r"/\d+(?=/|$)|/matrix/\w+", "/any", link.partition("?")[0])


def test_every_link_and_file_is_below_the_prefix_and_there(site: httpx2.Client) -> None:
    """One address of each kind is followed, after each with which the walk starts."""
    waiting, seen = [ROOT + start for start in STARTS], set[str]()
    while waiting:
        link = waiting.pop(0)
        seen.add(kind_of(link))
        answer = site.get(link)
        assert answer.status_code in {200, 303}, link
        found = [answer.headers["location"]] if answer.status_code == 303 else links_in(answer)
        assert [each for each in found if not each.startswith(f"{ROOT}/")] == [], link
        known = seen | {kind_of(each) for each in waiting}
        waiting += {kind_of(each): each for each in found if kind_of(each) not in known}.values()
    assert len(seen) > 80
    for ending in ("static/fonts/kalam.woff2", "openapi.json", "code.svg", "marks", "sheet", "worksheet.pdf"):
        assert any(path.endswith(ending) for path in seen), ending


@pytest.mark.parametrize("path", ["/", f"{SAE}/1", "/static/all.css", "/api/lessons", "/nothing"])
def test_a_proxy_may_take_the_prefix_off_or_leave_it_on(site: httpx2.Client, path: str) -> None:
    with_it, without = site.get(ROOT + path), site.get(path)
    assert with_it.status_code == without.status_code
    assert with_it.content == without.content
    assert with_it.headers["cache-control" if "static" in path else "x-content-type-options"]


def test_an_edit_and_a_form_lead_below_the_prefix(site: httpx2.Client) -> None:
    edit = {"X[1,1]": "7"}
    plain = site.post(f"{ROOT}{SAE}/1", data=edit)
    assert plain.headers["location"].startswith(f"{ROOT}{SAE}/1?X=7,")
    opened = site.post(f"{ROOT}/", data={"exercise": "1 2\n3 4", "from": "autoencoder"})
    assert opened.status_code == 422 or opened.headers["location"].startswith(f"{ROOT}/")
    slashed = site.get(f"{ROOT}{SAE}/")
    assert slashed.headers["location"].endswith(f"{ROOT}{SAE}")
    mended = site.get(f"{ROOT}{SAE}/1?X=oops")
    assert f'action="{ROOT}{SAE}/1"' in mended.text


def test_a_code_leads_to_the_page_below_the_prefix(site: httpx2.Client) -> None:
    page = f"{ROOT}{SAE}/1?cell=2,2"
    assert f'value="https://school.example{page}"' in site.get(page).text
    code = site.get(f"{ROOT}/code.svg?page={quote(page)}").text
    assert scanned(dots(code)) == f"https://school.example{page}"


def scanned(dark: set[tuple[int, int]]) -> str:
    """What the dots of a code say."""
    side = max(max(dot) for dot in dark) + 9
    picture = Image.new("L", (side, side), 255)
    for row, column in dark:
        picture.putpixel((column + 4, row + 4), 0)
    (found,) = zxingcpp.read_barcodes(picture.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    return str(found.text)


def test_the_description_names_the_prefix(site: httpx2.Client) -> None:
    assert site.get(f"{ROOT}/openapi.json").json()["servers"] == [{"url": ROOT}]
    assert f"{PUBLIC}/api/lessons" in unescape(site.get(f"{ROOT}/docs").text)
    assert f"Disallow: {ROOT}/*?" in site.get(f"{ROOT}/robots.txt").text


def test_a_path_that_only_begins_alike_is_not_below_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.prefixed.prefix", lambda: ROOT)
    assert path_within("/handy") == "/handy"
    assert path_within("/hand") == path_within("/hand/") == path_within("/") == "/"
    assert PREFIX.fullmatch(ROOT)
